"""Figures of growth: partners and ties over the years, what came, stayed and went, and what came through us."""

import numpy as np
import pandas as pd

from graph.growth import growth
from graph.lasting import tie_turnover
from graph.network import Network
from service.figures.charts import bars, lines
from service.figures.figure import Figure, Looked
from service.figures.gaps import say_gaps, say_open_ends, told
from service.texts import gettext as _
from service.texts import ngettext, say_number


def of_part(looked: Looked) -> Network:
    """Return the history of the partners that are looked at."""
    chosen = np.flatnonzero(looked.part.of(looked.history)).astype(np.int64)
    return looked.history.of(chosen)


def show_growth(looked: Looked) -> Figure:
    """Show how many partners took part and how many pairs had met, year by year."""
    network = of_part(looked)
    years = [each for each in growth(network, looked.day) if each.year >= looked.since]
    table = pd.DataFrame(
        {"year": [y.year for y in years], "partners": [y.partners for y in years], "ties": [y.ties for y in years]}
    )
    columns = [("year", _("Year")), ("partners", _("Partners")), ("ties", _("Ties"))]
    return Figure(
        key="groei",
        title=_("How the network grew"),
        sentence=told(_say_growth(table), say_gaps(network, looked.since, looked.day)),
        definition=_(
            "A partner counts from the first thing it took part in, a tie from the first time two partners did "
            "something together. What ended still counts, so a figure stays the same later on."
        ),
        columns=columns,
        table=table,
        spec=lines(table, columns[0], columns[1:], _("How many")) if len(table) else None,
    )


def _say_growth(table: pd.DataFrame) -> str:
    if table.empty:
        return _("Nothing had begun yet.")
    first, last = table.iloc[0], table.iloc[-1]
    return _(
        "From %(first)s to %(last)s the partners that took part went from %(partners_then)s to %(partners_now)s, and "
        "the ties from %(ties_then)s to %(ties_now)s."
    ) % {
        "first": first["year"],
        "last": last["year"],
        "partners_then": say_number(int(first["partners"])),
        "partners_now": say_number(int(last["partners"])),
        "ties_then": say_number(int(first["ties"])),
        "ties_now": say_number(int(last["ties"])),
    }


def show_turnover(looked: Looked) -> Figure:
    """Show how many ties were new, kept and ended, year by year."""
    network = of_part(looked)
    table = tie_turnover(network, looked.day)
    table = table[table["year"] >= looked.since].reset_index(drop=True)
    columns = [("year", _("Year")), ("kept", _("Kept")), ("new", _("New")), ("ended", _("Ended"))]
    return Figure(
        key="banden",
        title=_("New, kept and ended ties"),
        sentence=told(
            _say_turnover(table),
            say_gaps(network, looked.since, looked.day),
            say_open_ends(network.begun_by(looked.day)),
        ),
        definition=_(
            "New: two partners that first did something together that year. Ended: the last thing they did together so "
            "far ended that year; a tie may begin anew later. Kept: they had met before and still do something at the "
            "end of the year. A collaboration without an end that was written down runs on."
        ),
        columns=columns,
        table=table,
        spec=bars(table, columns[0], columns[1:], _("Ties")) if len(table) else None,
    )


def _say_turnover(table: pd.DataFrame) -> str:
    if table.empty:
        return _("There are no ties yet.")
    best, last = table.iloc[int(table["new"].to_numpy().argmax())], table.iloc[-1]
    return _("Most new ties came in %(best)s: %(n_best)s. In %(last)s there came %(new)s and ended %(ended)s.") % {
        "best": best["year"],
        "n_best": say_number(int(best["new"])),
        "last": last["year"],
        "new": say_number(int(last["new"])),
        "ended": say_number(int(last["ended"])),
    }


def show_through_us(looked: Looked) -> Figure:
    """Show how many collaborations began through an introduction and how many otherwise, year by year."""
    network = of_part(looked).begun_by(looked.day)
    begun = network.collaborations[network.collaborations["id"].isin(_with_partners(network))]
    introduced = begun["id"].isin(looked.steps["collaboration_id"].dropna().unique())
    years = begun["start"].dt.year
    span = range(max(looked.since, int(years.min())), looked.day.year + 1) if len(years) else range(0)
    table = pd.DataFrame(
        {
            "year": list(span),
            "introduced": [int((introduced & (years == year)).sum()) for year in span],
            "otherwise": [int((~introduced & (years == year)).sum()) for year in span],
        }
    )
    n_ours, n_all = int(table["introduced"].sum()), int(table[["introduced", "otherwise"]].to_numpy().sum())
    columns = [("year", _("Year")), ("introduced", _("Through an introduction")), ("otherwise", _("Otherwise"))]
    return Figure(
        key="via-ons",
        title=_("Through us and otherwise"),
        sentence=told(_say_through_us(n_ours, n_all), say_gaps(network, looked.since, looked.day)),
        definition=_(
            "A collaboration counts in the year in which it began. Through an introduction: staff introduced the "
            "partners to each other, and they told that something came of it."
        ),
        columns=columns,
        table=table,
        spec=bars(table, columns[0], columns[1:], _("Collaborations that began")) if n_all else None,
    )


def _say_through_us(n_ours: int, n_all: int) -> str:
    if not n_all:
        return _("No collaboration began in these years.")
    return ngettext(
        "Of %(n_all)s collaborations %(num)s began through an introduction.",
        "Of %(n_all)s collaborations %(num)s began through an introduction.",
        n_ours,
    ) % {"n_all": say_number(n_all), "num": say_number(n_ours)}


def _with_partners(network: Network) -> set[str]:
    took_part = network.participations["collaboration"].unique()
    return set(network.collaborations["id"].to_numpy()[took_part])
