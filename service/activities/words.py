"""What activities, their moments and their places are called, in the language of the screen."""

from collections.abc import Callable
from datetime import date

from babel.dates import format_date

from graph.activities import SHOWN
from service.activities.reading import Told
from service.texts import LANGUAGE, ngettext, say_number
from service.texts import gettext as _

KIND_LABELS: dict[str, Callable[[], str]] = {
    "study_day": lambda: _("Study day"),
    "workshop": lambda: _("Workshop"),
    "open_day": lambda: _("Open day"),
    "lunch": lambda: _("Knowledge lunch"),
    "meeting": lambda: _("Meeting"),
    "visit": lambda: _("Visit"),
    "market": lambda: _("Market"),
    "other": lambda: _("Something else"),
}
STATE_LABELS: dict[str, Callable[[], str]] = {
    "proposed": lambda: _("proposed by a partner"),
    "draft": lambda: _("draft"),
    "published": lambda: _("published"),
    "called_off": lambda: _("called off"),
}


def say_weekday(day: date) -> str:
    """Say a day with its weekday.

    >>> say_weekday(date(2027, 3, 18))
    'donderdag 18 maart 2027'
    """
    return format_date(day, "EEEE d MMMM y", locale=LANGUAGE)


def say_hours(told: Told) -> str:
    """Say from when to when an activity is; with the last day where that is another one."""
    begins, ends = told.row.begins, told.row.ends
    if begins.date() == ends.date():
        return f"{begins:%H:%M} – {ends:%H:%M}"
    names = {"begins": f"{begins:%H:%M}", "day": say_weekday(ends.date()), "ends": f"{ends:%H:%M}"}
    return _("%(begins)s until %(day)s %(ends)s") % names


def say_when(told: Told) -> str:
    """Say on which day and at which hours an activity is."""
    return f"{say_weekday(told.row.begins.date())}, {say_hours(told)}"


def say_places(told: Told) -> str:  # noqa: PLR0911 -- one answer for each way an activity can stand
    """Say whether one can still come."""
    standing, n_free = told.standing, told.standing.n_free
    if told.row.state not in SHOWN:
        return _("not published yet")
    if told.is_off:
        return _("called off")
    if told.is_over:
        return _("is over")
    if not told.row.takes_sign_ups:
        return _("no need to sign up")
    if not told.is_open:
        return _("sign-up has closed")
    if standing.is_full:
        return _("full: waiting list")
    if n_free is None:
        return _("places enough")
    return ngettext("%(n)s place left", "%(n)s places left", n_free) % {"n": say_number(n_free)}


def say_people(n: int) -> str:
    """Say a number of people.

    >>> say_people(1), say_people(3)
    ('1 persoon', '3 personen')
    """
    return ngettext("%(n)s person", "%(n)s persons", n) % {"n": say_number(n)}


def say_audience(told: Told) -> str:
    """Say for whom an activity is."""
    named = [*(label for _id, label in told.sectors), *filter(None, [told.row.audience])]
    return ", ".join(named) if named else _("everybody")
