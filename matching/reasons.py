"""Why a pair: evidence as data, with what each kind adds to the score."""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from graph.network import Network, Positions
from matching.altered import altered
from matching.dutch import lemmas
from matching.features import KIND_BY_SIGNAL, Signals
from matching.model import Weights

YEAR_THEME = "year_theme"
KINDS = (*dict.fromkeys(KIND_BY_SIGNAL.values()), "exposure", YEAR_THEME)
"""they_offer, they_seek, same_side, shared_themes, shared_partners, similar_work, activity, sectors, place; exposure:
how often the suggested one is suggested to others; and year_theme: that a list leans to what both work on."""
OF_THE_LIST = frozenset({"exposure", YEAR_THEME})
"""Kinds that move a pair within a list, and tell nothing of how well the two fit."""

_WITHOUT_NAMES = ("same_side", "activity", "sectors", "exposure")

MAX_USERS = 0.1
"""Share of the partners that may use a word of themselves for it to be named."""
N_SHOWN = 3
"""Shared partners, themes and words named per reason."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One kind of evidence for a pair, or against it."""

    kind: str
    """One of `KINDS`."""
    contribution: float
    """Its share of the score, in log-odds; below 0 the pair has less of it than an average candidate."""
    own: str = ""
    """A phrase of the partner: what it seeks (they_offer) or offers (they_seek)."""
    theirs: str = ""
    """The phrase of the suggested partner that meets it."""
    partner_ids: tuple[str, ...] = ()
    """Partners that both work with, the strongest links first."""
    theme_ids: tuple[str, ...] = ()
    """Themes that both work on, the rarest first; of a year's theme what the two work on, what both do first."""
    terms: tuple[str, ...] = ()
    """Words that stand in what both say or did (similar_work), the most telling first, else concepts that both name in
    words of their own; the place of both (place); what the theme of the year is called (year_theme)."""


TOLD_SHARE = 0.8
"""Share of a score that the reasons told must carry."""
LEAST_CONTRIBUTION = 0.2
"""Log-odds that evidence must add to a score to be worth a word."""


def worth_saying(reasons: Sequence[Reason]) -> list[Reason]:
    """Return the reasons to tell, strongest first: those that carry most of the score, and phrases that meet.

    That a list leans to the pair is always told. Never one that adds less than nothing; one that adds nothing only
    where two phrases meet and no reason adds more.

    >>> reasons = [Reason("shared_partners", 3.0), Reason("activity", 1.0), Reason("place", 0.5)]
    >>> [reason.kind for reason in worth_saying(reasons)]
    ['shared_partners', 'activity']
    """
    needed, carried = TOLD_SHARE * sum(reason.contribution for reason in reasons), 0.0
    told = []
    for reason in reasons:
        is_phrase = bool(reason.own and reason.theirs) and reason.contribution >= LEAST_CONTRIBUTION
        if reason.contribution > 0 and (carried < needed or is_phrase or reason.kind == YEAR_THEME):
            told.append(reason)
            carried += reason.contribution
    # With nobody to compare with, nothing adds anything; that two phrases meet is true all the same.
    is_true = [r for r in reasons if r.contribution > 0 or (r.own and r.theirs and r.contribution == 0)]
    return told or is_true[:1]


