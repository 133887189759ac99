"""A lean to the theme of a year: pairs of which both work on it stand somewhat higher, and say so."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from graph.network import Mask, Network, Positions
from matching.features import partner_themes
from matching.model import Weights
from matching.products import ones_like
from matching.reasons import YEAR_THEME, Reason, largest_named, strongest_first
from matching.texts import TextSpace

PLUS = float(np.log(2))
"""As much as if the odds were twice as good. In Oss (164 partners, November 2026), of ten suggestions for who works on
the theme, so many are others: for techniek (30 partners) 1.2, duurzaamheid (34) 1.2, gezondheid (39) 1.4, taal-lezen
(18) .8, erfgoed (9) .2. Of an NDCG@10 of .566 of the lists shown (272 queries of 2018 to 2021) techniek takes .007,
duurzaamheid .003, the others less. With log 3 techniek makes 1.8 others and takes .010."""


@dataclass(frozen=True)
class Lean:
    """To what a list leans, and how far."""

    title: str
    """What people call it; reasons name it."""
    theme_ids: tuple[str, ...]
    """Concepts of the thesaurus; narrower ones count too."""
    plus: float = PLUS
    """Log-odds that a pair of which both work on it stands higher, 0 or more; no other pair moves."""

    def __post_init__(self) -> None:
        if not 0 <= self.plus < np.inf:
            raise ValueError(f"plus must be a number of 0 or more, not {self.plus}")


def concerns(network: Network, space: TextSpace) -> sparse.csr_array:
    """Return what each partner works on or speaks of: ones, shape (n_partners, n_themes).

    Themes that it names or worked on, and concepts that what it seeks and offers names.
    """
    phrases = network.phrases
    says = (np.ones(len(phrases), np.float32), (phrases["partner"].to_numpy(), np.arange(len(phrases))))
    of_partner = sparse.csr_array(says, shape=(network.n_partners, len(phrases)))
    return ones_like(sparse.csr_array(partner_themes(network) + of_partner @ space.named(phrases["text"].tolist())))


@dataclass(frozen=True)
class Leaning:
    """A lean held against one network."""

    lean: Lean
    within: sparse.csr_array
    """What each partner works on within the theme: ones, shape (n_partners, n_themes)."""
    _theme_ids: npt.NDArray[np.object_]

    @classmethod
    def of(cls, lean: Lean, network: Network, concerned: sparse.csr_array) -> "Leaning":
        """Hold a lean against what partners work on (`concerns`); concepts that the network lacks count for nothing."""
        within = sparse.csr_array(concerned * with_narrower(network, lean.theme_ids))
        within.eliminate_zeros()
        return cls(lean, within, network.themes["id"].to_numpy(object))

    def pluses(self, partner: Positions, candidate: Positions) -> Weights:
        """Return what is added to the score of each pair: the plus where both work on it, else 0; shape (n_pairs,)."""
        works_on_it = np.diff(self.within.indptr) > 0
        return np.where(works_on_it[partner] & works_on_it[candidate], self.lean.plus, 0.0)

    def added(
        self, reasons: Sequence[tuple[Reason, ...]], partner: Positions, candidate: Positions
    ) -> list[tuple[Reason, ...]]:
        """Return the reasons of pairs with one more where the pair got the plus: what the two work on within it."""
        named = largest_named(self.within[partner] + self.within[candidate], self._theme_ids)
        return [
            strongest_first(*of_pair, Reason(YEAR_THEME, float(plus), theme_ids=themes, terms=(self.lean.title,)))
            if plus
            else of_pair
            for of_pair, themes, plus in zip(reasons, named, self.pluses(partner, candidate), strict=True)
        ]


def with_narrower(network: Network, theme_ids: Sequence[str]) -> Mask:
    """Return which themes these are, or narrower than one of them by any number of steps: shape (n_themes,)."""
    is_meant = np.isin(network.themes["id"].to_numpy(object), list(theme_ids))
    theme, broader = (network.theme_broader[column].to_numpy() for column in ("theme", "broader"))
    n_before = -1
    while is_meant.sum() > n_before:
        n_before = int(is_meant.sum())
        is_meant[theme[is_meant[broader]]] = True
    return is_meant
