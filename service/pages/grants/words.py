"""Grants in words: states, what a scheme asks, and what is still missing."""

from collections.abc import Callable

from graph.grants import GrantScheme
from service.grants.checking import Check
from service.grants.money import say_euros
from service.texts import gettext as _
from service.texts import ngettext, say_number

STATES = {
    "draft": lambda: _("Being written"),
    "asked": lambda: _("The team is asked"),
    "handed_in": lambda: _("Handed in"),
    "granted": lambda: _("Granted"),
    "refused": lambda: _("Not granted"),
    "withdrawn": lambda: _("Withdrawn"),
    "settled": lambda: _("Granted and settled"),
}
AGREEMENTS = {"": lambda: _("no answer yet"), "yes": lambda: _("agrees"), "no": lambda: _("does not agree")}
FATES = {
    "kept": lambda: _("went on together after the end"),
    "gone": lambda: _("did nothing together a year after the end"),
    "later": lambda: _("too early to tell"),
}


def say_demands(scheme: GrantScheme) -> list[str]:
    """Say what the program checks of an application for a scheme."""
    demands = []
    if scheme.least_partners is not None:
        n = scheme.least_partners
        demands.append(
            ngettext("At least %(n)s partner takes part.", "At least %(n)s partners take part.", n) % {"n": n}
        )
    if scheme.least_sectors is not None:
        n = scheme.least_sectors
        text = ngettext("They come from at least %(n)s sector.", "They come from at least %(n)s sectors.", n)
        demands.append(text % {"n": n})
    if scheme.own_percent is not None:
        text = _("You pay at least %(percent)s %% of the costs yourselves.")
        demands.append(text % {"percent": scheme.own_percent})
    if scheme.most_cents is not None:
        demands.append(_("You can ask up to %(amount)s.") % {"amount": say_euros(scheme.most_cents)})
    if scheme.begins_in is not None:
        demands.append(_("The activity begins in %(year)s.") % {"year": scheme.begins_in})
    return demands


def say_check(check: Check) -> str:
    """Say how a demand stands: what is there where it is met, and what is still to be done where it is not."""
    words = _MET if check.is_met else _UNMET
    return words[check.code](check)


def _say_partners_left(check: Check) -> str:
    n = check.needed - check.there
    return ngettext("%(n)s more partner is needed.", "%(n)s more partners are needed.", n) % {"n": say_number(n)}


def _say_sectors_left(check: Check) -> str:
    n = check.needed - check.there
    return ngettext("%(n)s more sector is needed.", "%(n)s more sectors are needed.", n) % {"n": say_number(n)}


def _say_uncovered(check: Check) -> str:
    if not check.needed:
        return _("Fill in what it costs, one line for each.")
    return _("The costs are %(needed)s, but what is asked and the own contribution are %(there)s together.") % _euros(
        check
    )


def _say_gone(check: Check) -> str:
    n = check.there
    text = ngettext(
        "%(n)s member is no partner any more when it begins.",
        "%(n)s members are no partners any more when it begins.",
        n,
    )
    return text % {"n": say_number(n)}


def _euros(check: Check) -> dict[str, str]:
    return {"needed": say_euros(check.needed), "there": say_euros(check.there)}


_Say = Callable[[Check], str]
_MET: dict[str, _Say] = {
    "plan": lambda _check: _("The plan is written down."),
    "dates": lambda _check: _("Begin and end are filled in."),
    "asked": lambda _check: _("The amount that is asked is filled in."),
    "costs": lambda check: _("The costs of %(needed)s are covered.") % _euros(check),
    "partners": lambda check: (
        ngettext("%(n)s partner takes part.", "%(n)s partners take part.", check.there) % {"n": check.there}
    ),
    "sectors": lambda check: (
        ngettext("They come from %(n)s sector.", "They come from %(n)s sectors.", check.there) % {"n": check.there}
    ),
    "own_part": lambda check: _("The own contribution is %(there)s; %(needed)s is needed.") % _euros(check),
    "most": lambda check: _("%(there)s is asked; up to %(needed)s can be asked.") % _euros(check),
    "year": lambda check: _("It begins in %(year)s.") % {"year": check.needed},
}
_UNMET: dict[str, _Say] = {
    "plan": lambda _check: _("Write down what you want to do."),
    "dates": lambda _check: _("Fill in when it begins and ends."),
    "asked": lambda _check: _("Fill in how much you ask."),
    "costs": _say_uncovered,
    "present": _say_gone,
    "partners": _say_partners_left,
    "sectors": _say_sectors_left,
    "own_part": lambda check: _("The own contribution is %(there)s; at least %(needed)s is needed.") % _euros(check),
    "most": lambda check: _("%(there)s is asked; at most %(needed)s can be asked.") % _euros(check),
    "year": lambda check: _("It has to begin in %(year)s.") % {"year": check.needed},
}
