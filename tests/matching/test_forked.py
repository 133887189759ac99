"""Tests of matching.forked: several processes do what one does, and one that is lost is told."""

import os
import signal

import pytest

from matching import forked as shared
from matching import looking, suggest
from matching.errors import ProcessLost
from matching.forked import can_fork, forked
from matching.model import Ranker
from matching.suggest import Matcher
from tests.builders import network, partner

pytestmark = pytest.mark.skipif(not can_fork(), reason="processes share no memory here")


@pytest.fixture
def matcher(monkeypatch):
    """A town of which everybody is many."""
    monkeypatch.setattr(suggest, "N_FORKED", 0)
    words = ("taallessen", "een zaal", "techniek")
    return Matcher(
        network([partner(f"p{at}", seeks=words[at % 3], offers=words[at % 2]) for at in range(9)]), Ranker.prior()
    )


def test_several_processes_tell_what_one_suggests_in_the_same_order(matcher):
    told = list(matcher.told(lambda one: (one, os.getpid())))

    assert [one for one, _ in told] == matcher.suggest()
    assert os.getpid() not in {pid for _, pid in told}


def test_a_service_never_forks(matcher, monkeypatch):
    monkeypatch.setattr(shared, "forked", None)  # to call it would be an error

    assert list(matcher.iterate()) == matcher.suggest()


def test_a_matcher_that_several_processes_prepared_suggests_the_same(matcher, monkeypatch):
    monkeypatch.setattr(looking, "N_WIDE", 0)
    works = []
    monkeypatch.setattr(shared, "forked", lambda work, *rest: works.append(work) or forked(work, *rest))

    prepared = Matcher(matcher.network, matcher.ranker, may_fork=True)

    assert len(works) == 4  # phrases are read once, and compared three times
    assert prepared.suggest() == Matcher(matcher.network, matcher.ranker).suggest()


def test_what_the_work_raises_is_raised_here():
    with pytest.raises(ZeroDivisionError):
        list(forked(lambda one: 1 / one, [1, 0], 2))


def test_a_process_that_is_killed_is_one_sentence_and_no_endless_wait():
    def killed_at_the_third(block):
        if block == 2:
            os.kill(os.getpid(), signal.SIGKILL)
        return block

    with pytest.raises(ProcessLost, match="ended from outside"):
        list(forked(killed_at_the_third, range(9), 2))


def test_no_more_is_begun_than_is_fetched_soon():
    begun = []
    done = forked(abs, (begun.append(one) or one for one in range(50)), 2)

    assert next(done) == 0
    assert len(begun) == 3
    done.close()


def test_what_is_printed_by_several_is_heard_by_nobody(capfd):
    assert list(forked(lambda one: print("said") or one, [1, 2], 2)) == [1, 2]  # noqa: T201 -- is what is tested

    assert capfd.readouterr().out == ""
