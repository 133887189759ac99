"""The network in the tables of the exchange format, as csv, xlsx and jsonld write them."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from graph.reading.cells import join_values, number_text
from graph.reading.records import Record
from graph.reading.stored import Records, read_stored
from graph.reading.tables import TABLES, Column, Table
from graph.repository import Repository


@dataclass(frozen=True)
class Cell:
    """One cell of a table."""

    text: str
    is_number: bool = False


def read_exchange(session: Session, day: date | None) -> dict[str, Records]:
    """Return records by id, by table, in the order in which they are written; with `day`, the network of that day."""
    stored = read_stored(session, TABLES)
    if day is not None:
        network = Repository(session).network().at(day)
        partners, collaborations = set(network.partners["id"]), set(network.collaborations["id"])
        stored["partners"] = _only(stored["partners"], partners, partners, ("part_of",))
        stored["collaborations"] = _only(
            stored["collaborations"], collaborations, partners, ("participants", "lead", "funders")
        )
        # Nobody of it was there yet, or still: a file may not hold a collaboration without participants.
        for each in [each for each, record in stored["collaborations"].items() if not record.lists["participants"]]:
            del stored["collaborations"][each]
        stored["answers"] = _answered_by(stored["answers"], day, partners)
    for name in ("themes", "partners"):
        stored[name] = dict(sorted(stored[name].items()))
    by_date = sorted(stored["collaborations"].items(), key=lambda item: (item[1].texts["start_date"], item[0]))
    answers = sorted(stored["answers"].items(), key=lambda item: (item[1].texts["date"], item[0]))
    return {**stored, "collaborations": dict(by_date), "answers": dict(answers)}


def header_and_rows(table: Table, records: Records) -> tuple[list[str], list[list[Cell]]]:
    """Return the header of a table, its notes last, and its rows."""
    notes = sorted({header for record in records.values() for header in record.notes})
    header = [column.name for column in table.columns] + notes
    rows = [
        [*(_cell(each, record, column) for column in table.columns), *(Cell(record.notes.get(n, "")) for n in notes)]
        for each, record in records.items()
    ]
    return header, rows


def _only(records: Records, kept: set[str], partners: set[str], columns: tuple[str, ...]) -> Records:
    """Keep some records, and in these columns of theirs some partners."""
    return {each: _only_partners(record, partners, columns) for each, record in records.items() if each in kept}


def _only_partners(record: Record, partners: set[str], columns: tuple[str, ...]) -> Record:
    fewer = {column: tuple(each for each in record.lists[column] if each in partners) for column in columns}
    return replace(record, lists={**record.lists, **fewer})


def _answered_by(answers: Records, day: date, partners: set[str]) -> Records:
    """Keep the answers up to a day of which both partners are there."""
    return {
        each: record
        for each, record in answers.items()
        if record.texts["date"] <= day.isoformat() and {record.texts["partner"], record.texts["suggested"]} <= partners
    }


def _cell(record_id: str, record: Record, column: Column) -> Cell:
    if column.name == "id":
        return Cell(record_id)
    if column.shelf:
        return Cell(join_values(record.lists[column.name]))
    if column.number:
        number = record.numbers[column.name]
        return Cell("") if number is None else Cell(number_text(float(number)), is_number=True)
    return Cell(record.texts[column.name])
