"""The day and the moment at which a request is answered, and days that somebody typed."""

from datetime import date, datetime
from typing import Annotated

from fastapi import Depends

from graph.year_themes import YEARS
from service.house import InHouse


async def today(house: InHouse) -> date:
    """Return the day where the service is."""
    return house.clock.today()


async def now(house: InHouse) -> datetime:
    """Return the moment, in UTC."""
    return house.clock.now()


def read_day(text: str) -> date | None:
    """Return the day of a text such as 2027-03-18; None where it is none that somebody means.

    >>> read_day("2027-03-18"), read_day("9999-12-31")
    (datetime.date(2027, 3, 18), None)
    """
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        return None
    return day if day.year in YEARS else None


Today = Annotated[date, Depends(today)]
Now = Annotated[datetime, Depends(now)]
