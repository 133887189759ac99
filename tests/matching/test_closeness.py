"""Tests of matching.closeness: by hand, against networkx, and against a dense walk."""

from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.closeness import N_COMPANIONS, N_REACHED, N_STEPS, RESTART, Closeness
from tests.builders import collaboration, network, partner
from tests.matching.networks import COMPLETE, ISOLATED, PATH, STAR, TWO_COMPONENTS, edges, tied

N = 7
LOG_2, LOG_3 = np.log(2), np.log(3)


def block(built, name):
    """The measure `name` between all partners, the diagonal emptied: nobody asks how close one stands to itself."""
    found = getattr(Closeness.of(built), name)(np.arange(built.n_partners))
    return found * (1 - np.eye(built.n_partners))


def off_diagonal(values):
    return np.array(values) * (1 - np.eye(len(values)))


@pytest.mark.parametrize(
    ("pairs", "shared"),
    [
        pytest.param(PATH, [[0, 0, 1, 0], [0, 0, 0, 1], [1, 0, 0, 0], [0, 1, 0, 0]], id="path"),
        pytest.param(STAR, [[0, 0, 0, 0], [0, 0, 1, 1], [0, 1, 0, 1], [0, 1, 1, 0]], id="star"),
        pytest.param(COMPLETE, off_diagonal([[2] * 4] * 4).tolist(), id="complete"),
        pytest.param(TWO_COMPONENTS, [[0] * 4] * 4, id="two-components"),
        pytest.param(ISOLATED, [[0] * 4] * 4, id="isolated"),
    ],
)
def test_shared_partners_are_counted(pairs, shared):
    assert block(tied(4, pairs), "shared_partners").tolist() == shared


@pytest.mark.parametrize(
    ("pairs", "adamic_adar", "resource_allocation"),
    [
        pytest.param(PATH, 1 / LOG_2, 1 / 2, id="path-over-one-with-two-ties"),
        pytest.param([*STAR, (0, 4)], 0, 0, id="star-from-its-centre"),
        pytest.param([(0, 1), (1, 2), (1, 3)], 1 / LOG_3, 1 / 3, id="over-one-with-three-ties"),
        pytest.param([(0, 1), (1, 2), (0, 3), (3, 2), (3, 4)], 1 / LOG_2 + 1 / LOG_3, 5 / 6, id="over-two-ways"),
        pytest.param(TWO_COMPONENTS, 0, 0, id="two-components"),
        pytest.param(ISOLATED, 0, 0, id="isolated"),
    ],
)
def test_a_shared_partner_counts_less_the_more_ties_it_has(pairs, adamic_adar, resource_allocation):
    built = tied(5, pairs)

    assert block(built, "adamic_adar")[0, 2] == pytest.approx(adamic_adar)
    assert block(built, "resource_allocation")[0, 2] == pytest.approx(resource_allocation)


@given(edges(N))
def test_measures_equal_those_of_networkx(pairs):
    built = tied(N, pairs)
    graph = nx.from_numpy_array(built.adjacency.toarray())
    all_pairs = list(combinations(range(N), 2))
    peers = {
        "shared_partners": [(one, other, len(nx.common_neighbors(graph, one, other))) for one, other in all_pairs],
        "adamic_adar": nx.adamic_adar_index(graph, all_pairs),
        "resource_allocation": nx.resource_allocation_index(graph, all_pairs),
    }

    for name, peer in peers.items():
        expected = np.zeros((N, N))
        for one, other, value in peer:
            expected[one, other] = expected[other, one] = value
        np.testing.assert_allclose(block(built, name), expected, rtol=1e-5, err_msg=name)


def test_a_pair_that_worked_together_twice_is_one_tie():
    twice = network(
        [partner(partner_id) for partner_id in "abc"],
        [collaboration(name, "2018", pair) for name, pair in [("x", [*"ab"]), ("y", [*"ab"]), ("z", [*"bc"])]],
    )

    assert block(twice, "shared_partners")[0, 2] == 1
    assert block(twice, "resource_allocation")[0, 2] == 1 / 2


