"""Newcomers stand beside whom they work with, and nobody moves for them."""

from time import process_time

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse
from scipy.spatial import cKDTree

from service.places.beside import NARROWEST, WIDEST, place_beside
from service.places.layout import lay_out


def matrix(n_partners, ties):
    dense = np.zeros((n_partners, n_partners))
    for one, other in ties:
        dense[one, other] = dense[other, one] = 1.0
    return sparse.csr_array(dense)


def test_a_newcomer_stands_in_the_middle_of_its_partners():
    places = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 0.0]])

    found = place_beside(places, np.array([True, True, False]), matrix(3, [(0, 2), (1, 2)]))

    assert found.tolist() == [[0.0, 0.0], [1.0, 0.0], [0.5, 0.0]]


def test_where_somebody_stands_it_goes_beside():
    places = np.array([[0.0, 0.0], [0.0, 0.0]])

    found = place_beside(places, np.array([True, False]), matrix(2, [(0, 1)]))

    assert NARROWEST <= np.hypot(*found[1]) < 0.1


def test_who_knows_nobody_stands_outside_of_all():
    found = place_beside(np.zeros((2, 2)), np.array([True, False]), matrix(2, []))

    assert np.hypot(*found[1]) >= 1.0


@settings(max_examples=25, deadline=None)
@given(st.integers(2, 12), st.lists(st.tuples(st.integers(0, 17), st.integers(0, 17)), max_size=40), st.integers(1, 6))
def test_nobody_moves_for_a_newcomer_and_all_stand_apart(n_old, ties, n_new):
    n = n_old + n_new
    among = matrix(n, [(one % n, other % n) for one, other in ties if one % n != other % n])
    places = np.zeros((n, 2))
    places[:n_old] = lay_out(among[:n_old][:, :n_old])

    found = place_beside(places, np.arange(n) < n_old, among)
    apart = np.hypot(*(found[:, None] - found[None]).transpose(2, 0, 1))

    assert np.array_equal(found[:n_old], places[:n_old])
    assert apart[n_old:][~np.eye(n, dtype=bool)[n_old:]].min() >= NARROWEST * 0.999


def test_five_thousand_without_ties_stand_outside_in_a_moment():
    begun = process_time()
    found = place_beside(np.zeros((5000, 2)), np.zeros(5000, dtype=bool), sparse.csr_array((5000, 5000)))

    assert process_time() - begun < 2
    assert cKDTree(found).query(found, k=2)[0][:, 1].min() >= WIDEST
    assert np.hypot(*found.T).min() >= 1.0


def test_six_hundred_beside_one_stand_around_it_in_a_moment():
    places, is_placed = np.zeros((601, 2)), np.arange(601) == 0
    ties = matrix(601, [(0, at) for at in range(1, 601)])

    begun = process_time()
    found = place_beside(places, is_placed, ties)

    assert process_time() - begun < 2
    assert cKDTree(found).query(found, k=2)[0][:, 1].min() >= WIDEST * 0.999
    assert np.hypot(*found.T).max() < 1.0


def test_newcomers_with_ties_to_each_other_only_stand_side_by_side_outside():
    found = place_beside(np.zeros((5, 2)), np.arange(5) == 0, matrix(5, [(1, 3), (2, 4)]))

    apart = np.hypot(*(found[:, None] - found[None]).transpose(2, 0, 1))
    assert np.hypot(*found[1:].T).min() >= 1.0
    assert max(apart[1, 3], apart[3, 2], apart[2, 4]) < 0.05


def test_a_crowd_whose_middles_differ_finds_its_spots_in_a_moment():
    random = np.random.default_rng(1)
    places = np.vstack([random.uniform(-1, 1, (300, 2)), np.zeros((600, 2))])
    ties = matrix(900, [(300 + at, int(random.integers(300))) for at in range(600) for _ in range(12)])

    begun = process_time()
    found = place_beside(places, np.arange(900) < 300, ties)

    assert process_time() - begun < 2
    assert cKDTree(found).query(found[300:], k=2)[0][:, 1].min() >= NARROWEST
