"""Texts that somebody typed into a form: as they are stored, or why they cannot be."""

from graph.errors import UnreadableCell
from graph.reading.cells import clean
from service.texts import gettext as _


def read_text(text: str, longest: int) -> tuple[str, str]:
    r"""Return a text as it is stored, and what is wrong with it; "" where nothing is.

    A browser counts a line break as one character and sends two, so that length is that of the text as it is stored.

    >>> read_text(" een\r\ntwee ", longest=8)
    ('een\ntwee', '')
    """
    try:
        text = clean(text)
    except UnreadableCell:
        return "", _("We cannot store this: it is too long, or holds a character that is no letter, digit or sign.")
    return text, _("This is too long. Use at most %(most)s characters.") % {"most": longest} if len(
        text
    ) > longest else ""
