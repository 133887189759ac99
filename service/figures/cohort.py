"""Figures that tell growth by newcomers from growth among a fixed cohort, and how cohesion went by year."""

import pandas as pd

from graph.over_years import cohesion_by_year, ties_of_cohort
from service.figures.charts import bars, lines
from service.figures.figure import Figure, Looked
from service.figures.gaps import say_gaps, told
from service.figures.growing import of_part
from service.texts import gettext as _
from service.texts import say_number


def show_cohort(looked: Looked) -> Figure:
    """Show whether a rise in ties comes from new partners or from those who were there."""
    network = of_part(looked)
    table = ties_of_cohort(network, looked.since, looked.day)
    columns = [
        ("year", _("Year")),
        ("within", _("Among those who were there")),
        ("joining", _("Between them and newcomers")),
        ("among_new", _("Among newcomers")),
    ]
    gaps = say_gaps(network, looked.since, looked.day)
    return Figure(
        key="vaste-groep",
        title=_("New partners or denser ties"),
        sentence=told(_say_cohort(table), gaps),
        definition=_(
            "Those who were there: the partners that had taken part in something by the end of the first year shown. "
            "Newcomers took part later for the first time. Ties that had begun by the end of the year."
        ),
        columns=[*columns, ("cohort", _("Partners who were there")), ("partners", _("Partners, all"))],
        table=table,
        spec=bars(table, columns[0], columns[1:], _("Ties")) if len(table) else None,
    )


def _say_cohort(table: pd.DataFrame) -> str:
    if table.empty:
        return _("Nothing had begun yet.")
    first, last = table.iloc[0], table.iloc[-1]
    n_new = int(last[["within", "joining", "among_new"]].sum() - first["within"])
    if not n_new:
        return _("Since %(first)s no tie was added.") % {"first": first["year"]}
    return _(
        "Of %(all)s ties that were added since %(first)s, %(within)s came among the %(cohort)s partners who were there "
        "already, %(joining)s between them and newcomers, and %(new)s among newcomers."
    ) % {
        "all": say_number(n_new),
        "first": first["year"],
        "within": say_number(int(last["within"] - first["within"])),
        "cohort": say_number(int(first["cohort"])),
        "joining": say_number(int(last["joining"])),
        "new": say_number(int(last["among_new"])),
    }


def show_cohesion(looked: Looked) -> Figure:
    """Show how density, clustering, centralisation and the share across sectors went over the years."""
    network = of_part(looked)
    table = cohesion_by_year(network, looked.day)
    table = table[table["year"] >= looked.since].reset_index(drop=True)
    series = [
        ("density", _("Density")),
        ("clustering", _("Clustering, mean")),
        ("centralisation", _("Centralisation by degree")),
        ("cross_share", _("Share of ties across sectors")),
    ]
    gaps = say_gaps(network, looked.since, looked.day)
    return Figure(
        key="samenhang",
        title=_("How it held together over the years"),
        sentence=told(_say_cohesion(table), gaps),
        definition=_(
            "Of the partners (n) that had taken part in anything by the end of the year, and all ties by then. Density "
            "is the share of all pairs that are tied; with more partners it goes down by itself. Clustering after "
            "Watts and Strogatz 1998, centralisation after Freeman 1979."
        ),
        columns=[("year", _("Year")), ("partners", _("Partners (n)")), *series],
        table=table,
        spec=lines(table, ("year", _("Year")), series, _("Share, 0 to 1")) if len(table) else None,
    )


def _say_cohesion(table: pd.DataFrame) -> str:
    known = table.dropna(subset=["cross_share", "density"])
    if known.empty:
        return _("There are no ties yet.")
    first, last = known.iloc[0], known.iloc[-1]
    values = {
        f"{name}_{when}": say_number(round(100 * float(row[name]), 1))
        for name in ("density", "cross_share")
        for when, row in (("then", first), ("now", last))
    }
    return _(
        "In %(first)s %(density_then)s %% of all pairs of %(n_then)s partners were tied, in %(last)s "
        "%(density_now)s %% of all pairs of %(n_now)s. Of the ties %(cross_share_then)s %% joined two sectors then, "
        "and %(cross_share_now)s %% at the end."
    ) % {
        **values,
        "first": int(first["year"]),
        "last": int(last["year"]),
        "n_then": say_number(int(first["partners"])),
        "n_now": say_number(int(last["partners"])),
    }
