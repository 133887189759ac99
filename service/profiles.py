"""What a partner tells of itself and who sees it: read for a form, and stored from one."""

from dataclasses import dataclass, fields
from datetime import date

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from graph.choosing import choose_levels, chosen_levels
from graph.errors import UnknownPartner
from graph.model import CHOSEN_FIELDS, LEVELS, Interest, Offering, Partner, PartnerAlias, PartnerTheme, Theme
from graph.reading.editing import store_row
from graph.reading.names import fold
from graph.reading.tables import PARTNERS
from service.access import USUAL_LEVELS, Asker
from service.audit import note

MOST_THEMES = 2_000
"""Themes that a form proposes; any other can be typed."""


@dataclass(frozen=True)
class Profile:
    """The part of a partner that it may change itself (its name: staff alone), each field as it is typed."""

    name: str
    description: str
    seeks: tuple[str, ...]
    offers: tuple[str, ...]
    themes: tuple[str, ...]
    """Ids of themes, or words for them."""
    place: str
    postcode: str
    website: str
    aliases: tuple[str, ...]
    levels: dict[str, str]
    """Who sees each of `CHOSEN_FIELDS` (`LEVELS`)."""

    def cells(self) -> dict[str, str]:
        """Return the fields as cells of the exchange format."""
        own = {each.name: getattr(self, each.name) for each in fields(self) if each.name != "levels"}
        return {name: value if isinstance(value, str) else "\n".join(value) for name, value in own.items()}


def find_partner(session: Session, partner_id: str) -> Partner:
    """Return a partner; raise `UnknownPartner` if there is none with this id."""
    partner = session.get(Partner, partner_id)
    if partner is None:
        raise UnknownPartner(f"no partner has the id '{partner_id}'")
    return partner


def read_profile(session: Session, partner_id: str) -> Profile:
    """Return what a partner tells of itself; raise `UnknownPartner`."""
    partner = find_partner(session, partner_id)
    listed = {
        name: tuple(session.scalars(select(column).where(model.partner_id == partner_id).order_by(model.position)))
        for name, model, column in (
            ("seeks", Interest, Interest.text),
            ("offers", Offering, Offering.text),
            ("themes", PartnerTheme, PartnerTheme.theme_id),
            ("aliases", PartnerAlias, PartnerAlias.text),
        )
    }
    usual = {field: USUAL_LEVELS[field] for field in CHOSEN_FIELDS}
    return Profile(
        name=partner.name,
        description=partner.description,
        place=partner.place,
        postcode=partner.postcode,
        website=partner.website,
        levels=usual | chosen_levels(session, partner_id),
        **listed,
    )


def save_profile(session: Session, asker: Asker, partner_id: str, profile: Profile, today: date) -> list[str]:
    """Store what a partner tells of itself now, which confirms it; return the fields that changed, sorted.

    Raise `SpoiledInput` with a fault for each field that cannot be stored, and `ValueError` for a level that is none.
    """
    if set(profile.levels) != set(CHOSEN_FIELDS) or not set(profile.levels.values()) <= set(LEVELS):
        raise ValueError(f"'{profile.levels}' does not say who sees each field")
    partner, before = find_partner(session, partner_id), read_profile(session, partner_id)
    cells = {"id": partner_id, "sector": partner.sector_id, **profile.cells()}
    if _has_moved(before, profile):
        cells |= {"latitude": "", "longitude": ""}  # those of where it was
    store_row(session, PARTNERS, cells, f"profile of {partner_id}")
    chosen = {field: level for field, level in profile.levels.items() if level != USUAL_LEVELS[field]}
    changed_levels = choose_levels(session, partner_id, chosen)
    session.execute(update(Partner).where(Partner.id == partner_id).values(confirmed_on=today))
    session.expire_all()
    after = read_profile(session, partner_id).cells()
    changed = sorted(name for name, text in before.cells().items() if text != after[name])
    told = [*changed, *(f"who sees {field}" for field in changed_levels)]
    note(session, asker, "change profile", f"partner {partner_id}", ", ".join(told) or "confirmed")
    return told


def _has_moved(before: Profile, after: Profile) -> bool:
    """Whether a known place or postcode becomes another one; to add one that was not known, or to respell it, is none.

    >>> from dataclasses import replace
    >>> oss = Profile("", "", (), (), (), "Oss", "", "", (), {})
    >>> [_has_moved(oss, replace(oss, place=place)) for place in ("OSS", "Uden")]
    [False, True]
    """
    pairs = ((before.place, after.place), (before.postcode, after.postcode))
    return any(old and fold(old) != fold(new) for old, new in pairs)


def theme_choices(session: Session) -> dict[str, str]:
    """Return the labels of the themes of the thesaurus by id, in the order of the alphabet, at most `MOST_THEMES`."""
    query = select(Theme.id, Theme.label).where(Theme.kind != "keyword").order_by(Theme.label, Theme.id)
    return {row.id: row.label for row in session.execute(query.limit(MOST_THEMES))}


def theme_labels(session: Session, themes: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return each theme with its label; what is no id of a theme is its own label."""
    labels = {row.id: row.label for row in session.execute(select(Theme.id, Theme.label).where(Theme.id.in_(themes)))}
    return [(theme, labels.get(theme, theme)) for theme in themes]
