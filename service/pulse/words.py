"""The questions of the pulse in words: PARTNER's aspects and steps, asked of a whole collaboration."""

from graph.pulse.tables import Quarter
from service.texts import gettext as _

CANNOT_SAY = "geen"
"""The answer that is no step, as a form sends it."""


def say_aspect(aspect: str) -> str:
    """Say what is asked.

    >>> say_aspect("mission")
    'In hoeverre staan de anderen achter het doel van deze samenwerking?'
    """
    return {
        "reliable": _("How far can you rely on the others to do what they promised?"),
        "mission": _("How far do the others support what this collaboration is for?"),
        "open": _("How far can you talk openly with the others, also when you disagree?"),
        "power": _("How far do the others have the influence to get things done?"),
        "involvement": _("How far are the others involved in this collaboration?"),
        "resources": _("How far do the others bring in what is needed, such as time, knowledge, rooms or money?"),
    }[aspect]


def say_level(level: int | None) -> str:
    """Say an answer.

    >>> say_level(4), say_level(None)
    ('In hoge mate', 'Dat kan ik niet zeggen')
    """
    if level is None:
        return _("I cannot say")
    return (_("Not at all"), _("A little"), _("A fair amount"), _("A great deal"))[level - 1]


def read_level(text: str) -> int | None:
    """Return what a form says; raise `ValueError` for no answer at all.

    >>> read_level("4"), read_level("geen")
    (4, None)
    """
    return None if text == CANNOT_SAY else int(text)


def say_quarter(quarter: Quarter) -> str:
    """Say which quarter it is.

    >>> say_quarter(Quarter(2026, 4))
    'het 4e kwartaal van 2026'
    """
    return _("quarter %(number)s of %(year)s") % {"number": quarter.number, "year": quarter.year}


def name_quarter(text: str) -> str:
    """Return a quarter as it stands in a table and along an axis.

    >>> name_quarter("2026-Q4")
    '2026, kw. 4'
    """
    quarter = Quarter.parse(text)
    return _("%(year)s, q. %(number)s") % {"number": quarter.number, "year": quarter.year}
