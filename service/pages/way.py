"""The way of an introduction in words: its states and steps, whom it waits for, why somebody said no."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from graph.introducing import partner_on
from graph.introductions import SIDES, Introduction
from service.introductions.origins import Origins
from service.texts import gettext as _
from service.texts import ngettext

STATES: dict[str, Callable[[], str]] = {
    "proposed": lambda: _("Proposed"),
    "held": lambda: _("Later"),
    "dismissed": lambda: _("Put aside"),
    "approved": lambda: _("Approved"),
    "asked": lambda: _("Asked"),
    "accepted_by_one": lambda: _("One said yes"),
    "accepted": lambda: _("Both said yes"),
    "introduced": lambda: _("Introduced"),
    "met": lambda: _("Have met"),
    "started": lambda: _("Work together"),
    "ended": lambda: _("Ended"),
    "declined": lambda: _("Declined"),
    "expired": lambda: _("Expired"),
}
LANE_LABELS: dict[str, Callable[[], str]] = {
    "close": lambda: _("Close fit"),
    "bridge": lambda: _("Bridge to another sector"),
    "newcomer": lambda: _("Newcomer"),
}
ORIGINS: dict[str, Callable[[], str]] = {
    "suggestion": lambda: _("Suggested by the program"),
    "by_hand": lambda: _("Added by the office"),
    "round": lambda: _("From a round"),
}
REASONS: dict[str, Callable[[], str]] = {
    "does_not_fit": lambda: _("Does not fit"),
    "already_known": lambda: _("They know each other already"),
    "wrong_moment": lambda: _("Not the right moment"),
    "too_much_asked": lambda: _("One of them is asked too much"),
    "too_far": lambda: _("Too far away"),
    "other": lambda: _("Another reason"),
    "later": lambda: _("Not now, perhaps later"),
    "undone": lambda: _("Taken back"),
    "by_hand": lambda: _("By the office"),
    "held_until": lambda: _("Its day has come"),
    "no_answer": lambda: _("Not answered in time"),
    "left": lambda: _("One of them left the network"),
    "started": lambda: _("They started something"),
    "met": lambda: _("They have met"),
    "nothing": lambda: _("Nothing came of it"),
    "merged": lambda: _("Two partners turned out to be one"),
    "round": lambda: _("Brought together at a round"),
}
ANSWERS: dict[str, Callable[[], str]] = {
    "": lambda: _("No answer yet"),
    "yes": lambda: _("Yes"),
    "no": lambda: _("No"),
    "later": lambda: _("Later"),
}
WAITING: dict[str, tuple[str, ...]] = {
    "bureau": ("proposed", "approved", "held"),
    "partners": ("asked", "accepted_by_one"),
    "uitkomst": ("introduced", "met"),
}
"""Whom an introduction waits for, as the address says it, and the states in which it does."""


def say_code(labels: dict[str, Callable[[], str]], code: str) -> str:
    """Return the words of a code; the code itself where it has none, since others add codes of their own."""
    return labels[code]() if code in labels else code


def say_origin(introduction: Introduction, origins: Origins) -> str:
    """Say where an introduction comes from."""
    if introduction.id in origins.stories:
        return _("Asked for after reading “%(title)s”") % {"title": origins.stories[introduction.id]}
    if introduction.id in origins.askers:
        return _("Asked for by %(name)s") % {"name": origins.askers[introduction.id]}
    return say_code(ORIGINS, introduction.origin)


def options(labels: dict[str, Callable[[], str]], codes: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return some codes with their words, as a select shows them."""
    return [(code, say_code(labels, code)) for code in codes]


@dataclass(frozen=True)
class Wait:
    """For whom or what an introduction waits."""

    text: str
    partner_ids: tuple[str, ...] = ()
    """Partners that have to say something."""
    days_left: int | None = None
    """Until time is up; below 0 when it is."""

    @property
    def says_days(self) -> str:
        """The days left in words; empty where nothing ends."""
        if self.days_left is None:
            return ""
        if self.days_left < 0:
            return _("time is up")
        return ngettext("%(n)s day left", "%(n)s days left", self.days_left) % {"n": self.days_left}


def waits_for(introduction: Introduction, today: date) -> Wait | None:
    """Return for whom an introduction waits; None once it is closed or has become a collaboration."""
    state = introduction.state
    if state in WAITING["partners"]:
        silent = [side for side in SIDES if not getattr(introduction, f"{side}_answer")]
        left = (introduction.due_on - today).days if introduction.due_on else None
        return Wait(_("Their answer"), tuple(partner_on(introduction, side) for side in silent), left)
    if state in WAITING["uitkomst"]:
        return Wait(_("What came of it"), (introduction.first_id, introduction.second_id))
    if state == "held" and introduction.held_until:
        return Wait(_("The day it comes back"), (), (introduction.held_until - today).days)
    by_office = {
        "proposed": _("The office: decide"),
        "held": _("The office: take up again"),
        "approved": _("The office: send"),
    }
    return Wait(by_office[state]) if state in by_office else None