class Evidence:
    """Looks up what can be named for pairs of partners."""

    def __init__(self, signals: Signals) -> None:
        network = signals.network
        self._ids = network.partners["id"].to_numpy()
        self._theme_ids = network.themes["id"].to_numpy()
        self._ties, self._tie_weight_per_degree = _ties(network)
        told = signals.profiles.told
        n_users = np.bincount(told.whole.indices, minlength=told.shape[1])
        # A word that many use of themselves, the town's name, or one without a subject (deel, tijd, langs) counts, but
        # it tells a reader nothing.
        words = signals.profiles.words.astype(str)
        is_rare = n_users <= max(MAX_USERS * network.n_partners, 2)
        names_place = np.isin(words, _place_words(network.partners["place"]))
        self._is_telling = (is_rare & ~names_place & _is_subject(words, network)).astype(np.float32)
        self._theme_labels = network.themes["label"].to_numpy(object)
        self._phrases, self._profiles = signals.phrases, signals.profiles
        self._themes, self._rare_themes = signals.themes, _weigh_rare(signals.themes)
        self._place, self._place_names = signals.place, network.partners["place"].to_numpy(object)

    def updated(self, signals: Signals) -> "Evidence":
        """Return the evidence after some partners told or did something else; which words are worth naming stays."""
        ties, weight_per_degree = _ties(signals.network)
        return altered(
            self,
            _ties=ties,
            _tie_weight_per_degree=weight_per_degree,
            _phrases=signals.phrases,
            _profiles=signals.profiles,
            _themes=signals.themes,
            _rare_themes=_weigh_rare(signals.themes),
            _place=signals.place,
            _place_names=signals.network.partners["place"].to_numpy(object),
        )

    def reasons(
        self, partner: Positions, other: Positions, contributions: dict[str, Weights]
    ) -> list[tuple[Reason, ...]]:
        """Return the reasons of each pair, strongest first; their contributions add up to the pair's score.

        `partner`, `other` and each array of `contributions` have the shape (n_pairs,).
        """
        wanted = self._phrases.words(partner, other)
        needed = [(theirs, own) for own, theirs in self._phrases.words(other, partner)]
        shared = largest_named(self._tie_weight_per_degree[partner] * self._ties[other], self._ids)
        themes = largest_named(self._themes[partner] * self._rare_themes[other], self._theme_ids)
        told, done = self._profiles.told, self._profiles.done
        alike = told[partner] * told[other] + done[partner] * done[other]
        words = largest_named(alike * self._is_telling, self._profiles.words)
        concepts = largest_named(self._profiles.concepts[partner] * self._profiles.concepts[other], self._theme_labels)
        terms = [of_pair or concepts[i] for i, of_pair in enumerate(words)]
        is_near = (self._place[partner] == self._place[other]) & (self._place[partner] >= 0)
        places = [(name,) if near else () for near, name in zip(is_near, self._place_names[partner], strict=True)]
        amounts = {kind: of_pairs.tolist() for kind, of_pairs in contributions.items()}
        return [
            strongest_first(
                Reason("they_offer", amounts["they_offer"][i], *wanted[i]),
                Reason("they_seek", amounts["they_seek"][i], *needed[i]),
                Reason("shared_themes", amounts["shared_themes"][i], theme_ids=themes[i]),
                Reason("shared_partners", amounts["shared_partners"][i], partner_ids=shared[i]),
                Reason("similar_work", amounts["similar_work"][i], terms=terms[i]),
                Reason("place", amounts["place"][i], terms=places[i]),
                *(Reason(kind, amounts[kind][i]) for kind in _WITHOUT_NAMES),
            )
            for i in range(len(partner))
        ]


def _ties(network: Network) -> tuple[sparse.csr_array, sparse.csr_array]:
    """Return the weights of all ties, and the same divided by how many ties the other one has."""
    ties = network.adjacency
    n_tied = np.maximum(np.diff(ties.indptr), 1)
    return ties, sparse.csr_array(ties * (1 / n_tied))


def _weigh_rare(themes: sparse.csr_array) -> sparse.csr_array:
    rarity = 1 / np.maximum(np.bincount(themes.indices, minlength=themes.shape[1]), 1)
    return sparse.csr_array(themes * rarity)


def _is_subject(words: npt.NDArray[np.str_], network: Network) -> npt.NDArray[np.bool_]:
    """Return which words the thesaurus knows as a label by themselves; all where the network has no thesaurus."""
    if network.theme_labels.empty:
        return np.ones(len(words), np.bool_)
    labels = (lemmas(label) for label in network.theme_labels["text"])
    return np.isin(words, [label[0] for label in labels if len(label) == 1])


def _place_words(places: "pd.Series[str]") -> list[str]:
    """Return the words of place names, and their adjectives: Oss, Osse, Ossche."""
    words = {word for place in places.unique() for word in lemmas(place)}
    return sorted(word + ending for word in words for ending in ("", "e", "se", "che"))


def strongest_first(*reasons: Reason) -> tuple[Reason, ...]:
    """Return reasons in the order of what they add; equal ones stay in theirs."""
    return tuple(sorted(reasons, key=attrgetter("contribution"), reverse=True))


def largest_named(weights: sparse.csr_array, names: npt.NDArray[np.object_]) -> list[tuple[str, ...]]:
    """Return the names of the largest weights of each row, largest first, equal ones in the order of columns."""
    weights = sparse.csr_array(weights)
    weights.eliminate_zeros()
    row = np.repeat(np.arange(weights.shape[0]), np.diff(weights.indptr))
    order = np.lexsort((weights.indices, -weights.data, row))
    named = names[weights.indices[order]]
    return [
        tuple(named[start : min(end, start + N_SHOWN)])
        for start, end in zip(weights.indptr[:-1], weights.indptr[1:], strict=True)
    ]
