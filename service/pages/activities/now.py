"""The moment at which a page of activities is asked for."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import Depends


def read_now() -> datetime:
    """Return the moment; a test puts another one in its place."""
    return datetime.now(UTC)


Now = Annotated[datetime, Depends(read_now)]
