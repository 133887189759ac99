"""Two rows in every table of a database, of whatever version: made from what its tables are, not from our classes."""

import re
from collections.abc import Collection
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Column, Connection, MetaData, Table, insert, inspect, text

CHOSEN: dict[str, tuple[Any, Any]] = {
    "activity.ends_at": (datetime(2020, 1, 1, tzinfo=UTC), datetime(2020, 1, 2, tzinfo=UTC)),
    "grant_application.state": ("asked", "draft"),
    "grant_application.granted_cents": (None, None),
    "grant_application.settled_cents": (None, None),
    "grant_application.paid_cents": (0, 0),
    "introduction.state": ("", ""),
    "introduction.n_steps": (0, 0),
    "introduction_step.number": (1, 1),
    "introduction_step.previous_number": (None, None),
    "introduction_step.from_state": ("", ""),
    "introduction_step.to_state": ("proposed", "proposed"),
    "pulse_answer.level": (1, None),
    "year": (2019, 2020),
}
"""What the checks of a table ask for, by table and column or by column alone."""
OF_TYPE: dict[type, tuple[Any, Any]] = {
    bool: (True, False),
    int: (5, 6),
    float: (5.1, 0.1 + 0.2),
    date: (date(2019, 2, 28), date(2020, 2, 29)),
    datetime: (datetime(2019, 3, 31, 1, 30, 0, 123456, UTC), datetime(2019, 10, 27, 0, 30, tzinfo=UTC)),
    dict: ({"é": [1, 0.1, None]}, []),
    bytes: (b"\x00\xff", b""),
}
SEEDED = {"alembic_version", "introduction_move"}
"""Tables that the migrations fill."""


def fill(connection: Connection, but: Collection[str] = ()) -> None:
    """Put two rows into every table but those named."""
    tables = MetaData()
    tables.reflect(connection)
    for table in tables.sorted_tables:
        if table.name not in SEEDED.union(but):
            choices = _choices(connection, table.name)
            for at in (0, 1):
                connection.execute(insert(table).values(_row(table, choices, at)))


def rows_of(connection: Connection) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of every table, by column, as the driver gives them."""
    names = inspect(connection).get_table_names()
    return {
        name: [dict(row) for row in connection.execute(text(f'SELECT * FROM "{name}"')).mappings()]  # noqa: S608 -- ours
        for name in names
    }


def _choices(connection: Connection, table: str) -> dict[str, list[str]]:
    """Return what a column may hold, where a check lists it: `kind IN ('a', 'b')`, or as PostgreSQL writes that."""
    checks = [check["sqltext"] for check in inspect(connection).get_check_constraints(table)]
    lists = [check for check in checks if re.search(r" IN \(|= ANY", check)]
    return {re.findall(r"\w+", check)[0]: re.findall(r"'([^']*)'", check) for check in lists}


def _row(table: Table, choices: dict[str, list[str]], at: int) -> dict[str, Any]:
    """Return row 0 or 1 of a table; the second column that refers to one table refers to the other row."""
    row: dict[str, Any] = {}
    seen: list[str] = []
    for column in table.columns:
        parents = [key.column for key in column.foreign_keys]
        if f"{table.name}.{column.name}" in CHOSEN or not parents:
            row[column.name] = _value(column, choices, at)
        else:
            row[column.name] = _value(parents[0], {}, at ^ (parents[0].table.name in seen))
            seen.append(parents[0].table.name)
    return row


def _value(column: Column[Any], choices: dict[str, list[str]], at: int) -> object:
    for name in (f"{column.table.name}.{column.name}", column.name):
        if name in CHOSEN:
            return CHOSEN[name][at]
    if column.name in choices:
        return choices[column.name][-1 - at]
    kind = column.type.python_type
    return OF_TYPE[kind][at] if kind in OF_TYPE else f"{column.name} é {at}"
