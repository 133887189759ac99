"""What a partner tells of itself and who sees it: read for a form, and stored from one."""

from dataclasses import dataclass, fields
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from graph.choosing import chosen_levels
from graph.errors import UnknownPartner
from graph.model import CHOSEN_FIELDS, LEVELS, Interest, Offering, Partner, PartnerAlias, PartnerTheme, Theme
from service.access import USUAL_LEVELS, Asker
from service.audit import note
from service.profiles_stored import ProfileChanges, store_profile

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


def save_profile(session: Session, asker: Asker, partner_id: str, profile: Profile, today: date) -> bool:
    """Store what a partner tells of itself now, which confirms it; return whether anything changed.

    Raise `RefusedProfile` with a reason for each field that cannot be stored, `ValueError` for a level that is none.
    """
    if set(profile.levels) != set(CHOSEN_FIELDS) or not set(profile.levels.values()) <= set(LEVELS):
        raise ValueError(f"'{profile.levels}' does not say who sees each field")
    before = read_profile(session, partner_id)
    typed = {each.name: getattr(profile, each.name) for each in fields(profile) if each.name != "levels"}
    changes = ProfileChanges(
        columns={name: value for name, value in typed.items() if value != getattr(before, name)},
        levels={field: level for field, level in profile.levels.items() if level != before.levels[field]},
    )
    is_changed = store_profile(session, asker, partner_id, changes)
    find_partner(session, partner_id).confirmed_on = today
    session.flush()
    if not is_changed:
        note(session, asker, "change profile", f"partner {partner_id}", "confirmed")
    return is_changed


def theme_choices(session: Session) -> dict[str, str]:
    """Return the labels of the themes of the thesaurus by id, in the order of the alphabet, at most `MOST_THEMES`."""
    query = select(Theme.id, Theme.label).where(Theme.kind != "keyword").order_by(Theme.label, Theme.id)
    return {row.id: row.label for row in session.execute(query.limit(MOST_THEMES))}


def theme_labels(session: Session, themes: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return each theme with its label; what is no id of a theme is its own label."""
    labels = {row.id: row.label for row in session.execute(select(Theme.id, Theme.label).where(Theme.id.in_(themes)))}
    return [(theme, labels.get(theme, theme)) for theme in themes]
