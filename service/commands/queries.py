"""Questions in a file: query_id, text and perhaps partner_id."""

from dataclasses import dataclass
from pathlib import Path

from graph.errors import Fault, SpoiledInput
from graph.reading.csv_files import read_csv

REQUIRED = ("query_id", "text")


@dataclass(frozen=True)
class Query:
    """One question."""

    id: str
    text: str
    asker: str | None
    """Id of the partner that asks; it is no answer to itself."""


def read_queries(path: Path) -> list[Query]:
    """Read questions from a CSV file, of any delimiter and encoding that the exchange format takes.

    Raise `SpoiledInput` with every fault, or `OSError` when there is no such file.
    """
    sheet = read_csv(path.read_bytes(), path.name, "partners")  # none of its columns occurs here: the header decides
    columns = {name.strip().lower(): position for position, name in enumerate(sheet.header)}
    if missing := [name for name in REQUIRED if name not in columns]:
        raise SpoiledInput([Fault(path.name, f"the column {name} is missing") for name in missing])
    queries, faults = [], []
    for number, cells in sheet.rows:
        query_id, text, asker = (_cell(cells, columns.get(name)) for name in (*REQUIRED, "partner_id"))
        if query_id and text:
            queries.append(Query(query_id, text, asker or None))
        else:
            column = "text" if query_id else "query_id"
            faults.append(Fault(path.name, "the cell is empty", number, column))
    if faults:
        raise SpoiledInput(faults)
    return queries


def _cell(cells: list[str], position: int | None) -> str:
    return cells[position].strip() if position is not None and position < len(cells) else ""