def test_a_walk_on_a_path_of_three_worked_out_by_hand():
    walk = Closeness.of(tied(3, [(0, 1), (1, 2)])).rooted_pagerank(np.array([0]))

    # Steps from the end: to the middle, to both ends by half, to the middle; each is reached with .3 × .7 per step.
    assert walk == pytest.approx(np.array([[0.3 * 0.49 / 2, 0.3 * (0.7 + 0.343), 0.3 * 0.49 / 2]]))


def test_a_walk_follows_newer_ties_more_often():
    built = network(
        [partner(partner_id) for partner_id in "abc"],
        [collaboration("old", "2016-03-01", [*"ab"]), collaboration("new", "2020-03-01", [*"ac"])],
    )

    # Four years are two half-lives: the old tie counts a quarter of the new one.
    assert Closeness.of(built).steps.toarray()[0] == pytest.approx([0, 1 / 5, 4 / 5])


def test_a_walk_follows_smaller_gatherings_more_often():
    built = network(
        [partner(partner_id) for partner_id in "abcd"],
        [collaboration("three", "2020", [*"abc"]), collaboration("two", "2020", [*"ad"])],
    )

    assert Closeness.of(built).steps.toarray()[0] == pytest.approx([0, 1 / 4, 1 / 4, 1 / 2])


@given(edges(N))
def test_a_walk_equals_a_dense_one(pairs):
    built = tied(N, pairs)
    adjacency = built.adjacency.toarray()
    sums = adjacency.sum(axis=1, keepdims=True)
    steps = np.divide(adjacency, sums, out=np.zeros_like(adjacency), where=sums > 0)
    expected = sum(RESTART * (1 - RESTART) ** n * np.linalg.matrix_power(steps, n) for n in range(1, N_STEPS + 1))

    walk = Closeness.of(built).rooted_pagerank(np.arange(N))

    np.testing.assert_allclose(walk, expected, rtol=1e-4, atol=1e-7)


def test_the_way_back_on_a_path_of_three_worked_out_by_hand():
    closeness = Closeness.of(tied(3, [(0, 1), (1, 2)]))
    rows = np.array([0])

    back = closeness.rooted_pagerank_back(rows, closeness.rooted_pagerank(rows))

    # The middle has two ties, and goes to either end by half: half of what the end finds of the middle.
    assert back == pytest.approx(np.array([[0.3 * 0.49 / 2, 0.3 * (0.7 + 0.343) / 2, 0.3 * 0.49 / 2]]))


def test_the_way_back_of_a_star_is_longer_to_its_centre_than_from_it():
    closeness = Closeness.of(tied(4, STAR))
    rows = np.array([0])
    there = closeness.rooted_pagerank(rows)

    back = closeness.rooted_pagerank_back(rows, there)

    # Steps from a leaf: to the centre, to all leaves by a third, to the centre; from the centre a third to each leaf.
    assert there[0, 1:] == pytest.approx([0.3 * (0.7 + 0.343) / 3] * 3)
    assert back[0, 1:] == pytest.approx([0.3 * (0.7 + 0.343)] * 3)


@st.composite
def gatherings(draw):
    """Partners that met in gatherings of two to four, in several years: no tie weighs what another does."""
    some = st.lists(st.integers(0, N - 1), min_size=2, max_size=4, unique=True)
    met = draw(st.lists(st.tuples(some, st.sampled_from(["2012", "2016-05", "2019", "2020-03-01"])), max_size=6))
    ids = [f"p{position}" for position in range(N)]
    return network(
        [partner(partner_id, name="") for partner_id in ids],
        [collaboration(f"c{at}", start, [ids[one] for one in ones]) for at, (ones, start) in enumerate(met)],
    )


@given(gatherings())
def test_the_way_back_is_the_walk_of_those_it_leads_from(built):
    # Detailed balance holds while no step of a walk is cut off: with fewer partners than are kept.
    assert built.n_partners <= N_REACHED
    closeness, everybody = Closeness.of(built), np.arange(N)
    walk = closeness.rooted_pagerank(everybody)

    back = closeness.rooted_pagerank_back(everybody, walk)

    np.testing.assert_allclose(back, walk.T, rtol=1e-3, atol=1e-7)


