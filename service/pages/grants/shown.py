"""An application as it is read: by its team, by staff, and behind the link of a mail."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from graph.grants import GrantApplication, GrantScheme
from graph.grants_kept import members_of
from graph.model import Partner, Sector
from service.grants.applying import last_day
from service.grants.checking import check
from service.grants.draft import Draft, draft_of
from service.grants.schemes import find_scheme
from service.pages.grants.words import AGREEMENTS, STATES, say_check
from service.profiles import theme_labels


@dataclass(frozen=True)
class Member:
    """A member of the team."""

    id: str
    name: str
    sector: str
    said: str
    """One of `graph.grants.AGREEMENTS`."""
    answer: str
    """The same in words."""
    is_by_staff: bool


@dataclass(frozen=True)
class Shown:
    """An application as it is read."""

    row: GrantApplication
    scheme: GrantScheme
    draft: Draft
    state: str
    """In words."""
    members: list[Member]
    themes: list[str]
    checks: list[tuple[bool, str]]
    """Whether each demand is met, and how it stands in words."""
    until: date
    """Last day to hand it in."""

    @property
    def is_ready(self) -> bool:
        """Whether every demand is met."""
        return all(is_met for is_met, _words in self.checks)

    @property
    def is_agreed(self) -> bool:
        """Whether every member agreed."""
        return all(each.said == "yes" for each in self.members)


def show(session: Session, application: GrantApplication) -> Shown:
    """Return an application as it is read."""
    scheme, draft = find_scheme(session, application.scheme_id), draft_of(session, application)
    return Shown(
        row=application,
        scheme=scheme,
        draft=draft,
        state=STATES[application.state](),
        members=_members(session, application),
        themes=[label for _theme, label in theme_labels(session, draft.theme_ids)],
        checks=say_checks(session, scheme, draft),
        until=last_day(scheme, application),
    )


def say_checks(session: Session, scheme: GrantScheme, draft: Draft) -> list[tuple[bool, str]]:
    """Return whether each demand is met, and how it stands in words."""
    return [(each.is_met, say_check(each)) for each in check(session, scheme, draft)]


def _members(session: Session, application: GrantApplication) -> list[Member]:
    shown = []
    for each in members_of(session, application.id):
        partner = session.get_one(Partner, each.partner_id)
        sector = session.get_one(Sector, partner.sector_id).label
        answer = AGREEMENTS[each.said]()
        shown.append(Member(partner.id, partner.name, sector, each.said, answer, each.is_by_staff))
    return shown
