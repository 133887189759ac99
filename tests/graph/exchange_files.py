"""Files in the exchange format from Python literals, and all that a database holds, to compare."""

import csv
import io
from pathlib import Path

from openpyxl import Workbook
from sqlalchemy import Engine, Select, select

from graph.database import reading, transaction
from graph.every_table import Base
from graph.reading.importing import import_paths
from graph.reading.report import ImportReport

SECTORS = "id,label\nschool,School\nbedrijf,Bedrijf\n"
PARTNERS = "id,name,sector\nsprong,De Sprong,school\nbakker,Bakker Jansen,bedrijf\n"
ANSWERS = "partner,suggested,answer,date,reason\nsprong,bakker,no_room,2024-05-01,na de zomer\n"
COLLABORATIONS = "id,title,start_date,participants\nbrood,Brood bakken,2019,sprong;bakker\n"


def write_files(folder: Path, **texts: str | bytes) -> Path:
    """Write a file for each table and return the folder: `write_files(folder, partners="id,name,sector\\n")`."""
    folder.mkdir(exist_ok=True, parents=True)
    for table, text in texts.items():
        content = text if isinstance(text, bytes) else text.encode()
        (folder / f"{table}.csv").write_bytes(content)
    return folder


def csv_of(*rows: dict[str, str]) -> str:
    """Return a CSV text of rows; a column that a row lacks is empty."""
    header = list(dict.fromkeys(column for row in rows for column in row))
    file = io.StringIO()
    writer = csv.DictWriter(file, header, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()


def workbook_of(**sheets: list[list[object]]) -> bytes:
    workbook = Workbook()
    workbook.remove(workbook.active)
    for title, rows in sheets.items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def import_files(engine: Engine, *paths: Path, keep_good: bool = False) -> ImportReport:
    with transaction(engine) as session:
        return import_paths(session, paths, keep_good=keep_good)


def import_small_network(engine: Engine, folder: Path) -> ImportReport:
    """Store a school and a baker that bake bread together since 2019."""
    files = write_files(folder, sectors=SECTORS, partners=PARTNERS, collaborations=COLLABORATIONS)
    return import_files(engine, files)


def contents(engine: Engine) -> dict[str, list[tuple]]:
    """Return the rows of all tables."""
    with reading(engine) as session:
        return {
            table.name: sorted(map(tuple, session.execute(select(table))), key=repr)
            for table in Base.metadata.sorted_tables
        }


def stored(engine: Engine, query: Select) -> list[tuple]:
    """Return the rows that a query finds."""
    with reading(engine) as session:
        return [tuple(row) for row in session.execute(query)]


def column_of(engine: Engine, column: object) -> list[object]:
    """Return the values of a column of a model, sorted."""
    with reading(engine) as session:
        return sorted(session.scalars(select(column)), key=repr)
