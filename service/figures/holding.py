"""Figures of how the network holds together: lasting ties, who binds it and who stands at its edge."""

import numpy as np
import pandas as pd

from graph.centrality import measure_partners
from graph.cohesion import component_of, component_sizes
from graph.lasting import DAYS_PER_YEAR, tie_survival
from graph.tie_graph import tie_graph
from service.figures.charts import curve, ranking
from service.figures.figure import Figure, Looked
from service.figures.gaps import say_open_ends, say_pieces, told
from service.figures.growing import of_part
from service.texts import gettext as _
from service.texts import ngettext, say_number

N_SHOWN = 15
"""Partners in a ranking."""
YEARS = 3
"""After which it is told how many ties still hold."""


def show_survival(looked: Looked) -> Figure:
    """Show how long ties last."""
    network = of_part(looked)
    table = tie_survival(network, looked.day)
    shown = pd.concat(
        [pd.DataFrame({"years": [0.0], "survival": [1.0], "low": [1.0], "high": [1.0], "n_at_risk": [np.nan]}), table]
    ).reset_index(drop=True)
    since = network.tie_days["since"].min()
    followed = 0.0 if pd.isna(since) else (pd.Timestamp(looked.day) - since).days / DAYS_PER_YEAR
    return Figure(
        key="duur",
        title=_("How long ties last"),
        sentence=told(_say_survival(shown, followed), say_open_ends(network.begun_by(looked.day))),
        definition=_(
            "Kaplan and Meier's estimate, with an interval that is right 95 times in 100. A tie lasts from the "
            "first to the last day on which two "
            "partners do something together; where no end is written down it is taken to run on."
        ),
        columns=[
            ("years", _("Years")),
            ("survival", _("Share that still holds")),
            ("low", _("At least")),
            ("high", _("At most")),
            ("n_at_risk", _("Ties that lasted so long")),
        ],
        table=table,
        spec=curve(shown, ("years", _("Years")), ("survival", _("Share that still holds")), ("low", "high"))
        if len(table)
        else None,
    )


def _say_survival(shown: pd.DataFrame, followed: float) -> str:
    """Tell the share after `YEARS`; `followed`: years since the first tie, beyond which nothing is known."""
    if len(shown) == 1:
        return _("No tie has ended yet, as far as is written down.")
    if followed < YEARS:
        return _("No tie is old enough yet to tell what lasts %(years)s years.") % {"years": YEARS}
    row = shown.loc[shown["years"] <= YEARS, ["survival", "low", "high"]].to_numpy(np.float64)[-1]
    share, low, high = (say_number(round(100 * float(each))) for each in row)
    return _("After %(years)s years %(share)s %% of the ties still hold (between %(low)s %% and %(high)s %%).") % {
        "years": YEARS,
        "share": share,
        "low": low,
        "high": high,
    }


def show_binders(looked: Looked) -> Figure:
    """Show over whom most of the shortest ways lead, whose leaving would part the network, where each stands."""
    network = of_part(looked).at(looked.day)
    graph = tie_graph(network)
    table = measure_partners(graph).assign(name=network.partners["name"].to_numpy())
    table = table[table["degree"] > 0].sort_values(
        ["betweenness", "degree", "name"], ascending=[False, False, True], ignore_index=True
    )
    table = table.assign(
        percent=(100 * table["betweenness"]).round(1), cuts=np.where(table["is_cut"], _("yes"), _("no"))
    )
    binders = table[table["betweenness"] > 0].head(N_SHOWN)
    return Figure(
        key="verbinders",
        title=_("Who holds the network together"),
        sentence=told(_say_binders(table), say_pieces(len(component_sizes(graph)))),
        definition=_(
            "Betweenness (Freeman 1977): the share of the shortest ways between two others that lead over a partner. "
            "Nearness: mean of 1 / steps to all others, 0 where there is no way (Marchiori and Latora 2000). Core: the "
            "largest k of a group in which everybody has k ties (Seidman 1983). Constraint, and partners that are not "
            "redundant (effective size): Burt 1992; little constraint is much room to bring others together. By "
            "rustworkx and scikit-network, over all ties up to that day."
        ),
        columns=[
            ("name", _("Partner")),
            ("degree", _("Ties")),
            ("percent", _("Shortest ways over it, percent")),
            ("cuts", _("Parts the network by leaving")),
            ("closeness", _("Nearness")),
            ("core", _("Core")),
            ("constraint", _("Constraint")),
            ("effective_size", _("Partners not redundant")),
        ],
        table=table,
        spec=ranking(binders, "name", "percent", _("Shortest ways over it, percent")) if len(binders) else None,
    )


def _say_binders(table: pd.DataFrame) -> str:
    if table.empty or not table["betweenness"].iloc[0]:
        return _("Nobody stands between others yet.")
    n_cut = int(table["is_cut"].sum())
    return (
        _("%(name)s binds the network most.") % {"name": table["name"].iloc[0]}
        + " "
        + ngettext(
            "The leaving of %(num)s partner would part it further.",
            "The leaving of any of %(num)s partners would part it further.",
            n_cut,
        )
        % {"num": say_number(n_cut)}
    )


def show_edge(looked: Looked) -> Figure:
    """Show who stands at the edge: no tie, or apart from the largest group."""
    network = of_part(looked).at(looked.day)
    graph = tie_graph(network)
    of = component_of(graph) if graph.n else np.array([], dtype=np.int64)
    is_apart = of != (np.bincount(of).argmax() if graph.n else 0)
    names, sectors = network.partners["name"].to_numpy(), network.partners["sector"].to_numpy()
    labels = dict(zip(network.sectors["id"], network.sectors["label"], strict=True))
    table = pd.DataFrame(
        {
            "name": names[is_apart],
            "sector": [labels[sector] for sector in sectors[is_apart]],
            "degree": graph.degrees[is_apart],
        }
    ).sort_values(["degree", "name"], ignore_index=True)
    by_sector = table.groupby("sector").size().sort_values(ascending=False).rename("n").reset_index()
    n_alone = int((table["degree"] == 0).sum())
    return Figure(
        key="rand",
        title=_("Who stands at the edge"),
        sentence=told(_say_edge(n_alone, len(table) - n_alone, graph.n), _say_groups(np.bincount(of))),
        definition=_(
            "The largest group: the most partners between whom there is a way over ties. Who is outside it stands "
            "here. Of two groups as large the one of the first partner counts as the largest."
        ),
        columns=[("name", _("Partner")), ("sector", _("Sector")), ("degree", _("Ties"))],
        table=table,
        spec=ranking(by_sector, "sector", "n", _("Partners at the edge")) if len(by_sector) else None,
    )


def _say_edge(n_alone: int, n_apart: int, n: int) -> str:
    if not n:
        return _("Nobody was there yet.")
    return _(
        "%(alone)s of %(all)s partners have no tie yet, and %(apart)s have ties but stand apart from the largest group."
    ) % {"alone": say_number(n_alone), "all": say_number(n), "apart": say_number(n_apart)}


def _say_groups(sizes: "np.ndarray[tuple[int], np.dtype[np.int64]]") -> str:
    n_groups = int((sizes > 1).sum())
    if n_groups < 2:  # noqa: PLR2004 -- one has nobody beside it
        return ""
    return _("There are %(n)s groups of two partners or more without a way between them.") % {"n": say_number(n_groups)}
