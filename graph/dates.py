"""Dates as people know them: a year, a month or a day."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

from graph.errors import UnreadableDate

_FORM = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


def parse_day(text: str) -> date:
    """Read a day of the form 2018-11-05; raise `UnreadableDate` for anything else, a year or a month too.

    >>> parse_day("2018-11-05")
    datetime.date(2018, 11, 5)
    """
    match = _FORM.fullmatch(text)
    if not match or not match[3]:
        raise UnreadableDate(f"'{text}' is not a day; expected one such as 2018-11-05")
    return PartialDate.parse(text).first


def is_over(text: str, day: date) -> bool:
    """Whether all days that a partial date can mean lie before a day; never for "", which stands for no end.

    >>> is_over("2018-11", date(2018, 12, 1)), is_over("2018-11", date(2018, 11, 30)), is_over("", date(2018, 1, 1))
    (True, False, False)
    """
    return bool(text) and PartialDate.parse(text).last < day


@dataclass(frozen=True)
class PartialDate:
    """A date known to the year, the month or the day.

    >>> PartialDate.parse("2018-11").last
    datetime.date(2018, 11, 30)
    """

    text: str
    """As written: 2018, 2018-11 or 2018-11-05."""
    first: date
    """The first day it can mean."""
    last: date
    """The last day it can mean."""

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Read a date of the form 2018, 2018-11 or 2018-11-05; raise `UnreadableDate` if it is none."""
        match = _FORM.fullmatch(text)
        if not match:
            raise UnreadableDate(f"'{text}' is not a date; expected 2018, 2018-11 or 2018-11-05")
        year, month, day = match.groups()
        try:
            first = date(int(year), int(month or 1), int(day or 1))
        except ValueError:
            raise UnreadableDate(f"'{text}' is not a day of the calendar") from None
        last_month = int(month or 12)
        last = date(first.year, last_month, int(day or calendar.monthrange(first.year, last_month)[1]))
        return cls(text, first, last)
