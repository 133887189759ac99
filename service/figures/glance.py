"""The network at a glance: every measure of a day beside a year before, and beside what chance alone would give."""

from collections.abc import Callable, Mapping
from datetime import date

import pandas as pd

from graph.chance import BesideChance, beside_chance
from graph.cohesion import centralisation, clustering, efficiency, largest_share, transitivity
from graph.communities import communities
from graph.measures import DEFINITIONS, Measures, measure
from graph.measures import Figure as Value
from graph.mixing import measure_mixing
from graph.tie_graph import TieGraph, tie_graph
from service.figures.dots import beside
from service.figures.figure import Figure, Looked
from service.figures.gaps import last_whole_year, say_gaps, told
from service.figures.growing import of_part
from service.figures.measure_words import measure_labels, measure_meanings, say_source
from service.texts import gettext as _
from service.texts import ngettext, say_date, say_number
from service.wording import join

MOST_DRAWS, FEWEST_DRAWS = 200, 40
WORK = 200_000
"""Places of partners in collaborations that all draws together deal out: a large network is drawn less often."""
RARE = 0.05


def show_glance(looked: Looked) -> Figure:
    """Show every measure on the day and a year before."""
    days = (looked.day, _year_before(looked.day))
    now, before = (measure(looked.history, day, looked.part) for day in days)
    labels, meanings = measure_labels(), measure_meanings()
    rows = [
        (
            labels[each.name],
            now.figures[each.name],
            before.figures[each.name],
            meanings[each.name],
            say_source(each.source),
        )
        for each in DEFINITIONS
    ]
    table = pd.DataFrame(rows, columns=["measure", "now", "before", "meaning", "source"])
    headings = [
        _("%(day)s (n = %(n)s)") % {"day": say_date(each.day.isoformat()), "n": say_number(each.n_partners)}
        for each in (now, before)
    ]
    return Figure(
        key="cijfers",
        title=_("The network in figures"),
        sentence=_say_glance(now, before, say_gaps(of_part(looked), last_whole_year(looked.day), looked.day)),
        definition=_(
            "Of the partners that were there on the day (n) and the ties among them that had begun by then. Density is "
            "given as the least and the most that it can be: those of whom nothing is known may have no tie or any. A "
            "dash: there is nothing to divide by. Meaning and source stand with each figure."
        ),
        columns=[
            ("measure", _("Measure")),
            ("now", headings[0]),
            ("before", headings[1]),
            ("meaning", _("Meaning")),
            ("source", _("Source")),
        ],
        table=table.astype({"now": "float64", "before": "float64"}),
        spec=None,
    )


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1) if (day.month, day.day) != (2, 29) else day.replace(year=day.year - 1, day=28)


def _say_glance(now: Measures, before: Measures, gaps: str) -> str:
    if not now.n_partners:
        return _("On %(day)s nobody was there yet.") % {"day": say_date(now.day.isoformat())}
    found = now.figures
    counts = _(
        "On %(day)s there were %(partners)s partners and %(ties)s ties; a year before %(partners_then)s and "
        "%(ties_then)s."
    ) % {
        "day": say_date(now.day.isoformat()),
        "partners": say_number(now.n_partners),
        "ties": _whole(found["n_ties"]),
        "partners_then": say_number(before.n_partners),
        "ties_then": _whole(before.figures["n_ties"]),
    }
    return told(counts, _say_density(found), _say_pieces(found), gaps)


def _say_density(found: Mapping[str, Value]) -> str:
    least, most = found["density"], found["density_at_most"]
    if least is None or most is None:
        return ""
    if least == most:
        return _("Of all pairs %(least)s %% are tied.") % {"least": say_percent(least)}
    return _(
        "Of all pairs %(least)s %% are tied, and %(most)s %% if those of whom nothing is known were tied to everybody."
    ) % {"least": say_percent(least), "most": say_percent(most)}


def _say_pieces(found: Mapping[str, Value]) -> str:
    n, share = int(found["n_components"] or 0), found["largest_share"]
    if n < 2 or share is None:  # noqa: PLR2004 -- one is whole
        return ""
    return _(
        "They are in %(n)s groups without a way between them, partners without a tie counted in; the largest holds "
        "%(share)s %%."
    ) % {"n": say_number(n), "share": say_percent(share)}


