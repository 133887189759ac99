"""Figures of what the network is about: themes that rise and fade, and the chain of learning."""

import numpy as np
import pandas as pd

from graph.chain import chain
from graph.network import Network
from service.figures.charts import ranking
from service.figures.figure import Figure, Looked
from service.figures.gaps import last_whole_year, years_without
from service.figures.growing import of_part
from service.texts import gettext as _
from service.texts import say_number
from service.wording import join

N_SHOWN = 12
YEARS = 3
"""Years that are over, compared with as many before them: one that still runs is no match for a whole one."""


def show_themes(looked: Looked) -> Figure:
    """Show which themes have more or fewer new collaborations than in the years before."""
    network = of_part(looked).begun_by(looked.day)
    last = last_whole_year(looked.day)
    now = _counts(network, last - YEARS + 1, last)
    before = _counts(network, last - 2 * YEARS + 1, last - YEARS)
    table = pd.DataFrame({"theme": network.themes["label"], "before": before, "now": now})
    table = table[(table["before"] + table["now"]) > 0].assign(change=lambda of: of["now"] - of["before"])
    table = table.sort_values(["change", "now", "theme"], ascending=[False, False, True], ignore_index=True)
    shown, gaps = _both_ends(table), years_without(network, last - 2 * YEARS + 1, last)
    return Figure(
        key="themas",
        title=_("Themes that rise and fade"),
        sentence=_say_gap(gaps, last) or _say_themes(table, last),
        definition=_(
            "Collaborations that began in the last three years that are over on a theme, less those that began in the "
            "three years before. A collaboration on two themes counts for both."
        ),
        columns=[
            ("theme", _("Theme")),
            ("before", _period(last - YEARS)),
            ("now", _period(last)),
            ("change", _("Difference")),
        ],
        table=table,
        spec=ranking(shown, "theme", "change", _("More or fewer collaborations")) if len(shown) and not gaps else None,
    )


def _period(last: int) -> str:
    return f"{last - YEARS + 1}–{last}"


def _say_gap(years: list[int], last: int) -> str:
    if not years:
        return ""
    return _(
        "Themes of %(now)s cannot be laid beside those of %(before)s: of %(years)s no collaboration is written down "
        "that began then."
    ) % {
        "now": _period(last),
        "before": _period(last - YEARS),
        "years": join([str(year) for year in years]),
    }


def _say_themes(table: pd.DataFrame, last: int) -> str:
    if table.empty:
        return _("No collaboration with a theme began in these years.")
    top, bottom = table.iloc[0], table.iloc[-1]
    period = _period(last)
    if top["change"] <= 0:
        return _("In %(period)s no theme rose.") % {"period": period}
    rising = _("In %(period)s “%(theme)s” rose most: from %(before)s to %(now)s new collaborations.") % {
        "period": period,
        "theme": top["theme"],
        "before": say_number(int(top["before"])),
        "now": say_number(int(top["now"])),
    }
    if bottom["change"] >= 0:
        return rising
    return (
        rising
        + " "
        + _("“%(theme)s” faded most: from %(before)s to %(now)s.")
        % {
            "theme": bottom["theme"],
            "before": say_number(int(bottom["before"])),
            "now": say_number(int(bottom["now"])),
        }
    )


def _both_ends(table: pd.DataFrame) -> pd.DataFrame:
    """Return the themes that changed most, up and down, in the order of the table."""
    changed = table[table["change"] != 0]
    half = N_SHOWN // 2
    kept = changed.index[:half].union(changed.index[-half:])
    return changed.loc[kept]


def _counts(network: Network, first: int, last: int) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    years = network.collaborations["start"].dt.year.to_numpy()
    is_then = (years >= first) & (years <= last)
    took_part = np.isin(np.arange(len(years)), network.participations["collaboration"])
    of = network.collaboration_themes
    kept = of[(is_then & took_part)[of["collaboration"]]]
    counted: np.ndarray[tuple[int], np.dtype[np.int64]] = np.bincount(kept["theme"], minlength=len(network.themes))
    return counted


def show_chain(looked: Looked) -> Figure:
    """Show, place by place, which steps from childcare to adult education are linked and which are not."""
    network = of_part(looked).at(looked.day)
    labels = dict(zip(network.sectors["id"], network.sectors["label"], strict=True))
    table = chain(network)
    table = table.assign(
        step=table["step"].map(labels), next=table["next"].map(labels), n_missing=table["n_step"] - table["n_linked"]
    )
    gaps = table[(table["n_step"] > 0) & (table["n_linked"] == 0)]
    sentence = _("In this part of the network there is no step from childcare to adult education.")
    if len(table):
        sentence = _("%(gaps)s of %(all)s steps, place by place, have nobody yet who works with the next step.") % {
            "gaps": say_number(len(gaps)),
            "all": say_number(int((table["n_step"] > 0).sum())),
        }
    return Figure(
        key="keten",
        title=_("From childcare to adult education"),
        sentence=sentence,
        definition=_(
            "For each place and each two steps that follow each other: the partners of the step, and how many of them "
            "have done something together with a partner of the next step, wherever that one is. A partner that names "
            "two places counts in both."
        ),
        columns=[
            ("place", _("Place")),
            ("step", _("Step")),
            ("next", _("Next step")),
            ("n_step", _("Partners of the step")),
            ("n_linked", _("Linked to the next")),
            ("n_missing", _("Not yet linked")),
            ("n_next", _("Partners of the next step here")),
        ],
        table=table,
        spec=None,
    )
