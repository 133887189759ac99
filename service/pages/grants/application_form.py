"""The form of an application: as it is stored, and as it was typed."""

from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from graph.grants import GrantApplication
from graph.model import Partner
from service.days import read_day
from service.grants.applying import MOST_MEMBERS
from service.grants.draft import Draft, draft_of
from service.grants.money import read_euros, type_euros
from service.pages.details import Describer
from service.pages.found import find_named
from service.pages.own.frame import one
from service.profiles import theme_choices, theme_labels
from service.texts import gettext as _

LONGEST = {"title": 200, "plan": 8_000, "wat": 200}
"""Letters that each text may have."""
N_NEW = 3
"""Empty places for members, themes and lines of costs that the form has."""
MOST_LINES = 30

Typed = dict[str, list[str]]


@dataclass(frozen=True)
class Form:
    """What stands in the form, and what is wrong with it, by the name of its field."""

    draft: Draft
    """What it means; where a field is wrong, without that."""
    asked: str
    own: str
    begins_on: str
    ends_on: str
    members: list[tuple[str, str]]
    """Id and name of the others in the team."""
    new_members: list[str]
    themes: list[tuple[str, str]]
    new_themes: list[str]
    costs: list[tuple[str, str]]
    stamp: str
    """When what the form shows was stored; somebody may have changed it since."""
    faults: dict[str, str] = field(default_factory=dict)


def form_of(session: Session, application: GrantApplication, own_id: str) -> Form:
    """Return the form of a stored application."""
    draft = draft_of(session, application)
    return Form(
        draft=draft,
        asked=type_euros(application.asked_cents or None),
        own=type_euros(application.own_cents or None),
        begins_on=_iso(application.begins_on),
        ends_on=_iso(application.ends_on),
        members=_named(session, [each for each in draft.member_ids if each != own_id]),
        new_members=[""] * N_NEW,
        themes=theme_labels(session, draft.theme_ids),
        new_themes=[""] * N_NEW,
        costs=[*((what, type_euros(cents)) for what, cents in draft.costs), *[("", "")] * N_NEW],
        stamp=stamp_of(application),
    )


def read_form(session: Session, describer: Describer, application: GrantApplication, own_id: str, typed: Typed) -> Form:
    """Return the form as it was typed; its faults say in a sentence what is wrong."""
    faults: dict[str, str] = {}
    kept = [
        each for each in draft_of(session, application).member_ids if each == own_id or each in typed.get("lid", [])
    ]
    new_members, new_themes = _filled(typed, "nieuw_lid")[:MOST_MEMBERS], _filled(typed, "nieuw_thema")
    members = _members(describer, kept, new_members, faults)
    themes = _themes(session, typed.get("thema", []), new_themes, faults)
    begins, ends = (_day(typed, name, faults) for name in ("begins_on", "ends_on"))
    if begins and ends and ends < begins:
        faults["ends_on"] = _("It cannot end before it begins.")
    lines = [line for line in zip(typed.get("wat", []), typed.get("bedrag", []), strict=False) if "".join(line).strip()]
    draft = Draft(
        title=_text(typed, "title", faults) or application.title,
        plan=_text(typed, "plan", faults),
        theme_ids=themes,
        begins_on=begins,
        ends_on=ends,
        asked_cents=_amount(typed, "asked", faults),
        own_cents=_amount(typed, "own", faults),
        costs=_costs(lines, faults),
        member_ids=members,
    )
    if not one(typed, "title").strip():
        faults["title"] = _("Give the plan a name.")
    return Form(
        draft=draft,
        asked=one(typed, "asked"),
        own=one(typed, "own"),
        begins_on=one(typed, "begins_on"),
        ends_on=one(typed, "ends_on"),
        members=_named(session, [each for each in kept if each != own_id]),
        new_members=[*new_members, *[""] * N_NEW],
        themes=theme_labels(session, tuple(typed.get("thema", []))),
        new_themes=[*new_themes, *[""] * N_NEW],
        costs=[*lines, *[("", "")] * N_NEW],
        stamp=stamp_of(application),
        faults=faults,
    )


