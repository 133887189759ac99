"""Figures of what follows: collaborations that come of earlier ones, and what stays when a grant has ended."""

import pandas as pd

from graph.lasting import AfterGrant, after_grants
from graph.snowball import Snowball, snowball
from service.figures.charts import ranking
from service.figures.dots import beside
from service.figures.figure import Figure, Looked
from service.figures.gaps import say_gaps, say_open_ends, told
from service.figures.growing import of_part
from service.texts import gettext as _
from service.texts import ngettext, say_number

RARE = 0.05
MOST_DRAWS, FEWEST_DRAWS = 500, 100
WORK = 1_000_000
"""Ties that all orders together go through: of a large network fewer orders are drawn."""


def show_snowball(looked: Looked) -> Figure:
    """Show how many collaborations follow within a year from one whose partners met there."""
    network = of_part(looked)
    n_draws = max(FEWEST_DRAWS, min(MOST_DRAWS, WORK // max(len(network.ties), 1)))
    found = snowball(network, looked.day, n_draws=n_draws)
    here, chance = ("here", _("Here")), ("chance", _("In another order, mean"))
    columns = ["what", "here", "chance", "z", "p", "n_followed", "n"]
    table = pd.DataFrame(
        [
            (
                _("Followers per collaboration"),
                *(found.mean_followers, found.mean_by_chance, found.z, found.p),
                *(found.n_followed, found.n_collaborations),
            )
        ]
        if found.n_collaborations
        else [],
        columns=columns,
    ).astype(dict.fromkeys(columns[1:5], "float64"))
    return Figure(
        key="sneeuwbal",
        title=_("Does one initiative set off the next?"),
        sentence=told(_say_snowball(found), say_gaps(network, looked.since, looked.day)),
        definition=_(
            "One follows from an earlier one when it began within a year after it and holds two partners who had done "
            "nothing together before and met in the earlier one. Of collaborations that began a year ago or earlier. "
            "Chance: the days on which collaborations began, dealt out anew among them; p: the share of such orders "
            "with as many followers or more."
        ),
        columns=[
            ("what", _("What")),
            here,
            chance,
            ("z", _("z")),
            ("p", _("p")),
            ("n_followed", _("Followed by another")),
            ("n", _("Collaborations (n)")),
        ],
        table=table,
        spec=beside(table, "what", [here, chance], _("Followers per collaboration")) if len(table) else None,
    )


def _say_snowball(found: Snowball) -> str:
    if not found.n_collaborations or found.mean_followers is None or found.mean_by_chance is None:
        return _("No collaboration began long enough ago to tell what followed.")
    counted = ngettext(
        "Of %(all)s collaborations %(num)s was followed within a year by another one of partners who met there",
        "Of %(all)s collaborations %(num)s were followed within a year by another one of partners who met there",
        found.n_followed,
    ) % {"all": say_number(found.n_collaborations), "num": say_number(found.n_followed)}
    means = _("%(here)s followers per collaboration, %(chance)s in another order.") % {
        "here": say_number(round(found.mean_followers, 2)),
        "chance": say_number(round(found.mean_by_chance, 2)),
    }
    is_more = found.p is not None and found.p < RARE
    verdict = _("That is more than chance.") if is_more else _("That is not clearly more than chance.")
    return f"{counted}: {means} {verdict}"


def show_after_grants(looked: Looked) -> Figure:
    """Show what stays of the ties of a collaboration a year after it ended, with a grant and without."""
    network = of_part(looked)
    found = after_grants(network, looked.day)
    names = {True: _("With a grant"), False: _("Without a grant")}
    table = pd.DataFrame(
        [
            (names[granted], each.n_ties, each.n_kept, each.share, *(each.interval or (None, None)))
            for granted, each in found.items()
        ],
        columns=["what", "n_ties", "n_kept", "share", "low", "high"],
    ).astype(dict.fromkeys(("share", "low", "high"), "float64"))
    known = table[table["n_ties"] > 0]
    return Figure(
        key="na-subsidie",
        title=_("What stays when a grant has ended"),
        sentence=told(_say_grants(found), say_open_ends(network.begun_by(looked.day))),
        definition=_(
            "The pairs that worked together in a collaboration whose end is written down and lies a year or more "
            "back. Kept: something else of the same pair ran a year after that end, or began since. A pair counts "
            "once for each collaboration. With a grant: an amount is written down with the collaboration, or the "
            "office granted one. Interval of 95 % (Wilson 1927), as if each pair went its own way; pairs of one "
            "collaboration often end together, so the true one is wider."
        ),
        columns=[
            ("what", _("Collaborations")),
            ("n_ties", _("Pairs (n)")),
            ("n_kept", _("Kept after a year")),
            ("share", _("Share kept")),
            ("low", _("At least")),
            ("high", _("At most")),
        ],
        table=table,
        spec=ranking(known, "what", "share", _("Share kept")) if len(known) else None,
    )


def _say_grants(found: dict[bool, AfterGrant]) -> str:
    said = {
        granted: _("%(kept)s of %(all)s (%(share)s %%, between %(low)s and %(high)s %%)")
        % {
            "kept": say_number(of.n_kept),
            "all": say_number(of.n_ties),
            "share": say_number(round(100 * of.share)),
            "low": say_number(round(100 * of.interval[0])),
            "high": say_number(round(100 * of.interval[1])),
        }
        for granted, of in found.items()
        if of.share is not None and of.interval is not None
    }
    with_grant, without = said.get(True), said.get(False)
    if with_grant and without:
        return _(
            "A year after the end of a collaboration with a grant %(granted)s pairs still did something together, "
            "without a grant %(without)s."
        ) % {"granted": with_grant, "without": without}
    if with_grant:
        return _(
            "A year after the end of a collaboration with a grant %(said)s pairs still did something together."
        ) % {"said": with_grant}
    none = _("Of no collaboration with a grant is it written down that it ended a year ago or earlier.")
    if without:
        return told(
            none,
            _("Without a grant, %(said)s pairs still did something together a year after the end.") % {"said": without},
        )
    return none
