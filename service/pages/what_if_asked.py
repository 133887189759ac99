"""What the address of the page that looks ahead asks for: read forgivingly, as of every page."""

from collections.abc import Callable
from dataclasses import dataclass

from fastapi import Request

from graph.parts import Part
from service.figures.batches import MOST_PAIRS
from service.figures.serving import aim_labels
from service.introductions.queue import Pair
from service.pages.asked import read_asked
from service.pages.overview import Overview

BEST, ON_THE_WAY, TICKED = "beste", "onderweg", "zelf"
"""The best suggestions; those that are introduced already; those that somebody ticked."""
SIZES = (10, 25, 50, 100)
"""Suggestions in a batch of the best."""
USUAL_SIZE = 25
BETWEEN = "|"
"""Between the two ids of a pair; no id holds it."""


@dataclass(frozen=True)
class WhatIfAsked:
    """A look ahead: which batch, to what aim, and without whom."""

    choice: str
    size: int
    part: Part
    pairs: tuple[Pair, ...]
    aim: str
    leaver: str

    @property
    def parameters(self) -> dict[str, object]:
        """The view as the query of an address."""
        is_best = self.choice == BEST
        return {
            "keuze": self.choice,
            "aantal": self.size if is_best else None,
            "sector": self.part.sector,
            "thema": self.part.theme,
            "plaats": self.part.place,
            "paar": [write_pair(pair) for pair in self.pairs] if self.choice == TICKED else None,
            "doel": self.aim,
            "zonder": self.leaver,
        }


def read_what_if(request: Request, overview: Overview, choices: tuple[str, ...]) -> WhatIfAsked:
    """Read the view from an address; `choices` are those that the one who asks may make."""
    query, asked = request.query_params, read_asked(request, overview)
    # The last one counts: a button may say otherwise than the field above it.
    choice = query.getlist("keuze")[-1:]
    return WhatIfAsked(
        choice=_one_of(choice[0] if choice else "", choices, choices[0]),
        size=int(_one_of(query.get("aantal", ""), tuple(map(str, SIZES)), str(USUAL_SIZE))),
        part=Part(sector=asked.sectors[0] if asked.sectors else "", theme=asked.theme, place=asked.place),
        pairs=tuple(dict.fromkeys(_pairs(query.getlist("paar"), overview.network.positions.__contains__))),
        aim=_one_of(query.get("doel", ""), tuple(aim_labels()), next(iter(aim_labels()))),
        leaver=query.get("zonder", "") if query.get("zonder", "") in overview.network.positions else "",
    )


def write_pair(pair: Pair) -> str:
    """Return a pair as an address holds it.

    >>> write_pair(("bakker", "school"))
    'bakker|school'
    """
    return BETWEEN.join(pair)


def _pairs(texts: list[str], is_there: Callable[[str], bool]) -> list[Pair]:
    found = []
    for text in texts[:MOST_PAIRS]:
        one, _between, other = text.partition(BETWEEN)
        if one != other and is_there(one) and is_there(other):
            found.append((min(one, other), max(one, other)))
    return found


def _one_of(text: str, known: tuple[str, ...], otherwise: str) -> str:
    return text if text in known else otherwise
