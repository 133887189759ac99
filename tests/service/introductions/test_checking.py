"""What is known of two partners before staff introduce them."""

from datetime import date

import pytest

from graph.database import open_engine, transaction
from graph.model import Answer
from service.access import OPERATOR
from service.introductions.checking import check_pair, note_acquaintance
from service.introductions.deciding import decide, propose_by_hand
from service.introductions.room import Rooms
from service.snapshot import Snapshots
from tests.builders import answer, collaboration, partner
from tests.service.serving import make_database

TODAY = date(2026, 11, 26)
ROOMY = Rooms(dict.fromkeys("abcde", 5.0), {"e": 5}, {})


@pytest.fixture
def town(tmp_path):
    settings = make_database(
        tmp_path,
        [
            *(partner(one) for one in "abc"),
            partner("d", part_of="a", paused_until=date(2026, 11, 26)),
            partner("e", paused_until=date(2026, 11, 25)),
        ],
        [
            collaboration("s", "2018", ["a", "b"], title="Taalweek"),
            collaboration("t", "2019", ["a", "b"], title="Feest"),
        ],
        [],
        [answer("a", "c", "already_known", "2024-01-01"), answer("c", "b", "declined", "2024-01-01")],
    )
    engine = open_engine(settings.database_url)
    snapshot = Snapshots(engine, settings.model_path, today=lambda: TODAY).current()
    with transaction(engine) as session:
        yield session, snapshot.network
    engine.dispose()


def check(town, one, other):
    session, network = town
    return check_pair(session, network, ROOMY, (one, other), TODAY)


def test_what_two_did_together_is_told_the_latest_first(town):
    checked = check(town, "b", "a")

    assert checked.together == ["Feest", "Taalweek"]
    assert checked.know_each_other


def test_who_said_so_or_belongs_to_the_other_needs_no_introduction(town):
    assert check(town, "c", "a").are_acquainted
    assert check(town, "a", "d").are_members
    assert not check(town, "b", "d").know_each_other


def test_a_no_a_pause_and_a_lack_of_room_are_told(town):
    assert check(town, "b", "c").declined
    assert not check(town, "a", "c").declined
    assert check(town, "d", "e").paused == ["d"]
    assert check(town, "d", "e").without_room == ["e"]


def test_earlier_introductions_are_told_and_only_the_one_that_runs_runs(town):
    session, _ = town
    put_aside = propose_by_hand(session, OPERATOR, "a", "e")
    decide(session, OPERATOR, put_aside, "dismiss", reason="other")
    assert check(town, "a", "e").running is None

    again = propose_by_hand(session, OPERATOR, "a", "e")

    assert check(town, "e", "a").earlier == [again, put_aside]
    assert check(town, "e", "a").running is again


def test_that_two_know_each_other_is_kept_as_an_answer_and_their_proposal_put_aside(town):
    session, _ = town
    proposed = propose_by_hand(session, OPERATOR, "b", "d")

    note_acquaintance(session, OPERATOR, "b", "d", TODAY)

    assert session.get_one(Answer, ("b", "d", TODAY)).answer == "already_known"
    assert proposed.state == "dismissed"