def test_companions_on_a_path_worked_out_by_hand():
    companions = Closeness.of(tied(4, PATH)).companions(np.arange(4))

    # The end works with the second, the third with the second and the other end: a cosine of 1/√2. Each is its own
    # companion too, with a cosine of 1.
    alike = 0.5**0.75
    assert companions == pytest.approx(
        np.array(
            [
                [0, 1 + alike, 0, alike],
                [1, 0, 1 + alike, 0],
                [0, 1 + alike, 0, 1],
                [alike, 0, 1 + alike, 0],
            ]
        )
    )


def test_companions_on_a_star_worked_out_by_hand():
    companions = Closeness.of(tied(4, STAR)).companions(np.arange(4))

    # The leaves keep the same company, the centre; nobody keeps that of the centre.
    assert companions == pytest.approx(np.array([[0, 1, 1, 1], [3, 0, 0, 0], [3, 0, 0, 0], [3, 0, 0, 0]]))


def test_companions_lead_to_those_they_worked_with_last():
    built = network(
        [partner(partner_id) for partner_id in "abcde"],
        [
            collaboration("ours", "2020-03-01", [*"ab"]),
            collaboration("theirs", "2020-03-01", [*"cb"]),
            collaboration("old", "2012-03-01", [*"cd"]),
            collaboration("old-again", "2016-03-01", [*"cd"]),
            collaboration("new", "2020-03-01", [*"ce"]),
        ],
    )

    companions = Closeness.of(built).companions(np.array([0]))[0]

    # Four years are two half-lives: the tie with d counts a quarter, whatever came before. The cosine is 1/√3.
    assert companions[3:] == pytest.approx([3**-0.75 / 4, 3**-0.75])


def test_only_the_nearest_companions_are_asked():
    # The first works with a hub alone; so do `N_COMPANIONS` others, and one more that works elsewhere too.
    n_leaves = N_COMPANIONS + 1
    hub, last, elsewhere = n_leaves, n_leaves + 1, n_leaves + 2
    built = tied(n_leaves + 3, [*((leaf, hub) for leaf in range(n_leaves)), (last, hub), (last, elsewhere)])

    companions = Closeness.of(built).companions(np.array([0, last]))

    assert companions[0, hub] == pytest.approx(N_COMPANIONS)
    assert companions[0, elsewhere] == 0
    assert companions[1, elsewhere] == pytest.approx(1)


def test_strengths_are_the_weights_of_all_ties_together():
    assert Closeness.of(tied(4, PATH)).strengths.tolist() == [1, 2, 2, 1]
    assert Closeness.of(tied(2, ISOLATED)).strengths.tolist() == [0, 0]


@given(gatherings())
def test_how_recent_a_tie_is_lies_above_0_up_to_1_and_is_said_both_ways(built):
    closeness = Closeness.of(built)
    recent = closeness.recent.toarray()

    assert (recent == recent.T).all()
    assert ((recent > 0) == (closeness.has_tie.toarray() > 0)).all()
    assert recent.max(initial=0) <= 1


@given(edges(N))
@settings(max_examples=10)
def test_a_block_of_rows_equals_these_rows_of_all(pairs):
    closeness = Closeness.of(tied(N, pairs))
    rows = np.array([5, 0, 3])

    for measure in (
        closeness.shared_partners,
        closeness.adamic_adar,
        closeness.resource_allocation,
        closeness.rooted_pagerank,
        closeness.companions,
    ):
        np.testing.assert_allclose(measure(rows), measure(np.arange(N))[rows], rtol=1e-5)


@pytest.mark.parametrize("n_partners", [0, 1, 3])
@pytest.mark.parametrize(
    "name", ["shared_partners", "adamic_adar", "resource_allocation", "rooted_pagerank", "companions"]
)
def test_without_ties_nobody_is_close(name, n_partners):
    found = block(tied(n_partners, ISOLATED), name)

    assert found.shape == (n_partners, n_partners)
    assert not found.any()


@pytest.mark.parametrize("n_partners", [0, 1, 3])
def test_without_ties_there_is_no_way_back(n_partners):
    everybody = np.arange(n_partners)
    closeness = Closeness.of(tied(n_partners, ISOLATED))

    back = closeness.rooted_pagerank_back(everybody, closeness.rooted_pagerank(everybody))

    assert back.shape == (n_partners, n_partners)
    assert not back.any()
