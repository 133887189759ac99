"""What came of a round: deals, and who met, written back."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from graph.database import reading, transaction
from graph.introductions import Introduction
from graph.model import Collaboration, Participation
from graph.rounds import RoundDeal
from service.access import OPERATOR
from service.introductions.heard import heard_of, how_to_meet
from service.own_data import gather
from service.people import People
from service.retention import forget_deals
from service.rounds.gathering import find_round, make_round
from service.rounds.kept import read_plan
from service.rounds.written_back import NoDeal, record_deal, write_back
from tests.service.rounds.gathered import arrive, gathered, new_rows, plan_and_share
from tests.service.serving import copy_database

TODAY = date(2027, 3, 18)
DAYS = {"market": ["2027-03-18"], "lunch": ["2027-03-18"], "visits": ["2027-03-18", "2027-03-19"]}


@pytest.fixture
def settings(sqlite_template, tmp_path):
    return copy_database(sqlite_template, tmp_path, new_rows())


def test_a_deal_becomes_an_introduction_and_what_they_start_a_collaboration(settings):
    with gathered(settings, "market") as (house, round_id):
        plan_and_share(house, round_id)
        with transaction(house.engine) as session:
            row = find_round(session, round_id)
            record_deal(
                session, OPERATOR, row, "school0", "bakker1", "Twee  stageplekken", TODAY, starts=True, said_by=()
            )
            record_deal(session, OPERATOR, row, "school2", "bakker1", "Rondleiding", TODAY, starts=False, said_by=())
            plan = read_plan(session, row, 1)

            n_new = write_back(session, OPERATOR, row, plan, TODAY, deals_only=True)
            n_again = write_back(session, OPERATOR, row, plan, TODAY, deals_only=True)

            assert (n_new, n_again) == (2, 0)
            rows = session.execute(select(Introduction.first_id, Introduction.state, Introduction.origin)).all()
            assert rows == [("bakker1", "started", "round"), ("bakker1", "met", "round")]
            assert session.scalars(select(Introduction.introduced_on)).first() == TODAY
            assert session.scalars(select(Collaboration.title)).all() == ["Samenwerking van Bakker 1 en School 0"]


def test_the_words_of_a_deal_are_told_to_its_partner_and_forgotten_after_their_time(settings):
    with gathered(settings, "market") as (house, round_id), transaction(house.engine) as session:
        row = find_round(session, round_id)
        record_deal(session, OPERATOR, row, "school0", "bakker1", "Twee stageplekken", TODAY, starts=False, said_by=())

        told = gather(session, house.safe, OPERATOR, "school0")["rounds"]
        n_kept = forget_deals(session, house.settings, datetime(2028, 3, 17, 12, tzinfo=UTC))
        n_gone = forget_deals(session, house.settings, datetime(2028, 3, 20, 12, tzinfo=UTC))

        assert told == [
            {
                "title": "Beursvloer Oss",
                "days": ["2027-03-18"],
                "state": "coming",
                "room": 2,
                "wanted": [],
                "deals": ["Twee stageplekken"],
            }
        ]
        assert (n_kept, n_gone) == (0, 1)
        session.expire_all()
        assert session.scalars(select(RoundDeal.what)).all() == [""]


def test_all_who_met_are_written_back_but_not_the_absent(settings):
    with gathered(settings, "market") as (house, round_id):
        plan_and_share(house, round_id)
        plan = arrive(house, round_id, "bakker0", "absent")
        with transaction(house.engine) as session:
            n_new = write_back(session, OPERATOR, find_round(session, round_id), plan, TODAY, deals_only=False)

            met = set(session.execute(select(Introduction.first_id, Introduction.second_id)).all())
            assert n_new == len({each.pair for each in plan.planned.meetings}) == len(met)
            assert "bakker0" not in {first for first, _second in met}


def test_visits_are_written_back_as_far_as_they_were(settings):
    with gathered(settings, "visits", usual_room=1, days=DAYS["visits"]) as (house, round_id):
        plan_and_share(house, round_id)
        with transaction(house.engine) as session:
            row = find_round(session, round_id)
            plan = read_plan(session, row, 1)
            n_first = sum(each.day == TODAY for each in plan.planned.visits)
            n_new = (
                write_back(session, OPERATOR, row, plan, day, deals_only=False) for day in (TODAY, date(2027, 4, 1))
            )

            assert tuple(n_new) == (n_first, len(plan.planned.visits) - n_first)
            assert set(session.scalars(select(Introduction.state))) == {"met"}


def test_a_deal_at_a_lunch_is_written_back(settings):
    with gathered(settings, "lunch", seats=3) as (house, round_id):
        plan_and_share(house, round_id)
        with transaction(house.engine) as session:
            row = find_round(session, round_id)
            record_deal(session, OPERATOR, row, "school0", "bakker1", "Samen koken", TODAY, starts=True, said_by=())

            assert write_back(session, OPERATOR, row, read_plan(session, row, 1), TODAY, deals_only=False) == 1
            assert session.scalars(select(Collaboration.title)).all() == ["Samenwerking van Bakker 1 en School 0"]


def test_the_suggestions_of_a_month_are_proposed_and_not_made_again_next_month(settings):
    with gathered(settings, "digest", usual_room=1) as (house, round_id):
        plan_and_share(house, round_id)
        with transaction(house.engine) as session:
            row = find_round(session, round_id)
            plan = read_plan(session, row, 1)
            n_new = write_back(session, OPERATOR, row, plan, TODAY, deals_only=True)

            assert n_new == len({frozenset((s.partner_id, s.suggested_id)) for s in plan.planned.suggestions})
            assert set(session.scalars(select(Introduction.state))) == {"proposed"}
            columns = {"title": "Suggesties", "days": ["2027-04-18"], "usual_room": 3, "seconds": 5}
            later_id = make_round(session, OPERATOR, "digest", columns).id

        plan_and_share(house, later_id)

        with reading(house.engine) as session:
            later = read_plan(session, find_round(session, later_id), 1)
        shown, again = (
            {(each.partner_id, each.suggested_id) for each in one.planned.suggestions} for one in (plan, later)
        )
        assert again
        assert not shown & again


@pytest.mark.parametrize(("other", "what"), [("school0", "iets"), ("bakker0", "  ")])
def test_a_deal_is_between_two_and_says_something(settings, other, what):
    with (
        gathered(settings, "market") as (house, round_id),
        transaction(house.engine) as session,
        pytest.raises(NoDeal),
    ):
        record_deal(
            session, OPERATOR, find_round(session, round_id), "school0", other, what, TODAY, starts=False, said_by=()
        )


def test_before_its_day_nobody_has_met(settings):
    with gathered(settings, "market") as (house, round_id):
        plan_and_share(house, round_id)
        with transaction(house.engine) as session:
            row, day_before = find_round(session, round_id), date(2027, 3, 17)
            plan = read_plan(session, row, 1)

            assert write_back(session, OPERATOR, row, plan, day_before, deals_only=False) == 0


def test_visits_from_which_something_comes_become_collaborations(settings):
    with gathered(settings, "visits", usual_room=1, days=DAYS["visits"]) as (house, round_id):
        plan_and_share(house, round_id)
        with transaction(house.engine) as session:
            row = find_round(session, round_id)
            plan = read_plan(session, row, 1)
            visit = plan.planned.visits[0]
            record_deal(
                session,
                OPERATOR,
                row,
                visit.visitor_id,
                visit.host_id,
                "Elk jaar een bezoek",
                TODAY,
                starts=True,
                said_by=(),
            )
            write_back(session, OPERATOR, row, plan, date(2027, 4, 1), deals_only=False)

            (work,) = session.scalars(select(Collaboration))
            sides = {each.partner_id for each in session.scalars(select(Participation))}
            states = session.scalars(select(Introduction.state)).all()
            assert (work.start_date, work.kind) == ("2027-04-01", "kennismaking")
            assert sides == {visit.visitor_id, visit.host_id}
            assert sorted(states) == ["met"] * (len(plan.planned.visits) - 1) + ["started"]


@pytest.mark.parametrize(
    ("said_by", "reached"),
    [
        pytest.param([], [], id="staff-alone"),
        pytest.param([("school0",)], [], id="one"),
        pytest.param([("bakker1",)], [], id="the-other"),
        pytest.param([("school0",), ("bakker1",)], ["balie@voorbeeld.example"], id="one-after-the-other"),
        pytest.param([("school0", "bakker1")], ["balie@voorbeeld.example"], id="both-beside-staff"),
    ],
)
def test_who_agreed_at_a_round_is_told_how_to_reach_the_other_once_both_said_so(settings, said_by, reached):
    with gathered(settings, "market") as (house, round_id):
        plan_and_share(house, round_id)
        with transaction(house.engine) as session:
            people = People(session, house.safe)
            people.join(people.add("balie@voorbeeld.example", "De balie").id, "bakker1")
            row = find_round(session, round_id)
            for said in [(), *said_by]:  # written back in between too, as staff may at any time
                record_deal(
                    session, OPERATOR, row, "school0", "bakker1", "Rondleiding", TODAY, starts=False, said_by=said
                )
                write_back(session, OPERATOR, row, read_plan(session, row, 1), TODAY, deals_only=True)

            (heard,) = heard_of(session, "school0")
            told = how_to_meet(session, house.safe, heard, "school0", "School 0", "Bureau")
            assert heard.state == "met"
            assert told.both_said_yes == bool(reached)
            assert [each.person.address for each in told.contacts] == reached


def test_who_only_met_at_a_round_is_not_told_how_to_reach_the_other(settings):
    with gathered(settings, "market") as (house, round_id):
        plan_and_share(house, round_id)
        with transaction(house.engine) as session:
            people = People(session, house.safe)
            for number in range(3):
                people.join(people.add(f"balie{number}@voorbeeld.example", "").id, f"bakker{number}")
            row = find_round(session, round_id)
            write_back(session, OPERATOR, row, read_plan(session, row, 1), TODAY, deals_only=False)

            heard = heard_of(session, "school0")
            told = [how_to_meet(session, house.safe, each, "school0", "School 0", "Bureau") for each in heard]
            assert {each.state for each in heard} == {"met"}
            assert [each.contacts for each in told] == [[]] * len(heard)
