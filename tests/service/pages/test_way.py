"""The way of an introduction in words."""

from datetime import date

import pytest

from graph.introductions import CLOSED, ORIGINS, STATES, Introduction
from matching.lanes import LANES
from service.introductions.reasons import DISMISSALS, REFUSALS
from service.pages import way

TODAY = date(2026, 11, 26)


def introduction(state, **columns):
    empty = {"first_answer": "", "second_answer": "", "due_on": None, "held_until": None}
    return Introduction(first_id="a", second_id="b", state=state, **{**empty, **columns})


def test_every_code_has_words():
    assert set(way.STATES) == set(STATES)
    assert set(way.LANE_LABELS) == set(LANES)
    assert set(way.ORIGINS) == set(ORIGINS)
    assert set(way.REASONS) >= {*DISMISSALS, *REFUSALS}


@pytest.mark.parametrize("state", STATES)
def test_whatever_runs_waits_for_somebody_and_what_is_closed_for_nobody(state):
    is_over = state in CLOSED or state in {"accepted", "started"}

    assert (way.waits_for(introduction(state), TODAY) is None) == is_over


def test_an_introduction_waits_for_who_has_not_answered_and_tells_how_long():
    asked = introduction("accepted_by_one", first_answer="yes", due_on=date(2026, 11, 27))
    wait = way.waits_for(asked, TODAY)

    assert (wait.partner_ids, wait.says_days) == (("b",), "nog 1 dag")


def test_what_is_held_waits_for_its_day():
    wait = way.waits_for(introduction("held", held_until=date(2026, 11, 25)), TODAY)

    assert (wait.partner_ids, wait.says_days) == ((), "de tijd is om")


def test_a_code_that_nobody_put_into_words_is_shown_as_it_is():
    assert way.say_code(way.REASONS, "nieuw_van_elders") == "nieuw_van_elders"
