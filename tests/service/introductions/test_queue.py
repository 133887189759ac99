"""Today's queue: what was decided on or proposed takes its place, and comes back when it is taken back."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from graph.database import open_engine, transaction
from graph.introducing import By, Introductions
from matching.lanes import Lanes
from matching.reasons import Reason
from matching.suggestion import Suggestion
from service.access import OPERATOR
from service.introductions import queue
from service.introductions.deciding import propose_by_hand, take_back
from service.introductions.queue import DecidedAlready, Desk, NotInQueue, decide_on, draw_queue
from service.introductions.room import Rooms
from tests.builders import network, partner
from tests.service.serving import make_database

NOW = datetime.now(UTC)
TODAY = NOW.date()
PAIRS = [("a", "b"), ("c", "d"), ("e", "f"), ("g", "h")]
ROOMY = Rooms(dict.fromkeys("abcdefgh", 9.0), {}, {})
PARTNERS = [partner(one) for one in "abcdefgh"]


@pytest.fixture(scope="module")
def desk():
    """Four pairs of newcomers, the best first."""
    reasons = (Reason("place", 1.0),)
    suggested = [Suggestion(*pair, 1, 9.0 - at, reasons, chance=0.2) for at, pair in enumerate(PAIRS)]
    return Desk(Lanes(network(PARTNERS)), dict(zip(PAIRS, suggested, strict=True)))


@pytest.fixture
def session(tmp_path):
    engine = open_engine(make_database(tmp_path, [partner(one) for one in "abcdefgh"]).database_url)
    with transaction(engine) as session:
        yield session
    engine.dispose()


@pytest.fixture(autouse=True)
def _two_places(monkeypatch):
    monkeypatch.setattr(queue, "PLACES_PER_LANE", 2)


def drawn(session, desk, **options):
    found = draw_queue(session, desk, ROOMY, TODAY, **options)
    return ["".join(item.pair) for item in found.items["newcomer"]]


def test_a_lane_has_its_places_and_each_decision_of_the_day_fills_one(session, desk):
    assert drawn(session, desk) == ["ab", "cd"]

    decide_on(session, OPERATOR, desk, ("b", "a"), "approve")

    assert drawn(session, desk) == ["cd"]
    assert draw_queue(session, desk, ROOMY, TODAY).n_done["newcomer"] == 1
    assert drawn(session, desk, n_more=2) == ["cd", "ef", "gh"]


def test_tomorrow_there_are_as_many_again(session, desk):
    decide_on(session, OPERATOR, desk, ("a", "b"), "approve")

    tomorrow = draw_queue(session, desk, ROOMY, TODAY + timedelta(days=1))

    assert ["".join(item.pair) for item in tomorrow.items["newcomer"]] == ["cd", "ef"]


def test_what_is_taken_back_is_in_the_queue_again_as_it_is_suggested(session, desk):
    introduction = decide_on(session, OPERATOR, desk, ("a", "b"), "dismiss", reason="other")
    take_back(session, OPERATOR, introduction)

    items = draw_queue(session, desk, ROOMY, TODAY).items["newcomer"]

    assert [(item.pair, item.introduction, item.is_kept) for item in items] == [
        (("a", "b"), introduction, False),
        (("c", "d"), None, False),
    ]
    assert decide_on(session, OPERATOR, desk, ("a", "b"), "approve") is introduction


def test_a_pair_of_staff_stands_in_the_queue_without_being_suggested(session, desk):
    by_hand = propose_by_hand(session, OPERATOR, "a", "h")

    items = draw_queue(session, desk, ROOMY, TODAY).items["newcomer"]

    assert [item.pair for item in items] == [("a", "h"), ("a", "b")]
    assert decide_on(session, OPERATOR, desk, ("h", "a"), "hold") is by_hand


def test_who_is_second_and_who_decides_on_nothing_is_told(session, desk):
    first = decide_on(session, OPERATOR, desk, ("a", "b"), "dismiss", reason="other")

    with pytest.raises(DecidedAlready) as error:
        decide_on(session, OPERATOR, desk, ("a", "b"), "approve")
    with pytest.raises(NotInQueue):
        decide_on(session, OPERATOR, desk, ("a", "c"), "approve")
    assert error.value.introduction is first


def test_what_expired_long_ago_can_be_taken_up_anew(session, desk):
    introductions = Introductions(session)
    old = introductions.propose("a", "b", By("staff"), now=NOW - timedelta(days=200))
    introductions.take_step(old, "expired", By("program"), now=NOW - timedelta(days=190))

    assert drawn(session, desk)[0] == "ab"
    assert decide_on(session, OPERATOR, desk, ("a", "b"), "approve") is not old


def test_when_a_partner_was_last_asked_is_read_from_the_steps(session):
    introductions = Introductions(session)
    for other, day in (("b", 2), ("c", 3)):
        introduction = introductions.propose("a", other, By("staff"))
        introductions.take_step(introduction, "approved", By("staff"))
        introductions.take_step(introduction, "asked", By("staff"), now=datetime(2026, 5, day, tzinfo=UTC))

    days = queue._last_asked(session, network(PARTNERS))  # noqa: SLF001 -- read only where a network is large

    assert days[:3].astype("datetime64[D]").astype(str).tolist() == ["2026-05-03", "2026-05-02", "2026-05-03"]
    assert np.isnat(days[3:]).all()
