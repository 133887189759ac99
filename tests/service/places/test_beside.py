"""Newcomers stand beside whom they work with, and nobody moves for them."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from service.places.beside import NARROWEST, place_beside
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
