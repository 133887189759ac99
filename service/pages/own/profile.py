"""The profile of a partner: edited, with what others see of it beside the form."""

from dataclasses import dataclass
from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from sqlalchemy.orm import Session

from graph.model import CHOSEN_FIELDS, LEVELS
from graph.reading.cells import split_values
from service.access import Role
from service.house import InHouse, ReadingSession, WritingSession
from service.pages.details import web_address
from service.pages.own.frame import Typed, go_on, home_of, one, render_own, today
from service.pages.rendering import render
from service.pages.saying import say
from service.profiles import Profile, read_profile, save_profile, theme_choices, theme_labels
from service.profiles_stored import RefusedProfile
from service.recognising import Asking
from service.seen import SeenProfile, as_seen
from service.snapshot import Snapshot
from service.texts import gettext as _

N_NEW_THEMES = 3
"""Empty places for themes that a form has."""

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class SeenBy:
    """What a role sees of a partner, in words."""

    role: str
    heading: str
    shown: dict[str, str]
    """Texts of the fields by what they are called."""
    hidden: list[str]
    """Fields that say something, but not to this role."""


@router.get("/mijn/{partner_id}/profiel")
def edit_profile(
    request: Request, partner_id: str, house: InHouse, asker: Asking, session: ReadingSession
) -> HTMLResponse:
    """Show the form with what is stored."""
    return _form(request, partner_id, house, asker, session, read_profile(session, partner_id))


@router.post("/mijn/{partner_id}/profiel")
def store_profile(  # noqa: PLR0913, PLR0917 -- what a route takes in
    request: Request, partner_id: str, house: InHouse, asker: Asking, session: WritingSession, typed: Typed
) -> Response:
    """Store what was typed; where that cannot be, show the form as it was typed, with what is wrong at each field."""
    profile = _typed_profile(typed, read_profile(session, partner_id), may_rename=asker.role is Role.STAFF)
    faults = _faults(profile)
    if not faults:
        try:
            with session.begin_nested():
                changed = save_profile(session, asker, partner_id, profile, today())
        except RefusedProfile as error:
            faults = {column: say_fault(column) for column in error.reasons}
        else:
            say(request, _("Saved.") if changed else _("Saved: you confirm that your profile is right."))
            return go_on(f"{home_of(partner_id)}/profiel")
    return _form(request, partner_id, house, asker, session, profile, faults=faults)


@router.post("/mijn/{partner_id}/profiel/voorbeeld")
def preview_profile(  # noqa: PLR0913, PLR0917 -- what a route takes in
    request: Request, partner_id: str, house: InHouse, asker: Asking, session: ReadingSession, typed: Typed
) -> HTMLResponse:
    """Show what others would see of what is typed; nothing is stored."""
    profile = _typed_profile(typed, read_profile(session, partner_id), may_rename=asker.role is Role.STAFF)
    return render(request, "mijn_seen.html", seen=_seen(house.snapshots.current(), partner_id, profile, session))


def _typed_profile(typed: dict[str, list[str]], stored: Profile, *, may_rename: bool) -> Profile:
    """Return a form as a profile; a level that is none stays what is stored."""
    levels = {field: one(typed, f"wie_{field}") for field in CHOSEN_FIELDS}
    return Profile(
        name=one(typed, "name").strip() if may_rename and "name" in typed else stored.name,
        description=one(typed, "description").strip(),
        seeks=split_values(one(typed, "seeks")),
        offers=split_values(one(typed, "offers")),
        themes=split_values("\n".join(typed.get("themes", []))),
        place=one(typed, "place").strip(),
        postcode=one(typed, "postcode").strip(),
        website=one(typed, "website").strip(),
        aliases=split_values(one(typed, "aliases")),
        levels={field: level if level in LEVELS else stored.levels[field] for field, level in levels.items()},
    )


def _faults(profile: Profile) -> dict[str, str]:
    """Return what the checks of an import let pass and a page cannot link to."""
    is_address = not profile.website or web_address(profile.website)
    return {} if is_address else {"website": _("This is no web address. Type it like www.example.nl.")}


def say_fault(column: str) -> str:
    """Say what is wrong with a field that cannot be stored.

    >>> say_fault("name")
    'Vul een naam in, van ten hoogste 500 tekens.'
    """
    if column == "name":
        return _("Type a name, of at most 500 characters.")
    if column == "themes":
        return _("A theme is too long. Use at most 200 characters.")
    return _("We cannot store this: it is too long, or holds a character that is no letter, digit or sign.")


def _form(  # noqa: PLR0913, PLR0917 -- what the page is made of
    request: Request,
    partner_id: str,
    house: InHouse,
    asker: Asking,
    session: Session,
    profile: Profile,
    *,
    faults: dict[str, str] | None = None,
) -> HTMLResponse:
    return render_own(
        request,
        "mijn_profile.html",
        session,
        partner_id,
        profile=profile,
        themes=theme_labels(session, profile.themes),
        choices=sorted(set(theme_choices(session).values()), key=str.casefold),
        n_new_themes=N_NEW_THEMES,
        level_words=_level_words(),
        may_rename=asker.role is Role.STAFF,
        seen=_seen(house.snapshots.current(), partner_id, profile, session),
        faults=faults or {},
        status=HTTPStatus.BAD_REQUEST if faults else HTTPStatus.OK,
    )


def _level_words() -> list[tuple[str, str]]:
    return [(level, say_level(level)) for level in LEVELS]


def say_level(level: str) -> str:
    """Say who sees fields of a level."""
    return {"public": _("Everybody"), "network": _("Partners"), "staff": _("The office only")}[level]


def say_field(field: str) -> str:
    """Say which field of a partner is meant."""
    return {
        "aliases": _("Other names"),
        "description": _("What you do"),
        "seeks": _("Seeks"),
        "offers": _("Offers"),
        "themes": _("Themes"),
        "place": _("Place"),
        "address": _("Postcode"),
        "website": _("Website"),
        "memberships": _("Belongs to"),
    }[field]


def _seen(snapshot: Snapshot, partner_id: str, profile: Profile, session: Session) -> list[SeenBy]:
    labels = [label for _theme, label in theme_labels(session, profile.themes)]
    told = _lines(as_seen(snapshot, partner_id, profile, labels, Role.STAFF))
    seen = []
    for role, heading in ((Role.PUBLIC, _("Everybody on the internet")), (Role.PARTNER, _("Partners"))):
        shown = _lines(as_seen(snapshot, partner_id, profile, labels, role))
        seen.append(SeenBy(role.value, heading, shown, [label for label in told if told[label] != shown.get(label)]))
    return seen


def _lines(seen: SeenProfile) -> dict[str, str]:
    """Return what is seen of a profile by what it is called; what is not there is left out."""
    lines = {
        _("Name"): seen.name,
        _("What you do"): seen.description,
        _("Seeks"): "\n".join(seen.seeks),
        _("Offers"): "\n".join(seen.offers),
        _("Themes"): ", ".join(seen.themes),
        _("Place"): seen.place,
        _("Postcode"): seen.postcode,
        _("Website"): seen.website,
        _("Other names"): ", ".join(seen.aliases),
        _("Belongs to"): ", ".join(seen.memberships),
    }
    return {label: text for label, text in lines.items() if text}
