"""A figure: what a page, a notebook and a report show of one question."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd

from graph.network import Network
from graph.parts import Part
from graph.pulse.counting import COLUMNS
from matching.suggestion import Suggestion

Spec = dict[str, Any]
"""A Vega-Lite specification, with its data in it."""


@dataclass(frozen=True, eq=False)
class Looked:
    """What figures are made from."""

    history: Network
    """All that is known, as far as the reader may see it."""
    day: date
    """Up to and with this day."""
    since: int
    """The first year shown."""
    part: Part
    """Whom they are about."""
    steps: pd.DataFrame
    """Every step of every introduction (`graph.introducing.Introductions.history`)."""
    pulse: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(COLUMNS)))
    """What may be shown of the pulse of the part (`graph.pulse.counting.read_figures`), in the years shown."""
    lists: Callable[[], tuple[Network, list[Suggestion]]] | None = None
    """Makes the network of today with its suggestions for everybody; `None` where they are not to be told."""
    tells_room: bool = True
    """Whether the reader may see for how many contacts each has room."""


@dataclass(frozen=True, eq=False)
class Figure:
    """One figure; texts are in the language of the screen."""

    key: str
    """Its name in an address."""
    title: str
    sentence: str
    """What it shows, computed from the numbers."""
    definition: str
    """What is counted, and whose formula it is."""
    columns: Sequence[tuple[str, str]]
    """Names in `table` and what they are called, in order."""
    table: pd.DataFrame
    """Every number that the chart shows."""
    spec: Spec | None
    """The chart; `None` where there is nothing to draw."""
    version: int = 1
    """Of its definition: goes up when the same data would give another figure."""
