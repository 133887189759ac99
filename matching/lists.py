"""How a list of suggestions is put together: the best, some across sectors, and a place for a newcomer."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graph.network import Network, Positions
from matching.activity import codes
from matching.altered import altered
from matching.candidates import Mask
from matching.features import Pairs
from matching.model import Weights

LEAST_SCORE = float(np.log(3))
"""Log-odds from which a pair is worth a word: three times as likely as the partner's average candidate. Six times would
leave three partners of Oss in nobody's list and cost up to 12 % of NDCG@10 there."""
LEAST_FIT = 0.2
"""Log-odds that what the two say, do, know or are must add: that somebody is busy is no reason to call. In Oss it takes
.01 to .03 of an NDCG@10 of .58."""
FEW_CANDIDATES = 30
"""Among fewer there hardly is an average to stand out from: there, only who fits less than it is left out."""
SHARE_ACROSS = 0.2
"""Places for partners of another sector, where enough of them fit: two of ten."""
N_DRAWN = 5
"""Newcomers among whom the place for one is drawn."""
LEAST_PLACES = 5
"""Shorter lists have no place to spare for a newcomer."""


@dataclass(frozen=True)
class Candidates:
    """The candidates of some partners, a row each: shape (n_rows, most candidates of a row), padded with score -inf."""

    partner: Positions
    """The partner of each row: shape (n_rows,)."""
    candidate: Positions
    score: Weights
    pair: Positions
    """The row of `Pairs` that each came from."""
    fits: Mask
    """Whether something of the two themselves speaks for the pair, and not only how active the other one is."""

    @classmethod
    def of(cls, pairs: Pairs, scores: Weights, fit_of_both: Weights) -> "Candidates":
        """Lay pairs, ordered by partner, out in rows; scores and their part that is of both: shape (n_pairs,)."""
        partner, row = np.unique(pairs.partner, return_inverse=True)
        place = np.arange(len(row)) - np.searchsorted(row, row)
        shape = (len(partner), int(place.max(initial=-1)) + 1)
        candidate, pair = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
        score, fits = np.full(shape, -np.inf), np.zeros(shape, np.bool_)
        candidate[row, place], pair[row, place] = pairs.candidate, np.arange(len(row))
        score[row, place], fits[row, place] = scores, fit_of_both >= LEAST_FIT
        return cls(partner, candidate, score, pair, fits)

    @classmethod
    def joined(cls, parts: "Iterable[Candidates]") -> "Candidates":
        """Return several as one."""
        several = list(parts)
        width = max(part.score.shape[1] for part in several)

        def widened(name: str, fill: float) -> npt.NDArray[np.generic]:
            columns = (getattr(part, name) for part in several)
            return np.concatenate([np.pad(c, ((0, 0), (0, width - c.shape[1])), constant_values=fill) for c in columns])

        return cls(
            np.concatenate([part.partner for part in several]),
            np.asarray(widened("candidate", 0), np.int64),
            np.asarray(widened("score", -np.inf), np.float64),
            np.asarray(widened("pair", 0), np.int64),
            np.asarray(widened("fits", 0), np.bool_),
        )


@dataclass(frozen=True)
class Chosen:
    """Who stands in the lists: columns of one length, best first within each row."""

    row: Positions
    place: Positions
    """Column of `Candidates`."""
    rank: Positions
    """1 is best."""
    propensity: Weights
    """Chance with which the draw gave somebody this place; 1 for who stands there by score."""


