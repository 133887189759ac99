"""All figures of the growth page, in the order in which they are read."""

from collections.abc import Callable

from service.figures.coming import show_funnel, show_refusals
from service.figures.figure import Figure, Looked
from service.figures.growing import show_growth, show_through_us, show_turnover
from service.figures.holding import show_binders, show_edge, show_mixing, show_survival
from service.figures.pulse import show_pulse
from service.figures.subjects import show_chain, show_themes

FIGURES: dict[str, Callable[[Looked], Figure]] = {
    "groei": show_growth,
    "banden": show_turnover,
    "via-ons": show_through_us,
    "trechter": show_funnel,
    "waarom-niet": show_refusals,
    "polsslag": show_pulse,
    "sectoren": show_mixing,
    "duur": show_survival,
    "themas": show_themes,
    "keten": show_chain,
    "verbinders": show_binders,
    "rand": show_edge,
}
"""By key."""

OF_THE_OFFICE = frozenset({"trechter", "waarom-niet"})
"""Figures for staff and the working group alone: in a small network a reason for no leads to who gave it."""
