"""Tests of matching.candidates: who is new to whom, and who is worth a look in a large network."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from matching.candidates import N_ALL, N_PER_SIGNAL, choose, known_pairs, new_for
from tests.builders import collaboration, network, partner

N_MANY = N_ALL + 200


def new_ids(built, partner_id):
    """Ids of those who are new to a partner."""
    is_new = new_for(np.array([built.position(partner_id)]), known_pairs(built))
    return built.partners["id"][is_new[0]].tolist()


BUILT = network(
    [partner("a", part_of="board"), partner("b"), partner("board"), partner("c"), partner("d", part_of="board")],
    [collaboration("x", "2018", [*"abc"], lead="b")],
)


@pytest.mark.parametrize(
    ("partner_id", "expected"),
    [
        pytest.param("a", ["c", "d"], id="neither-the-lead-nor-the-board"),
        pytest.param("b", ["board", "d"], id="none-of-those-it-led"),
        pytest.param("board", ["b", "c"], id="none-of-its-members"),
        pytest.param("d", ["a", "b", "c"], id="another-member-of-the-same-board"),
    ],
)
def test_who_is_new_to_a_partner(partner_id, expected):
    assert new_ids(BUILT, partner_id) == expected


def test_what_is_known_is_known_on_both_sides():
    known = known_pairs(BUILT).toarray() > 0

    assert (known == known.T).all()


def test_on_an_island_everybody_is_new_but_oneself():
    assert new_ids(network([partner(partner_id) for partner_id in "abc"]), "b") == ["a", "c"]


def test_who_knows_everybody_has_nobody_new():
    built = network([partner(partner_id) for partner_id in "abc"], [collaboration("x", "2018", [*"abc"])])

    assert new_ids(built, "a") == []


def test_in_a_small_network_everybody_new_is_a_candidate():
    is_new = np.array([[False, True, True]])

    assert choose(is_new, [np.zeros((1, 3), np.float32)], np.array([0, 1, 2])).tolist() == is_new.tolist()


def scattered(seed, n_rows=2):
    """Mostly 0, as signals are."""
    chance = np.random.default_rng(seed)
    return (chance.random((n_rows, N_MANY)) * (chance.random((n_rows, N_MANY)) < 0.3)).astype(np.float32)


@given(st.integers(0, 1000), st.booleans())
def test_in_a_large_network_the_best_of_each_signal_and_the_busiest_are_candidates(seed, is_sparse):
    signal = scattered(seed)
    is_new = np.ones((2, N_MANY), bool)
    busiest = np.arange(N_MANY)[::-1]

    chosen = choose(is_new, [sparse.csr_array(signal) if is_sparse else signal], busiest)

    for row in range(2):
        best = np.argsort(-signal[row])[:N_PER_SIGNAL]
        assert set(np.flatnonzero(chosen[row])) == {*best.tolist(), *busiest[:N_PER_SIGNAL].tolist()}


def test_a_signal_of_0_brings_nobody_in():
    busiest = np.arange(N_MANY)

    chosen = choose(np.ones((1, N_MANY), bool), [np.zeros((1, N_MANY), np.float32)], busiest)

    assert np.flatnonzero(chosen[0]).tolist() == list(range(N_PER_SIGNAL))


@given(st.integers(0, 1000))
def test_whom_one_knows_is_no_candidate_in_a_large_network_either(seed):
    is_new = np.random.default_rng(seed).random((2, N_MANY)) < 0.5

    assert not (choose(is_new, [scattered(seed)], np.arange(N_MANY)) & ~is_new).any()
