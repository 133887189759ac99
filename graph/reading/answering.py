"""One answer of a partner into the database, under the checks that a file of answers goes through."""

from sqlalchemy.orm import Session

from graph.errors import RefusedAnswer, SpoiledInput
from graph.reading.files import Found
from graph.reading.importing import import_found
from graph.reading.sheets import Sheet
from graph.reading.tables import ANSWERS


def store_answer(session: Session, cells: dict[str, str]) -> bool:
    """Store one answer and record it as a change; return whether that changed anything. The caller commits.

    `cells` holds texts by the columns of `answers` in the exchange format, so partners are found by id, name or alias.
    A second answer of the same day takes the place of the first. Raise `RefusedAnswer` with all that is wrong.
    """
    sheet = Sheet("answer", ANSWERS.name, list(cells), [(2, list(cells.values()))])
    what = f"answer of {cells['partner']} about {cells['suggested']}"
    try:
        return import_found(session, Found([sheet]), what).is_change
    except SpoiledInput as error:
        # Not the whole fault: nobody who typed one answer knows of a file and its row 2.
        raise RefusedAnswer("; ".join(f"{fault.column}: {fault.reason}" for fault in error.faults)) from None
