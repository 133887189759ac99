"""Options that several commands share."""

from datetime import date
from enum import StrEnum
from typing import Annotated

import typer

from graph.dates import PartialDate


class Format(StrEnum):
    """How a list is printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


def last_day(text: str) -> date:
    """Return the last day that a date can mean; raise `UnreadableDate`.

    >>> last_day("2019"), last_day("2019-02")
    (datetime.date(2019, 12, 31), datetime.date(2019, 2, 28))
    """
    return PartialDate.parse(text).last


def first_day(text: str) -> date:
    """Return the first day that a date can mean; raise `UnreadableDate`."""
    return PartialDate.parse(text).first


FormatOption = Annotated[Format, typer.Option("--format", help="As a table to read, or for another program.")]
AtOption = Annotated[
    date | None,
    typer.Option(
        "--at",
        parser=last_day,
        metavar="DATE",
        help="The network of this day, as 2019, 2019-11 or 2019-11-05; today by default.",
    ),
]
TopOption = Annotated[int, typer.Option("--top", min=1, help="How many at most.")]
