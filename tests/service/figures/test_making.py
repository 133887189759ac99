"""A figure is made once, beside whoever asks, and a slow one holds up no other."""

from threading import Event, Thread
from threading import enumerate as threads

import pytest

from service.figures import making
from service.figures.making import Making, Workshop

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


def test_who_comes_later_waits_less_where_seconds_count_from_the_first_who_asked(monkeypatch):
    workshop, go, waited = Workshop(), Event(), []
    moments = iter([0.0, 1.0, 4.0, 20.0])  # asked first, then looked at three times
    monkeypatch.setattr(making, "monotonic", lambda: next(moments))

    def wait(_future, seconds):
        waited.append(seconds)
        raise TimeoutError

    monkeypatch.setattr(Making, "exception", wait)
    answers = [workshop.ask("a", lambda: go.wait(SOON), 10, since_asked=True) for _ in range(3)]
    go.set()

    assert answers == [None] * 3
    assert waited == [9.0, 6.0, 0]


def test_what_goes_wrong_is_told_once_and_made_anew_for_whoever_asks_then():
    workshop, tries = Workshop(), []

    def make():
        tries.append(1)
        return 1 // (len(tries) - 1)

    with pytest.raises(ZeroDivisionError):
        workshop.ask("a", make, SOON)

    assert workshop.ask("a", make, SOON) == 1


def test_what_goes_wrong_while_nobody_waits_is_told_to_the_next_one_who_asks():
    workshop = Workshop()
    workshop.ask("a", lambda: 1 // 0)
    workshop.ask("b", lambda: "made after it", SOON)

    with pytest.raises(ZeroDivisionError):
        workshop.ask("a", lambda: "not this", SOON)


def test_who_waits_for_what_is_given_up_hears_that_it_is_not_there(monkeypatch):
    monkeypatch.setattr(making, "MOST_WAITING", 1)
    workshop, go, at_work, waits, answers = Workshop(), Event(), Event(), Event(), []

    class Told(Making):
        def exception(self, timeout=None):
            if timeout:
                waits.set()
            return super().exception(timeout)

    monkeypatch.setattr(making, "Making", Told)
    workshop.ask("first", lambda: (at_work.set(), go.wait(SOON)))
    at_work.wait(SOON)
    waiting = Thread(target=lambda: answers.append(workshop.ask("a", lambda: "a", SOON)))
    waiting.start()
    waits.wait(SOON)

    workshop.ask("b", lambda: "b")
    waiting.join(SOON)
    go.set()

    assert answers == [None]


def test_however_many_wait_one_thread_makes_them():
    workshop, go = Workshop(), Event()
    before = set(threads())

    for name in range(50):
        workshop.ask(name, lambda: go.wait(SOON))
    started = set(threads()) - before
    go.set()

    assert len(started) == 1


def test_those_asked_for_longest_ago_are_given_up_when_too_many_wait(monkeypatch):
    monkeypatch.setattr(making, "MOST_WAITING", 2)
    workshop, go, made = Workshop(), Event(), []
    at_work = Event()
    workshop.ask("first", lambda: (at_work.set(), go.wait(SOON)))
    at_work.wait(SOON)

    for name in "abcd":
        workshop.ask(name, lambda name=name: made.append(name))
    go.set()
    workshop.ask("d", lambda: None, SOON)

    assert made == ["c", "d"]
    assert workshop.ask("a", lambda: "again", SOON) == "again"


def test_no_more_rows_are_kept_than_there_is_room_for(monkeypatch):
    monkeypatch.setattr(making, "MOST_ROWS", 5)
    workshop = Workshop(len)
    for text in ("aaa", "bb", "c", "d"):
        workshop.ask(text, lambda text=text: text, SOON)

    assert workshop.ask("bb", lambda: "anew", SOON) == "bb"
    assert workshop.ask("aaa", lambda: "anew", SOON) == "anew"


def test_no_more_are_kept_than_there_is_room_for(monkeypatch):
    monkeypatch.setattr(making, "MOST_KEPT", 2)
    workshop = Workshop()

    for name in "abc":
        workshop.ask(name, lambda: 1, SOON)

    assert workshop.ask("c", lambda: 2, SOON) == 1
    assert workshop.ask("a", lambda: 2, SOON) == 2
