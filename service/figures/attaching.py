"""Figures of how ties come about: denser with growth, towards the well connected, or over shared partners."""

from dataclasses import astuple

import numpy as np
import pandas as pd

from graph.attachment import CHOICES, N_ALTERNATIVES, Estimate, attachment_kernel, choices, densification
from graph.growth import growth
from service.figures.dots import cloud, intervals
from service.figures.figure import Figure, Looked
from service.figures.growing import of_part
from service.texts import gettext as _
from service.texts import say_number

LEAST_EXPOSED = 10
"""Partner-years below which the rate of a number of ties is left out of the sentence."""


def show_densification(looked: Looked) -> Figure:
    """Show whether ties grow faster than partners."""
    network = of_part(looked)
    years = [each for each in growth(network, looked.day) if each.year >= looked.since]
    table = pd.DataFrame(
        [(each.year, each.partners, each.ties) for each in years], columns=["year", "partners", "ties"]
    )
    found = densification(table)
    drawn = table[(table["partners"] > 0) & (table["ties"] > 0)]
    if found is not None:
        x, y = np.log(drawn["partners"]), np.log(drawn["ties"])
        drawn = drawn.assign(line=np.exp(y.mean() + found.value * (x - x.mean())))
    names = ("partners", _("Partners")), ("ties", _("Ties"))
    return Figure(
        key="verdichting",
        title=_("Denser as it grows"),
        sentence=_say_densification(found),
        definition=_(
            "The exponent a in ties ~ partners to the power a (Leskovec, Kleinberg and Faloutsos 2007): least squares "
            "of the logarithms over the years, interval of 95 % after Student. 1: as many ties per partner all along; "
            "above it: more and more. Years follow from each other, so the true interval is wider."
        ),
        columns=[("year", _("Year")), *names],
        table=table,
        spec=cloud(drawn, *names, "line" if found is not None else None) if len(drawn) else None,
    )


def _say_densification(found: Estimate | None) -> str:
    if found is None:
        return _("There are too few years with other numbers of partners to tell whether the network becomes denser.")
    if found.low > 1:
        what = _("The ties grew faster than the partners:")
    elif found.high < 1:
        what = _("The ties grew more slowly than the partners:")
    else:
        what = _("Whether the ties grew faster than the partners cannot be told:")
    return f"{what} " + _("exponent %(value)s (between %(low)s and %(high)s, over %(n)s years).") % _said(found)


def show_kernel(looked: Looked) -> Figure:
    """Show how the chance of a new tie goes with the ties that a partner has."""
    table = attachment_kernel(of_part(looked), looked.day)
    names = ("degree", _("Ties at the beginning of the year")), ("rate", _("New ties, beside the mean (1)"))
    drawn = table[table["rate"] > 0]
    return Figure(
        key="aantrekking",
        title=_("Who has ties gets ties"),
        sentence=_say_kernel(table),
        definition=_(
            "New ties per partner-year of those who had so many ties, divided by that of all (Jeong, Néda and Barabási "
            "2003), over all years up to that day; only partners with a tie already. Rates of few partner-years are "
            "worth little: the table gives their number."
        ),
        columns=[*names, ("n_new", _("New ties")), ("n_exposed", _("Partner-years (n)"))],
        table=table,
        spec=cloud(drawn, *names) if len(drawn) else None,
    )


def _say_kernel(table: pd.DataFrame) -> str:
    known = table[table["n_exposed"] >= LEAST_EXPOSED]
    if len(known) < 2:  # noqa: PLR2004 -- two to compare
        return _("Too few partners have ties yet to tell whether ties draw ties.")
    low, high = known.iloc[0], known.iloc[-1]
    return _(
        "Beside the mean (1), partners got %(few_rate)s times as many new ties in a year when they had %(few)s before "
        "(n = %(few_n)s partner-years), and %(many_rate)s times as many when they had %(many)s (n = %(many_n)s)."
    ) % {
        "few": say_number(int(low["degree"])),
        "few_rate": say_number(round(float(low["rate"]), 1)),
        "few_n": say_number(int(low["n_exposed"])),
        "many": say_number(int(high["degree"])),
        "many_rate": say_number(round(float(high["rate"]), 1)),
        "many_n": say_number(int(high["n_exposed"])),
    }


def show_choices(looked: Looked) -> Figure:
    """Show what draws partners to each other: many ties, shared partners, the same sector."""
    found = choices(of_part(looked), looked.day)
    labels = _choice_labels()
    rows = [(labels[name], *astuple(_odds(name, found[name]))) for name in CHOICES if name in found]
    table = pd.DataFrame(rows, columns=["what", "odds", "low", "high", "n"])
    odds = ("odds", _("Times as likely"))
    return Figure(
        key="keuzes",
        title=_("Popular, close or alike"),
        sentence=_say_choices(found),
        definition=_(
            "Conditional logit (McFadden 1974, for networks Overgoor 2019): each new tie between two who were there "
            "before, beside %(n)s others that might have been met. Times as likely: with twice as many ties plus one, "
            "with twice as many shared partners plus one, or of the same sector, all else alike. Intervals of 95 %%, "
            "as of so many collaborations: who meets in one meets together (Liang and Zeger 1986)."
        )
        % {"n": N_ALTERNATIVES},
        columns=[
            ("what", _("What")),
            odds,
            ("low", _("At least")),
            ("high", _("At most")),
            ("n", _("New ties looked at (n)")),
        ],
        table=table,
        spec=intervals(table, "what", odds, ("low", "high"), rule=1) if len(table) else None,
    )


def _choice_labels() -> dict[str, str]:
    return {
        "popularity": _("Many ties"),
        "closure": _("Shared partners"),
        "same_sector": _("The same sector"),
    }


def _say_choices(found: dict[str, Estimate]) -> str:
    if not found:
        return _("Too few ties came about between partners who were there before to tell what draws them.")
    labels = _choice_labels()
    parts = [
        (
            _("%(what)s draws (%(odds)s times as likely, between %(low)s and %(high)s)")
            if each.low > 0
            else _("%(what)s repels (%(odds)s times as likely, between %(low)s and %(high)s)")
            if each.high < 0
            else _("of %(what)s it cannot be told (%(odds)s times as likely, between %(low)s and %(high)s)")
        )
        % {"what": labels[name].lower(), **_said(_odds(name, each))}
        for name, each in found.items()
    ]
    n = next(iter(found.values())).n
    return _("In %(n)s new ties: %(parts)s.") % {"n": say_number(n), "parts": "; ".join(parts)}


def _odds(name: str, each: Estimate) -> Estimate:
    """Return a coefficient as odds: of twice as many (its feature is a logarithm), or of the same sector."""
    base = np.e if name == "same_sector" else 2.0
    value, low, high = (float(base**of) for of in (each.value, each.low, each.high))
    return Estimate(value, low, high, each.n)


def _said(found: Estimate) -> dict[str, str]:
    values = {"value": found.value, "odds": found.value, "low": found.low, "high": found.high}
    return {name: say_number(round(value, 2)) for name, value in values.items()} | {"n": say_number(found.n)}
