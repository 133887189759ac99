"""Where what one partner seeks meets what another one offers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from graph.network import Mask, Network
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

    @classmethod
    def none(cls) -> "Pairs":
        """Return no pair at all."""
        nothing = np.zeros(0, np.int32)
        return cls(nothing, nothing, Met(nothing, nothing, np.zeros(0, np.float32)))

    def updated(self, is_changed: Mask, new: "Pairs") -> "Pairs":
        """Return the same with all pairs of which one is changed replaced by `new`."""
        kept = np.flatnonzero(~(is_changed[self.seeker] | is_changed[self.offerer]))
        seeker = np.concatenate([self.seeker[kept], new.seeker])
        offerer = np.concatenate([self.offerer[kept], new.offerer])
        met = Met.joined([Met(self.met.need[kept], self.met.answer[kept], self.met.similarity[kept]), new.met])
        order = np.lexsort((offerer, seeker))
        return Pairs(seeker[order], offerer[order], Met(met.need[order], met.answer[order], met.similarity[order]))

    def by_partner(self, values: npt.NDArray[np.generic], n_partners: int) -> sparse.csr_array:
        """Return a value of each row by seeker and offerer: shape (n_partners, n_partners)."""
        partners = np.arange(n_partners + 1, dtype=np.int32)  # of another type, all would be copied to compare
        starts = np.searchsorted(self.seeker, partners).astype(np.int32)
        return sparse.csr_array((values, self.offerer, starts), shape=(n_partners, n_partners))


@dataclass(frozen=True)
class Meetings:
    """The phrases of both sides, and those of each pair of partners that meet best."""

    needs: Said
    offers: Said
    pairs: Pairs
    """As they met when all was read."""
    later: Pairs
    """As they meet where one of them said something else since."""
    is_changed: Mask
    """Who did: shape (n_partners,)."""
    least: Scores
    """Similarity from which an answer is among the best of each need: shape (n_needs,)."""

    @classmethod
    def between(cls, needs: Said, offers: Said, space: TextSpace, n_partners: int) -> "Meetings":
        """Compare all needs with all offers, and keep the best per pair of partners."""
        similarity = most_similar(space, needs.parts[0], offers.parts[0])
        pairs = Pairs.best(needs, offers, Met.of(similarity))
        return cls(needs, offers, pairs, Pairs.none(), np.zeros(n_partners, np.bool_), _least(similarity))

    @property
    def table(self) -> pd.DataFrame:
        """The meetings to look at: seeker, offerer (positions of partners), need, answer (in words), similarity."""
        pairs = self.pairs.updated(self.is_changed, self.later)
        words = {"need": self.needs.text[pairs.met.need], "answer": self.offers.text[pairs.met.answer]}
        positions = {"seeker": pairs.seeker, "offerer": pairs.offerer}
        return pd.DataFrame(positions | words | {"similarity": pairs.met.similarity})

    @property
    def matrix(self) -> sparse.csr_array:
        """Similarity by seeker and offerer when all was read: shape (n_partners, n_partners)."""
        return self.pairs.by_partner(self.pairs.met.similarity, len(self.is_changed))

    @property
    def patch(self) -> sparse.csr_array:
        """The same of those of whom one said something else since; of the same shape."""
        return self.later.by_partner(self.later.met.similarity, len(self.is_changed))

    @property
    def numbers(self) -> sparse.csr_array:
        """Numbers for `words`, from 1 on, where `matrix` has a similarity; of the same shape."""
        return self.pairs.by_partner(np.arange(1, len(self.pairs.seeker) + 1, dtype=np.int32), len(self.is_changed))

    @property
    def later_numbers(self) -> sparse.csr_array:
        """Numbers for `words` where `patch` has a similarity; of the same shape."""
        first = len(self.pairs.seeker) + 1
        numbers = np.arange(first, first + len(self.later.seeker), dtype=np.int32)
        return self.later.by_partner(numbers, len(self.is_changed))

    def words(self, numbers: Numbers) -> list[tuple[str, str]]:
        """Return need and answer of meetings by number; empty texts for 0."""
        n_pairs = len(self.pairs.seeker)
        found = [("", "")] * len(numbers)
        for pairs, first, last in (
            (self.pairs, 1, n_pairs),
            (self.later, n_pairs + 1, n_pairs + len(self.later.seeker)),
        ):
            places = np.flatnonzero((numbers >= first) & (numbers <= last))
            rows = numbers[places] - first
            needs, answers = self.needs.text[pairs.met.need[rows]], self.offers.text[pairs.met.answer[rows]]
            for place, need, answer in zip(places, needs, answers, strict=True):
                found[place] = (need, answer)
        return found

    def updated(self, is_changed: Mask, sought: Said, offered: Said, space: TextSpace) -> "Meetings":
        """Return the meetings after some partners said something else: what they seek and offer now, read at once.

        `is_changed` has the shape (n_partners,). A need that loses one of its `N_BEST` answers waits for the next full
        read to get another one instead.
        """
        needs, offers = self.needs.updated(is_changed, sought), self.offers.updated(is_changed, offered)
        wanted = _answers_of_all(space, sought, offers)
        met = [Met.of(wanted, first_need=len(self.needs.text)), *self._newly_met(space, needs, offered)]
        return Meetings(
            needs,
            offers,
            self.pairs,
            self.later.updated(is_changed, Pairs.best(needs, offers, Met.joined(met))),
            self.is_changed | is_changed,
            np.concatenate([self.least, _least(wanted)]),
        )

    def _newly_met(self, space: TextSpace, needs: Said, offered: Said) -> Iterator[Met]:
        """Yield where what is offered now meets the needs of those who did not change, block by block."""
        n_needs, n_offers = len(self.needs.text), len(self.offers.text)
        for start in range(0, len(offered.text), N_ROWS):
            scores = needs.needing(space, offered.parts[0][start : start + N_ROWS])[:n_needs]
            is_met = (scores > MIN_SIMILARITY) & (scores >= self.least[:, np.newaxis] - ROUNDING)
            yield Met.of(sparse.csr_array(scores * is_met), first_answer=n_offers + start)


def meet(network: Network, space: TextSpace) -> Meetings:
    """Compare every phrase that seeks with every phrase that offers."""
    needs = Said.side(network, "seeks", space.sought)
    offers = Said.side(network, "offers", space.offered)
    return Meetings.between(needs, offers, space, network.n_partners)


def alike(said: Said, space: TextSpace, n_partners: int) -> Meetings:
    """Compare every phrase of one side, read as an offer, with every other one: who offers the same is no answer."""
    return Meetings.between(said, said, space, n_partners)


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
