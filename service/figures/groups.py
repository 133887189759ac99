"""Figure of communities: partners that work with each other more than with others, and how sure that is."""

import numpy as np
import pandas as pd

from graph.communities import communities, steadiness
from graph.tie_graph import tie_graph
from service.figures.charts import ranking
from service.figures.figure import Figure, Looked
from service.figures.growing import of_part
from service.texts import gettext as _
from service.texts import say_number
from service.wording import join

N_RUNS = 20
N_NAMED = 2
"""Sectors, places and partners that are named of a community."""


def show_communities(looked: Looked) -> Figure:
    """Show the communities of two partners and more: their size, what they have in common, and how steady they are."""
    network = of_part(looked).at(looked.day)
    graph = tie_graph(network)
    labels, modularity = communities(graph)
    steady, overall = steadiness(graph, labels, N_RUNS)
    n_groups = len(np.unique(labels[graph.degrees > 0]))
    sectors = dict(zip(network.sectors["id"], network.sectors["label"], strict=True))
    named = network.partners.assign(sector=network.partners["sector"].map(sectors))
    by_degree = np.argsort(-graph.degrees, kind="stable")
    rows = []
    for label in range(n_groups):
        members = by_degree[labels[by_degree] == label]
        rows.append(
            (
                _("Around %(name)s") % {"name": named["name"].iloc[members[0]]},
                len(members),
                join(named["name"].iloc[members[:3]].tolist()),
                _commonest(named["sector"].iloc[members]),
                _commonest(named["place"].iloc[members]),
                steady[label],
            )
        )
    table = pd.DataFrame(rows, columns=["group", "n", "members", "sectors", "places", "steady"])
    return Figure(
        key="groepen",
        title=_("Groups that work together"),
        sentence=_say_communities(n_groups, modularity, overall, int((graph.degrees > 0).sum())),
        definition=_(
            "Louvain (Blondel 2008, scikit-network) over the partners with a tie. The way it goes through the partners "
            "is chance: steady is the share of the pairs in a group that are in one group again when it goes another "
            "way, over 20 times. Modularity (Newman and Girvan 2004), -.5 to 1: how many more ties lie within groups "
            "than the numbers of ties alone would give; networks by chance have some too, see “Beside chance”."
        ),
        columns=[
            ("group", _("Group")),
            ("n", _("Partners")),
            ("members", _("With most ties")),
            ("sectors", _("Commonest sectors")),
            ("places", _("Commonest places")),
            ("steady", _("Steady, 0 to 1")),
        ],
        table=table,
        spec=ranking(table.head(12), "group", "n", _("Partners")) if len(table) else None,
    )


def _commonest(values: "pd.Series[str]") -> str:
    counts = values[values != ""].value_counts(sort=False)
    ordered = sorted(counts.items(), key=lambda each: (-each[1], str(each[0])))
    return ", ".join(f"{name} ({n})" for name, n in ordered[:N_NAMED])


def _say_communities(n_groups: int, modularity: float | None, steady: float | None, n: int) -> str:
    if modularity is None or steady is None:
        return _("There are no ties yet.")
    return _(
        "The %(n)s partners with a tie fall into %(groups)s groups (modularity %(modularity)s). Of each hundred pairs "
        "in a group %(steady)s are together again when the groups are looked for in another order."
    ) % {
        "n": say_number(n),
        "groups": say_number(n_groups),
        "modularity": say_number(round(modularity, 2)),
        "steady": say_number(round(100 * steady)),
    }
