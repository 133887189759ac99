"""The header of a table: which column each cell names, and which it does not know."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from graph.errors import Fault, UnreadableCell
from graph.reading.cells import clean, shorten
from graph.reading.sheets import Sheet
from graph.reading.tables import OTHER_HEADERS, TABLE_BY_NAME, Column

_GAPS = re.compile(r"[\s_-]+")


@dataclass
class Header:
    """What each position of a row holds: a column, or the header of a note."""

    columns: list[Column | str]
    unknown: list[str]
    """Headers that name no column. Nameless columns are none of them: many a spreadsheet has empty ones at its end."""


def column_of(cell: str) -> str:
    """Return the name of the column that a header means, or would mean.

    >>> column_of(" Start date"), column_of("Zoekt"), column_of("Kleur")
    ('start_date', 'seeks', 'kleur')
    """
    folded = _GAPS.sub("_", cell.strip().casefold())
    return OTHER_HEADERS.get(folded, folded)


def read_header(sheet: Sheet) -> tuple[Header, list[Fault]]:
    """Return the columns of a sheet, and a fault for each that is missing or stands there twice."""
    known = TABLE_BY_NAME[sheet.table].by_name
    header = Header([], [])
    faults = []
    for position, cell in enumerate(sheet.header, start=1):
        try:
            name = clean(cell)
        except UnreadableCell as error:
            faults.append(Fault(sheet.file, str(error), row=1, column=str(position)))
            name = ""
        if column := known.get(column_of(name)):
            header.columns.append(column)
        else:
            header.columns.append(name or f"column {position}")
            if name:
                header.unknown.append(name)
    names = [each if isinstance(each, str) else each.name for each in header.columns]
    return header, [*faults, *_doubled(sheet, names), *_missing(sheet, names)]


def _doubled(sheet: Sheet, names: Sequence[str]) -> list[Fault]:
    faults = []
    for position, name in enumerate(names):
        first = names.index(name)
        if first < position:
            where = f"columns {first + 1} and {position + 1}"
            faults.append(Fault(sheet.file, f"the header names '{shorten(name)}' twice, in {where}", row=1))
    return faults


def _missing(sheet: Sheet, names: Sequence[str]) -> list[Fault]:
    required = [column.name for column in TABLE_BY_NAME[sheet.table].columns if column.is_required]
    missing = [name for name in required if name not in names]
    if not missing:
        return []
    found = ", ".join(shorten(name, longest=30) for name in names[:20])
    plural = "s" if len(missing) > 1 else ""
    reason = f"required column{plural} {' and '.join(missing)} missing; the header names {found}"
    return [Fault(sheet.file, reason, row=1)]
