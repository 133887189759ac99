"""Measures worked out by hand, beside scikit-learn, and the laws that they keep."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import ndcg_score

from matching.measuring import TOP, foresight, gini, in_sight, judge, ranks_of

SECOND = 1 / np.log2(3)  # what a hit in the second place is worth
THIRD = 1 / np.log2(4)
NOBODY = np.zeros(0, np.int64)


@st.composite
def judged(draw):
    """Scores without ties, and at least one that came true in each row."""
    chance = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    n_rows, n_partners = draw(st.integers(1, 4)), draw(st.integers(2, 30))
    scores = chance.permuted(np.tile(np.arange(n_partners, dtype=np.float32), (n_rows, 1)), axis=1)
    came_true = chance.random((n_rows, n_partners)) < draw(st.sampled_from([0.05, 0.5, 1]))
    came_true[np.arange(n_rows), chance.integers(0, n_partners, n_rows)] = True
    return scores, came_true


@given(judged(), st.integers(1, 12))
def test_ndcg_equals_that_of_scikit_learn(case, top):
    scores, came_true = case

    assert judge(scores, came_true, top)["ndcg"].mean() == pytest.approx(ndcg_score(came_true, scores, k=top))


@given(judged(), st.integers(1, 12), st.integers(1, 4))
def test_with_equal_scores_the_first_of_all_in_order_count(case, top, n_values):
    scores, came_true = case
    scores = np.where(scores % n_values, scores % n_values, -np.inf)

    order = np.argsort(-scores, axis=1, kind="stable")[:, :top]
    assert judge(scores, came_true, top)["recall"] == pytest.approx(
        np.take_along_axis(came_true, order, axis=1).sum(axis=1) / came_true.sum(axis=1)
    )


@pytest.mark.parametrize(
    ("scores", "came_true", "top", "ndcg_recall_hit"),
    [
        pytest.param([3, 2, 1], [1, 0, 0], 2, (1, 1, 1), id="the-best"),
        pytest.param([3, 2, 1], [0, 1, 0], 2, (SECOND, 1, 1), id="the-second"),
        pytest.param([3, 2, 1], [0, 0, 1], 2, (0, 0, 0), id="below-the-top"),
        pytest.param([3, 2, 1], [1, 0, 1], 2, (1 / (1 + SECOND), 1 / 2, 1), id="one-of-two"),
        pytest.param([3, 2, 1], [1, 1, 1], 2, (1, 2 / 3, 1), id="more-came-true-than-fit"),
        pytest.param([3, 2, 1], [0, 1, 1], 9, ((SECOND + THIRD) / (1 + SECOND), 1, 1), id="more-asked-than-there-are"),
        pytest.param([-np.inf, 2, -np.inf], [0, 1, 0], 1, (1, 1, 1), id="known-ones-come-last"),
        pytest.param([5, 5, 5], [0, 1, 0], 3, (SECOND, 1, 1), id="ties-keep-their-order"),
    ],
)
def test_measures_worked_out_by_hand(scores, came_true, top, ndcg_recall_hit):
    measures = judge(np.array([scores], np.float32), np.array([came_true], bool), top)

    assert list(measures) == ["ndcg", "recall", "hit"]
    assert [value[0] for value in measures.values()] == pytest.approx(ndcg_recall_hit)


@pytest.mark.parametrize(
    ("scores", "column", "hubs", "rank_and_tail_rank"),
    [
        pytest.param([3, 2, 1], 0, [], (1, 1), id="the-best"),
        pytest.param([3, 2, 1], 2, [], (3, 3), id="the-last"),
        pytest.param([3, 2, 1], 2, [0], (3, 2), id="a-hub-before-it"),
        pytest.param([3, 2, 1], 1, [2], (2, 2), id="a-hub-behind-it"),
        pytest.param([5, 5, 5], 2, [1], (3, 2), id="ties-keep-their-order"),
        pytest.param([-np.inf, 2, 1], 2, [], (2, 2), id="known-ones-are-before-nobody"),
        pytest.param([1, -np.inf, 2], 1, [], (np.inf, np.inf), id="not-ranked"),
    ],
)
def test_ranks_worked_out_by_hand(scores, column, hubs, rank_and_tail_rank):
    ranks = ranks_of(np.array([scores], np.float32), np.array([0]), np.array([column]), np.array(hubs, np.int64))

    assert tuple(float(rank[0]) for rank in ranks) == rank_and_tail_rank


@pytest.mark.parametrize(
    ("ranks", "is_met", "ndcg_recall_hit_mrr"),
    [
        pytest.param([1], [1], (1, 1, 1, 1), id="the-best"),
        pytest.param([2], [1], (SECOND, 1, 1, 1 / 2), id="the-second"),
        pytest.param([11], [1], (0, 0, 0, 1 / 11), id="below-the-list"),
        pytest.param([np.inf], [1], (0, 0, 0, 0), id="not-ranked"),
        pytest.param([1, 3], [1, 1], ((1 + THIRD) / (1 + SECOND), 1, 1, 1), id="two"),
        pytest.param([1, 3], [0, 1], (THIRD, 1, 1, 1 / 3), id="of-two-only-the-third-counts"),
        pytest.param([3, 40], [1, 1], (THIRD / (1 + SECOND), 1 / 2, 1, 1 / 3), id="one-of-two"),
        pytest.param([1, 3], [0, 0], (np.nan,) * 4, id="nobody-counts"),
    ],
)
def test_foresight_worked_out_by_hand(ranks, is_met, ndcg_recall_hit_mrr):
    measures = foresight(np.array(ranks, float), np.array(is_met, bool)[:, np.newaxis], np.array([0]))

    assert list(measures) == ["ndcg", "recall", "hit", "mrr"]
    assert [value.item() for value in measures.values()] == pytest.approx(ndcg_recall_hit_mrr, nan_ok=True)


def test_each_query_and_each_account_of_who_was_met_is_measured_by_itself():
    is_met = np.array([[True, False], [True, True], [True, False]])

    ndcg = foresight(np.array([1.0, 2.0, 2.0]), is_met, starts=np.array([0, 2]))["ndcg"]

    assert ndcg == pytest.approx(np.array([[1, SECOND], [SECOND, np.nan]]), nan_ok=True)


def test_without_queries_there_is_nothing():
    measures = foresight(np.zeros(0), np.zeros((0, 3), bool), starts=NOBODY)

    assert {value.shape for value in measures.values()} == {(0, 3)}


@given(judged())
def test_out_of_ranks_comes_what_comes_out_of_scores(case):
    scores, came_true = case
    row, column = np.nonzero(came_true)
    ranks, _tail = ranks_of(scores, row, column, NOBODY)

    measures = foresight(ranks, np.ones((len(row), 1), bool), np.flatnonzero(np.diff(row, prepend=-1)))
    for name, values in judge(scores, came_true, TOP).items():
        assert measures[name][:, 0] == pytest.approx(values)


@pytest.mark.parametrize(
    ("lists", "coverage_gini_cross_sector"),
    [
        # Sectors 0, 0, 1, 1; how often each stands in a list, in ascending order, weighed by -3, -1, 1, 3.
        pytest.param([[1], [0], [3], [2]], (1, 0, 0), id="each-within-its-sector"),
        pytest.param([[2], [3], [0], [1]], (1, 0, 1), id="each-across"),
        pytest.param([[1], [0], [0], [0]], (1 / 2, (1 + 3 * 3) / (4 * 4), 2 / 4), id="mostly-the-same"),
        pytest.param([[1, 2], [2, -1], [-1, -1], [2, 0]], (3 / 4, (-1 + 1 + 3 * 3) / (4 * 5), 3 / 5), id="short-lists"),
        pytest.param([[-1], [-1], [-1], [-1]], (0, 0, 0), id="nobody-suggested"),
    ],
)
def test_who_stands_in_the_lists_worked_out_by_hand(lists, coverage_gini_cross_sector):
    measures = in_sight(np.array(lists), sector=np.array([0, 0, 1, 1]))

    assert list(measures) == ["coverage", "gini", "cross_sector"]
    assert list(measures.values()) == pytest.approx(coverage_gini_cross_sector)


def test_of_no_partners_nobody_is_in_sight():
    assert in_sight(np.zeros((0, TOP), np.int64), NOBODY) == {"coverage": 0, "gini": 0, "cross_sector": 0}


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        pytest.param([], 0, id="nobody"),
        pytest.param([0, 0], 0, id="nothing"),
        pytest.param([7], 0, id="one-alone"),
        pytest.param([0, 0, 0, 8], 3 / 4, id="one-has-all"),
        pytest.param([2, 1], 1 / 6, id="two-to-one"),
    ],
)
def test_gini_worked_out_by_hand(counts, expected):
    assert gini(np.array(counts, float)) == pytest.approx(expected)


several_counts = st.lists(st.integers(0, 1000), min_size=1, max_size=40).map(lambda counts: np.array(counts, float))


@given(st.integers(0, 1000), st.integers(1, 50))
def test_gini_of_equal_counts_is_0(count, n):
    assert gini(np.full(n, float(count))) == pytest.approx(0)


@given(several_counts, st.integers(1, 50))
def test_gini_is_within_0_and_1_and_the_same_at_every_scale(counts, scale):
    assert 0 <= gini(counts) <= 1 - 1 / len(counts) + 1e-9
    assert gini(counts * scale) == pytest.approx(gini(counts))


@given(several_counts)
def test_gini_is_half_the_mean_difference_over_the_mean(counts):
    difference = np.abs(counts[:, np.newaxis] - counts).mean()

    assert gini(counts) * 2 * counts.mean() == pytest.approx(difference)


@given(st.lists(st.lists(st.integers(-1, 9), min_size=3, max_size=3), min_size=10, max_size=10))
def test_with_longer_lists_no_fewer_partners_are_in_sight(lists):
    lists, sector = np.array(lists), np.zeros(10, np.int64)

    assert in_sight(lists[:, :2], sector)["coverage"] <= in_sight(lists, sector)["coverage"]
