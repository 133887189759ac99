"""Who is asked, what is left out, how a setting is chosen, and what the tables say."""

from datetime import date

import numpy as np
import pytest

from tests.benchmarks.peers import Peer
from tests.benchmarks.quality import OURS, Result, measure, pooled, ratio, table_of, with_interval
from tests.benchmarks.trials import Figures, Trial, tune, year_before
from tests.builders import collaboration, network, partner

CUTOFF = date(2018, 1, 1)
SECOND = 1 / np.log2(3)  # what a hit in the second place is worth


def star_then(later):
    """Before 2018, p00 met p01, p02 and p03; p03 also met p04. Of twenty partners, p00 is the one hub."""
    ids = [f"p{at:02}" for at in range(20)]
    past = [collaboration(f"x{at}", "2016", [ids[0], ids[at]]) for at in (1, 2, 3)]
    past.append(collaboration("y", "2017", [ids[3], ids[4]]))
    return network([partner(one, name="") for one in ids], [*past, *later])


def by_position(*, ascending):
    """A peer that always ranks the last partner best, or the first."""
    return lambda rows: np.tile(np.arange(20, dtype=float) * (1 if ascending else -1), (len(rows), 1))


def test_those_are_asked_who_made_a_new_tie_and_had_worked_enough():
    built = star_then([collaboration("new", "2018", ["p00", "p04", "p09"])])

    assert Trial.of(built, CUTOFF, n_asking=9).asking.tolist() == [0, 4, 9]
    assert Trial.of(built, CUTOFF, n_asking=9, least_work=1).asking.tolist() == [0, 4]
    assert Trial.of(built, CUTOFF, n_asking=9, least_work=2).asking.tolist() == [0]


def test_of_many_some_are_drawn_the_same_each_time():
    built = star_then([collaboration("new", "2018", [f"p{at:02}" for at in range(20)])])
    drawn = Trial.of(built, CUTOFF, n_asking=5).asking

    assert len(set(drawn.tolist())) == 5
    assert Trial.of(built, CUTOFF, n_asking=5).asking.tolist() == drawn.tolist()


def test_hubs_are_left_out_as_candidates_and_as_those_who_were_met():
    trial = Trial.of(star_then([collaboration("new", "2018", ["p00", "p04"])]), CUTOFF, n_asking=9)
    figures = trial.judge(by_position(ascending=False))

    # p00 may meet p04 first of all; p04 may meet p00, and without the hub nobody it met is left.
    assert trial.hubs.tolist() == [0]
    assert figures.ndcg.tolist() == [1, 1]
    assert figures.tail.tolist() == [1]


def test_without_the_hub_those_behind_it_move_up():
    trial = Trial.of(star_then([collaboration("new", "2018", ["p04", "p01"])]), CUTOFF, n_asking=9)
    figures = trial.judge(by_position(ascending=False))

    # p01 may meet p02, p03, then p04; p04 may meet p00, then p01.
    assert figures.ndcg == pytest.approx([0.5, SECOND])
    assert figures.tail == pytest.approx([0.5, 1])


def test_the_setting_that_foresees_the_year_before_is_taken():
    built = star_then([])
    trial = Trial.of(built, year_before(CUTOFF), n_asking=9)
    peer = Peer(lambda _network: by_position, [{"ascending": True}, {"ascending": False}])

    # In 2017 p03 met p04, each among the last by position but p00 known to p03: the first five come first.
    assert trial.asking.tolist() == [3, 4]
    assert tune(peer, trial) == {"ascending": False}


def test_a_peer_prepares_with_nothing_of_the_year_that_it_is_tuned_on():
    seen = []
    peer = Peer(lambda before: seen.append(before) or by_position, [{"ascending": True}, {"ascending": False}])

    measure(star_then([collaboration("new", "2018", ["p00", "p04"])]), CUTOFF, peers={"peer": peer})

    assert [before.collaborations["start"].dt.year.max() for before in seen] == [2016, 2017]


def test_where_nobody_is_asked_the_first_setting_is_taken():
    trial = Trial.of(star_then([]), date(2030, 1, 1), n_asking=9)
    peer = Peer(lambda _network: by_position, [{"ascending": True}, {"ascending": False}])

    assert tune(peer, trial) == {"ascending": True}
    assert not len(trial.judge(by_position(ascending=True)).ndcg)


def result(name, *ndcg):
    return Result(name, {}, Figures(np.array(ndcg), np.array(ndcg)))


def test_together_every_query_counts_once():
    (together,) = pooled([[result(OURS, 1.0)], [result(OURS, 0.0, 0.5)]])

    assert together.figures.ndcg.tolist() == [1, 0, 0.5]


def test_the_table_says_how_we_compare_with_the_best():
    table = table_of("quality", [result(OURS, 0.6, 0.6), result("weak", 0.1, 0.1), result("strong", 0.5, 0.5)])

    assert table.row_count == 3
    assert table.caption.startswith(f"NDCG@10: {OURS} / strong = 1.20 (1.20-1.20)")


def test_what_is_not_defined_is_told():
    nobody = np.zeros(0)

    assert ratio(np.array([0.5]), np.array([0.0])) == "not defined, the best of the others is 0"
    assert with_interval(nobody) == "-"
    assert table_of("quality", [result(OURS), result("peer")]).caption == ""


def test_the_figure_of_one_query_is_its_own_interval():
    assert with_interval(np.array([1.0])) == "1.000 (1.000-1.000)"