def refuse_stale(form: Form, application: GrantApplication, typed: Typed) -> Form:
    """Return the form with a fault where somebody changed the application since it was opened."""
    if one(typed, "stand") == stamp_of(application):
        return form
    told = _("Somebody of the team changed the application meanwhile. Save once more to put yours in its place.")
    return replace(form, faults={**form.faults, "": told})


def stamp_of(application: GrantApplication) -> str:
    """Return a text that is another one after each change."""
    return application.changed_at.isoformat()


def _named(session: Session, partner_ids: list[str]) -> list[tuple[str, str]]:
    names = dict(session.execute(select(Partner.id, Partner.name).where(Partner.id.in_(partner_ids))).all())
    return [(each, names[each]) for each in partner_ids if each in names]


def _members(describer: Describer, kept: list[str], names: list[str], faults: dict[str, str]) -> tuple[str, ...]:
    ids = list(kept)
    for name in names:
        found = find_named(name, describer, describer.overview.is_present())
        if found.partner:
            ids.append(found.partner.id)
        elif found.proposals:
            proposed = ", ".join(each.name for each in found.proposals)
            faults["nieuw_lid"] = _("Whom do you mean by “%(name)s”? For instance: %(proposed)s.") % {
                "name": name,
                "proposed": proposed,
            }
        else:
            faults["nieuw_lid"] = _("Nobody is called “%(name)s”. Choose a name from the list.") % {"name": name}
    team = tuple(dict.fromkeys(ids))
    if len(team) > MOST_MEMBERS:
        faults["nieuw_lid"] = _("A team has %(n)s members at most.") % {"n": MOST_MEMBERS}
    return team


def _themes(session: Session, kept: list[str], labels: list[str], faults: dict[str, str]) -> tuple[str, ...]:
    choices = theme_choices(session)
    by_label = {label.casefold(): theme_id for theme_id, label in choices.items()}
    unknown = [label for label in labels if label.casefold() not in by_label]
    if unknown:
        faults["nieuw_thema"] = _("No theme is called “%(name)s”. Choose one from the list.") % {"name": unknown[0]}
    chosen = [by_label[label.casefold()] for label in labels if label.casefold() in by_label]
    return tuple(dict.fromkeys([*(each for each in kept if each in choices), *chosen]))


def _costs(lines: list[tuple[str, str]], faults: dict[str, str]) -> tuple[tuple[str, int], ...]:
    if len(lines) > MOST_LINES:
        faults["costs"] = _("There is room for %(n)s lines. Put some of them together.") % {"n": MOST_LINES}
    costs = []
    for what, typed in lines:
        cents = read_euros(typed)
        if not what.strip():
            faults.setdefault("costs", _("Say of each amount what it is for."))
        elif cents is None:
            told = _("Type an amount such as 1250 or 1250,50 for “%(what)s”.")
            faults.setdefault("costs", told % {"what": what.strip()})
        else:
            costs.append((what.strip()[: LONGEST["wat"]], cents))
    return tuple(costs)


def _amount(typed: Typed, name: str, faults: dict[str, str]) -> int:
    text = one(typed, name).strip()
    cents = read_euros(text) if text else 0
    if cents is None:
        faults[name] = _("Type an amount such as 1250 or 1250,50.")
    return cents or 0


def _day(typed: Typed, name: str, faults: dict[str, str]) -> date | None:
    text = one(typed, name).strip()
    day = read_day(text)
    if text and day is None:
        faults[name] = _("Choose a day.")
    return day


def _text(typed: Typed, name: str, faults: dict[str, str]) -> str:
    text = one(typed, name).replace("\r\n", "\n").strip()
    if len(text) > LONGEST[name]:
        faults[name] = _("This is too long: %(n)s letters at most.") % {"n": LONGEST[name]}
    return text[: LONGEST[name]]


def _filled(typed: Typed, name: str) -> list[str]:
    return [each.strip() for each in typed.get(name, []) if each.strip()]


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
