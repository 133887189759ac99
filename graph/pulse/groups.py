"""Of which groups a figure may be shown, so that no arithmetic with all of them tells of fewer than five partners.

A limit of five per group alone does not do that: who is shown a town of twelve and its eleven schools knows the one
that is none (differencing; Australian Bureau of Statistics, Data Confidentiality Guide, treating aggregate data). So
groups are let in one after the other, and each has to leave all blocks large enough: sets of partners that stand in
just the same groups. Every sum or difference of shown figures then weighs the partners of a block alike, and so tells
of no set smaller than a block. Within a block not all may have said the same, since its mean would say what each of
them said (l-diversity; Machanavajjhala et al. 2007).
"""

from collections.abc import Iterable
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from graph.network import Mask

LEAST = 5
"""Partners that must have answered."""

Name = TypeVar("Name")


def showable(groups: Iterable[tuple[Name, Mask]], values: npt.NDArray[np.float64]) -> list[Name]:
    """Return which groups may be shown; what comes first goes before what comes later.

    Every mask, and `values`, the answer of each partner, has the shape (n_partners,).

    >>> answers = np.array([1, 2, 3, 4, 1, 2, 3, 4, 1.0])
    >>> everybody, five = np.ones(9, dtype=np.bool_), np.arange(9) < 5
    >>> showable([("all", everybody), ("five", five)], answers)  # the other four would be known
    ['all']
    """
    shown: list[Name] = []
    blocks: npt.NDArray[np.int64] = np.zeros(len(values), dtype=np.int64)
    for name, mask in groups:
        finer: npt.NDArray[np.int64] = np.unique(2 * blocks + mask, return_inverse=True)[1]
        if mask.any() and _are_safe(finer, values):
            shown.append(name)
            blocks = finer
    return shown


def _are_safe(blocks: npt.NDArray[np.int64], values: npt.NDArray[np.float64]) -> bool:
    parts = [values[blocks == block] for block in np.unique(blocks)]
    return all(len(part) >= LEAST and len(np.unique(part)) > 1 for part in parts)
