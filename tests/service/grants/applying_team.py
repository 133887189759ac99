"""Grants in tests: a scheme that is open, a team that applies, and what staff decide."""

from datetime import date, timedelta

from graph.grants import GrantApplication, GrantScheme
from service.access import OPERATOR, Asker, Role
from service.grants.applying import answer, ask_members, begin_application, hand_in
from service.grants.deciding import grant
from service.grants.draft import Draft
from service.grants.schemes import make_scheme

DAY = date(2031, 5, 20)


def open_scheme(session, day=DAY, **columns) -> GrantScheme:
    """Make a scheme that is open ten days before and after a day, is public, and has € 10.000."""
    usual = {
        "title": "Samen nieuw",
        "budget_cents": 1_000_000,
        "opens_on": day - timedelta(days=10),
        "closes_on": day + timedelta(days=10),
        "criteria": ["Het is nieuw in Oss."],
        "is_public": True,
    }
    return make_scheme(session, OPERATOR, usual | columns)


def draft(*member_ids, asked=400_000, own=100_000, **said) -> Draft:
    """A plan whose costs are covered."""
    usual = {
        "title": "Zomerschool techniek",
        "plan": "Wij leren kinderen solderen.",
        "begins_on": date(2031, 7, 1),
        "ends_on": date(2031, 8, 31),
        "costs": (("Materiaal", asked + own),),
    }
    return Draft(**{**usual, **said}, asked_cents=asked, own_cents=own, member_ids=member_ids)


def agree(session, application, member_ids) -> None:
    """Ask the team, and have all of it agree."""
    ask_members(session, OPERATOR, application)
    for each in member_ids:
        answer(session, Asker(Role.PARTNER, frozenset({each})), application, each, "yes")


def handed_in(session, scheme, *member_ids, day=DAY, **said) -> GrantApplication:
    """An application that waits for a decision."""
    application = begin_application(session, OPERATOR, scheme, draft(*member_ids, **said), day)
    agree(session, application, member_ids)
    hand_in(session, OPERATOR, application, day)
    return application


def granted(session, scheme, *member_ids, cents=400_000, day=DAY, **said) -> GrantApplication:
    """An application that got a grant."""
    application = handed_in(session, scheme, *member_ids, day=day, **said)
    grant(session, OPERATOR, application, cents, day)
    return application