def say_percent(share: float) -> str:
    """Return a share as a percentage with one decimal at most.

    >>> say_percent(0.0272), say_percent(1)
    ('2,7', '100')
    """
    return say_number(round(100 * share, 1))


def _whole(count: Value) -> str:
    return say_number(int(count or 0))


OF_CHANCE: dict[str, Callable[[TieGraph], float | None]] = {
    "largest_share": largest_share,
    "centralisation": centralisation,
    "transitivity": transitivity,
    "clustering": clustering,
    "efficiency": efficiency,
    "cross_share": lambda graph: measure_mixing(graph).cross_share,
    "assortativity": lambda graph: measure_mixing(graph).assortativity,
    "modularity": lambda graph: communities(graph)[1],
}
"""Figures that the number of collaborations of each partner does not settle, by the name of the measure."""


def show_chance(looked: Looked) -> Figure:
    """Show which figures are more or less than chance alone would give."""
    network = of_part(looked).at(looked.day)
    graph = tie_graph(network)
    n_draws = max(FEWEST_DRAWS, min(MOST_DRAWS, WORK // max(len(network.participations), 1)))
    found = beside_chance(network, graph, OF_CHANCE, n_draws) if graph.m else {}
    labels = measure_labels()
    columns = ["measure", "observed", "mean", "low", "high", "z", "p", "n_draws"]
    rows = [
        (
            labels[name],
            *(each.observed, each.mean, each.mean - 2 * each.spread, each.mean + 2 * each.spread),
            *(each.z, each.p, each.n_draws),
        )
        for name, each in found.items()
    ]
    table = pd.DataFrame(rows, columns=columns)
    table = table.astype(dict.fromkeys(columns[1:-1], "float64"))
    here, chance = ("observed", _("Here")), ("mean", _("By chance, mean"))
    return Figure(
        key="toeval",
        title=_("Beside chance"),
        sentence=_say_chance(found, graph.n),
        definition=_(
            "Chance: the same partners in as many collaborations of the same sizes, dealt out anew (Curveball, Strona "
            "2014; 40 to 200 such networks). The band is the mean and twice the standard deviation to either side. z: "
            "how many standard deviations from the mean; p: the share of networks that is as far from it. Of twenty "
            "figures one has p below 0.05 by chance."
        ),
        columns=[
            ("measure", _("Measure")),
            here,
            chance,
            ("low", _("By chance, from")),
            ("high", _("By chance, to")),
            ("z", _("z")),
            ("p", _("p")),
            ("n_draws", _("Networks drawn")),
        ],
        table=table,
        spec=beside(table, "measure", [here, chance], _("Value"), ("low", "high")) if len(table) else None,
    )


def _say_chance(found: Mapping[str, BesideChance], n: int) -> str:
    if not found:
        return _("There are no ties yet that could be laid beside chance.")
    labels = measure_labels()
    more = [f"“{labels[name].lower()}”" for name, each in found.items() if each.p < RARE and each.observed > each.mean]
    less = [f"“{labels[name].lower()}”" for name, each in found.items() if each.p < RARE and each.observed < each.mean]
    n_draws = next(iter(found.values())).n_draws
    beside_what = ngettext(
        "Of %(num)s partner, beside %(draws)s networks dealt out by chance:",
        "Of %(num)s partners, beside %(draws)s networks dealt out by chance:",
        n,
    ) % {"num": say_number(n), "draws": say_number(n_draws)}
    if not more and not less:
        return told(beside_what, _("no figure is farther from chance than chance itself would be."))
    parts = [
        _("more than chance: %(names)s.") % {"names": join(more)} if more else "",
        _("less than chance: %(names)s.") % {"names": join(less)} if less else "",
    ]
    n_rest = len(found) - len(more) - len(less)
    rest = ngettext(
        "%(num)s other figure is as chance gives it.", "%(num)s other figures are as chance gives them.", n_rest
    ) % {"num": say_number(n_rest)}
    return told(beside_what, *parts, rest if n_rest else "")
