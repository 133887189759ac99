"""One row into the database, as somebody typed it, under the checks that a file goes through."""

from sqlalchemy.orm import Session

from graph.reading.files import Found
from graph.reading.importing import import_found
from graph.reading.sheets import Sheet
from graph.reading.tables import Table


def store_row(session: Session, table: Table, cells: dict[str, str], what: str) -> bool:
    """Store one row and record it as the change `what`; return whether that changed anything. The caller commits.

    `cells` holds texts by the columns of the exchange format: the required ones, and those that somebody may have
    changed; what is not named stays as it was. Raise `SpoiledInput` with a fault for each column that cannot be stored.
    """
    sheet = Sheet("form", table.name, list(cells), [(2, list(cells.values()))])
    return import_found(session, Found([sheet]), what).is_change
