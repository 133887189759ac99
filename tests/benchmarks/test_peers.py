"""The contract of the peers: like our ranker, each gives every pair a number, and the same one each time."""

from functools import cache

import numpy as np
import pytest

from tests.benchmarks.easing import ease
from tests.benchmarks.factorising import als, bpr
from tests.benchmarks.histories import companions_of, ties_of, work_of
from tests.benchmarks.peers import PEERS, grid
from tests.benchmarks.reading import bm25
from tests.benchmarks.walking import pagerank
from tests.builders import collaboration, network, partner
from tests.matching.networks import PATH, STAR, tied

QUICK = {"iterations": 2, "rounds": 2}
"""In place of what a setting says, where it says it."""


def rich():
    """Twelve partners with texts, sectors, places and ties of five years."""
    words = ["muziek", "taal", "techniek", "sport"]
    ids = [f"p{at:02}" for at in range(12)]
    return network(
        [
            partner(one, sector=["mbo", "zorg"][at % 2], place=["Oss", "Heesch"][at % 2], seeks=f"{words[at % 4]}les")
            for at, one in enumerate(ids)
        ],
        [
            collaboration(f"c{at}", str(2014 + at % 5), [ids[at], ids[(at * 5 + 1) % 12], ids[(at * 7 + 3) % 12]])
            for at in range(12)
        ],
    )


NETWORKS = {
    "empty": network,
    "one": lambda: tied(1, []),
    "without-texts-and-ties": lambda: tied(5, []),
    "without-texts": lambda: tied(5, PATH),
    "star": lambda: tied(12, [(0, other) for other in range(1, 12)]),
    "texts-without-ties": lambda: network([partner(one, seeks="taalles") for one in "abc"]),
    "rich": rich,
}


@cache
def built_once(name):
    return NETWORKS[name]()


def scores_of(peer_name, built, setting):
    quick = {name: QUICK.get(name, value) for name, value in setting.items()}
    return PEERS[peer_name].prepare(built)(**quick)(np.arange(built.n_partners))


@pytest.mark.parametrize("network_name", NETWORKS)
@pytest.mark.parametrize("peer_name", PEERS)
def test_every_pair_gets_a_number_and_the_same_each_time(peer_name, network_name):
    built = built_once(network_name)
    for setting in (PEERS[peer_name].grid[0], PEERS[peer_name].grid[-1]):
        scores = scores_of(peer_name, built, setting)

        assert scores.shape == (built.n_partners, built.n_partners)
        assert np.isfinite(scores).all()
        np.testing.assert_array_equal(scores_of(peer_name, built, setting), scores)


@pytest.mark.parametrize("peer_name", [name for name in PEERS if not name.startswith("bpr")])
def test_some_rows_are_scored_as_all_rows_are(peer_name):
    built = built_once("rich")
    prepared = PEERS[peer_name].prepare(built)
    method = prepared(**PEERS[peer_name].grid[0])

    np.testing.assert_allclose(method(np.array([3, 7])), method(np.arange(12))[[3, 7]], rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("peer_name", PEERS)
def test_nobody_known_orders_everybody_by_ties(peer_name):
    # p04 is tied to nobody and says nothing; p01 and p02, in the middle of the path, have most ties.
    scores = scores_of(peer_name, built_once("without-texts"), PEERS[peer_name].grid[0])

    assert set(np.argsort(-scores[4], kind="stable")[:2].tolist()) == {1, 2}


def test_a_grid_is_every_combination():
    assert grid(one=(1, 2), other=("a",)) == [{"one": 1, "other": "a"}, {"one": 2, "other": "a"}]


def test_work_and_ties_worked_out_by_hand():
    built = network(
        [partner(one) for one in "abc"], [collaboration("x", "2016", [*"abc"]), collaboration("y", "2018", [*"ab"])]
    )

    # Of three: each tie weighs 1 / 2; two years before the last day (2016 has 366 days): half of it.
    faded = 0.5 ** (731 / 365.25 / 2)
    assert work_of(built, "ones").toarray().tolist() == [[1, 1], [1, 1], [1, 0]]
    assert work_of(built, "recent").toarray()[2] == pytest.approx([faded / np.sqrt(3), 0])
    assert ties_of(built, "ones").toarray().tolist() == [[0, 1, 1], [1, 0, 1], [1, 1, 0]]
    assert ties_of(built, "weights").toarray()[0] == pytest.approx([0, 1.5, 0.5])
    assert ties_of(built, "recent").toarray()[0] == pytest.approx([0, 1 + faded / 2, faded / 2])
    assert companions_of(built, "weights").toarray()[0] == pytest.approx([1, 1.5, 0.5])


def test_ease_worked_out_by_hand():
    # A star of p00 with p01 and p02: of X'X + I the part of the leaves is [[2, 1], [1, 2]], its inverse
    # [[2, -1], [-1, 2]] / 3, so B between the leaves is 1 / 2, and p00 gets a half from each of its own two ties.
    method = ease(tied(3, [(0, 1), (0, 2)]))(source="ties", strength=1.0)

    np.testing.assert_allclose(method(np.array([0, 1])), [[0, 0.5, 0.5], [0, 0, 0]], atol=1e-6)


def test_ease_of_work_foresees_nothing_between_those_who_never_met():
    # Two gatherings apart: X'X has two blocks, and so has its inverse; within a block 1 / 2, as above, for each of
    # p00 and p01, which are p00's companions.
    method = ease(tied(4, [(0, 1), (2, 3)]))(source="work", strength=1.0)

    np.testing.assert_allclose(method(np.array([0])), [[0.5, 0.5, 0, 0]], atol=1e-6)


@pytest.mark.parametrize("source", ["companions", "work"])
def test_beyond_the_busiest_ease_knows_ties_alone(source):
    # p00 with three ties and p01, the first of those with one, are in; of the others only their ties are known.
    scores = ease(tied(4, STAR), n_dense=2)(source=source, strength=1.0)(np.arange(4))

    assert scores[0, 1] > 0.1
    np.testing.assert_allclose(scores[:, 2:], 1e-9, rtol=1e-5)


def test_bm25_gives_what_the_library_gives_for_one_question():
    # In "muziekles" of two out of three: idf = ln(1 + (3 - 2 + .5) / (2 + .5)); all texts hold one word, so with
    # f = 1 the rest is 1 / (1 + k1).
    built = network(
        [partner(one, name="", seeks=word) for one, word in zip("abc", ["taal", "zorg", "taal"], strict=True)]
    )

    scores = bm25(built)(k1=1.0, b=0.75, question="document")(np.array([0]))

    np.testing.assert_allclose(scores, [[np.log(1.6) / 2, 0, np.log(1.6) / 2]], rtol=1e-5)


def test_pagerank_prefers_who_is_nearer():
    # On a path of four: p02 is one partner away from p00, p03 is two.
    scores = pagerank(tied(4, PATH))(damping=0.5)(np.array([0]))[0]

    assert scores[1] > scores[2] > scores[3] > 0


@pytest.mark.parametrize(("peer", "setting"), [(als, {"alpha": 10.0}), (bpr, {"iterations": 100, "factors": 8})])
def test_what_is_factorised_gives_groups_back(peer, setting):
    # Two groups of six who all met, but p00 and p05 of the first have not.
    groups = [(one, other) for one in range(12) for other in range(one + 1, 12) if one // 6 == other // 6]
    built = tied(12, [pair for pair in groups if pair != (0, 5)])

    scores = peer(built)(source="companions", **setting)(np.array([0]))[0]

    assert scores[5] > scores[6:].max()
