"""Figures of crossing: who works with which sector, inward or outward, and who stands between sectors."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from graph.centrality import ROLES, brokerage
from graph.mixing import expected_matrix, measure_mixing, mixing_matrix
from graph.tie_graph import tie_graph
from service.figures.charts import matrix, stacked
from service.figures.dots import beside
from service.figures.figure import Figure, Looked
from service.figures.growing import of_part
from service.texts import gettext as _
from service.texts import ngettext, say_number

Column = npt.NDArray[np.float64]

N_BROKERS = 12
"""Partners in the chart of brokers."""


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


def show_inward(looked: Looked) -> Figure:
    """Show for each sector whether its ties lead outward more or less than the sizes of sectors alone would give."""
    network = of_part(looked).at(looked.day)
    graph = tie_graph(network)
    labels = dict(zip(network.sectors["id"], network.sectors["label"], strict=True))
    counts = mixing_matrix(graph)
    sizes = np.bincount(graph.sector_codes, minlength=len(counts)).astype(np.float64)
    within = np.diag(counts.to_numpy()).astype(np.float64)
    across = counts.to_numpy().sum(axis=1) - within
    table = pd.DataFrame(
        {
            "sector": [labels[sector] for sector in counts.index],
            "n": sizes.astype(np.int64),
            "within": within.astype(np.int64),
            "across": across.astype(np.int64),
            "index": _index(within, across),
            "expected": _index(sizes * (sizes - 1) / 2, sizes * (graph.n - sizes)),
        }
    ).sort_values(["index", "sector"], ignore_index=True)
    drawn = table.dropna(subset=["index", "expected"])
    here, expected = ("index", _("E–I index")), ("expected", _("That sizes alone give"))
    return Figure(
        key="binnen-buiten",
        title=_("Inward or outward, by sector"),
        sentence=_say_inward(drawn),
        definition=_(
            "E–I index (Krackhardt and Stern 1988): ties across sectors less ties within, divided by all ties of the "
            "sector; -1: all within, 1: all across. Beside it what it would be if every pair were as likely to be "
            "tied: a small sector can hardly do otherwise than look outward."
        ),
        columns=[
            ("sector", _("Sector")),
            ("n", _("Partners (n)")),
            ("within", _("Ties within")),
            ("across", _("Ties across")),
            here,
            expected,
        ],
        table=table,
        spec=beside(drawn, "sector", [here, expected], _("E–I index, -1 to 1")) if len(drawn) else None,
    )


def _index(within: Column, across: Column) -> Column:
    all_of = within + across
    found: Column = np.divide(across - within, all_of, where=all_of > 0, out=np.full(len(all_of), np.nan))
    return found


def _say_inward(drawn: pd.DataFrame) -> str:
    if drawn.empty:
        return _("There are no ties yet.")
    lower = drawn[drawn["index"] < drawn["expected"] - 1e-9]
    counted = ngettext(
        "Of %(all)s sectors with ties %(num)s looks inward more than the sizes of the sectors alone would give.",
        "Of %(all)s sectors with ties %(num)s look inward more than the sizes of the sectors alone would give.",
        len(lower),
    ) % {"all": say_number(len(drawn)), "num": say_number(len(lower))}
    if lower.empty:
        return counted
    most = lower.iloc[int((lower["expected"] - lower["index"]).to_numpy().argmax())]
    return f"{counted} " + _(
        "%(sector)s most: of its %(ties)s ties %(within)s stay within the sector (%(n)s partners)."
    ) % {
        "sector": most["sector"],
        "ties": say_number(int(most["within"] + most["across"])),
        "within": say_number(int(most["within"])),
        "n": say_number(int(most["n"])),
    }


def show_brokers(looked: Looked) -> Figure:
    """Show who stands between partners that are not tied themselves, and between which sectors."""
    network = of_part(looked).at(looked.day)
    graph = tie_graph(network)
    roles = brokerage(graph)
    table = pd.DataFrame({"name": network.partners["name"].to_numpy(), **roles})
    table = table.assign(total=table[list(ROLES)].sum(axis=1))
    table = table[table["total"] > 0].sort_values(["total", "name"], ascending=[False, True], ignore_index=True)
    columns = [
        ("coordinator", _("All three of one sector")),
        ("consultant", _("Between two of another sector")),
        ("representative", _("Between the own sector and another")),
        ("liaison", _("Between two sectors, of a third")),
    ]
    return Figure(
        key="bemiddelaars",
        title=_("Who stands between sectors"),
        sentence=_say_brokers(table, graph.n),
        definition=_(
            "Gould and Fernandez 1989, for ties without direction: the pairs of a partner's partners that are not tied "
            "themselves, by the sectors of the three: coordinator, consultant, representative or gatekeeper, liaison."
        ),
        columns=[("name", _("Partner")), ("total", _("Pairs between whom it stands")), *columns],
        table=table,
        spec=stacked(table.head(N_BROKERS), ("name", _("Partner")), columns, _("Pairs")) if len(table) else None,
    )


def _say_brokers(table: pd.DataFrame, n: int) -> str:
    if table.empty:
        return _("Nobody stands between others yet.")
    first, n_pairs = table.iloc[0], int(table["total"].sum())
    across = int(n_pairs - table["coordinator"].sum())
    return _(
        "%(some)s of %(n)s partners stand between two others that are not tied, %(name)s between most: %(pairs)s "
        "pairs. Of all such places %(across)s %% join more than one sector."
    ) % {
        "some": say_number(len(table)),
        "n": say_number(n),
        "name": first["name"],
        "pairs": say_number(int(first["total"])),
        "across": say_number(round(100 * across / n_pairs)),
    }
