"""Places in the picture: the same each time, nobody on top of another, nobody lost."""

import numpy as np
import pytest
from scipy import sparse

from service.places.layout import RING_DISTANCE, lay_out


def adjacency(n_partners, ties):
    matrix = np.zeros((n_partners, n_partners))
    for first, second in ties:
        matrix[first, second] = matrix[second, first] = 1.0
    return sparse.csr_array(matrix)


STAR = adjacency(6, [(0, other) for other in range(1, 6)])
PATH = adjacency(4, [(0, 1), (1, 2), (2, 3)])


def distances(places):
    differences = places[:, None] - places[None]
    return np.hypot(differences[..., 0], differences[..., 1])


def test_an_empty_network_has_no_places():
    assert lay_out(sparse.csr_array((0, 0))).shape == (0, 2)


def test_the_same_network_stands_the_same():
    assert np.array_equal(lay_out(STAR), lay_out(STAR))


def test_a_path_lies_in_its_order():
    between = distances(lay_out(PATH))

    assert between[0, 3] > between[0, 2] > between[0, 1] > 0


def test_the_hub_of_a_star_stands_in_its_middle():
    places = lay_out(STAR)
    from_middle = np.hypot(*(places - places[1:].mean(axis=0)).T)

    assert from_middle.argmin() == 0


def test_partners_with_the_same_ties_do_not_stand_on_one_point():
    between = distances(lay_out(STAR))

    assert between[~np.eye(6, dtype=bool)].min() > 0.02


def test_who_has_no_ties_stands_on_the_ring():
    places = lay_out(adjacency(5, [(0, 1), (1, 2)]))
    extent = np.abs(places[:3]).max(axis=0) * RING_DISTANCE

    assert np.hypot(*(places[3:] / extent).T) == pytest.approx([1.0, 1.0])
