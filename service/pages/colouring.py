"""What the colours and shapes of the picture can mean: sectors, themes, or groups that work together."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from graph.communities import communities
from graph.network import Network, Positions
from graph.tie_graph import TieGraph, tie_graph
from service.pages.marks import SHAPES, Mark, mark_of
from service.pages.overview import Overview
from service.texts import gettext as _
from service.texts import say_number

COLOURS = ("", "thema", "groep")
"""As the address says it; the first, by sector, goes without saying."""
N_TOLD = len(SHAPES)
"""Themes or groups with a mark of their own: each has another shape, so that nobody needs to see its colour."""
OTHERS = N_TOLD
"""The mark of all others, the first hollow one."""


@dataclass(frozen=True)
class ColourEntry:
    """A line of the legend."""

    mark: Mark
    label: str
    n_partners: int
    detail: str = ""


@dataclass(frozen=True)
class Colouring:
    """Which mark each partner has, and what the marks mean."""

    marks: Positions
    """A position for `service.pages.marks.mark_of` per partner of the overview; shape (n_partners,)."""
    entries: Sequence[ColourEntry]
    note: str


class Colourings:
    """The colourings of one network, each worked out once; `today` is the network of today."""

    def __init__(self, overview: Overview, today: Network) -> None:
        self._overview = overview
        self._today = today

    def get(self, colour: str) -> Colouring | None:
        """Return the colouring that an address asks for; `None` stands for the sectors, which have their own legend."""
        return {"thema": self.by_theme, "groep": self.by_group}[colour] if colour else None

    @cached_property
    def by_theme(self) -> Colouring:
        """By the commonest theme that each partner has."""
        network = self._overview.network
        held = network.partner_themes
        commonest = held["theme"].value_counts(sort=False).sort_index().sort_values(ascending=False, kind="stable")
        told = commonest.index[:N_TOLD].to_numpy(np.int64)
        marks = np.full(network.n_partners, OTHERS, dtype=np.int64)
        for rank, theme in reversed(list(enumerate(told.tolist()))):
            marks[held["partner"][held["theme"] == theme].to_numpy()] = rank
        labels = [str(network.themes["label"][theme]) for theme in told]
        note = _("Who has several themes bears the mark of the commonest of them.")
        return Colouring(marks, _entries(marks, labels, [""] * len(labels), _("Another theme, or none")), note)

    @cached_property
    def by_group(self) -> Colouring:
        """By the groups whose partners work with each other more than with others, as they are today."""
        graph = tie_graph(self._today)
        groups, _modularity = communities(graph)
        sizes = np.bincount(groups, minlength=1)
        n_told = min(N_TOLD, int(np.count_nonzero(sizes > 1)))
        marks = np.full(self._overview.network.n_partners, OTHERS, dtype=np.int64)
        positions = self._overview.network.positions
        here = np.array([positions[partner_id] for partner_id in graph.ids], dtype=np.int64)
        marks[here] = np.where(groups < n_told, groups, OTHERS)
        members = [np.flatnonzero(groups == group) for group in range(n_told)]
        labels = [self._name(graph, number, each) for number, each in enumerate(members, start=1)]
        details = [self._say_sectors(graph, each) for each in members]
        note = _("Groups work with each other more than with others (Louvain, Blondel 2008), by the ties up to today.")
        return Colouring(marks, _entries(marks, labels, details, _("Smaller groups, and who has no ties")), note)

    def _name(self, graph: TieGraph, number: int, members: Positions) -> str:
        most_tied = graph.ids[members[graph.degrees[members].argmax()]]
        name = self._overview.network.partners["name"][self._overview.network.positions[most_tied]]
        return _("%(number)s: around %(name)s") % {"number": number, "name": name}

    def _say_sectors(self, graph: TieGraph, members: Positions) -> str:
        """Say which sector most of a group are of."""
        codes = graph.sector_codes[members]
        counts = np.bincount(codes)
        sector = graph.sectors[members[codes == counts.argmax()][0]]
        sectors = self._overview.network.sectors
        label = sectors["label"][sectors["id"] == sector].iloc[0]
        return _("%(n)s of them: %(sector)s") % {"n": say_number(int(counts.max())), "sector": label}


def _entries(marks: Positions, labels: list[str], details: list[str], others: str) -> list[ColourEntry]:
    counts = np.bincount(marks, minlength=OTHERS + 1).tolist()
    told = [
        ColourEntry(mark_of(rank), label, counts[rank], detail)
        for rank, (label, detail) in enumerate(zip(labels, details, strict=True))
    ]
    return [*told, ColourEntry(mark_of(OTHERS), others, counts[OTHERS])] if counts[OTHERS] else told
