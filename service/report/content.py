"""The content of a report: its first page, every figure, and all measures beside chance."""

from datetime import date

from graph.chance import BesideChance, beside_chance
from graph.cohesion import transitivity
from graph.measures import DEFINITIONS, measure
from graph.mixing import measure_mixing
from graph.network import Network
from graph.parts import Part
from graph.tie_graph import tie_graph
from service.figures.all import FIGURES, OF_THE_OFFICE
from service.figures.figure import Figure, Looked
from service.report.first_page import make_first_page
from service.report.indicators import Recorded
from service.report.kept import Content, ReportedFigure, ReportedMeasure
from service.report.picture import show_network
from service.settings import Settings
from service.texts import gettext as _
from service.texts import say_cell

ON_FIRST_PAGE = ("groei", "banden")
"""Figures whose chart the first page shows; all stand in the annex."""
FOR_THE_COUNCIL = frozenset({"trechter"})
"""Figures of the office that a report shows all the same: what it counts leads to nobody."""
YEARS_SHOWN = 10
N_DRAWS = 200
"""Rewired networks beside which a figure is laid."""


def make_content(recorded: Recorded, today: date, settings: Settings, n_draws: int = N_DRAWS) -> Content:
    """Return what the report of what is recorded says, made today; with no draws nothing is laid beside chance."""
    history, day = recorded.history, recorded.day
    looked = Looked(history, day, day.year - YEARS_SHOWN + 1, Part(), recorded.steps)
    shown = [show for key, show in FIGURES.items() if key not in OF_THE_OFFICE - FOR_THE_COUNCIL]
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
    labels, meanings, sources = measure_labels(), measure_meanings(), _sources()
    return [
        ReportedMeasure(
            name=each.name,
            label=labels[each.name],
            value=None if (value := measured.figures[each.name]) is None else float(value),
            n=measured.n_partners,
            definition=meanings[each.name],
            source=sources.get(each.source, each.source),
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


def _sources() -> dict[str, str]:
    """Return the sources of measures that are no names."""
    return {
        "count": _("count"),
        "bound": _("bound"),
        "from the sizes of the sectors": _("from the sizes of the sectors"),
        "Freeman 1979, by degree": _("Freeman 1979, by ties"),
    }


def measure_labels() -> dict[str, str]:
    """Return what each measure is called on the screen, by its name."""
    return {
        "n_partners": _("Partners"),
        "n_ties": _("Ties"),
        "mean_degree": _("Ties per partner, mean"),
        "median_degree": _("Ties per partner, median"),
        "n_isolates": _("Partners without a tie"),
        "n_components": _("Groups without a way between them"),
        "largest_share": _("Share in the largest group"),
        "density": _("Density, at least"),
        "density_at_most": _("Density, at most"),
        "centralisation": _("Centralisation by degree"),
        "transitivity": _("Closed triangles"),
        "clustering": _("Clustering, mean"),
        "efficiency": _("Nearness, mean of 1 / steps"),
        "degree_assortativity": _("Preference for who has as many ties"),
        "n_bridges": _("Ties that alone hold parts together"),
        "n_cut_partners": _("Partners that alone hold parts together"),
        "cross_share": _("Share of ties across sectors"),
        "ei_index": _("E–I index by sector"),
        "ei_expected": _("E–I index that sizes alone give"),
        "assortativity": _("Preference for the own sector"),
        "n_communities": _("Communities"),
        "modularity": _("Modularity"),
    }


def measure_meanings() -> dict[str, str]:
    """Return what each measure means on the screen, by its name."""
    return {
        "n_partners": _("Partners that were there on the day."),
        "n_ties": _("Pairs of partners that had worked together by then."),
        "mean_degree": _("Ties per partner: 2 m / n."),
        "median_degree": _("Half of the partners have as many ties or fewer."),
        "n_isolates": _("Partners without a tie."),
        "n_components": _("Groups between which there is no way over ties; who has no tie is one."),
        "largest_share": _("Share of the partners in the largest of these groups."),
        "density": _("Share of all pairs that are tied: 2 m / (n (n - 1))."),
        "density_at_most": _("Density if those of whom nothing is known were tied to everybody."),
        "centralisation": _("0 where all have as many ties, 1 where one has all of them."),
        "transitivity": _("Share of the pairs with a shared partner that are tied themselves."),
        "clustering": _("Mean over partners of the share of their partners that are tied."),
        "efficiency": _("Mean over pairs of 1 / steps, 0 where there is no way."),
        "degree_assortativity": _(
            "1 where the well connected are tied to each other, below 0 where they are tied to those with few ties."
        ),
        "n_bridges": _("Ties whose end would part the network further."),
        "n_cut_partners": _("Partners whose leaving would part the network further."),
        "cross_share": _("Share of the ties that join two sectors."),
        "ei_index": _("(ties across sectors - ties within) / ties, -1 to 1."),
        "ei_expected": _("The same if every pair were as likely to be tied."),
        "assortativity": _("1 where ties stay within sectors, 0 without preference."),
        "n_communities": _("Groups that work with each other more than with others."),
        "modularity": _("How much more than by chance, -.5 to 1."),
    }
