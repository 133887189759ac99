"""What the leaving of a partner takes away, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from graph.batch import SHOWN
from graph.missing import Leaving, if_leaves
from graph.network import Network
from graph.tie_graph import tie_graph
from service.figures.outlook import outlook_labels, say_figure
from service.texts import gettext as _
from service.texts import ngettext, say_number


@dataclass(frozen=True)
class Loss:
    """What the leaving of a partner takes away."""

    rows: list[tuple[str, str, str]]
    """What a figure is called, with the partner and without."""
    cut_off: tuple[str, ...]
    """Ids of the partners that would be cut off from the largest group of theirs."""
    lost: tuple[str, ...]
    """Ids of those that it is tied to."""
    running: list[str]
    """Titles of what it takes part in that has not ended."""
    ending: list[str]
    """Of these, what would be left with one partner or none."""
    themes: list[str]
    """Labels of the themes that nobody else has."""
    sentence: str


def look_without(network: Network, partner_id: str) -> Loss:
    """Return what the leaving of a partner does, as far as a network shows it; raise `UnknownPartner`."""
    position = network.position(partner_id)
    leaving = if_leaves(tie_graph(network), position)
    labels = outlook_labels()
    running, ending = _collaborations(network, position)
    themes = _only_its_own(network, position)
    return Loss(
        rows=[(labels[n], say_figure(n, leaving.before[n]), say_figure(n, leaving.after[n])) for n in SHOWN],
        cut_off=leaving.cut_off,
        lost=leaving.lost,
        running=running,
        ending=ending,
        themes=themes,
        sentence=_say(leaving, running, themes),
    )


def _collaborations(network: Network, position: int) -> tuple[list[str], list[str]]:
    """Return titles of what a partner takes part in and has not ended, and of these what it cannot be missed in."""
    parts, collaborations = network.participations, network.collaborations
    own = parts.loc[parts["partner"] == position, "collaboration"].unique()
    mine = collaborations.loc[own]
    if network.day is not None:
        mine = mine[~(mine["end"] < pd.Timestamp(network.day))]
    return mine["title"].tolist(), mine.loc[mine["n_partners"] <= 2, "title"].tolist()  # noqa: PLR2004 -- it and one other


def _only_its_own(network: Network, position: int) -> list[str]:
    of = network.partner_themes
    shared = of.loc[of["partner"] != position, "theme"]
    own = of.loc[(of["partner"] == position) & ~of["theme"].isin(shared), "theme"]
    labels: list[str] = network.themes["label"].loc[own].tolist()
    return labels


def _say(leaving: Leaving, running: Sequence[str], themes: Sequence[str]) -> str:
    counted = (
        (len(leaving.lost), ngettext("%(num)s tie ends", "%(num)s ties end", len(leaving.lost))),
        (
            len(leaving.cut_off),
            ngettext("%(num)s partner is cut off", "%(num)s partners are cut off", len(leaving.cut_off)),
        ),
        (len(running), ngettext("%(num)s collaboration loses it", "%(num)s collaborations lose it", len(running))),
        (len(themes), ngettext("%(num)s theme is lost", "%(num)s themes are lost", len(themes))),
    )
    told = [text % {"num": say_number(n)} for n, text in counted if n]
    if not told:
        return _("Its leaving would change nothing but the number of partners.")
    return _("If it left: %(losses)s.") % {"losses": "; ".join(told)}
