"""Reasons in words: the sentences that people read, in the language of the screen."""

from graph.network import Network
from matching.reasons import Reason
from service.texts import gettext as _


def say_reason(reason: Reason, network: Network) -> str:
    """Say a reason in one line, to the partner that the suggestion is for.

    Where the evidence names nothing, or the network does not hold what it names, only its kind is said.
    """
    match reason.kind:
        case "they_offer" if reason.own:
            return _("You seek “%(own)s” – they offer “%(theirs)s”") % _phrases(reason)
        case "they_seek" if reason.own:
            return _("They seek “%(theirs)s” – you offer “%(own)s”") % _phrases(reason)
        case "shared_themes" if reason.theme_ids:
            return _("You both work on %(themes)s") % {"themes": join(_theme_labels(reason, network))}
        case "shared_partners" if reason.partner_ids:
            return _("You both know %(partners)s") % {"partners": join(_partner_names(reason, network))}
        case "similar_work" if reason.terms:
            return _("What you do is alike: %(terms)s") % {"terms": join(list(reason.terms))}
    return _BY_KIND[reason.kind]()


_BY_KIND = {
    "they_offer": lambda: _("What you seek resembles what they offer"),
    "they_seek": lambda: _("What they seek resembles what you offer"),
    "shared_themes": lambda: _("You work on related themes"),
    "shared_partners": lambda: _("You are close to each other in the network"),
    "similar_work": lambda: _("What you did so far is alike"),
    "activity": lambda: _("Has been active lately"),
    "sectors": lambda: _("Your sectors often work together here"),
    "place": lambda: _("You are in the same place"),
}
"""What is said where a reason names nothing."""


def join(names: list[str]) -> str:
    """Join names as a sentence does.

    >>> join(["A", "B", "C"]), join(["A"])
    ('A, B en C', 'A')
    """
    *others, last = names
    return _("%(several)s and %(last)s") % {"several": ", ".join(others), "last": last} if others else last


def _phrases(reason: Reason) -> dict[str, str]:
    return {"own": reason.own, "theirs": reason.theirs}


def _theme_labels(reason: Reason, network: Network) -> list[str]:
    labels = network.themes.set_index("id")["label"]
    return [labels[theme_id] for theme_id in reason.theme_ids]


def _partner_names(reason: Reason, network: Network) -> list[str]:
    return [network.partners["name"][network.position(partner_id)] for partner_id in reason.partner_ids]
