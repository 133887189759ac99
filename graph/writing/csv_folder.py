"""The network as a folder of CSV files in the exchange format."""

import csv
from contextlib import ExitStack
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from graph.errors import UnwritableFile
from graph.reading.csv_files import guard
from graph.reading.stored import Records
from graph.reading.tables import TABLES, Table
from graph.writing.exchange import header_and_rows, read_exchange
from graph.writing.replacing import replacing


def write_csv(session: Session, path: Path, day: date | None) -> None:
    """Write a file for each table, such as partners.csv, into the folder `path`, made if need be."""
    write_tables(read_exchange(session, day), path)


def write_tables(exchange: dict[str, Records], path: Path) -> None:
    """Write these tables into the folder `path`, made if need be."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnwritableFile(f"the folder '{path}' cannot be made: {error.strerror}") from error
    with ExitStack() as files:  # replaced together, once all of them are written
        for table in TABLES:
            write_table(files.enter_context(replacing(path / f"{table.name}.csv")), table, exchange[table.name])


def write_table(path: Path, table: Table, records: Records) -> None:
    """Write the records of a table as one CSV file: UTF-8, commas, `guard` before what looks like a formula."""
    header, rows = header_and_rows(table, records)
    # No byte order mark: it would stand in the first header of every program that does not know it.
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([guard(name) for name in header])
        writer.writerows([cell.text if cell.is_number else guard(cell.text) for cell in row] for row in rows)
