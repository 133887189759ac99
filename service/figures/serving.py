"""The new ties that serve an aim best, each with what it gains in words."""

from graph.best_ties import ServingTie
from service.texts import gettext as _
from service.texts import ngettext, say_cell, say_number

MOST_WEIGHED = 150
"""Suggestions among which the ties that shorten ways are looked for; for the other aims all of them are."""


def aim_labels() -> dict[str, str]:
    """Return what each aim is called on the screen (`graph.best_ties.AIMS`)."""
    return {
        "connect": _("Connect who has no tie yet"),
        "cross": _("Cross sectors that seldom meet"),
        "shorten": _("Shorten the ways in the network"),
    }


def say_gain(tie: ServingTie, aim: str) -> str:
    """Say what a tie gains for its aim, beside those chosen before it."""
    return {"connect": _say_connecting, "cross": _say_crossing, "shorten": _say_shortening}[aim](tie.gains)


def _say_connecting(gains: dict[str, float]) -> str:
    n_isolates, n_joined = int(gains["n_isolates"]), int(gains["n_joined"])
    if n_isolates:
        return ngettext("one partner gets its first tie", "%(num)s partners get their first tie", n_isolates) % {
            "num": n_isolates
        }
    return ngettext("%(num)s partner joins a larger group", "%(num)s partners join a larger group", n_joined) % {
        "num": say_number(n_joined)
    }


def _say_crossing(gains: dict[str, float]) -> str:
    n_ties = int(gains["n_ties"])
    if not n_ties:
        return _("the first tie between these two sectors")
    return ngettext(
        "beside %(num)s tie between these two sectors", "beside %(num)s ties between these two sectors", n_ties
    ) % {"num": say_number(n_ties)}


def _say_shortening(gains: dict[str, float]) -> str:
    n_nearer = int(gains["n_nearer"])
    nearer = ngettext("%(num)s pair comes nearer", "%(num)s pairs come nearer", n_nearer) % {
        "num": say_number(n_nearer)
    }
    return _("%(pairs)s; nearness grows by %(efficiency)s") % {
        "pairs": nearer,
        "efficiency": _say_small(gains["efficiency"]),
    }


def _say_small(number: float) -> str:
    """Return a number that may be far below one thousandth.

    >>> _say_small(0.0213), _say_small(0.00001)
    ('0,021', 'minder dan 0,001')
    """
    return say_cell(number) if number >= 0.001 else _("less than %(number)s") % {"number": say_cell(0.001)}  # noqa: PLR2004 -- what a cell shows
