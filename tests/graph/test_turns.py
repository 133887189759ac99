"""Tests of graph.turns, on both databases: one at a time, and another when that one dies."""

import subprocess
import sys
import time

import pytest

from graph.database import open_engine, transaction
from graph.errors import DatabaseUnavailable
from graph.turns import turn


def test_one_has_the_turn_at_a_time_and_another_one_after_it(engine, database_url):
    other = open_engine(database_url)
    with turn(engine, "mail") as is_ours, turn(other, "mail") as is_theirs:
        assert (is_ours, is_theirs) == (True, False)
    with turn(other, "mail") as is_theirs:
        assert is_theirs
    other.dispose()


def test_two_threads_of_one_process_wait_for_each_other_too(engine):
    with turn(engine, "mail") as first, turn(engine, "mail") as second:
        assert (first, second) == (True, False)


def test_turns_at_several_jobs_have_nothing_to_do_with_each_other_nor_with_who_writes(engine):
    with turn(engine, "mail") as mails, turn(engine, "webhooks") as calls, transaction(engine):
        assert (mails, calls) == (True, True)


def test_a_turn_is_given_back_when_the_work_fails(engine):
    with pytest.raises(ZeroDivisionError), turn(engine, "mail"):
        raise ZeroDivisionError

    with turn(engine, "mail") as is_ours:
        assert is_ours


HOLD = """
import sys
from graph.database import open_engine
from graph.turns import turn
with turn(open_engine(sys.argv[1]), "mail") as is_ours:
    print(is_ours, flush=True)
    sys.stdin.read()
"""


def test_who_is_killed_has_the_turn_no_longer(engine, database_url):
    command = [sys.executable, "-c", HOLD, database_url]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout.readline() == "True\n"
        with turn(engine, "mail") as is_ours:
            assert not is_ours
        holder.kill()
        holder.wait()
        assert any(_get(engine) for _ in range(1000))


def _get(engine):
    time.sleep(0.01)  # a server notices a moment later
    with turn(engine, "mail") as is_ours:
        return is_ours


def test_a_folder_where_nothing_can_be_kept_is_told_plainly(tmp_path):
    with pytest.raises(DatabaseUnavailable, match=r"osmose\.db-mail\.turn cannot be locked"):  # noqa: SIM117 -- who raises is clear
        with turn(open_engine(f"sqlite:///{tmp_path / 'nowhere' / 'osmose.db'}"), "mail"):
            pass
