"""Tests of matching.evaluation: measures by hand and beside scikit-learn, and that nobody looks into the future."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from matching.evaluation import BALANCED, TOP, NothingToMeasure, baselines, evaluate
from matching.history import Window
from matching.suggest import Matcher, fit
from tests.builders import collaboration, network, partner

CUTOFF = date(2018, 1, 1)
SECOND = 1 / np.log2(3)  # what a hit in the second place is worth
THIRD = 1 / np.log2(4)


def path_with(later):
    """a – b – c, and d on its own, with what happened from 2018 on; partners without a word on themselves."""
    past = [collaboration("x", "2017-05", [*"ab"], title=""), collaboration("y", "2017-06", [*"bc"], title="")]
    return network([partner(partner_id, name="") for partner_id in "abcd"], [*past, *later])


def measured(built, method, measure):
    table = evaluate(built, CUTOFF)
    (row,) = table[(table["method"] == method) & (table["measure"] == measure)].itertuples()
    return row


def test_who_closes_a_triangle_is_foreseen_by_closeness():
    built = path_with([collaboration("new", "2018", [*"ac"])])

    # a may meet c and d, c may meet a and d; the shared partner b speaks for each other.
    for method in ("adamic-adar", "resource-allocation", "rooted-pagerank", "popularity"):
        assert measured(built, method, "ndcg").value == 1


def test_the_rank_among_everybody_new_is_what_counts():
    built = path_with([collaboration("new", "2018", [*"ad"])])

    # By ties: a may meet c (1) and d (0): d is second. d may meet a (1), b (2), c (1): a is second, before c by id.
    row = measured(built, "popularity", "ndcg")
    assert row.value == pytest.approx(SECOND)
    assert (row.low, row.high, row.n) == pytest.approx((SECOND, SECOND, 2))


def test_those_who_worked_together_before_do_not_count():
    only_new = path_with([collaboration("new", "2018", [*"ac"])])
    with_old = path_with([collaboration("new", "2018", [*"ac"]), collaboration("again", "2019", [*"ab"])])

    assert evaluate(with_old, CUTOFF).equals(evaluate(only_new, CUTOFF))


@pytest.mark.parametrize(
    ("built", "cutoff"),
    [
        pytest.param(network(), CUTOFF, id="empty"),
        pytest.param(path_with([]), CUTOFF, id="nothing-after"),
        pytest.param(path_with([]), date(2000, 1, 1), id="nothing-before"),
        pytest.param(path_with([collaboration("again", "2018", [*"ab"])]), CUTOFF, id="nobody-new"),
        pytest.param(path_with([collaboration("alone", "2018", "a")]), CUTOFF, id="nobody-together"),
        pytest.param(
            network(
                [partner("a", part_of="b"), partner("b"), partner("c")],
                [collaboration("x", "2017", [*"ac"]), collaboration("y", "2018", [*"ab"])],
            ),
            CUTOFF,
            id="a-member-and-its-board",
        ),
        pytest.param(
            network(
                [partner("a"), partner("b", since="2019"), partner("c")],
                [collaboration("x", "2017", [*"ac"]), collaboration("y", "2019", [*"ab"])],
            ),
            CUTOFF,
            id="only-with-one-that-came-later",
        ),
    ],
)
def test_where_nothing_can_be_measured_it_is_told(built, cutoff):
    with pytest.raises(NothingToMeasure, match=f"nothing to measure at {cutoff}: "):
        evaluate(built, cutoff)


def test_what_is_missing_is_told():
    with pytest.raises(NothingToMeasure, match="2 collaborations began before it, and 0 partners made a new tie"):
        evaluate(path_with([]), CUTOFF)


def test_measuring_twice_gives_the_same():
    built = path_with([collaboration("new", "2018", [*"ad"]), collaboration("newer", "2019", [*"ac"])])

    assert evaluate(built, CUTOFF, seed=3).equals(evaluate(built, CUTOFF, seed=3))


def test_progress_is_told_up_to_the_last_partner():
    told = []

    evaluate(
        path_with([collaboration("new", "2018", [*"ad"])]),
        CUTOFF,
        progress=lambda *done_of_all: told.append(done_of_all),
    )

    assert told == [(2, 2)]


@pytest.fixture(scope="module")
def oss_table(oss):
    return evaluate(oss, date(2020, 1, 1))


def test_every_method_has_every_measure_once(oss_table):
    methods = ["osmose", BALANCED, *baselines(path_with([]))]

    assert list(oss_table.columns) == ["method", "measure", "value", "low", "high", "n"]
    assert list(zip(oss_table["method"], oss_table["measure"], strict=True)) == [
        (method, measure) for method in methods for measure in ("ndcg", "recall", "hit")
    ]


def test_in_oss_all_measures_lie_within_their_interval_and_within_0_and_1(oss, oss_table):
    values = oss_table[["low", "value", "high"]].to_numpy()

    assert np.isfinite(values).all()
    assert (values >= 0).all()
    assert (values <= 1).all()
    assert (np.diff(values, axis=1) >= 0).all()
    assert set(oss_table["n"]) == {len(Window.of(oss, date(2020, 1, 1)).asking)}


def test_in_oss_the_matcher_beats_chance_and_popularity(oss_table):
    ndcg = oss_table[oss_table["measure"] == "ndcg"].set_index("method")

    for method in ("osmose", BALANCED):
        assert ndcg.loc[method, "low"] > ndcg.loc["random", "high"]
        assert ndcg.loc[method, "value"] > ndcg.loc["popularity", "value"]


def test_what_comes_later_changes_no_score_of_any_method(oss):
    cutoff = date(2020, 1, 1)
    later = oss.collaborations["start"] >= np.datetime64(cutoff)
    parts = oss.participations
    chance = np.random.default_rng(0)
    is_later = later.to_numpy()[parts["collaboration"]]
    shuffled = parts["partner"].to_numpy(copy=True)
    shuffled[is_later] = chance.permutation(shuffled[is_later])
    other = replace(oss, participations=parts.assign(partner=shuffled))
    assert Window.of(other, cutoff).new_ties.nnz != Window.of(oss, cutoff).new_ties.nnz

    one, two = Window.of(oss, cutoff).before, Window.of(other, cutoff).before

    rows = np.arange(one.n_partners)
    of_two = baselines(two)
    for name, method in baselines(one).items():
        np.testing.assert_array_equal(method(rows), of_two[name](rows), err_msg=name)
    ranker, ranker_of_two = fit(one), fit(two)
    assert ranker.weights.tolist() == ranker_of_two.weights.tolist()
    assert Matcher(one, ranker).suggest(top=TOP) == Matcher(two, ranker_of_two).suggest(top=TOP)
