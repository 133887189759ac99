"""All figures of the growth page, in the order in which they are read, and under which heading."""

from collections.abc import Callable

from service.figures.attaching import show_choices, show_densification, show_kernel
from service.figures.cohort import show_cohesion, show_cohort
from service.figures.coming import show_funnel, show_refusals
from service.figures.crossing import show_brokers, show_inward, show_mixing
from service.figures.exposure import show_exposure
from service.figures.figure import Figure, Looked
from service.figures.following import show_after_grants, show_snowball
from service.figures.glance import show_chance, show_glance
from service.figures.groups import show_communities
from service.figures.growing import show_growth, show_through_us, show_turnover
from service.figures.holding import show_binders, show_edge, show_survival
from service.figures.pulse import show_pulse
from service.figures.subjects import show_chain, show_themes
from service.texts import gettext as _

FIGURES: dict[str, Callable[[Looked], Figure]] = {
    # Does it grow?
    "cijfers": show_glance,
    "groei": show_growth,
    "banden": show_turnover,
    "vaste-groep": show_cohort,
    "verdichting": show_densification,
    "aantrekking": show_kernel,
    "keuzes": show_choices,
    "themas": show_themes,
    # Does it cross?
    "sectoren": show_mixing,
    "binnen-buiten": show_inward,
    "bemiddelaars": show_brokers,
    "keten": show_chain,
    # Does it hold?
    "samenhang": show_cohesion,
    "toeval": show_chance,
    "duur": show_survival,
    "na-subsidie": show_after_grants,
    "groepen": show_communities,
    "verbinders": show_binders,
    "rand": show_edge,
    "polsslag": show_pulse,
    # Through us?
    "via-ons": show_through_us,
    "sneeuwbal": show_snowball,
    "trechter": show_funnel,
    "waarom-niet": show_refusals,
    "zichtbaarheid": show_exposure,
}
"""By key."""

OPENINGS = {"groeit": "cijfers", "steekt-over": "sectoren", "houdt": "samenhang", "door-ons": "via-ons"}
"""The first figure under each heading of the page; the others follow it in the order of `FIGURES`."""

OF_THE_OFFICE = frozenset({"trechter", "waarom-niet", "zichtbaarheid"})
"""Figures for staff and the working group alone: in a small network a reason for no leads to who gave it."""

OF_STEPS = frozenset({"via-ons", "trechter", "waarom-niet", "zichtbaarheid"})
"""Figures that change with every step of an introduction."""

SLOW = frozenset({"keuzes", "toeval", "groepen", "verbinders", "zichtbaarheid"})
"""Figures that take more than a second or two for thousands of partners."""

OF_ALL_ALONE = SLOW | {"via-ons"}
"""Figures that others than the office get of all partners and the usual years alone: what came through us of a small
part tells who was introduced, and the slow ones of every part at once would keep everybody waiting."""


def headings() -> dict[str, str]:
    """Return what the parts of the page are called on the screen, by the name of the part (`OPENINGS`)."""
    return {
        "groeit": _("Does it grow?"),
        "steekt-over": _("Does it cross sectors?"),
        "houdt": _("Does it hold?"),
        "door-ons": _("What comes through us?"),
    }


def titles() -> dict[str, str]:
    """Return what each figure is called on the screen, by key: for those that are still in the making."""
    return {
        "cijfers": _("The network in figures"),
        "groei": _("How the network grew"),
        "banden": _("New, kept and ended ties"),
        "vaste-groep": _("New partners or denser ties"),
        "verdichting": _("Denser as it grows"),
        "aantrekking": _("Who has ties gets ties"),
        "keuzes": _("Popular, close or alike"),
        "themas": _("Themes that rise and fade"),
        "sectoren": _("Who works with which sector"),
        "binnen-buiten": _("Inward or outward, by sector"),
        "bemiddelaars": _("Who stands between sectors"),
        "keten": _("From childcare to adult education"),
        "samenhang": _("How it held together over the years"),
        "toeval": _("Beside chance"),
        "duur": _("How long ties last"),
        "na-subsidie": _("What stays when a grant has ended"),
        "groepen": _("Groups that work together"),
        "verbinders": _("Who holds the network together"),
        "rand": _("Who stands at the edge"),
        "polsslag": _("Trust and value"),
        "via-ons": _("Through us and otherwise"),
        "sneeuwbal": _("Does one initiative set off the next?"),
        "trechter": _("From suggestion to collaboration"),
        "waarom-niet": _("Why not"),
        "zichtbaarheid": _("Who is suggested how often"),
    }
