"""Figure of exposure: who stands in how many lists of suggestions, so that nobody is flooded and nobody unseen."""

import numpy as np
import pandas as pd

from graph.network import Network
from matching.exposure import room
from matching.measuring import gini
from matching.suggestion import Suggestion
from service.figures.charts import ranking
from service.figures.figure import Figure, Looked, Spec
from service.figures.gaps import told
from service.texts import gettext as _
from service.texts import ngettext, say_number

N_SHOWN = 15
"""Partners in the chart."""


def show_exposure(looked: Looked) -> Figure:
    """Show in how many lists of others each partner stands today, and how often it was introduced."""
    network, suggestions = looked.lists() if looked.lists else (looked.history.at(looked.day), None)
    table = _count(network, suggestions or [], looked.steps)
    table = table[looked.part.of(network)[table["position"]]].reset_index(drop=True)
    said = _say_exposure(table)
    columns = [
        ("name", _("Partner")),
        ("n_lists", _("Stands in lists")),
        ("contacts", _("Contacts expected")),
        ("introduced", _("Introduced")),
    ]
    definition = _(
        "The lists of ten suggestions that each partner would get today. Contacts expected: the chances of a yes added "
        "up. Introduced: introductions of all time that came so far. Gini: 0 where all are suggested as often, 1 where "
        "all places go to one."
    )
    if looked.tells_room:
        said = told(said, _say_room(table))
        columns.insert(3, ("room", _("Room")))
        definition += " " + _(
            "Room: new contacts that a partner says it has room for, else twice its busiest year, ten at least."
        )
    return Figure(
        key="zichtbaarheid",
        title=_("Who is suggested how often"),
        sentence=said if suggestions is not None else _no_lists(),
        definition=definition,
        columns=columns,
        table=table[[name for name, _label in columns]] if suggestions is not None else table.iloc[:0],
        spec=_chart(table) if suggestions else None,
    )


def _chart(table: pd.DataFrame) -> Spec:
    return ranking(table.head(N_SHOWN), "name", "n_lists", _("Stands in lists"))


def _count(network: Network, suggestions: list[Suggestion], steps: pd.DataFrame) -> pd.DataFrame:
    n = network.n_partners
    suggested = np.array([network.position(each.suggested_id) for each in suggestions], np.int64)
    introduced = steps[steps["to_state"] == "introduced"].drop_duplicates("introduction")
    of_each = pd.concat([introduced["first_id"], introduced["second_id"]]).value_counts()
    table = pd.DataFrame(
        {
            "position": np.arange(n),
            "name": network.partners["name"].to_numpy(object),
            "n_lists": np.bincount(suggested, minlength=n),
            "contacts": np.bincount(suggested, [each.chance for each in suggestions], n).round(1),
            "room": room(network).round(1),
            "introduced": [int(of_each.get(each, 0)) for each in network.partners["id"]],
        }
    )
    return table.sort_values(["n_lists", "name"], ascending=[False, True], ignore_index=True)


def _no_lists() -> str:
    return _("Suggestions are told of today only.")


def _say_exposure(table: pd.DataFrame) -> str:
    if not table["n_lists"].sum():
        return _("Nobody stands in a list of suggestions today.")
    first, n_unseen = table.iloc[0], int((table["n_lists"] == 0).sum())
    uneven = gini(table["n_lists"].to_numpy(np.float64))
    most = _("%(name)s stands in most lists of suggestions: %(n)s (Gini over %(all)s partners %(gini)s).") % {
        "name": first["name"],
        "n": say_number(int(first["n_lists"])),
        "all": say_number(len(table)),
        "gini": say_number(round(uneven, 2)),
    }
    unseen = ngettext("%(num)s partner is suggested to nobody.", "%(num)s partners are suggested to nobody.", n_unseen)
    return told(most, unseen % {"num": say_number(n_unseen)})


def _say_room(table: pd.DataFrame) -> str:
    if not table["n_lists"].sum():
        return ""
    n_full = int((table["contacts"] > table["room"] + 1e-9).sum())
    return ngettext(
        "Of %(num)s partner more contacts are expected than it has room for.",
        "Of %(num)s partners more contacts are expected than they have room for.",
        n_full,
    ) % {"num": say_number(n_full)}
