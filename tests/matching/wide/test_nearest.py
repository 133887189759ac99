"""Tests of matching.wide.nearest: where texts share nothing, or nothing at all is told."""

import numpy as np
from scipy import sparse

from matching.texts import TextSpace
from matching.wide.nearest import Nearest, dots_at
from tests.associations import NO_ASSOCIATIONS
from tests.builders import network, partner


def test_a_pair_is_summed_up_whole_whether_or_not_empty_ones_follow():
    left = sparse.csr_array(np.array([[1.0, 2.0]], np.float32))
    right = sparse.csr_array(np.array([[0.0, 0.0], [3.0, 4.0], [0.0, 0.0]], np.float32))

    dots = dots_at(left, right, np.array([0, 0, 0, 0]), np.array([1, 0, 1, 2]))

    assert dots.tolist() == [11, 0, 11, 0]


def test_needs_that_nothing_answers_have_no_answer():
    space = TextSpace(network([partner("a", offers="gymzaal"), partner("b", seeks="xyz")]), known=NO_ASSOCIATIONS)
    nearest = Nearest.of(space, space.offered(["gymzaal"]))

    assert nearest.best(space.sought(["xyz", "xyz"]), k=3).toarray().tolist() == [[0], [0]]
    assert nearest.best(space.sought(["xyz", "gymzaal"]), k=3).toarray().tolist() == [
        [0],
        [0.5],
    ]  # same words, same letters
