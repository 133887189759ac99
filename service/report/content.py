"""The content of a report: its first page, every figure, and all measures beside chance."""

from datetime import date

from graph.chance import BesideChance, beside_chance
from graph.cohesion import transitivity
from graph.measures import DEFINITIONS, measure
from graph.mixing import measure_mixing
from graph.network import Network
from graph.parts import Part
from graph.tie_graph import tie_graph
from service.figures.all import FIGURES, OF_THE_OFFICE, SLOW
from service.figures.figure import Figure, Looked
from service.figures.measure_words import measure_labels, measure_meanings, say_source
from service.report.first_page import make_first_page
from service.report.indicators import Recorded
from service.report.kept import Content, ReportedFigure, ReportedMeasure
from service.report.picture import show_network
from service.settings import Settings
from service.texts import say_cell

ON_FIRST_PAGE = ("groei", "banden")
"""Figures whose chart the first page shows; all stand in the annex."""
FOR_THE_COUNCIL = frozenset({"trechter"})
"""Figures of the office that a report shows all the same: what it counts leads to nobody."""
YEARS_SHOWN = 10
N_DRAWS = 200
"""Rewired networks beside which a figure is laid."""


def make_content(recorded: Recorded, today: date, settings: Settings, n_draws: int = N_DRAWS) -> Content:
    """Return what the report of what is recorded says, made today.

    With no draws nothing is laid beside chance, and the figures that take long are left out.
    """
    history, day = recorded.history, recorded.day
    looked = Looked(history, day, day.year - YEARS_SHOWN + 1, Part(), recorded.steps, recorded.pulse)
    left_out = (OF_THE_OFFICE - FOR_THE_COUNCIL) | (frozenset() if n_draws else SLOW)
    shown = [show for key, show in FIGURES.items() if key not in left_out]
    return Content(
        year=day.year,
        day=day,
        made_on=today,
        office=settings.office_name,
        is_final=today > date(day.year, 12, 31),
        first_page=make_first_page(recorded, today, settings.report_aims),
        figures=[show_network(history, day), *(_keep(show(looked)) for show in shown)],
        measures=_measures(history, day, n_draws),
    )


def _keep(figure: Figure) -> ReportedFigure:
    names = [name for name, _label in figure.columns]
    return ReportedFigure(
        key=figure.key,
        title=figure.title,
        sentence=figure.sentence,
        definition=figure.definition,
        version=figure.version,
        header=[label for _name, label in figure.columns],
        rows=[[say_cell(cell) for cell in row] for row in figure.table[names].itertuples(index=False)],
        spec=figure.spec,
    )


def _measures(history: Network, day: date, n_draws: int) -> list[ReportedMeasure]:
    measured = measure(history, day)
    chance = _beside_chance(history, day, n_draws) if n_draws else {}
    labels, meanings = measure_labels(), measure_meanings()
    return [
        ReportedMeasure(
            name=each.name,
            label=labels[each.name],
            value=None if (value := measured.figures[each.name]) is None else float(value),
            n=measured.n_partners,
            definition=meanings[each.name],
            source=say_source(each.source),
            version=each.version,
            by_chance=chance[each.name].mean if each.name in chance else None,
            p=chance[each.name].p if each.name in chance else None,
        )
        for each in DEFINITIONS
    ]


def _beside_chance(history: Network, day: date, n_draws: int) -> dict[str, BesideChance]:
    network = history.at(day)
    figures = {
        "transitivity": transitivity,
        "cross_share": lambda graph: measure_mixing(graph).cross_share,
        "assortativity": lambda graph: measure_mixing(graph).assortativity,
    }
    return beside_chance(network, tie_graph(network), figures, n_draws)
