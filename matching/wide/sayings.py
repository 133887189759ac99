"""Things that many say the same: each once, with those who say it, neighbours next to each other."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from graph.network import Network, Positions
from matching.ordering import distinct
from matching.products import numbers_between

Values = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Listed:
    """Things or partners for some rows: columns of one length, best first within each row."""

    row: Positions
    what: Positions
    value: Values


@dataclass(frozen=True)
class Sayings:
    """Who says what: things are numbered, and so are partners in the order in which they are neighbours."""

    starts: Positions
    """Where the things of each partner begin in `things`, and where the last ones end: shape (n_partners + 1,)."""
    things: npt.NDArray[np.int32]
    """Ordered by partner, each once."""
    sayer_starts: Positions
    """Where those who say each thing begin in `sayers`: shape (n_things + 1,)."""
    sayers: npt.NDArray[np.int32]
    """Partners, ordered by thing, then by neighbourhood."""
    sayer_keys: Positions
    """Thing and place in the neighbourhood of each in `sayers`, as one ascending number."""
    neighbour: npt.NDArray[np.int32]
    """Place of each partner in the order of neighbourhoods: shape (n_partners,)."""

    @classmethod
    def of(cls, partner: Positions, thing: Positions, n_things: int, neighbour: npt.NDArray[np.int32]) -> "Sayings":
        """Order who says what; what a partner says twice counts once."""
        n_partners = len(neighbour)
        pairs = distinct(partner.astype(np.int64) * n_things + thing)
        who, what = np.divmod(pairs, max(n_things, 1))
        keys = (what * n_partners + neighbour[who]).astype(np.int64)
        by_thing = np.argsort(keys)
        return cls(
            starts=np.searchsorted(who, np.arange(n_partners + 1)),
            things=what.astype(np.int32),
            sayer_starts=np.searchsorted(what[by_thing], np.arange(n_things + 1)),
            sayers=who[by_thing].astype(np.int32),
            sayer_keys=keys[by_thing],
            neighbour=neighbour,
        )

    @property
    def n_things(self) -> int:
        return len(self.sayer_starts) - 1

    def replaced(self, positions: Positions, partner: Positions, thing: Positions, n_things: int) -> "Sayings":
        """Return the same where the partners at some positions say other things, of more things perhaps."""
        who = np.repeat(np.arange(len(self.neighbour)), np.diff(self.starts))
        stays = ~np.isin(who, positions)
        all_partners = np.concatenate([who[stays], partner])
        return Sayings.of(all_partners, np.concatenate([self.things[stays], thing]), n_things, self.neighbour)

    def of_partners(self, partners: Positions) -> tuple[Positions, Positions]:
        """Return what each of some partners says: number of the partner in `partners`, thing."""
        row, at = numbers_between(self.starts[partners], self.starts[partners + 1])
        return row, self.things[at].astype(np.int64)

    def said_by(self, listed: Listed, asking: Positions, k: int) -> Listed:
        """Return up to `k` partners for each row who say what is listed for it, best first.

        `asking` is the partner of each row. Of a thing that more say than there is room for, those count who are the
        nearest neighbours of the one that asks: so equal answers are spread over all who give them.
        """
        sizes = np.diff(self.sayer_starts)[listed.what]
        before = np.cumsum(sizes) - sizes
        first_of_row = np.searchsorted(listed.row, listed.row)
        n_taken = np.clip(k - (before - before[first_of_row]), 0, sizes)
        begin = self._nearest(listed.what, self.neighbour[asking[listed.row]]) - n_taken // 2
        at, step = numbers_between(np.zeros(len(sizes), np.int64), n_taken)
        place = self.sayer_starts[listed.what[at]] + (begin[at] + step) % sizes[at]
        return Listed(listed.row[at], self.sayers[place].astype(np.int64), listed.value[at])

    def _nearest(self, thing: Positions, neighbour: npt.NDArray[np.int32]) -> Positions:
        """Return where, among those who say a thing, somebody stands or would stand in the order of neighbours."""
        keys = thing * len(self.neighbour) + neighbour
        return np.searchsorted(self.sayer_keys, keys) - self.sayer_starts[thing]


def neighbours(network: Network) -> npt.NDArray[np.int32]:
    """Return the place of each partner in an order in which those of one place, then of near postcodes, are together.

    Shape (n_partners,).
    """
    partners = network.partners
    order = partners.assign(at=np.arange(len(partners))).sort_values(["country", "postcode", "place", "at"])["at"]
    places = np.empty(len(partners), np.int32)
    places[order.to_numpy()] = np.arange(len(partners), dtype=np.int32)
    return places


def numbered_rows(matrix: sparse.csr_array, seed: int = 0) -> tuple[Positions, Positions]:
    """Return a number for each row, those with the same columns the same, and a row of each number."""
    marks = np.random.default_rng(seed).integers(np.iinfo(np.int64).max, size=matrix.shape[1])
    # Sums of random numbers, which tell sets apart as surely as a digest would.
    reached = np.concatenate([[0], np.cumsum(marks[matrix.indices])])
    sums = reached[matrix.indptr[1:]] - reached[matrix.indptr[:-1]]
    _, first, number = np.unique(sums, return_index=True, return_inverse=True)
    return number, first
