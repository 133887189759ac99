"""Names that mean the same: folded, found among many, or nearest to what was written."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cached_property

from rapidfuzz import fuzz, process

from graph.reading.tables import LONGEST_ID

Named = tuple[str, str]
"""A name and the id it belongs to."""

NEAR_ENOUGH = 75
"""Of 100, by rapidfuzz: below it a suggestion puzzles more than it helps."""

MAX_SUGGESTIONS = 100
"""Suggestions made in one import: each looks at every name, and nobody reads more."""

_MARKS = re.compile(r"[\u0300-\u036f]")
_GAPS = re.compile(r"[\s_-]+")
_NOT_WORD = re.compile(r"[\W_]+")


def without_accents(text: str) -> str:
    """Return a text in lower case without accents.

    >>> without_accents("Café Ünïek")
    'cafe uniek'
    """
    if text.isascii():
        return text.casefold()
    return _MARKS.sub("", unicodedata.normalize("NFKD", text)).casefold()


def fold(text: str) -> str:
    """Return what is left of a name without case, accents, spaces and hyphens.

    >>> fold("Het  Hooghuis") == fold("het-hooghuis")
    True
    """
    return _GAPS.sub("", without_accents(text)) or text


def slug(text: str) -> str:
    """Return an id made from a text: words of small letters, joined by hyphens; the text itself if it has none.

    >>> slug("Taal & lezen voor nieuwkomers")
    'taal-lezen-voor-nieuwkomers'
    """
    words = _NOT_WORD.sub("-", without_accents(text)).strip("-")[:LONGEST_ID]
    return unicodedata.normalize("NFC", words) or text  # composed, as every text that is read


class Finder:
    """Finds the ids that a text can mean: an id itself, else the names of the first tier where one fits."""

    def __init__(self, ids: Iterable[str], *tiers: Sequence[Named]) -> None:
        self.ids = frozenset(ids)
        self.tiers = tiers
        self.n_suggestions = 0

    def find(self, text: str) -> tuple[str, ...]:
        """Return the ids that `text` can mean, sorted: none, one, or several that share a name.

        >>> Finder(["a", "b"], [("Anna", "a")], [("anna", "b")]).find("ANNA")
        ('a',)
        """
        if text in self.ids:
            return (text,)
        folded = fold(text)
        for tier in self._folded_tiers:
            if folded in tier:
                return tuple(sorted(tier[folded]))
        return ()

    def nearest(self, text: str) -> str | None:
        """Return the id whose name looks most like `text`; None when nothing does, or after `MAX_SUGGESTIONS`."""
        if self.n_suggestions == MAX_SUGGESTIONS:
            return None
        self.n_suggestions += 1
        best = process.extractOne(fold(text), self._by_folded.keys(), scorer=fuzz.ratio, score_cutoff=NEAR_ENOUGH)
        return min(self._by_folded[best[0]]) if best else None

    @cached_property
    def _folded_tiers(self) -> list[dict[str, set[str]]]:
        folded_tiers = []
        for tier in ([(each, each) for each in self.ids], *self.tiers):
            folded: dict[str, set[str]] = {}
            for name, owner in tier:
                folded.setdefault(fold(name), set()).add(owner)
            folded_tiers.append(folded)
        return folded_tiers

    @cached_property
    def _by_folded(self) -> dict[str, set[str]]:
        merged: dict[str, set[str]] = {}
        for tier in self._folded_tiers:
            for folded, owners in tier.items():
                merged.setdefault(folded, set()).update(owners)
        return merged
