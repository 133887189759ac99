"""A figure is made once, beside whoever asks, and a slow one holds up no other."""

from threading import Event

import pytest

from service.figures import making
from service.figures.making import Workshop

SOON = 10


def test_what_was_made_is_kept():
    workshop, made = Workshop(), []

    answers = [workshop.ask("a", lambda: made.append(1) or "figure", SOON) for _ in range(3)]

    assert answers == ["figure"] * 3
    assert made == [1]


def test_who_asks_for_a_slow_one_hears_that_it_is_in_the_making_and_gets_it_later():
    workshop, go = Workshop(), Event()

    def make():
        go.wait(SOON)
        return "slow"

    assert workshop.ask("a", make, is_long=True) is None
    assert workshop.ask("b", lambda: "quick", SOON) == "quick"
    go.set()
    assert workshop.ask("a", make, SOON, is_long=True) == "slow"


def test_what_goes_wrong_is_told_to_each_who_asks():
    workshop = Workshop()

    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            workshop.ask("a", lambda: 1 // 0, SOON)


def test_those_asked_for_longest_ago_are_given_up_when_too_many_wait(monkeypatch):
    monkeypatch.setattr(making, "MOST_WAITING", 2)
    workshop, go, made = Workshop(), Event(), []
    workshop.ask("first", lambda: go.wait(SOON))

    for name in "abcd":
        workshop.ask(name, lambda name=name: made.append(name))
    go.set()
    workshop.ask("d", lambda: None, SOON)

    assert made == ["c", "d"]
    assert workshop.ask("a", lambda: "again", SOON) == "again"


def test_no_more_are_kept_than_there_is_room_for(monkeypatch):
    monkeypatch.setattr(making, "MOST_KEPT", 2)
    workshop = Workshop()

    for name in "abc":
        workshop.ask(name, lambda: 1, SOON)

    assert workshop.ask("c", lambda: 2, SOON) == 1
    assert workshop.ask("a", lambda: 2, SOON) == 2
