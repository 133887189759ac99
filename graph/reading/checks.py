"""What only shows once all rows are known: rows that lean on refused ones, dates in the wrong order, circles."""

from itertools import chain

import networkx as nx

from graph.dates import PartialDate
from graph.reading.faults import Faults
from graph.reading.records import Record, Row, blank
from graph.reading.rows import Rows
from graph.reading.stored import Records
from graph.reading.tables import TABLES, Column, Table

Complete = dict[str, dict[str, Record]]
"""The rows of an import laid over what is stored: records by id, by table."""


def settle(rows: Rows, stored: dict[str, Records], keywords: dict[str, str], faults: Faults) -> Complete:
    """Refuse what cannot be stored, and all that leans on it; return what is left, laid over what is stored."""
    while True:
        _refuse_leaning(rows, stored, keywords, faults)
        complete = _lay_over(rows, stored)
        n_refused = sum(row.is_refused for row in rows.all())
        for table in TABLES:
            _check_spans(table, rows, complete, faults)
            for column in table.columns:
                if column.refers_to == table.name and column.name in ("part_of", "broader"):
                    records = stored.get(table.name, {}) | complete[table.name]
                    _check_circles(column, rows.by_table[table.name], records, faults)
        if n_refused == sum(row.is_refused for row in rows.all()):
            return complete


def _refuse_leaning(rows: Rows, stored: dict[str, Records], keywords: dict[str, str], faults: Faults) -> None:
    """Refuse rows that refer to a refused row that is not stored either, and those that refer to these."""
    while True:
        there = {name: {*stored.get(name, ()), *_good_ids(rows, name)} for name in rows.by_table}
        there["themes"] |= keywords.keys()
        leaning = [
            (row, column, reference)
            for row in rows.all()
            if not row.is_refused
            for column in row.table.columns
            if column.refers_to
            for reference in row.record.references(column)
            if reference not in there[column.refers_to]
        ]
        if not leaning:
            return
        for row, column, reference in leaning:
            what = column.refers_to.removesuffix("s")
            faults.refuse(row, column.name, f"{what} '{reference}' was refused itself", is_consequence=True)


def _good_ids(rows: Rows, name: str) -> list[str]:
    return [row.id for row in rows.by_table[name] if not row.is_refused]


def _lay_over(rows: Rows, stored: dict[str, Records]) -> Complete:
    complete: Complete = {name: {} for name in rows.by_table}
    for row in rows.all():
        if not row.is_refused:
            done = complete[row.table.name]
            below = done.get(row.id) or stored.get(row.table.name, {}).get(row.id) or blank(row.table)
            done[row.id] = row.record.over(below)
            if row.table.name == "themes" and "kind" not in row.record.texts:
                _give_place(done[row.id])
    return complete


def _give_place(theme: Record) -> None:
    # A keyword that a table of themes lists is none any more.
    if theme.texts["kind"] == "keyword":
        theme.texts["kind"] = "theme"


def _check_spans(table: Table, rows: Rows, complete: Complete, faults: Faults) -> None:
    for row in rows.by_table[table.name]:
        for first, last in table.spans if not row.is_refused else ():
            texts = complete[table.name][row.id].texts
            start, end = texts[first], texts[last]
            if start and end and PartialDate.parse(start).first > PartialDate.parse(end).last:
                faults.refuse(row, last, f"{last} {end} comes before {first} {start}")


def _check_circles(column: Column, rows: list[Row], records: Records, faults: Faults) -> None:
    pairs = [(each, above) for each, record in records.items() for above in record.lists[column.name]]
    circles = [part for part in nx.strongly_connected_components(nx.DiGraph(pairs)) if len(part) > 1]
    circle_of = {each: circle for circle in chain(circles, ({a} for a, b in pairs if a == b)) for each in circle}
    for row in rows:
        if row.id in circle_of and not row.is_refused and row.record.lists.get(column.name):
            others = ", ".join(f"'{each}'" for each in sorted(circle_of[row.id] - {row.id})[:5])
            by_way = f" by way of {others}" if others else ""
            faults.refuse(row, column.name, f"'{row.id}' comes above itself{by_way}")
