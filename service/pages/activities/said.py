"""What is typed and said of a sign-up, at the workbench and by partners themselves."""

from graph.activities import ActivitySignUp
from graph.errors import GraphError
from service.activities.signing_up import NoRoomForMore, NotThatMany
from service.activities.words import say_people
from service.texts import gettext as _
from service.texts import ngettext


def read_number(text: str) -> int:
    """Return a number of people; 0, which nobody comes with, for what is none.

    >>> read_number(" 3 "), read_number("drie")
    (3, 0)
    """
    text = text.strip()
    return int(text[:9]) if text.isascii() and text.isdecimal() else 0


def say_signed_up(row: ActivitySignUp, name: str) -> str:
    """Say what became of a sign-up."""
    names = {"name": name, "people": say_people(row.n_people)}
    if row.is_waiting:
        return _("%(name)s is on the waiting list with %(people)s. A mail says so when there is room.") % names
    return _("%(name)s comes with %(people)s.") % names


def say_signed_off() -> str:
    """Say that a partner does not come any more."""
    return _("You are signed off. Others can have your places now.")


def say_refused(error: GraphError) -> str:
    """Say why somebody cannot come with so many, and what it can do."""
    if isinstance(error, NotThatMany):
        return _("Type a whole number from 1 to %(most)s.") % {"most": error.most}
    if isinstance(error, NoRoomForMore):
        if not error.n_free:
            return _("There is no room for more people. Nothing was changed.")
        told = ngettext(
            "There is room for %(n)s person more. Nothing was changed.",
            "There is room for %(n)s people more. Nothing was changed.",
            error.n_free,
        )
        return told % {"n": error.n_free}
    return _("Signing up has ended. Call the office if something changes.")
