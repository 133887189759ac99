"""What a search found: hits in groups, each group with how much was looked through."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.pages.overview import fold
from service.search.excerpts import Parts

HITS_SHOWN = 10
"""Hits of a group that are shown; the number found tells of the others."""
SHORTEST_SEARCH = 2
"""Characters; one alone is in everything."""
MOST_WORDS = 8


@dataclass(frozen=True)
class Hit:
    """One thing found."""

    where: str
    """Address of the page that tells of it; empty where there is none."""
    title: Parts
    about: str
    """What it is, in a few words."""
    piece: Parts
    """The text in which it was found; empty where the title says it."""


@dataclass(frozen=True)
class Group:
    """What was found of one kind: at most `HITS_SHOWN` hits."""

    name: str
    hits: Sequence[Hit]
    n_found: int
    n_looked_through: int
    n_there: int
    """How many of the kind there are; more than were looked through where that would take too long."""


def read_words(text: str) -> list[str]:
    """Return the words to search for, folded; none for a search that is too short.

    >>> read_words("Café  Ouwe"), read_words("x")
    (['cafe', 'ouwe'], [])
    """
    words = list(dict.fromkeys(fold(text).split()))[:MOST_WORDS]
    return words if len("".join(words)) >= SHORTEST_SEARCH else []
