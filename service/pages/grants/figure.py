"""Where the money of a scheme is, as a bar: parts that make up the whole."""

from dataclasses import dataclass

from service.grants.money import say_euros
from service.grants.schemes import Budget
from service.texts import gettext as _
from service.texts import say_number

WIDTH = 1000
"""Of the whole bar, in units of its own."""


@dataclass(frozen=True)
class Part:
    """A part of a bar, with its words."""

    code: str
    label: str
    amount: str
    percent: str
    x: float
    width: float


@dataclass(frozen=True)
class Bar:
    """A bar and the sentence that says the same."""

    parts: list[Part]
    sentence: str


def draw_budget(budget: Budget) -> Bar:
    """Return the bar of a budget."""
    labels = {
        "paid": (_("Paid"), budget.paid),
        "to_pay": (_("Granted, still to pay"), budget.to_pay),
        "left": (_("Left"), budget.left),
    }
    parts, x = [], 0.0
    for code, (label, cents) in labels.items():
        width = WIDTH * cents / budget.whole
        percent = _("%(n)s %%") % {"n": say_number(round(100 * cents / budget.whole))}
        parts.append(Part(code, label, say_euros(cents), percent, round(x, 2), round(width, 2)))
        x += width
    named = {"whole": say_euros(budget.whole), "granted": say_euros(budget.committed), "left": say_euros(budget.left)}
    named["paid"] = say_euros(budget.paid)
    sentence = _("Of %(whole)s, %(granted)s is granted, of which %(paid)s is paid; %(left)s is left.") % named
    return Bar(parts, sentence)
