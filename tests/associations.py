"""Small associations: none, or a few words whose vectors are chosen."""

import numpy as np

from matching.associations import N_DIMENSIONS, Associations

NO_ASSOCIATIONS = Associations({}, np.zeros((0, N_DIMENSIONS), np.float32))
"""Knows no word: what texts share is then what stands in them."""


def associating(vectors_by_word):
    """Return associations that know some words, given by the first values of their vectors.

    >>> associating({"viool": [3.0, 4.0]}).vectors.shape
    (1, 100)
    """
    vectors = np.zeros((len(vectors_by_word), N_DIMENSIONS), np.float32)
    for row, values in zip(vectors, vectors_by_word.values(), strict=True):
        row[: len(values)] = values
    return Associations({word: position for position, word in enumerate(vectors_by_word)}, vectors)
