"""The queue of the day, on tables small enough to work out by hand."""

from datetime import date

import numpy as np
import pytest

from matching.lanes import LANES, Lanes, better_directions, is_newcomer, last_tie_days, make_queue, whom_to_serve
from matching.suggestion import Suggestion
from tests.builders import collaboration, network, partner

TODAY = date(2026, 11, 26)
MUCH = dict.fromkeys("abcdefgh", 9)


def suggested(one, other, score):
    return Suggestion(one, other, rank=1, score=score, reasons=(), chance=0.1)


@pytest.fixture(scope="module")
def town():
    """Two schools and two clubs that work among themselves, a shop that works with both, and one nobody knows."""
    return network(
        [
            *(partner(one, sector="school") for one in "ab"),
            *(partner(one, sector="club") for one in "cd"),
            partner("e", sector="shop"),
            partner("f", sector="shop"),
            partner("g", sector="school", since="2026-01"),
        ],
        [
            *(collaboration(f"s{at}", "2019", ["a", "b"]) for at in range(4)),
            *(collaboration(f"c{at}", "2019", ["c", "d"]) for at in range(4)),
            *(collaboration(f"e{one}{at}", "2020-02-01", [one, "e"]) for one in "ac" for at in range(4)),
            collaboration("g", "2026-02", ["g", "a"]),
        ],
    ).at(TODAY)


def drawn(town, *suggestions, room=MUCH, places=3, stood=None, kept_away=()):
    queue = make_queue(
        better_directions(suggestions),
        Lanes(town),
        room=room,
        places=dict.fromkeys(LANES, places),
        stood=stood or {},
        kept_away=kept_away,
    )
    return [("".join(one.pair), one.lane) for one in queue]


@pytest.mark.parametrize(
    ("pair", "lane"),
    [
        pytest.param("ab", "close", id="of-one-sector"),
        pytest.param("ae", "close", id="sectors-that-often-meet"),
        pytest.param("ac", "bridge", id="sectors-that-never-met"),
        pytest.param("af", "newcomer", id="without-collaboration"),
        pytest.param("bg", "newcomer", id="partner-since-this-year"),
    ],
)
def test_a_pair_has_its_lane(town, pair, lane):
    assert Lanes(town).of(*pair) == Lanes(town).of(*reversed(pair)) == lane


def test_new_is_who_has_no_collaboration_or_came_within_a_year(town):
    assert is_newcomer(town).tolist() == [False] * 5 + [True, True]


def test_who_came_a_year_ago_is_new_no_more():
    came = [partner("a", since="2025-11-26"), partner("b", since="2025-11-27")]
    oss = network(came, [collaboration("c", "2026", ["a", "b"])]).at(TODAY)

    assert is_newcomer(oss).tolist() == [False, True]


def test_a_pair_stands_once_by_its_better_direction():
    best = better_directions([suggested("a", "b", 1.0), suggested("c", "a", 2.0), suggested("b", "a", 3.0)])

    assert [(one.partner_id, one.suggested_id) for one in best] == [("b", "a"), ("c", "a")]


def test_equal_scores_go_by_id_whatever_their_order():
    pairs = [suggested("b", "c", 1.0), suggested("b", "a", 1.0), suggested("a", "c", 1.0)]

    assert better_directions(pairs) == better_directions(pairs[::-1]) == [pairs[1], pairs[2], pairs[0]]


def test_the_best_come_first_in_each_lane_as_far_as_it_has_places(town):
    suggestions = [
        suggested("a", "d", 1.0),
        suggested("b", "c", 2.0),
        suggested("b", "d", 3.0),
        suggested("e", "d", 0.5),
    ]

    assert drawn(town, *suggestions, places=2) == [("bd", "bridge"), ("bc", "bridge"), ("de", "close")]


def test_nobody_is_in_the_queue_more_often_than_it_has_room(town):
    suggestions = [suggested("a", "c", 3.0), suggested("a", "d", 2.0), suggested("b", "d", 1.0)]

    assert drawn(town, *suggestions, room=MUCH | {"a": 1}) == [("ac", "bridge"), ("bd", "bridge")]
    assert drawn(town, *suggestions, room=MUCH | {"d": 0}) == [("ac", "bridge")]
    assert drawn(town, *suggestions, room={}) == []


def test_nobody_is_in_the_queue_of_a_day_more_than_three_times(town):
    suggestions = [suggested("a", other, 9.0 - at) for at, other in enumerate("cdefg")]

    assert len(drawn(town, *suggestions, places=9)) == 3
    assert len(drawn(town, *suggestions, places=9, stood={"a": 2})) == 1


def test_what_is_kept_away_leaves_its_places_to_others(town):
    suggestions = [suggested("c", "a", 3.0), suggested("a", "d", 2.0)]

    assert drawn(town, *suggestions, places=1, kept_away=[("a", "c")]) == [("ad", "bridge")]


def test_a_network_of_nobody_has_an_empty_queue():
    assert make_queue([], Lanes(network()), room={}, places={}, stood={}) == []


def test_the_last_day_of_a_tie_is_its_latest_beginning(town):
    days = last_tie_days(town)

    assert days[:3].astype(str).tolist() == ["2026-02-01T00:00:00", "2019-01-01T00:00:00", "2020-02-01T00:00:00"]
    assert np.isnat(days[5])


@pytest.fixture
def few(monkeypatch):
    """A network of more than three counts as a large one, of which three are served."""
    monkeypatch.setattr("matching.lanes.N_ALL", 3)
    monkeypatch.setattr("matching.lanes.N_DRAWN", 3)


@pytest.mark.usefixtures("few")
def test_in_a_large_network_those_are_served_who_wait_longest_and_some_who_are_new(town):
    # One of three is new, f, who waits for ever; of the others b and d had nothing since 2019.
    served = whom_to_serve(town, last_tie_days(town), seed=1)

    assert served == ["b", "d", "f"]
    assert served == whom_to_serve(town, last_tie_days(town), seed=1)


def test_in_a_small_network_everybody_is_served(town):
    assert whom_to_serve(town, last_tie_days(town), seed=1) is None
