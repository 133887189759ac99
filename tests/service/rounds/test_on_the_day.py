"""A round on its day."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from sqlalchemy import select

from graph.database import reading, transaction
from graph.outbox import Mail
from matching.rounds import check_lunch, check_market
from service.access import OPERATOR
from service.people import People
from service.rounds.asking import NotReady
from service.rounds.gathering import add_guests, find_guest, find_round
from service.rounds.kept import read_plan
from service.rounds.programme import programme_of, slot_begins
from service.settings import Settings
from tests.builders import partner
from tests.service.rounds.gathered import arrive, gathered, new_rows, plan_and_share
from tests.service.serving import add_rows, copy_database

TODAY = date(2027, 3, 18)
DAYS = {"market": ["2027-03-18"], "lunch": ["2027-03-18"], "visits": ["2027-03-18", "2027-03-19"]}
SECOND = {"market": (1,), "lunch": (1,), "visits": (0, "2027-03-19")}
"""The second slot; of visits the second day."""


@pytest.fixture
def settings(sqlite_template, tmp_path):
    late = [partner("kapper", name="Salon Schaar", offers="stageplek", place="Oss")]
    return copy_database(sqlite_template, tmp_path, new_rows() + late)


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


def test_who_is_visited_by_somebody_that_says_it_came_after_all_gets_a_mail(settings):
    with gathered(settings, "visits", usual_room=1) as (house, round_id):
        with transaction(house.engine) as session:
            people = People(session, house.safe)
            for n in range(3):
                people.join(people.add(f"bakker{n}@voorbeeld.example", "").id, f"bakker{n}")
            find_guest(session, round_id, "school2").row.state = "not_coming"
        plan_and_share(house, round_id)

        plan = arrive(house, round_id, "school2", "coming")

        (host,) = (each.host_id for each in plan.planned.visits if each.visitor_id == "school2")
        with reading(house.engine) as session:
            assert session.execute(select(Mail.kind, Mail.partner_id)).all() == [("programme", host)]


def test_two_who_arrive_at_the_same_moment_are_both_planned_in(database_url, tmp_path):
    settings = Settings(database_url=database_url, home=tmp_path)
    add_rows(settings, new_rows())
    with gathered(settings, "market") as (house, round_id):
        with transaction(house.engine) as session:
            for each in ("school1", "school2"):
                find_guest(session, round_id, each).row.state = "not_coming"
        plan_and_share(house, round_id)
        together = Barrier(2)

        def come(partner_id):
            together.wait()
            return arrive(house, round_id, partner_id, "coming", 1, 1)

        with ThreadPoolExecutor(2) as pool:
            plans = sorted(pool.map(come, ["school1", "school2"]), key=lambda plan: plan.number)

        assert [(plan.number, plan.faults) for plan in plans] == [(2, ()), (3, ())]
        last = plans[-1].planned
        assert last.programme("school1")
        assert last.programme("school2")
        assert find_row(house, round_id).shared_number == 3
