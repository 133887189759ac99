"""A round on its day, and what came of it."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from graph.database import reading, transaction
from graph.introductions import Introduction
from graph.model import Collaboration
from graph.rounds import RoundDeal
from matching.rounds import check_lunch, check_market
from service.access import OPERATOR
from service.own_data import gather
from service.retention import forget_deals
from service.rounds.asking import NotReady
from service.rounds.gathering import add_guests, find_guest, find_round
from service.rounds.kept import read_plan
from service.rounds.on_the_day import note_arrivals
from service.rounds.planning import plan_now
from service.rounds.programme import programme_of, slot_begins
from service.rounds.written_back import NoDeal, record_deal, write_back
from tests.builders import partner
from tests.service.rounds.gathered import gathered, new_rows
from tests.service.serving import copy_database

TODAY = date(2027, 3, 18)
DAYS = {"market": ["2027-03-18"], "lunch": ["2027-03-18"], "visits": ["2027-03-18", "2027-03-19"]}
SECOND = {"market": (1,), "lunch": (1,), "visits": (0, "2027-03-19")}
"""The second slot; of visits the second day."""


@pytest.fixture
def settings(sqlite_template, tmp_path):
    late = [partner("kapper", name="Salon Schaar", offers="stageplek", place="Oss")]
    return copy_database(sqlite_template, tmp_path, new_rows() + late)


def plan_and_share(house, round_id):
    number = plan_now(house, round_id, "planned", 1)
    with transaction(house.engine) as session:
        find_round(session, round_id).shared_number = number


def arrive(house, round_id, partner_id, state, from_slot=0, now_slot=0):  # noqa: PLR0913, PLR0917 -- what happened
    matcher = house.snapshots.current().matcher
    with transaction(house.engine) as session:
        row = find_round(session, round_id)
        ids = [partner_id] if isinstance(partner_id, str) else partner_id
        slots = {"from_slot": from_slot, "now_slot": now_slot}
        number = note_arrivals(session, OPERATOR, row, matcher, ids, state, **slots)
        return read_plan(session, row, number)


def test_who_is_absent_meets_nobody_and_the_plan_before_stays_as_it_was(settings):
    with gathered(settings, "market") as (house, round_id):
        plan_and_share(house, round_id)
        with reading(house.engine) as session:
            before = read_plan(session, find_round(session, round_id), 1)

        plan = arrive(house, round_id, "bakker0", "absent")

        assert before.planned.programme("bakker0") != {}
        assert plan.planned.programme("bakker0") == {}
        assert (plan.number, plan.occasion, plan.faults) == (2, "on_the_day", ())
        assert "bakker0" not in plan.changed.partner_ids
        with reading(house.engine) as session:
            row = find_round(session, round_id)
            assert read_plan(session, row, 1) == before
            assert row.shared_number == 2


def test_two_things_may_happen_after_each_other(settings):
    with gathered(settings, "market") as (house, round_id):
        plan_and_share(house, round_id)
        arrive(house, round_id, "bakker0", "absent")

        plan = arrive(house, round_id, "school1", "coming", 2, 1)

        assert all(slot >= 2 for slot in plan.planned.programme("school1"))
        assert plan.planned.programme("bakker0") == {}
        assert check_market(plan.asked, plan.planned) == ()


def test_who_comes_unasked_gets_a_table_of_its_own(settings):
    with gathered(settings, "market") as (house, round_id):
        plan_and_share(house, round_id)
        with transaction(house.engine) as session:
            add_guests(session, OPERATOR, find_round(session, round_id), ["kapper"], side="other", state="coming")

        plan = arrive(house, round_id, "kapper", "coming", 1, 1)

        assert len(set(plan.planned.tables.values())) == 4
        assert all(slot >= 1 for slot in plan.planned.programme("kapper"))


def test_a_lunch_goes_on_without_who_is_absent(settings):
    with gathered(settings, "lunch", seats=3, n_slots=2, usual_room=1) as (house, round_id):
        plan_and_share(house, round_id)

        plan = arrive(house, round_id, "school0", "absent")

        assert "school0" not in {each.partner_id for each in programme_of(find_row(house, round_id), plan.planned)}
        assert check_lunch(plan.asked, plan.planned, absent={"school0"}) == ()


def find_row(house, round_id):
    with reading(house.engine) as session:
        row = find_round(session, round_id)
        session.expunge(row)
        return row


def test_a_host_that_is_ill_is_visited_by_nobody_and_its_visitor_goes_elsewhere(settings):
    with gathered(settings, "visits", usual_room=1) as (house, round_id):
        plan_and_share(house, round_id)
        with transaction(house.engine) as session:
            add_guests(session, OPERATOR, find_round(session, round_id), ["kapper"], side="other", state="coming")
            before = read_plan(session, find_round(session, round_id), 1).planned.pairs

        plan = arrive(house, round_id, "bakker0", "absent")

        assert "bakker0" not in {host for _visitor, host in plan.planned.pairs}
        assert {pair for pair in before if pair[1] != "bakker0"} < plan.planned.pairs
        assert len(plan.planned.pairs) == len(before) == 3
        assert (plan.occasion, plan.faults) == ("on_the_day", ())
        assert plan.changed.n_added == 1


def test_a_digest_is_not_changed_on_the_day(settings):
    with gathered(settings, "digest", usual_room=1) as (house, round_id):
        plan_and_share(house, round_id)

        with pytest.raises(NotReady, match="not_again"):
            arrive(house, round_id, [], "absent")


@pytest.mark.parametrize("kind", ["market", "lunch", "visits"])
def test_who_was_noted_as_absent_and_comes_back_has_a_programme_from_then_on(settings, kind):
    with gathered(settings, kind, seats=3, days=DAYS[kind]) as (house, round_id):
        plan_and_share(house, round_id)
        arrive(house, round_id, "school1", "absent")

        plan = arrive(house, round_id, "school1", "coming", 1, 1)

        entries = programme_of(find_row(house, round_id), plan.planned)
        begins = [each.begins for each in entries if each.partner_id == "school1"]
        assert begins
        assert min(begins) >= slot_begins(find_row(house, round_id), *SECOND[kind])
        assert plan.faults == ()


@pytest.mark.parametrize("kind", ["market", "lunch", "visits"])
def test_two_who_come_late_one_after_the_other_leave_nothing_that_the_checker_finds(settings, kind):
    with gathered(settings, kind, seats=3, days=DAYS[kind]) as (house, round_id):
        plan_and_share(house, round_id)
        arrive(house, round_id, "school1", "coming", 1, 0)

        plan = arrive(house, round_id, "school0", "coming", 1, 1)

        assert plan.faults == ()


@pytest.mark.parametrize("kind", ["market", "lunch", "visits"])
def test_several_are_absent_at_once_and_one_who_said_so_itself(settings, kind):
    with gathered(settings, kind, seats=3, days=DAYS[kind]) as (house, round_id):
        plan_and_share(house, round_id)
        with transaction(house.engine) as session:
            find_guest(session, round_id, "bakker2").row.state = "not_coming"

        plan = arrive(house, round_id, ["school0", "bakker0"], "absent")

        entries = programme_of(find_row(house, round_id), plan.planned)
        assert {each.partner_id for each in entries} <= {"school1", "school2", "bakker1"}
        assert (plan.number, plan.faults) == (2, ())


def test_a_deal_becomes_an_introduction_and_what_they_start_a_collaboration(settings):
    with gathered(settings, "market") as (house, round_id):
        plan_and_share(house, round_id)
        with transaction(house.engine) as session:
            row = find_round(session, round_id)
            record_deal(session, OPERATOR, row, "school0", "bakker1", "Twee  stageplekken", TODAY, starts=True)
            record_deal(session, OPERATOR, row, "school2", "bakker1", "Rondleiding", TODAY, starts=False)
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
        record_deal(session, OPERATOR, row, "school0", "bakker1", "Twee stageplekken", TODAY, starts=False)

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
            record_deal(session, OPERATOR, row, "school0", "bakker1", "Samen koken", TODAY, starts=True)

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


@pytest.mark.parametrize(("other", "what"), [("school0", "iets"), ("bakker0", "  ")])
def test_a_deal_is_between_two_and_says_something(settings, other, what):
    with (
        gathered(settings, "market") as (house, round_id),
        transaction(house.engine) as session,
        pytest.raises(NoDeal),
    ):
        record_deal(session, OPERATOR, find_round(session, round_id), "school0", other, what, TODAY, starts=False)
