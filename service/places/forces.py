"""The picture of a large network: ties pull, everybody pushes everybody, and groups come to lie apart.

LinLog energy with repulsion by ties (Noack 2009, Modularity clustering is force-directed layout, Physical Review E 79),
stepped as ForceAtlas2 does (Jacomy and others 2014, PLoS ONE 9). All push all at once: the pushes are a convolution on
a grid by fast Fourier transform (Hockney and Eastwood 1988), so that a step costs n + m and not n².
"""

# 5,000 partners and 20,000 ties on two cores: 5 s. Beside it rustworkx's spring took 11 s, scikit-network's ForceAtlas
# more than 115 s for 50 of its steps, and stress over pivots (Ortmann and others 2016) 2 s, but it showed no groups.

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy import fft, sparse
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree

from service.places.stress import Places, tie_lengths

N_STEPS = 300
"""Steps of the forces: at 5,000 partners the extent changes by less than 1 % over the last twenty."""
N_PIVOTS = 50
"""Partners whose distances to all give the start."""
GRID = 128
"""Cells of the grid of pushes along each side."""
PUSH = 0.02
HOLD = 0.02
"""How hard each partner is drawn to the middle."""
ROOM = 0.0035
"""Half of what lies between two partners at least, as a share of the extent."""

Numbers = npt.NDArray[np.float64]


def place_by_forces(ties: sparse.csr_array, tell: Callable[[float], None]) -> Places:
    """Lay out a connected network of ones, shape (n_partners, n_partners); places lie within -1 … 1.

    `tell` is told how far it is, 0 … 1.
    """
    places = _start(ties)
    first, second = ties.nonzero()
    weights = 1.0 + np.diff(ties.indptr)
    pace = _Pace(np.zeros_like(places))
    for step in range(N_STEPS):
        forces = PUSH * weights[:, None] * _pushes(places, weights)
        forces += _pulls(places, first, second)
        forces -= HOLD * weights[:, None] * places / _lengths(places)[:, None]
        places = places + pace.step(forces, weights)
        tell((step + 1) / N_STEPS)
    places -= np.median(places, axis=0)
    return _give_room(np.asarray(places / np.abs(places).max()))


def _start(ties: sparse.csr_array) -> Places:
    """Pivot MDS (Brandes and Pich 2006): partners far from each other over ties begin far from each other."""
    lengths = tie_lengths(ties)
    pivot = int(np.diff(ties.indptr).argmax())
    rows: list[Numbers] = []
    for _ in range(min(N_PIVOTS, ties.shape[0])):
        rows.append(dijkstra(lengths, indices=pivot))
        pivot = int(np.min(rows, axis=0).argmax())
    squares = np.array(rows) ** 2
    centred = -0.5 * (squares - squares.mean(axis=0) - squares.mean(axis=1, keepdims=True) + squares.mean())
    _, vectors = np.linalg.eigh(centred @ centred.T)
    # An eigenvector's sign is left to the library: its largest entry is made positive.
    vectors = vectors[:, [-1, -2]]
    vectors = vectors * np.sign(vectors[np.abs(vectors).argmax(axis=0), [0, 1]])
    start = centred.T @ vectors
    # Partners with the same ties would start, and stay, on one point.
    angles = 2 * np.pi * np.arange(len(start)) / len(start)
    return np.asarray(100 * start / np.abs(start).max() + np.column_stack([np.cos(angles), np.sin(angles)]))


def _pulls(places: Places, first: npt.NDArray[np.int64], second: npt.NDArray[np.int64]) -> Places:
    towards = places[second] - places[first]
    lengths = _lengths(towards)
    pulls = towards * (np.log1p(lengths) / lengths)[:, None]
    return np.column_stack([np.bincount(first, pulls[:, axis], minlength=len(places)) for axis in (0, 1)])


def _pushes(places: Places, weights: Numbers) -> Places:
    """Return the sum over all others of weight · away / distance²: spread over a grid, convolved, and read back."""
    low = places.min(axis=0)
    cell = (places.max(axis=0) - low).max() * 1.0001 / (GRID - 2)
    within = (places - low) / cell
    corner = within.astype(np.int64)
    share = within - corner
    corners = [
        (corner + np.array([right, up]), np.prod(np.where((right, up), share, 1 - share), axis=1))
        for right in (0, 1)
        for up in (0, 1)
    ]
    grid = np.zeros(4 * GRID * GRID)
    for at, part in corners:
        grid += np.bincount(at[:, 0] * 2 * GRID + at[:, 1], weights * part, minlength=len(grid))
    spectrum = fft.rfft2(grid.reshape(2 * GRID, 2 * GRID))
    pushes = np.empty_like(places)
    for axis, kernel in enumerate(_kernels()):
        field_of = fft.irfft2(spectrum * kernel, s=(2 * GRID, 2 * GRID))
        pushes[:, axis] = sum(part * field_of[at[:, 0], at[:, 1]] for at, part in corners)
    return np.asarray(pushes / cell)


@lru_cache(maxsize=1)
def _kernels() -> tuple[npt.NDArray[np.complex128], npt.NDArray[np.complex128]]:
    """Return the transforms of x / r² and y / r² on a grid twice as wide, so that nothing is pushed around its edge."""
    offsets = np.fft.fftfreq(2 * GRID, 1 / (2 * GRID))
    right, up = np.meshgrid(offsets, offsets, indexing="ij")
    squares = np.maximum(right**2 + up**2, 0.25)
    return fft.rfft2(right / squares), fft.rfft2(up / squares)


@dataclass
class _Pace:
    """How far a step goes: less for whoever swings to and fro, and for all when many do (Jacomy and others 2014)."""

    last: Places
    speed: float = field(default=1.0)

    def step(self, forces: Places, weights: Numbers) -> Places:
        swing, traction = _lengths(forces - self.last), _lengths(forces + self.last) / 2
        self.speed = min(float(weights @ traction / (weights @ swing)), 1.5 * self.speed)
        self.last = forces
        return forces * (self.speed / (1 + self.speed * np.sqrt(swing)))[:, None]


def _give_room(places: Places) -> Places:
    """Move partners that stand too close away from each other, half of the overlap each, at most 40 times."""
    for _ in range(40):
        pairs = cKDTree(places).query_pairs(2 * ROOM, output_type="ndarray")
        if not len(pairs):
            break
        away = places[pairs[:, 0]] - places[pairs[:, 1]]
        lengths = _lengths(away)
        moves = away * (0.5 * (2 * ROOM - lengths) / lengths)[:, None]
        for axis in (0, 1):
            places[:, axis] += np.bincount(pairs[:, 0], moves[:, axis], minlength=len(places))
            places[:, axis] -= np.bincount(pairs[:, 1], moves[:, axis], minlength=len(places))
    return places


def _lengths(vectors: Places) -> Numbers:
    lengths: Numbers = np.maximum(np.hypot(vectors[:, 0], vectors[:, 1]), 1e-9)
    return lengths
