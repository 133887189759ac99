"""How well everybody in one group fits everybody in another: what every round starts from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy import sparse

from graph.network import Network
from matching.candidates import known_pairs
from matching.model import Weights
from matching.suggest import Matcher

Pair = tuple[str, str]
Thousandths = npt.NDArray[np.int64]
PER_UNIT = 1000
"""Scores are counted in thousandths, so that sums are exact and two plans can be equal."""


@dataclass(frozen=True)
class Scores:
    """The score of each of `rows` with each of `columns`, of both sides: log-odds above an average candidate."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: tuple[tuple[float, ...], ...]
    """A tuple per row; rounded to thousandths."""

    @classmethod
    def of(cls, rows: Sequence[str], columns: Sequence[str], values: Weights) -> "Scores":
        """Take scores of shape (n_rows, n_columns).

        >>> Scores.of(["school"], ["bakker"], np.array([[1.23456]])).between("school", "bakker")
        1.235
        """
        rounded = np.round(values, 3) + 0.0  # + 0.0: no minus zero
        return cls(tuple(rows), tuple(columns), tuple(map(tuple, rounded.tolist())))

    @cached_property
    def row_at(self) -> dict[str, int]:
        """Position of each row by its id."""
        return {one: at for at, one in enumerate(self.rows)}

    @cached_property
    def column_at(self) -> dict[str, int]:
        """Position of each column by its id."""
        return {one: at for at, one in enumerate(self.columns)}

    def between(self, row: str, column: str) -> float:
        """Return the score of a pair; raise `KeyError` for an id without a row or a column."""
        return self.values[self.row_at[row]][self.column_at[column]]

    def grid(self, rows: Sequence[str], columns: Sequence[str]) -> Thousandths:
        """Return the scores of some with some, in thousandths: shape (len(rows), len(columns))."""
        values = np.array(self.values, np.float64).reshape(len(self.rows), len(self.columns))
        places = np.ix_([self.row_at[one] for one in rows], [self.column_at[one] for one in columns])
        thousandths: Thousandths = np.round(values[places] * PER_UNIT).astype(np.int64)
        return thousandths


def scores_between(matcher: Matcher, ones: Sequence[str], others: Sequence[str]) -> Scores:
    """Return how well each of `ones` fits each of `others`, as both sides see it: the mean of both log-odds.

    Raise `UnknownPartner` for an id that the network does not hold.
    """
    forth, back = matcher.scores_between(ones, others), matcher.scores_between(others, ones)
    return Scores.of(ones, others, (forth + back.T) / 2)


@dataclass(frozen=True)
class Acquainted:
    """What there is already between the pairs of a round; each pair in the order of its ids."""

    known: frozenset[Pair] = frozenset()
    """They work together, or said that they know each other."""
    boards: frozenset[Pair] = frozenset()
    """One belongs to the other: a school to its board, a firm to its association."""
    declined: frozenset[Pair] = frozenset()
    """One of them said no to the other, and nothing else since."""

    @classmethod
    def among(cls, network: Network, partner_ids: Iterable[str]) -> "Acquainted":
        """Look up what there is between some partners; raise `UnknownPartner` for one that is not in the network."""
        ids = sorted(set(partner_ids))
        places = np.array([network.position(one) for one in ids], np.int64)
        members = network.memberships
        boards = _matrix(network, members["member"].to_numpy(), members["parent"].to_numpy())
        said = network.last_answers[network.last_answers["answer"] == "declined"]
        declined = _matrix(network, said["partner"].to_numpy(), said["suggested"].to_numpy())

        def within(matrix: sparse.csr_array) -> frozenset[Pair]:
            one, other = sparse.triu(matrix[places][:, places], k=1).nonzero()
            return frozenset((ids[i], ids[j]) for i, j in zip(one.tolist(), other.tolist(), strict=True))

        own = within(boards)
        return cls(within(known_pairs(network)) - own, own, within(declined))

    def without(self, pairs: Iterable[Pair]) -> "Acquainted":
        """Return the same with nothing of some pairs, whatever the order of their ids.

        >>> Acquainted(known=frozenset({("bakker", "school")})).without([("school", "bakker")]).known
        frozenset()
        """
        left_out = {pair_of(*pair) for pair in pairs}
        return Acquainted(self.known - left_out, self.boards - left_out, self.declined - left_out)


def pair_of(one: str, other: str) -> Pair:
    """Return a pair in the order of its ids.

    >>> pair_of("school", "bakker")
    ('bakker', 'school')
    """
    return (one, other) if one < other else (other, one)


def _matrix(network: Network, one: npt.NDArray[np.int64], other: npt.NDArray[np.int64]) -> sparse.csr_array:
    shape = (network.n_partners, network.n_partners)
    pairs = sparse.csr_array((np.ones(len(one)), (one, other)), shape=shape)
    return sparse.csr_array(pairs + pairs.T)
