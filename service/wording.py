"""Reasons in words: the sentences that people read, in the language of the screen."""

from graph.network import Network
from matching.questions import Question
from matching.reasons import YEAR_THEME, Reason
from service.texts import gettext as _


def say_reason(reason: Reason, network: Network) -> str:
    """Say a reason in one line, to the partner that the suggestion is for; only its kind where it names nothing."""
    if reason.kind == YEAR_THEME:
        return _say_year_theme(reason, network)
    if reason.own and reason.theirs:
        return _WITH_PHRASES[reason.kind]() % {"own": reason.own, "theirs": reason.theirs}
    names = _names(reason, network)
    return _WITH_NAMES[reason.kind]() % {"names": join(names)} if names else _WITHOUT_NAMES[reason.kind]()


def _say_year_theme(reason: Reason, network: Network) -> str:
    themes = [network.theme_names[network.theme_positions[each]] for each in reason.theme_ids]
    title = reason.terms[0] if reason.terms else ""
    if not title:
        return _("Fits the theme of the year")
    if not themes:
        return _("Fits the theme of the year, “%(title)s”") % {"title": title}
    return _("Fits the theme of the year, “%(title)s”: %(names)s") % {"title": title, "names": join(themes)}


_WITH_PHRASES = {
    "they_offer": lambda: _("You seek “%(own)s” – they offer “%(theirs)s”"),
    "they_seek": lambda: _("They seek “%(theirs)s” – you offer “%(own)s”"),
}

_WITH_NAMES = {
    "shared_themes": lambda: _("You both work on %(names)s"),
    "shared_partners": lambda: _("You both know %(names)s"),
    "similar_work": lambda: _("What you do is alike: %(names)s"),
    "place": lambda: _("Both in %(names)s"),
}

_WITHOUT_NAMES = {
    "they_offer": lambda: _("What you seek resembles what they offer"),
    "they_seek": lambda: _("What they seek resembles what you offer"),
    "same_side": lambda: _("You seek or offer something alike"),
    "shared_themes": lambda: _("You work on related themes"),
    "shared_partners": lambda: _("You are close to each other in the network"),
    "similar_work": lambda: _("Your profiles are alike"),
    "activity": lambda: _("Often starts something with others"),
    "sectors": lambda: _("Your sectors often work together here"),
    "place": lambda: _("You are near each other"),
    "exposure": lambda: _("Seldom suggested to others so far"),
}


def _names(reason: Reason, network: Network) -> list[str]:
    return [
        *(network.theme_names[network.theme_positions[theme_id]] for theme_id in reason.theme_ids),
        *(network.names[network.position(partner_id)] for partner_id in reason.partner_ids),
        *reason.terms,
    ]


def say_question(question: Question) -> str:
    """Ask a partner what it has not said yet."""
    return _QUESTIONS[question.part]()


_QUESTIONS = {
    "seeks": lambda: _("What do you seek?"),
    "offers": lambda: _("What do you offer?"),
    "audience": lambda: _("For which age or group is it?"),
    "themes": lambda: _("Which themes do you work on?"),
    "description": lambda: _("What do you do, in one or two sentences?"),
    "place": lambda: _("In which place are you?"),
}


def join(names: list[str]) -> str:
    """Join names as a sentence does.

    >>> join(["A", "B", "C"]), join(["A"])
    ('A, B en C', 'A')
    """
    *others, last = names
    return _("%(several)s and %(last)s") % {"several": ", ".join(others), "last": last} if others else last
