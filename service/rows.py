"""Numbers of rows, as they stand in addresses and forms."""

from typing import Annotated

from pydantic import Field

LARGEST_ID = 2**31 - 1
"""The largest number that PostgreSQL keeps as the id of a row; it takes no larger one even to look for it."""

RowId = Annotated[int, Field(ge=0, le=LARGEST_ID)]
"""The id of a row that may be there or not; any other number is refused before a database is asked."""
