"""Figures of how the network holds together: sectors, lasting ties, who binds it and who stands at its edge."""

import numpy as np
import pandas as pd

from graph.centrality import measure_partners
from graph.cohesion import component_of
from graph.lasting import tie_survival
from graph.mixing import expected_matrix, measure_mixing, mixing_matrix
from graph.tie_graph import tie_graph
from service.figures.charts import curve, matrix, ranking
from service.figures.figure import Figure, Looked
from service.figures.growing import of_part
from service.texts import gettext as _
from service.texts import ngettext, say_number

N_SHOWN = 15
"""Partners in a ranking."""
YEARS = 3
"""After which it is told how many ties still hold."""


def show_mixing(looked: Looked) -> Figure:
    """Show how many ties there are between each two sectors, beside what their sizes alone would give."""
    graph = tie_graph(of_part(looked).at(looked.day))
    labels = dict(zip(looked.history.sectors["id"], looked.history.sectors["label"], strict=True))
    counts, expected = mixing_matrix(graph), expected_matrix(graph)
    names = [labels[sector] for sector in counts.index]
    table = pd.DataFrame(
        {
            "one": np.repeat(names, len(names)),
            "other": np.tile(names, len(names)),
            "ties": counts.to_numpy().ravel(),
            "expected": expected.to_numpy().ravel().round(1),
        }
    )
    mixing = measure_mixing(graph)
    sentence = _("There are no ties yet.")
    if mixing.cross_share is not None and mixing.ei_expected is not None:
        by_chance = (mixing.ei_expected + 1) / 2
        sentence = _(
            "%(share)s %% of the ties join two sectors; if every pair were as likely to meet it would be %(chance)s %%."
        ) % {"share": say_number(round(100 * mixing.cross_share)), "chance": say_number(round(100 * by_chance))}
    return Figure(
        key="sectoren",
        title=_("Who works with which sector"),
        sentence=sentence,
        definition=_(
            "A tie: two partners that had done something together by then. Expected: what there would be if every pair "
            "of partners were as likely to be tied, so that only the number of partners of a sector counts."
        ),
        columns=[("one", _("Sector")), ("other", _("With sector")), ("ties", _("Ties")), ("expected", _("Expected"))],
        table=table,
        spec=matrix(table, "one", "other", "ties", _("Ties")) if graph.m else None,
    )


def show_survival(looked: Looked) -> Figure:
    """Show how long ties last."""
    table = tie_survival(of_part(looked), looked.day)
    shown = pd.concat(
        [pd.DataFrame({"years": [0.0], "survival": [1.0], "low": [1.0], "high": [1.0], "n_at_risk": [np.nan]}), table]
    ).reset_index(drop=True)
    sentence = _("No tie has ended yet, as far as is written down.")
    if len(table):
        row = shown.loc[shown["years"] <= YEARS, ["survival", "low", "high"]].to_numpy(np.float64)[-1]
        share, low, high = (say_number(round(100 * float(each))) for each in row)
        sentence = _(
            "After %(years)s years %(share)s %% of the ties still hold (between %(low)s %% and %(high)s %%)."
        ) % {"years": YEARS, "share": share, "low": low, "high": high}
    return Figure(
        key="duur",
        title=_("How long ties last"),
        sentence=sentence,
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


def show_binders(looked: Looked) -> Figure:
    """Show over whom most of the shortest ways lead, and whose leaving would part the network."""
    network = of_part(looked).at(looked.day)
    graph = tie_graph(network)
    table = measure_partners(graph).assign(name=network.partners["name"].to_numpy())
    binders = table[table["betweenness"] > 0].sort_values(["betweenness", "id"], ascending=[False, True]).head(N_SHOWN)
    binders = binders.assign(
        percent=(100 * binders["betweenness"]).round(1), cuts=np.where(binders["is_cut"], _("yes"), _("no"))
    ).reset_index(drop=True)
    n_cut = int(table["is_cut"].sum())
    sentence = _("Nobody stands between others yet.")
    if len(binders):
        sentence = (
            _("%(name)s binds the network most.") % {"name": binders["name"][0]}
            + " "
            + ngettext(
                "The leaving of %(num)s partner would part it further.",
                "The leaving of any of %(num)s partners would part it further.",
                n_cut,
            )
            % {"num": say_number(n_cut)}
        )
    return Figure(
        key="verbinders",
        title=_("Who holds the network together"),
        sentence=sentence,
        definition=_(
            "Betweenness (Freeman 1977): the share of the shortest ways between two others that lead over a partner. "
            "Computed by rustworkx, over all ties up to that day."
        ),
        columns=[
            ("name", _("Partner")),
            ("degree", _("Ties")),
            ("percent", _("Shortest ways over it, percent")),
            ("cuts", _("Parts the network by leaving")),
        ],
        table=binders,
        spec=ranking(binders, "name", "percent", _("Shortest ways over it, percent")) if len(binders) else None,
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
        sentence=_(
            "%(alone)s of %(all)s partners have no tie yet, and %(apart)s have ties but stand apart from the largest "
            "group."
        )
        % {"alone": say_number(n_alone), "all": say_number(graph.n), "apart": say_number(len(table) - n_alone)},
        definition=_(
            "The largest group: the most partners between whom there is a way over ties. Who is outside it stands here."
        ),
        columns=[("name", _("Partner")), ("sector", _("Sector")), ("degree", _("Ties"))],
        table=table,
        spec=ranking(by_sector, "sector", "n", _("Partners at the edge")) if len(by_sector) else None,
    )
