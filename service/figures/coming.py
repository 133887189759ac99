"""Figures of what comes of suggestions: how many become a collaboration, how long it takes, and why not."""

import pandas as pd

from service.figures.charts import ranking
from service.figures.figure import Figure, Looked
from service.texts import gettext as _
from service.texts import ngettext, say_number

WAY = ("proposed", "approved", "asked", "accepted_by_one", "accepted", "introduced", "met", "started")
"""States on the way to a collaboration, in order; meeting may be left out."""


def show_funnel(looked: Looked) -> Figure:
    """Show how many introductions came how far, and in how many days."""
    steps = _of_part(looked)
    first = steps.pivot_table(index="introduction", columns="to_state", values="made_at", aggfunc="min")
    first = first.reindex(columns=list(WAY)).astype("datetime64[us, UTC]")
    # Who started something has met, whether anybody said so or not.
    first["met"] = first["met"].fillna(first["started"])
    days = first.sub(first["proposed"], axis=0).apply(lambda column: column.dt.total_seconds() / 86400)
    labels = _labels()
    table = pd.DataFrame(
        {
            "state": [labels[state] for state in WAY],
            "n": [int(first[state].notna().sum()) for state in WAY],
            "days": [_rounded(days[state].median()) for state in WAY],
        }
    )
    n_proposed, n_started = int(table["n"].iloc[0]), int(table["n"].iloc[-1])
    sentence = _("No suggestion has been taken up yet. Staff do so in the workbench.")
    if n_proposed:
        sentence = ngettext(
            "Of %(all)s suggestions that staff took up %(num)s became a collaboration.",
            "Of %(all)s suggestions that staff took up %(num)s became a collaboration.",
            n_started,
        ) % {"all": say_number(n_proposed), "num": say_number(n_started)}
    return Figure(
        key="trechter",
        title=_("From suggestion to collaboration"),
        sentence=sentence,
        definition=_(
            "Each introduction counts in every state that it ever reached. Days: half of those that came so far "
            "took so "
            "many days or fewer from the day on which staff took it up."
        ),
        columns=[("state", _("Came as far as")), ("n", _("Introductions")), ("days", _("Days, median"))],
        table=table,
        spec=ranking(table, "state", "n", _("Introductions")) if n_proposed else None,
    )


def show_refusals(looked: Looked) -> Figure:
    """Show why introductions came to nothing."""
    steps = _of_part(looked)
    no = steps[steps["to_state"].isin(["dismissed", "declined", "expired"])]
    no = no.drop_duplicates("introduction", keep="last")
    counts = no.groupby(["to_state", "reason"]).size().sort_values(ascending=False).rename("n").reset_index()
    ways = {"dismissed": _("Put aside by staff"), "declined": _("Declined by a partner"), "expired": _("No answer")}
    whys = _whys()
    table = pd.DataFrame(
        {
            "why": [
                ways[state] + (f": {whys.get(reason, reason)}" if reason else "")
                for state, reason in zip(counts["to_state"], counts["reason"], strict=True)
            ],
            "n": counts["n"].astype(int),
        }
    )
    sentence = _("No introduction has come to nothing yet.")
    if len(table):
        sentence = _("The reason that was given most often: %(why)s (%(n)s times).") % {
            "why": table["why"][0].lower(),
            "n": say_number(int(table["n"][0])),
        }
    return Figure(
        key="waarom-niet",
        title=_("Why not"),
        sentence=sentence,
        definition=_("The last no of each introduction that was put aside, declined or not answered in time."),
        columns=[("why", _("Reason")), ("n", _("Introductions"))],
        table=table,
        spec=ranking(table, "why", "n", _("Introductions")) if len(table) else None,
    )


def _of_part(looked: Looked) -> pd.DataFrame:
    """Return the steps up to the day of introductions of somebody who is looked at."""
    ids = set(looked.history.partners["id"][looked.part.of(looked.history)])
    steps = looked.steps
    is_of_it = steps["first_id"].isin(ids) | steps["second_id"].isin(ids)
    by_then: pd.DataFrame = steps[is_of_it & (steps["made_at"].dt.date <= looked.day)]
    return by_then


def _rounded(days: float) -> float | None:
    return None if pd.isna(days) else round(float(days), 1)


def _labels() -> dict[str, str]:
    return {
        "proposed": _("Taken up"),
        "approved": _("Approved by staff"),
        "asked": _("Partners asked"),
        "accepted_by_one": _("One said yes"),
        "accepted": _("Both said yes"),
        "introduced": _("Introduced to each other"),
        "met": _("Met"),
        "started": _("Started something together"),
    }


def _whys() -> dict[str, str]:
    return {
        "does_not_fit": _("does not fit"),
        "already_known": _("they know each other already"),
        "wrong_moment": _("not the right moment"),
        "too_much_asked": _("asked too much already"),
        "too_far": _("too far away"),
        "other": _("something else"),
    }
