"""The day on which a request is answered."""

from datetime import date
from typing import Annotated

from fastapi import Depends


def today() -> date:
    """Return the day where the service is: it serves one region, and its days are what people there call today."""
    return date.today()  # noqa: DTZ011 -- the day where the service is


Today = Annotated[date, Depends(today)]
