"""Rounds where a partner is merged with another, or leaves."""

from datetime import date

import pytest
from sqlalchemy import select

from graph.database import transaction
from graph.leaving import make_nameless
from graph.rounds import Round, RoundDeal, RoundGuest, RoundPair, RoundPlan
from graph.rounds_kept import merge_rounds, rename_in_plans
from tests.builders import partner, store

DAY = date(2027, 3, 18)


@pytest.fixture
def session(engine):
    with transaction(engine) as session:
        store(session, [partner(each) for each in ("molen", "de-molen", "school", "bakker")])
        session.add(Round(id=1, kind="market", title="Beursvloer", days=["2027-03-18"]))
        session.flush()
        session.add_all(
            RoundGuest(round_id=1, partner_id=each, side=side, room=room, days=["2027-03-18"])
            for each, side, room in (("molen", "one", 3), ("de-molen", "one", 5), ("school", "other", 4))
        )
        for one, other, kind in (("de-molen", "school", "wish"), ("school", "de-molen", "veto")):
            session.add(RoundPair(round_id=1, partner_id=one, other_id=other, kind=kind))
        session.add(RoundDeal(round_id=1, first_id="de-molen", second_id="school", made_on=DAY, what="Meel"))
        held = {"guests": ["de-molen", "de-molen#2"], "tables": {"de-molen": 1}, "place": "De Molen"}
        session.add(RoundPlan(round_id=1, number=1, occasion="planned", asked=held, planned={}, faults=[], changed={}))
        session.flush()
        yield session


def test_of_two_that_are_one_the_kept_takes_part_with_what_both_wanted_and_agreed(session):
    merge_rounds(session, "molen", "de-molen")

    guests = session.execute(select(RoundGuest.partner_id, RoundGuest.room)).all()
    assert ("molen", 3) in guests
    wanted = select(RoundPair.partner_id, RoundPair.other_id, RoundPair.kind).where(RoundPair.partner_id != "de-molen")
    assert ("molen", "school", "wish") in session.execute(wanted).all()
    deal = session.scalars(select(RoundDeal)).one()
    assert (deal.first_id, deal.second_id, deal.what) == ("molen", "school", "Meel")


def test_two_deals_with_one_partner_become_one(session):
    session.add(RoundDeal(round_id=1, first_id="molen", second_id="school", made_on=DAY, what="Rondleiding"))
    session.flush()

    merge_rounds(session, "molen", "de-molen")

    assert "Rondleiding; Meel" in session.scalars(select(RoundDeal.what)).all()


def test_who_said_so_goes_along_though_the_two_change_places(session):
    store(session, [partner("watermolen")])
    session.scalars(select(RoundDeal)).one().first_said = True  # de-molen, before the school; watermolen is after it
    session.flush()

    merge_rounds(session, "watermolen", "de-molen")

    deal = session.scalars(select(RoundDeal)).one()
    assert (deal.first_id, deal.first_said, deal.second_id, deal.second_said) == ("school", False, "watermolen", True)


def test_of_two_deals_each_side_said_what_it_said_of_both(session):
    both = {"first_said": True, "second_said": True}
    session.add(RoundDeal(round_id=1, first_id="molen", second_id="school", made_on=DAY, what="Rondleiding", **both))
    session.scalars(select(RoundDeal).filter_by(first_id="de-molen")).one().second_said = True
    session.flush()

    merge_rounds(session, "molen", "de-molen")

    kept = session.scalars(select(RoundDeal).filter_by(first_id="molen")).one()
    assert (kept.first_said, kept.second_said) == (False, True)


def test_a_plan_names_a_partner_by_its_new_id_and_is_else_as_it_was(session):
    rename_in_plans(session, "de-molen", "voormalig-1")

    asked = session.scalars(select(RoundPlan.asked)).one()
    assert asked == {
        "guests": ["voormalig-1", "voormalig-1#2"],
        "tables": {"voormalig-1": 1},
        "place": "De Molen",
    }


def test_who_leaves_takes_no_part_and_leaves_no_words(session):
    former = make_nameless(session, "de-molen", "Voormalige partner", DAY)

    assert set(session.scalars(select(RoundGuest.partner_id))) == {"molen", "school"}
    assert session.scalars(select(RoundPair)).all() == []
    assert session.scalars(select(RoundDeal.what)).all() == [""]
    assert former in session.scalars(select(RoundPlan.asked)).one()["guests"]
