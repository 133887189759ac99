"""Rows without an id: named by the columns that tell them apart, once these say which rows they mean."""

from graph.reading.cells import shorten
from graph.reading.faults import Faults
from graph.reading.records import Row, key_of
from graph.reading.rows import Rows
from graph.reading.tables import TABLES


def name_rows(rows: Rows, faults: Faults) -> None:
    """Give the rows of tables with a key the name that it makes.

    Refuse a row that refers to one partner where two are meant, and one that says something else than an earlier row of
    its file with the same key; what it merely repeats is one row.
    """
    for table in TABLES:
        first_rows: dict[tuple[str, str], Row] = {}
        for row in rows.by_table[table.name]:
            if not table.key or row.is_refused:
                continue
            row.id = key_of(table, row.record)
            _refuse_same(row, faults)
            _refuse_contradiction(row, first_rows.setdefault((row.file, row.id), row), faults)


def _refuse_same(row: Row, faults: Faults) -> None:
    for first, second in row.table.apart:
        if row.record.texts[first] == row.record.texts[second]:
            reason = f"'{row.record.texts[second]}' is the {first} itself; expected another one"
            faults.refuse(row, second, reason)


def _refuse_contradiction(row: Row, first: Row, faults: Faults) -> None:
    before = first.record.texts
    differing = [name for name, text in row.record.texts.items() if text != before[name]]
    if differing:
        here, there = (shorten(texts[differing[0]]) for texts in (row.record.texts, before))
        *others, last = row.table.key
        same = f"the same {', '.join(others)} and {last}"
        faults.refuse(row, differing[0], f"'{here}' contradicts '{there}' in row {first.number}, for {same}")
