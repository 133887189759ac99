"""Applications where a partner is merged with another, or leaves."""

from datetime import date

import pytest
from sqlalchemy import select

from graph.database import transaction
from graph.grants import GrantApplicant, GrantApplication, GrantScheme
from graph.grants_kept import applications_of, members_of, merge_grants, teams_of
from graph.leaving import make_nameless
from graph.model import Partner
from tests.builders import partner, store

DAY = date(2031, 5, 20)


@pytest.fixture
def session(engine):
    with transaction(engine) as session:
        names = {"molen": "De Molen", "de-molen": "Molen", "school": "De Lindeschool"}
        store(session, [partner(each, name=name) for each, name in names.items()])
        session.add(GrantScheme(id=1, title="Samen", budget_cents=100, opens_on=DAY, closes_on=DAY))
        session.flush()
        yield session


def add(session, state, *members, **columns):
    """Add an application of a team, of which each member said what stands beside it."""
    row = GrantApplication(scheme_id=1, title="Feest bij De Molen", state=state, **columns)
    session.add(row)
    session.flush()
    session.add_all(
        GrantApplicant(application_id=row.id, partner_id=partner_id, position=position, said=said)
        for position, (partner_id, said) in enumerate(members)
    )
    session.flush()
    return row


def team(session, application):
    return [(each.partner_id, each.said) for each in members_of(session, application.id)]


def test_the_teams_of_several_applications_are_told_in_the_order_of_each(session):
    one = add(session, "draft", ("school", ""), ("molen", ""))
    other, empty = add(session, "draft", ("molen", "")), add(session, "draft")

    teams = teams_of(session, [one.id, other.id, empty.id])
    assert {at: [each.id for each in team] for at, team in teams.items()} == {
        one.id: ["school", "molen"],
        other.id: ["molen"],
        empty.id: [],
    }
    assert teams_of(session, []) == {}


def test_a_double_takes_the_place_of_the_other_and_both_must_have_agreed(session):
    one = add(session, "asked", ("de-molen", "yes"), ("school", "yes"))
    both = add(session, "asked", ("school", "yes"), ("molen", "yes"), ("de-molen", ""))
    merge_grants(session, "molen", "de-molen")
    session.delete(session.get_one(Partner, "de-molen"))
    session.flush()

    assert team(session, one) == [("molen", "yes"), ("school", "yes")]
    assert team(session, both) == [("school", "yes"), ("molen", "")]


def test_who_leaves_is_off_the_drafts_which_the_others_have_to_agree_to_anew(session):
    draft = add(
        session,
        "asked",
        ("molen", "yes"),
        ("school", "yes"),
        plan="De Molen maalt.",
        costs=[{"what": "Zaal in De Molen", "cents": 5}],
    )
    make_nameless(session, "molen", "Voormalige partner", DAY)

    assert (draft.state, team(session, draft)) == ("draft", [("school", "")])
    assert draft.plan == "Voormalige partner maalt."
    assert draft.costs == [{"what": "Zaal in Voormalige partner", "cents": 5}]
    assert draft.title == "Feest bij Voormalige partner"


def test_what_is_granted_keeps_its_team_without_the_name(session):
    granted = add(session, "granted", ("molen", "yes"), ("school", "yes"), asked_cents=5, granted_cents=5)
    former_id = make_nameless(session, "molen", "Voormalige partner", DAY)

    assert team(session, granted) == [(former_id, "yes"), ("school", "yes")]
    assert granted.granted_cents == 5


def test_an_application_that_nobody_writes_any_more_goes(session):
    add(session, "draft", ("molen", ""))
    kept = add(session, "draft", ("school", ""))
    make_nameless(session, "molen", "Voormalige partner", DAY)

    assert session.scalars(select(GrantApplication)).all() == [kept]
    assert applications_of(session, "school") == [kept]
