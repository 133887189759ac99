"""What new ties would do."""

import networkx as nx
import numpy as np
import pytest

from graph.batch import Batch
from graph.tie_graph import from_pairs
from graph.what_if import figures_of, positions_of, what_if


def graph_of(nxgraph, sectors="aaaaaa"):
    n = nxgraph.number_of_nodes()
    ids = np.array([f"p{i}" for i in range(n)], dtype=object)
    pairs = np.array(list(nxgraph.edges()), dtype=np.int64).reshape(-1, 2)
    return from_pairs(ids, np.array(list(sectors[:n]), dtype=object), pairs[:, 0], pairs[:, 1])


PATH = graph_of(nx.path_graph(5))
APART = graph_of(nx.disjoint_union(nx.path_graph(4), nx.empty_graph(2)))  # 0-1-2-3, 4, 5


def test_who_hears_of_a_message_is_within_two_steps():
    # In a path of five the ends reach 2 of 4, their neighbours 3, the middle 4: 14 of 20.
    assert figures_of(PATH)["reach"] == pytest.approx(14 / 20)


def test_if_everybody_says_yes_nothing_is_left_to_chance():
    found = what_if(Batch(APART, np.array([[4, 5], [3, 4]])), 1.0)

    assert (found["n_isolates"].today, found["n_isolates"].mean) == (2, 0)
    assert (found["n_components"].low, found["n_components"].high) == (1, 1)
    assert found["density"].mean == pytest.approx(5 / 15)


def test_if_nobody_says_yes_all_stays_as_it_is():
    found = what_if(Batch(APART, np.array([[4, 5]])), 0.0)

    assert all(each.today == each.mean == each.low == each.high for each in found.values())


def test_half_of_the_yeses_give_an_interval_around_their_mean():
    found = what_if(Batch(APART, np.array([[4, 5], [3, 4], [0, 3], [0, 2]])), 0.5, n_draws=400)

    assert found["density"].low < found["density"].mean < found["density"].high
    assert found["density"].mean == pytest.approx((3 + 2) / 15, abs=0.02)


@pytest.mark.parametrize("share", [-0.1, 1.1])
def test_a_share_beyond_all_is_refused(share):
    with pytest.raises(ValueError, match="within 0 … 1"):
        what_if(Batch(APART, np.array([[4, 5]])), share)


def test_each_pair_may_have_a_chance_of_its_own():
    batch = Batch(APART, np.array([[4, 5], [3, 4]]))

    found = what_if(batch, np.array([1.0, 0.0]))
    drawn = what_if(batch, np.array([1.0, 0.5]))

    assert (found["n_isolates"].mean, found["n_components"].mean, found["density"].n_draws) == (0, 2, 1)
    assert (drawn["n_isolates"].high, drawn["n_components"].low, drawn["n_components"].high) == (0, 1, 2)


def test_the_same_seed_draws_the_same():
    batch = Batch(APART, np.array([[4, 5], [3, 4], [0, 3]]))

    assert what_if(batch, 0.5, seed=1) == what_if(batch, 0.5, seed=1)
    assert what_if(batch, 0.5, seed=1) != what_if(batch, 0.5, seed=2)


def test_in_a_large_network_ways_are_drawn_less_often_and_that_is_told():
    stars = graph_of(nx.disjoint_union(nx.star_graph(500), nx.star_graph(500)), "a" * 1002)

    found = what_if(Batch(stars, np.array([[0, 501], [1, 502]])), 0.5, n_draws=60)

    assert (found["density"].n_draws, found["efficiency"].n_draws) == (60, 50)
    assert found["efficiency"].today < found["efficiency"].mean


def test_pairs_with_somebody_who_is_not_there_are_left_out():
    assert positions_of(PATH, [("p0", "p4"), ("p0", "nobody")]).tolist() == [[0, 4]]