class Lister:
    """Puts lists together for one network, the same each time."""

    def __init__(self, network: Network) -> None:
        self._sector, self._is_newcomer = codes(network.partners["sector"]), _newcomers(network)
        self._numbers = np.array([_number(partner_id) for partner_id in network.partners["id"]], np.uint64)

    def updated(self, network: Network) -> "Lister":
        """Return the lister of the same partners, of whom some are in another sector or have ties now."""
        return altered(self, _sector=codes(network.partners["sector"]), _is_newcomer=_newcomers(network))

    def choose(self, of: Candidates, prices: Weights, top: int, pluses: Weights | None = None) -> Chosen:
        """Return up to `top` candidates of each row by score less price, among those that fit by score alone.

        Of ten, two places are for partners of another sector, and one for a newcomer drawn from the best, where enough
        of them fit. `prices` has the shape (n_partners,); infinite for who has no room. `pluses` add to the order of
        those that fit, by the row of `Pairs`: shape (n_pairs,).
        """
        n_candidates = (of.score > -np.inf).sum(axis=1, keepdims=True)
        are_few = n_candidates < FEW_CANDIDATES
        stands_out = (of.score >= np.where(are_few, 0.0, LEAST_SCORE)) & (of.fits | are_few)
        net = np.where(stands_out, of.score - prices[of.candidate], -np.inf)
        if pluses is not None:
            net = net + pluses[of.pair]
        is_across = self._sector[of.candidate] != self._sector[of.partner][:, np.newaxis]
        is_reserved = (
            (net > -np.inf)
            & is_across
            & (_ranks(np.where(is_across, net, -np.inf), of.candidate) <= top * SHARE_ACROSS)
        )
        propensity = np.ones(net.shape)
        if top >= LEAST_PLACES:
            is_listed = _ranks(np.where(is_reserved, np.inf, net), of.candidate) <= top
            self._reserve_for_newcomers(of, net, is_listed, is_reserved, propensity)
        # Reserved places first, then by score; what is listed is ordered by score again.
        first = _ranks(np.where(is_reserved, np.inf, net), of.candidate)
        row, place = np.nonzero((first <= top) & (net > -np.inf))
        order = np.lexsort((of.candidate[row, place], -net[row, place], row))
        row, place = row[order], place[order]
        return Chosen(row, place, np.arange(len(row)) - np.searchsorted(row, row) + 1, propensity[row, place])

    def _reserve_for_newcomers(
        self, of: Candidates, net: Weights, is_listed: Mask, is_reserved: Mask, propensity: Weights
    ) -> None:
        """Draw a newcomer for each row that lists none yet, by the chance of the softmax."""
        is_new = self._is_newcomer[of.candidate] & (net > -np.inf)
        wants = ~(is_new & is_listed).any(axis=1) & is_new.any(axis=1)
        rows = np.flatnonzero(wants)
        among = np.where(is_new[rows], net[rows], -np.inf)
        among = np.where(_ranks(among, of.candidate[rows]) <= N_DRAWN, among, -np.inf)
        powers = np.exp(among - among.max(axis=1, keepdims=True, initial=-np.inf)) if len(rows) else among
        shares = powers / powers.sum(axis=1, keepdims=True)
        noise = self._noise(of.partner[rows], of.candidate[rows])
        drawn = np.argmax(among + noise, axis=1) if len(rows) else rows
        is_reserved[rows, drawn] = True
        propensity[rows, drawn] = shares[np.arange(len(rows)), drawn]

    def _noise(self, partner: Positions, candidate: Positions) -> Weights:
        """Return Gumbel noise that belongs to each pair: the largest of score and noise is a draw by softmax."""
        mixed = self._numbers[partner][:, np.newaxis] * np.uint64(0x9E3779B97F4A7C15) ^ self._numbers[candidate]
        mixed = (mixed ^ (mixed >> np.uint64(31))) * np.uint64(0xBF58476D1CE4E5B9)
        uniform = ((mixed >> np.uint64(11)).astype(np.float64) + 0.5) / 2.0**53
        noise: Weights = -np.log(-np.log(uniform))
        return noise


def _newcomers(network: Network) -> Mask:
    is_newcomer: Mask = np.diff(network.adjacency.indptr) == 0
    return is_newcomer


def _number(partner_id: str) -> int:
    return int.from_bytes(hashlib.blake2b(partner_id.encode(), digest_size=8).digest())


def _ranks(values: Weights, ids: Positions) -> Positions:
    """Return the rank of each value within its row, 1 for the largest; equal ones by id."""
    order = np.lexsort((ids, -values), axis=1)
    ranks = np.empty(values.shape, np.int64)
    np.put_along_axis(ranks, order, np.arange(1, values.shape[1] + 1)[np.newaxis, :], axis=1)
    return ranks
