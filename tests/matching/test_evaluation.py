"""Tests of matching.evaluation: figures of small networks by hand, and that nobody looks into the future."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from matching.baselines import baselines
from matching.evaluation import POOLED, evaluate
from matching.history import Window
from matching.judging import BALANCED
from matching.measuring import TOP
from matching.outcomes import NothingToMeasure
from matching.suggest import Matcher, fit
from tests.builders import collaboration, network, partner

CUTOFF = date(2018, 1, 1)
SECOND = 1 / np.log2(3)  # what a hit in the second place is worth


def path_with(later):
    """a – b – c, and d on its own, with what happened from 2018 on; partners without a word on themselves."""
    past = [collaboration("x", "2017-05", [*"ab"], title=""), collaboration("y", "2017-06", [*"bc"], title="")]
    return network([partner(partner_id, name="") for partner_id in "abcd"], [*past, *later])


def measured(built, method, measure):
    table = evaluate(built, [CUTOFF])
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

    assert evaluate(with_old, [CUTOFF]).equals(evaluate(only_new, [CUTOFF]))


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
        evaluate(built, [cutoff])


def test_what_is_missing_is_told():
    with pytest.raises(NothingToMeasure, match="2 collaborations began before it, and 0 partners made a new tie"):
        evaluate(path_with([]), [CUTOFF])


def test_measuring_twice_gives_the_same():
    built = path_with([collaboration("new", "2018", [*"ad"]), collaboration("newer", "2019", [*"ac"])])

    assert evaluate(built, [CUTOFF], seed=3).equals(evaluate(built, [CUTOFF], seed=3))


def test_progress_is_told_up_to_the_last_partner():
    told = []

    evaluate(
        path_with([collaboration("new", "2018", [*"ad"])]),
        [CUTOFF, CUTOFF],
        progress=lambda *done_of_all: told.append(done_of_all),
    )

    assert told == [(4, 8), (8, 8)]


FORESEEN = ["ndcg", "recall", "hit", "mrr", "tail_ndcg", "newcomer_ndcg"]
SEEN = ["coverage", "gini", "cross_sector"]


def test_hubs_are_left_out_as_suggested_and_as_met():
    # a is the hub of 2017. By ties, d may meet a (3), then b and c (1 each): b, whom it meets, is second; a left out,
    # first. b may meet c and d: d, whom it meets, is second.
    star = [collaboration(other, "2017", ["a", other], title="") for other in "bc"]
    built = network([partner(one, name="") for one in "abcd"], [*star, collaboration("new", "2018", [*"bd"], title="")])

    assert measured(built, "popularity", "ndcg").value == pytest.approx(SECOND)
    assert measured(built, "popularity", "tail_ndcg").value == pytest.approx((1 + SECOND) / 2)


def test_who_met_only_a_hub_is_not_asked_without_hubs():
    row = measured(path_with([collaboration("new", "2018", [*"bd"])]), "popularity", "tail_ndcg")

    # b, with two ties, is the hub: d met nobody else, and b itself may meet d alone.
    assert (row.value, row.n) == (1, 1)


def test_newcomers_are_those_without_any_tie_before():
    built = path_with([collaboration("new", "2018", [*"ad"]), collaboration("newer", "2018", [*"ac"])])

    # d, the one without a tie, may meet b (2 ties), a and c (1 each): a, whom it meets, is second.
    row = measured(built, "popularity", "newcomer_ndcg")
    assert (row.value, row.n) == (pytest.approx(SECOND), 1)


def test_where_nobody_is_new_to_the_network_newcomers_have_no_figure():
    row = measured(path_with([collaboration("new", "2018", [*"ac"])]), "popularity", "newcomer_ndcg")

    assert (np.isnan([row.value, row.low, row.high]).all(), row.n) == (True, 0)


def test_the_rank_of_the_first_that_was_met_is_what_mrr_tells():
    built = path_with([collaboration("new", "2018", [*"ad"])])

    # As for ndcg above: second for both.
    assert measured(built, "popularity", "mrr").value == 1 / 2


def test_who_stands_in_the_lists_of_everybody_is_told_without_interval():
    built = path_with([collaboration("new", "2018", [*"ac"])])

    # Everybody new fits a list of ten: a and c stand in each other's and d's, b in d's, d in three. All of one sector.
    figures = {measure: measured(built, "tf-idf", measure) for measure in SEEN}
    assert [figures[measure].value for measure in SEEN] == pytest.approx([1, (-3 * 1 - 2 + 2 + 3 * 3) / (4 * 8), 0])
    assert np.isnan([[row.low, row.high] for row in figures.values()]).all()
    assert {row.n for row in figures.values()} == {4}


def two_years():
    """In 2018 a meets c; in 2019 both meet d."""
    return path_with([collaboration("new", "2018", [*"ac"]), collaboration("newer", "2019", [*"acd"])])


def test_several_cut_offs_are_told_one_by_one_and_all_queries_together():
    cutoffs = [CUTOFF, date(2019, 1, 1)]

    table = evaluate(two_years(), cutoffs)

    popularity = table[(table["method"] == "popularity") & (table["measure"] == "recall")]
    assert popularity["cutoff"].tolist() == ["2018-01-01", "2019-01-01", POOLED]
    assert popularity["n"].tolist() == [3, 3, 6]
    ndcg = table[(table["method"] == "popularity") & (table["measure"] == "ndcg")]["value"].to_numpy()
    assert ndcg[2] == pytest.approx((3 * ndcg[0] + 3 * ndcg[1]) / 6)


def test_of_several_cut_offs_the_mean_stands_for_what_is_in_sight():
    table = evaluate(two_years(), [CUTOFF, date(2019, 1, 1)])

    gini = table[(table["method"] == "adamic-adar") & (table["measure"] == "gini")]["value"].to_numpy()
    assert gini[2] == pytest.approx((gini[0] + gini[1]) / 2)


def test_a_difference_is_taken_within_the_same_draws():
    table = evaluate(
        path_with([collaboration("new", "2018", [*"ac"]), collaboration("two", "2018", [*"ad"])]), [CUTOFF]
    )

    compared = table[table["method"].str.contains("minus")].set_index("measure")
    values = table.set_index(["method", "measure"])["value"]
    assert list(compared.index) == ["ndcg", "recall", "hit", "mrr", "tail_ndcg", "newcomer_ndcg"]
    for measure, row in compared.iterrows():
        best = row["method"].removeprefix("osmose minus ")
        assert values[best, measure] == max(values[one, measure] for one in baselines(path_with([])))
        assert row["value"] == pytest.approx(values["osmose", measure] - values[best, measure])


def test_two_equal_rankings_differ_by_nothing_in_every_draw():
    # Of two ways to meet only one is drawn now and then; both methods find the one as well as the other.
    built = path_with([collaboration("new", "2018", [*"ac"]), collaboration("again", "2019", [*"ac"])])

    (row,) = evaluate(built, [CUTOFF]).query("method.str.contains('minus') and measure == 'ndcg'").itertuples()
    assert (row.value, row.low, row.high) == (0, 0, 0)


@pytest.fixture(scope="module")
def oss_table(oss):
    return evaluate(oss, [date(2020, 1, 1)])


def test_every_method_has_every_measure_once(oss_table):
    methods = ["osmose", BALANCED, *baselines(path_with([]))]
    of_one = oss_table[~oss_table["method"].str.contains("minus")]

    assert list(oss_table.columns) == ["cutoff", "method", "measure", "value", "low", "high", "n"]
    assert list(zip(of_one["method"], of_one["measure"], strict=True)) == [
        (method, measure) for method in methods for measure in (*FORESEEN, *SEEN)
    ]


def test_in_oss_all_measures_lie_within_their_interval_and_within_0_and_1(oss, oss_table):
    foreseen = oss_table[oss_table["measure"].isin(FORESEEN) & ~oss_table["method"].str.contains("minus")]
    values = foreseen[["low", "value", "high"]].to_numpy()

    assert np.isfinite(values).all()
    assert (values >= 0).all()
    assert (values <= 1).all()
    assert (np.diff(values, axis=1) >= 0).all()
    n_asked = set(foreseen[foreseen["measure"].isin(FORESEEN[:4])]["n"])
    assert n_asked == {len(Window.of(oss, date(2020, 1, 1)).asking)}


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
