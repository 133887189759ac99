"""Pairs of partners as one table of named features."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from graph.network import Network, Positions
from matching.activity import activity, codes, mixing
from matching.altered import altered
from matching.candidates import N_ALL, Mask, choose, closed_pairs, new_for, pausing
from matching.closeness import Closeness, Dense
from matching.ordering import order_in_rows
from matching.phrase_signals import Phrases, PhraseSignals
from matching.products import ones_like, replace_rows, top_products, unit_rows, values_at
from matching.profiles import Profiles
from matching.texts import TextSpace

KIND_BY_SIGNAL = {
    "seeks_offered": "they_offer",
    "offers_sought": "they_seek",
    "offers_alike": "same_side",
    "seeks_alike": "same_side",
    "themes": "shared_themes",
    "shared_partners": "shared_partners",
    "resource_allocation": "shared_partners",
    "rooted_pagerank": "shared_partners",
    "rooted_pagerank_back": "shared_partners",
    "companions": "shared_partners",
    "work": "similar_work",
    "profile": "similar_work",
    "wording": "similar_work",
    "meaning": "similar_work",
    "degree": "activity",
    "recent_ties": "activity",
    "recent_work": "activity",
    "last_seen": "activity",
    "sectors": "sectors",
    "same_place": "place",
    "same_country": "place",
}
"""What each signal says, as a kind of reason."""

YES_OR_NO = ("same_place", "same_country")
"""Signals of two values: a rank or a spread would make much of what is merely rare."""
FORMS = {signal: ("is",) if signal in YES_OR_NO else ("rank", "z") for signal in KIND_BY_SIGNAL}
"""A signal becomes two features: its log-rank among the partner's candidates, and its distance from their mean in
spreads; one of two values becomes one, its distance from the mean."""
FEATURES = tuple(f"{signal}_{form}" for signal, forms in FORMS.items() for form in forms)
SIGN_OF_ITS_OWN = frozenset({"same_side"})
"""Kinds that may speak for or against a pair: in Oss, somewhat alike is good, and the very same is bad."""
KINDS_OF_FEATURES = tuple(KIND_BY_SIGNAL[signal] for signal, forms in FORMS.items() for _form in forms)

N_ALIKE = 300
"""Partners of whom likeness is known, per partner that asks; the others count as not alike."""
LIMIT_Z = 5.0

Matrix = npt.NDArray[np.float32]
Values = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Pairs:
    """Candidate pairs of some partners: columns of one length, ordered by partner."""

    partner: Positions
    candidate: Positions
    features: Matrix
    """Shape (n_pairs, len(FEATURES)); each column is centred within a partner, so that 0 is its average candidate."""
    is_newcomer: Mask
    """Whether the partner has no tie yet; shape (n_pairs,). Text and activity must then say everything."""

    def __getitem__(self, kept: Positions | Mask) -> "Pairs":
        return Pairs(self.partner[kept], self.candidate[kept], self.features[kept], self.is_newcomer[kept])


@dataclass(frozen=True)
class Work:
    """What follows from what partners did together, and from what they answered."""

    closed: sparse.csr_array
    """Pairs that are not suggested (see `closed_pairs`)."""
    pauses: Mask
    """Who meets nobody new: shape (n_partners,)."""
    closeness: Closeness
    activity: dict[str, Matrix]
    """By signal, shape (n_partners,) each."""
    busiest_first: Positions
    """All partners."""

    @classmethod
    def of(cls, network: Network) -> "Work":
        """Work it out of one network."""
        active = activity(network)
        busiest_first = np.argsort(-active["recent_ties"], kind="stable")
        return cls(closed_pairs(network), pausing(network), Closeness.of(network), active, busiest_first)


class Signals:
    """Everything from which the features of pairs are computed, prepared once for one network."""

    def __init__(self, network: Network, space: TextSpace | None = None) -> None:
        self.network = network
        space = space or TextSpace(network)
        self._work = Work.of(network)
        self.closed = self._work.closed
        self._sector, self._mixing = codes(network.partners["sector"]), mixing(network)
        self.place, self._country = codes(network.partners["place"]), codes(network.partners["country"])
        self.themes = partner_themes(network)
        self._theme_vectors = weigh_rare(self.themes)
        self._read(network, space)

    def _read(self, network: Network, space: TextSpace) -> None:
        self._compared = PhraseSignals.of(network, space)
        self.profiles = Profiles.of(network, space)

    @property
    def phrases(self) -> Phrases:
        """What phrases tell of pairs."""
        return self._compared

    def updated(self, network: Network, positions: Positions, space: TextSpace) -> "Signals":
        """Return the signals of a network in which the partners at some positions tell something else.

        `positions` are in ascending order. What follows from work is shared with this one.
        """
        if not len(positions):
            return altered(self, network=network)
        told = network.of(positions)
        themes = replace_rows(self.themes, positions, partner_themes(told))
        return altered(
            self,
            network=network,
            _compared=self._compared.updated(told, positions, space),
            profiles=self.profiles.updated(told, positions, space),
            themes=themes,
            _theme_vectors=weigh_rare(themes),
            **self._codes_that_changed(network),
        )

    def renewed(self, network: Network, positions: Positions, space: TextSpace) -> "Signals":
        """Return the signals of a network in which the partners at some positions tell or did something else.

        As `updated`, and anybody may have answered too. What follows from work is worked out of it anew.
        """
        work = Work.of(network)
        return altered(self.updated(network, positions, space), _work=work, closed=work.closed, _mixing=mixing(network))

    def keeping_away(self, pairs: Iterable[tuple[str, str]]) -> "Signals":
        """Return signals for which these pairs of partner ids are closed too; strangers are passed over."""
        positions = self.network.positions
        both = [(positions[one], positions[other]) for one, other in pairs if one in positions and other in positions]
        one, other = np.array(both, dtype=np.int64).reshape(-1, 2).T
        away = sparse.csr_array((np.ones(len(one)), (one, other)), shape=self._work.closed.shape)
        return altered(self, closed=sparse.csr_array(self._work.closed + away + away.T))

    def _codes_that_changed(self, network: Network) -> dict[str, object]:
        before, now = self.network.partners, network.partners
        changed: dict[str, object] = {}
        for column, name in (("sector", "_sector"), ("place", "place"), ("country", "_country")):
            if not now[column].equals(before[column]):
                changed[name] = codes(now[column])
        return changed | ({"_mixing": mixing(network)} if "_sector" in changed else {})

    def pairs(self, rows: Positions, also: sparse.csr_array | None = None) -> Pairs:
        """Return the candidates of each partner in `rows`, with their features; the pairs of `also` are among them."""
        close, likeness = self._close(rows), self._alike(rows)
        # Whom two signals of closeness put first, the third does too.
        telling = [close[name] for name in ("resource_allocation", "rooted_pagerank", "companions", "meaning")]
        telling += likeness.values()
        is_new = new_for(rows, self.closed) & ~self._work.pauses & ~self._work.pauses[rows][:, np.newaxis]
        chosen = choose(is_new, telling, self._work.busiest_first)
        if also is not None:
            chosen |= also[rows].toarray() > 0
        row, candidate = np.nonzero(chosen)
        values = {name: block[row, candidate] for name, block in close.items()}
        values |= {name: values_at(block, row, candidate) for name, block in likeness.items()}
        return self._pairs(rows, row, candidate, values)

    def _pairs(self, rows: Positions, row: Positions, candidate: Positions, values: dict[str, Matrix]) -> Pairs:
        """Return pairs, given by place in `rows` and candidate, with the features that these values make."""
        values = values | self._looked_up(rows[row], candidate)
        starts = np.searchsorted(row, np.arange(len(rows) + 1))
        features = np.empty((len(row), len(FEATURES)), np.float32, order="F")  # written and read by column
        at = 0
        for signal, forms in FORMS.items():
            for column in _within_partner(values[signal], row, starts, forms):
                features[:, at] = column
                at += 1
        is_newcomer = np.diff(self.network.adjacency.indptr)[rows[row]] == 0
        return Pairs(rows[row], candidate, features, is_newcomer)

    def _close(self, rows: Positions) -> dict[str, Dense]:
        """Return the signals that most pairs have, each of shape (len(rows), n_partners): two steps reach most."""
        close = self._work.closeness
        walked = close.rooted_pagerank(rows)
        return {
            "shared_partners": close.shared_partners(rows),
            "resource_allocation": close.resource_allocation(rows),
            "rooted_pagerank": walked,
            "rooted_pagerank_back": close.rooted_pagerank_back(rows, walked),
            "companions": close.companions(rows),
            # Rounded: the library sums in another order for other numbers of rows.
            "meaning": np.round(self.profiles.meant[rows] @ self.profiles.meant.T, 4),
        }

    def _alike(self, rows: Positions) -> dict[str, sparse.csr_array]:
        """Return the signals of texts and themes, of the same shape; only the most alike are kept."""
        n_alike = N_ALL if self.network.n_partners <= N_ALL else N_ALIKE
        of = self.profiles
        vectors = {
            "themes": (self._theme_vectors, self._theme_vectors),
            "work": (of.done, of.done.whole),
            "profile": (of.told, of.told.whole),
            "wording": (of.asked, of.weights.whole),
        }
        likeness = {name: top_products(asked[rows], told.T.tocsr(), n_alike) for name, (asked, told) in vectors.items()}
        return likeness | self._compared.of_rows(rows)

    def _looked_up(self, partner: Positions, candidate: Positions) -> dict[str, Matrix]:
        """Return the signals that need no block: those of the candidate alone, and of kinds of partners."""
        signals = {name: column[candidate] for name, column in self._work.activity.items()}
        signals["sectors"] = self._mixing[self._sector[partner], self._sector[candidate]]
        for name, code in (("same_place", self.place), ("same_country", self._country)):
            signals[name] = ((code[partner] == code[candidate]) & (code[partner] >= 0)).astype(np.float32)
        return signals


def partner_themes(network: Network) -> sparse.csr_array:
    """Return which themes each partner names or worked on: ones, shape (n_partners, n_themes)."""
    shape = (network.n_partners, len(network.themes))
    own = network.partner_themes
    worked_on = network.participations.merge(network.collaboration_themes, on="collaboration")
    both = pd.concat([own[["partner", "theme"]], worked_on[["partner", "theme"]]])
    return ones_like(sparse.csr_array((np.ones(len(both)), (both["partner"], both["theme"])), shape=shape))


def weigh_rare(counts: sparse.csr_array) -> sparse.csr_array:
    """Return rows of length 1 in which themes that few have count more: of the same shape."""
    n_partners = counts.shape[0]
    rarity = np.log((1 + n_partners) / (1 + np.bincount(counts.indices, minlength=counts.shape[1])))
    return unit_rows(sparse.csr_array(counts * rarity))


def _within_partner(values: Matrix, row: Positions, starts: Positions, forms: tuple[str, ...]) -> list[Values]:
    """Return each value among those of the same partner, in the forms asked for, all centred on 0.

    Equal values share their mean rank. A signal that is the same for all candidates gives 0: missing is not low.
    """
    sizes = np.maximum(np.diff(starts), 1)
    centred = _centred(values, row, sizes)
    if forms == ("is",):
        return [centred]
    log_rank = -np.log1p(shared_ranks(values, row))
    spread = np.sqrt(np.bincount(row, centred**2, len(sizes)) / sizes)[row]
    z = np.divide(centred, spread, out=np.zeros_like(centred), where=spread > 0)
    return [_centred(log_rank, row, sizes), np.clip(z, -LIMIT_Z, LIMIT_Z)]


def _centred(values: Matrix | Values, row: Positions, sizes: Positions) -> Values:
    centred: Values = values - (np.bincount(row, values, len(sizes)) / sizes)[row]
    centred[np.abs(centred) < 1e-9] = 0  # noqa: PLR2004 -- rounding: else what is constant would be a reason
    return centred


def shared_ranks(values: Matrix, row: Positions) -> Values:
    """Return the place of each value in its row, the largest first, from 0; equal ones share the mean of theirs.

    `row` is ascending. Where no value is below 0, zeros are the last ones, and the others alone are put in order: most
    often they are few.

    >>> shared_ranks(np.array([0, 5, 0, 7, 7], np.float32), np.array([0, 0, 0, 1, 1])).tolist()
    [1.5, 0.0, 1.5, 0.5, 0.5]
    """
    sizes = np.bincount(row)
    told = np.arange(len(values)) if values.min(initial=0) < 0 else np.flatnonzero(values)
    n_told = np.bincount(row[told], minlength=len(sizes))
    ranks = ((n_told + sizes - 1) / 2)[row]
    order = told[order_in_rows(row[told], values[told])]
    ordered_values, ordered_row = values[order], row[order]
    begins = np.ones(len(order), bool)
    begins[1:] = (ordered_values[1:] != ordered_values[:-1]) | (ordered_row[1:] != ordered_row[:-1])
    group = np.cumsum(begins) - 1
    place = np.arange(len(order)) - (np.cumsum(n_told) - n_told)[ordered_row]
    ranks[order] = (np.bincount(group, place) / np.bincount(group))[group] if len(order) else 0
    return ranks
