"""What a report says: figures, measures beside chance, and what they cannot tell."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from pydantic import TypeAdapter

from graph.chance import BesideChance, beside_chance
from graph.cohesion import measure_cohesion
from graph.measures import DEFINITIONS, measure
from graph.mixing import measure_mixing
from graph.network import Network
from graph.parts import Part
from graph.tie_graph import tie_graph
from service.figures.all import FIGURES
from service.figures.figure import Figure, Looked
from service.figures.measure_words import measure_labels, measure_meanings
from service.texts import gettext as _
from service.texts import say_cell, say_date, say_number
from service.wording import join

FIRST_PAGE = ("groei", "banden", "sectoren", "themas")
"""Figures that the first page shows; all stand in the annex."""
YEARS_SHOWN = 10
N_DRAWS = 200
"""Rewired networks beside which a figure is laid."""


@dataclass(frozen=True)
class ReportedFigure:
    """A figure as a report keeps it: all in words and plain numbers."""

    key: str
    title: str
    sentence: str
    definition: str
    header: list[str]
    rows: list[list[str]]
    spec: dict[str, Any] | None


@dataclass(frozen=True)
class ReportedMeasure:
    """A measure with its definition, beside chance where that was worked out."""

    name: str
    label: str
    value: float | None
    definition: str
    source: str
    version: int
    by_chance: float | None = None
    p: float | None = None


@dataclass(frozen=True)
class Content:
    """All that a report says."""

    year: int
    made_on: date
    is_final: bool
    """Whether the year was over when it was made."""
    summary: list[str]
    figures: list[ReportedFigure]
    measures: list[ReportedMeasure]
    caveats: list[str]

    def figure(self, key: str) -> ReportedFigure:
        """Return a figure by its key."""
        return next(figure for figure in self.figures if figure.key == key)


CONTENT = TypeAdapter(Content)
"""Reads and writes content as JSON."""


def make_content(history: Network, steps: pd.DataFrame, year: int, today: date) -> Content:
    """Return what the report of a year says, from all that is known today."""
    last_day = min(date(year, 12, 31), today)
    looked = Looked(history, last_day, year - YEARS_SHOWN + 1, Part(), steps)
    figures = [show(looked) for show in FIGURES.values()]
    return Content(
        year=year,
        made_on=today,
        is_final=today > date(year, 12, 31),
        summary=_summary(history, last_day, figures),
        figures=[_keep(figure) for figure in figures],
        measures=_measures(history, last_day),
        caveats=_caveats(history, last_day, today),
    )


def _summary(history: Network, day: date, figures: list[Figure]) -> list[str]:
    by_key = {figure.key: figure for figure in figures}
    started = history.collaborations["start"].dt.year == day.year
    began = _("In %(year)s %(n)s collaborations began.") % {"year": day.year, "n": say_number(int(started.sum()))}
    return [began, *(by_key[key].sentence for key in ("groei", "banden", "sectoren", "duur", "themas", "rand"))]


def _keep(figure: Figure) -> ReportedFigure:
    names = [name for name, _label in figure.columns]
    return ReportedFigure(
        key=figure.key,
        title=figure.title,
        sentence=figure.sentence,
        definition=figure.definition,
        header=[label for _name, label in figure.columns],
        rows=[[say_cell(cell) for cell in row] for row in figure.table[names].itertuples(index=False)],
        spec=figure.spec,
    )


def _measures(history: Network, day: date) -> list[ReportedMeasure]:
    figures, chance = measure(history, day).figures, _beside_chance(history, day)
    labels, meanings = measure_labels(), measure_meanings()
    return [
        ReportedMeasure(
            name=each.name,
            label=labels[each.name],
            value=None if figures[each.name] is None else float(figures[each.name] or 0),
            definition=meanings[each.name],
            source=each.source,
            version=each.version,
            by_chance=chance[each.name].mean if each.name in chance else None,
            p=chance[each.name].p if each.name in chance else None,
        )
        for each in DEFINITIONS
    ]


def _beside_chance(history: Network, day: date) -> dict[str, BesideChance]:
    network = history.at(day)
    figures = {
        "transitivity": lambda graph: measure_cohesion(graph).transitivity,
        "cross_share": lambda graph: measure_mixing(graph).cross_share,
        "assortativity": lambda graph: measure_mixing(graph).assortativity,
    }
    return beside_chance(network, tie_graph(network), figures, N_DRAWS)


def _caveats(history: Network, day: date, today: date) -> list[str]:
    network = history.at(day)
    n_silent = network.n_partners - len(np.unique(network.participations["partner"]))
    n_open = int(network.collaborations["end"].isna().sum())
    years = sorted(set(range(day.year - YEARS_SHOWN + 1, day.year + 1)) - set(network.collaborations["start"].dt.year))
    caveats = [
        _(
            "Of %(silent)s of %(all)s partners nothing that they did is known. The density lies between the figure "
            "given and what it would be if they worked with everybody."
        )
        % {"silent": say_number(n_silent), "all": say_number(network.n_partners)},
        _("Of %(open)s of %(all)s collaborations no end is written down; they are taken to run on.")
        % {"open": say_number(n_open), "all": say_number(len(network.collaborations))},
        _("What is reported was known on %(day)s. What is found later does not change these figures.")
        % {"day": say_date(today.isoformat())},
    ]
    if years:
        missing = {"years": join([str(year) for year in years])}
        caveats.append(
            _("Nothing is written down that began in %(years)s: that may be a gap in what is known.") % missing
        )
    return caveats
