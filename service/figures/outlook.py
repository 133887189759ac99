"""What a batch of suggestions would do: each figure today and for some shares of yes, with its chart and its table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from graph.batch import SHOWN, Batch
from graph.what_if import Outlook, what_if
from service.figures.charts import draw, intervals
from service.figures.figure import Figure
from service.texts import gettext as _
from service.texts import ngettext, say_cell, say_number

SHARES = (30, 50, 100)
"""Percent of the suggestions that both sides say yes to."""
COUNTS = frozenset({"n_components", "n_isolates"})
INDICES = frozenset({"centralisation", "efficiency"})
"""Of the figures, those that are no share of anything."""
TOLD = ("n_isolates", "n_components", "cross_share", "reach")
"""What the sentence tells of, where it changes."""


@dataclass(frozen=True)
class OutlookRow:
    """One figure: today, and its mean and interval in words for each way of saying yes."""

    label: str
    meaning: str
    today: str
    outlooks: list[str]


@dataclass(frozen=True, eq=False)
class BatchOutlook:
    """What a batch would do, for a page and for a file."""

    ways: list[str]
    """How yes is said: by each of `SHARES`, and by each suggestion's own chance where every one has one."""
    rows: list[OutlookRow]
    figure: Figure

    @cached_property
    def drawing(self) -> str:
        """The chart of the figure as SVG."""
        assert self.figure.spec is not None  # noqa: S101 -- a batch always has one
        return draw(self.figure.spec)


def look_ahead(batch: Batch, chances: Sequence[float | None], n_draws: int = 200) -> BatchOutlook:
    """Return the outlook of a batch; `chances` are those of each of its pairs, None where nobody weighed it."""
    found = {_say_share(share): what_if(batch, share / 100, n_draws) for share in SHARES}
    known = [chance for chance in chances if chance is not None]
    if known and len(known) == len(chances):
        found[_("own chance")] = what_if(batch, np.array(known), n_draws)
    labels, meanings = outlook_labels(), outlook_meanings()
    rows = [
        OutlookRow(
            labels[name],
            meanings[name],
            say_figure(name, found[_say_share(SHARES[0])][name].today),
            [_say(name, each[name]) for each in found.values()],
        )
        for name in SHOWN
    ]
    return BatchOutlook(list(found), rows, _figure(batch, found))


def _say_share(share: int) -> str:
    return _("%(share)s %% say yes") % {"share": share}


def say_figure(name: str, value: float) -> str:
    """Return a figure of a batch as people read it: a count or a mean of counts, a percentage, or an index of 0 to 1.

    >>> say_figure("n_isolates", 2.245), say_figure("density", 0.0245), say_figure("efficiency", 0.3092)
    ('2,2', '2,45 %', '0,309')
    """
    if name in COUNTS:
        return say_number(round(value, 1))
    return say_cell(value) if name in INDICES else _("%(number)s %%") % {"number": say_number(round(100 * value, 2))}


def _say(name: str, outlook: Outlook) -> str:
    mean, low, high = (say_figure(name, value) for value in (outlook.mean, outlook.low, outlook.high))
    if low == high:
        return mean
    interval = {"mean": mean, "low": low, "high": high}
    return _("%(mean)s (%(low)s to %(high)s)") % interval


def _figure(batch: Batch, found: Mapping[str, Mapping[str, Outlook]]) -> Figure:
    labels = outlook_labels()
    table = pd.DataFrame(
        [{"figure": labels[name], "way": way, **vars(of[name])} for name in SHOWN for way, of in found.items()]
    )
    columns = [
        ("figure", _("Figure")),
        ("way", _("Who says yes")),
        ("today", _("Today")),
        ("mean", _("Mean")),
        ("low", _("From")),
        ("high", _("Up to and with")),
        ("n_draws", _("Draws")),
    ]
    return Figure(
        key="wat-als",
        title=_("What a batch would do"),
        sentence=_say_batch(batch, found[_say_share(50)]),
        definition=_define(batch, found),
        columns=columns,
        table=table,
        spec=intervals(table, _("The dashed line is today."), [labels[n] for n in SHOWN if n not in COUNTS | INDICES]),
    )


def _say_batch(batch: Batch, half: Mapping[str, Outlook]) -> str:
    labels = outlook_labels()
    told = {name: (say_figure(name, half[name].today), say_figure(name, half[name].mean)) for name in TOLD}
    changes = [
        _("%(label)s from %(today)s to %(mean)s") % {"label": labels[name].lower(), "today": today, "mean": mean}
        for name, (today, mean) in told.items()
        if today != mean
    ]
    if not batch.is_new.any():
        return _("These partners work together already: nothing would change.")
    if not changes:
        return _("If half of them came about, the figures that matter most would stay as they are.")
    return _("If half of them came about, this would change on average: %(changes)s.") % {"changes": "; ".join(changes)}


def _define(batch: Batch, found: Mapping[str, Mapping[str, Outlook]]) -> str:
    graph, half = batch.graph, found[_say_share(50)]
    told = [
        _("Of %(partners)s and %(ties)s.")
        % {
            "partners": ngettext("%(n)s partner", "%(n)s partners", graph.n) % {"n": say_number(graph.n)},
            "ties": ngettext("%(n)s tie", "%(n)s ties", graph.m) % {"n": say_number(graph.m)},
        },
        _(
            "Who says yes is drawn %(n)s times, each pair by itself: the mean of the draws, and between which figures "
            "95 of 100 draws lie."
        )
        % {"n": half["density"].n_draws},
    ]
    if half["efficiency"].n_draws < half["density"].n_draws:
        told.append(
            _("Nearness takes long to count in so large a network: it is estimated from %(n)s draws and some partners.")
            % {"n": half["efficiency"].n_draws}
        )
    return " ".join(told)


def outlook_labels() -> dict[str, str]:
    """Return what the figures are called on the screen."""
    return {
        "density": _("Density"),
        "n_components": _("Groups without a way between them"),
        "largest_share": _("Share in the largest group"),
        "centralisation": _("Centralisation"),
        "cross_share": _("Share of ties across sectors"),
        "n_isolates": _("Partners without a tie"),
        "reach": _("Reach of a message"),
        "efficiency": _("Nearness"),
    }


def outlook_meanings() -> dict[str, str]:
    """Return what the figures mean, and whose formula it is."""
    return {
        "density": _("share of all pairs of partners that are tied (Wasserman and Faust 1994)"),
        "n_components": _("a partner without a tie is a group by itself"),
        "largest_share": _("share of the partners in the largest of these groups"),
        "centralisation": _("0 where all have as many ties, 1 where one partner has them all (Freeman 1979)"),
        "cross_share": _("share of the ties that join two sectors"),
        "n_isolates": _("partners that worked with nobody yet"),
        "reach": _("share of the others that hear of a message of one partner within two steps, mean over all"),
        "efficiency": _("mean over all pairs of 1 / steps, 0 where there is no way (Latora and Marchiori 2001)"),
    }
