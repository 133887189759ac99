"""Where what one partner seeks meets what another one offers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from graph.network import Mask, Network, Positions
from matching.comparing import MIN_SIMILARITY, N_BEST, N_ROWS, most_similar
from matching.products import largest_per_row
from matching.said import Said
from matching.texts import TextSpace

ROUNDING = np.float32(1e-5)
"""By so much a similarity differs with how many are computed at a time."""

Numbers = npt.NDArray[np.int32]
"""Integers of four bytes: there are millions of meetings."""
Scores = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Met:
    """Phrases that meet: columns of one length."""

    need: Numbers
    """Row of `Meetings.needs`."""
    answer: Numbers
    """Row of `Meetings.offers`."""
    similarity: Scores
    """0 … 1."""

    @classmethod
    def of(cls, similarity: sparse.csr_array, first_need: int = 0, first_answer: int = 0) -> "Met":
        """Return what is stored in a matrix by need and answer, whose first row and column have these numbers."""
        cells = similarity.tocoo()
        need, answer = (rows.astype(np.int32) for rows in cells.coords)
        return cls(need + np.int32(first_need), answer + np.int32(first_answer), cells.data.astype(np.float32))

    @classmethod
    def joined(cls, parts: "Sequence[Met]") -> "Met":
        """Return several as one."""
        return cls(
            np.concatenate([part.need for part in parts]),
            np.concatenate([part.answer for part in parts]),
            np.concatenate([part.similarity for part in parts]),
        )


@dataclass(frozen=True)
class Pairs:
    """The phrases that meet best for each pair of partners: one row each, ordered by seeker, then offerer."""

    seeker: Numbers
    offerer: Numbers
    met: Met

    @classmethod
    def best(cls, needs: Said, offers: Said, met: Met) -> "Pairs":
        """Keep the best of each pair of partners, and none of a partner with itself.

        Of equal ones the first need counts, and of its answers the first.
        """
        seeker, offerer = needs.partner[met.need].astype(np.int32), offers.partner[met.answer].astype(np.int32)
        order = np.lexsort((met.answer, met.need, -met.similarity, offerer, seeker))
        one, other = seeker[order], offerer[order]
        is_best = one != other
        is_best[1:] &= (one[1:] != one[:-1]) | (other[1:] != other[:-1])
        kept = order[is_best]
        return cls(seeker[kept], offerer[kept], Met(met.need[kept], met.answer[kept], met.similarity[kept]))

    def updated(self, is_changed: Mask, new: "Pairs") -> "Pairs":
        """Return the same with all pairs of which one is changed replaced by `new`."""
        kept = np.flatnonzero(~(is_changed[self.seeker] | is_changed[self.offerer]))
        n_partners = np.int64(len(is_changed))
        places = np.searchsorted(
            self.seeker[kept] * n_partners + self.offerer[kept], new.seeker * n_partners + new.offerer
        )
        return Pairs(
            np.insert(self.seeker[kept], places, new.seeker),
            np.insert(self.offerer[kept], places, new.offerer),
            Met(
                np.insert(self.met.need[kept], places, new.met.need),
                np.insert(self.met.answer[kept], places, new.met.answer),
                np.insert(self.met.similarity[kept], places, new.met.similarity),
            ),
        )


@dataclass(frozen=True)
class Meetings:
    """The phrases of both sides, and those of each pair of partners that meet best."""

    needs: Said
    offers: Said
    pairs: Pairs
    least: Scores
    """Similarity from which an answer is among the best of each need: shape (n_needs,)."""
    n_partners: int

    @property
    def matrix(self) -> sparse.csr_array:
        """Similarity by seeker and offerer: shape (n_partners, n_partners)."""
        return self._by_pair(self.pairs.met.similarity)

    @property
    def numbers(self) -> sparse.csr_array:
        """Row of `pairs`, counted from 1, by seeker and offerer: of the same shape; 0 stands for no meeting."""
        return self._by_pair(np.arange(1, len(self.pairs.seeker) + 1, dtype=np.int32))

    @property
    def table(self) -> pd.DataFrame:
        """The meetings to look at: seeker, offerer (positions of partners), need, answer (in words), similarity."""
        pairs = self.pairs
        words = {"need": self.needs.text[pairs.met.need], "answer": self.offers.text[pairs.met.answer]}
        positions = {"seeker": pairs.seeker, "offerer": pairs.offerer}
        return pd.DataFrame(positions | words | {"similarity": pairs.met.similarity})

    def _by_pair(self, values: npt.NDArray[np.generic]) -> sparse.csr_array:
        starts = np.searchsorted(self.pairs.seeker, np.arange(self.n_partners + 1)).astype(np.int32)
        return sparse.csr_array((values, self.pairs.offerer, starts), shape=(self.n_partners, self.n_partners))

    def updated(self, told: Network, positions: Positions, space: TextSpace) -> "Meetings":
        """Return the meetings after some partners said something else.

        `told` holds these partners alone, `positions` where they stand among all, both in ascending order. A need that
        loses one of its `N_BEST` answers waits for the next full read to get another one instead.
        """
        is_changed = np.isin(np.arange(self.n_partners), positions)
        sought = Said.side(told, "seeks", space.sought).of_partners(positions)
        offered = Said.side(told, "offers", space.offered).of_partners(positions)
        needs, offers = self.needs.updated(is_changed, sought), self.offers.updated(is_changed, offered)
        wanted = _answers_of_all(space, sought, offers)
        met = [Met.of(wanted, first_need=len(self.needs.text)), *self._newly_met(space, needs, offered)]
        pairs = self.pairs.updated(is_changed, Pairs.best(needs, offers, Met.joined(met)))
        return Meetings(needs, offers, pairs, np.concatenate([self.least, _least(wanted)]), self.n_partners)

    def _newly_met(self, space: TextSpace, needs: Said, offered: Said) -> Iterator[Met]:
        """Yield where what is offered now meets the needs of those who did not change, block by block."""
        n_needs, n_offers = len(self.needs.text), len(self.offers.text)
        for start in range(0, len(offered.text), N_ROWS):
            scores = needs.needing(space, offered.parts[0][start : start + N_ROWS])[:n_needs]
            is_met = (scores > MIN_SIMILARITY) & (scores >= self.least[:, np.newaxis] - ROUNDING)
            yield Met.of(sparse.csr_array(scores * is_met), first_answer=n_offers + start)


def meet(network: Network, space: TextSpace) -> Meetings:
    """Compare every phrase that seeks with every phrase that offers, and keep the best per pair of partners."""
    needs = Said.side(network, "seeks", space.sought)
    offers = Said.side(network, "offers", space.offered)
    similarity = most_similar(space, needs.parts[0], offers.parts[0])
    pairs = Pairs.best(needs, offers, Met.of(similarity))
    return Meetings(needs, offers, pairs, _least(similarity), network.n_partners)


def _answers_of_all(space: TextSpace, sought: Said, offers: Said) -> sparse.csr_array:
    """Return the best similarities of a few needs: shape (n_needs, n_offers)."""
    starts = range(0, len(sought.text), N_ROWS)
    blocks = [
        largest_per_row(offers.answering(space, sought.parts[0][start : start + N_ROWS]), N_BEST, MIN_SIMILARITY)
        for start in starts
    ]
    nothing = sparse.csr_array((0, len(offers.text)), dtype=np.float32)
    return sparse.csr_array(sparse.vstack([nothing, *blocks], format="csr"))


def _least(similarity: sparse.csr_array) -> Scores:
    """Return the similarity from which an answer is among the best of each need; 0 while it has fewer than those."""
    counts = np.diff(similarity.indptr)
    least = np.full(len(counts), np.inf, np.float32)
    np.minimum.at(least, np.repeat(np.arange(len(counts)), counts), similarity.data)
    least[counts < N_BEST] = 0
    return least
