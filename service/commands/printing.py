"""Lists on stdout: a table to read, csv or json for another program."""

import csv
import json
import sys
from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Console
from rich.table import Table

from service.commands.options import Format

Cell = str | int | float | list[str] | None

PIPED_WIDTH = 160
"""Characters of a line where nobody knows how wide the paper is."""


def print_rows(columns: Sequence[str], rows: Iterable[Sequence[Cell]], chosen: Format) -> None:
    """Print rows under their columns; csv and json carry the columns' names, a table the same in words."""
    if chosen is Format.CSV:
        write = csv.writer(sys.stdout, lineterminator="\n").writerow
        write(columns)
        for row in rows:
            write([_as_csv(cell) for cell in row])
    elif chosen is Format.JSON:
        _print_json(dict(zip(columns, row, strict=True)) for row in rows)
    else:
        _print_table(columns, rows)


def _print_json(records: Iterable[dict[str, Cell]]) -> None:
    # One record per line, and each as soon as it is known: there may be hundreds of thousands.
    separator = "[\n"
    for record in records:
        sys.stdout.write(separator + json.dumps(record, ensure_ascii=False))
        separator = ",\n"
    sys.stdout.write("[]\n" if separator == "[\n" else "\n]\n")


def _print_table(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False)
    shown = list(rows)
    for position, column in enumerate(columns):
        is_number = all(isinstance(row[position], int | float) for row in shown)
        table.add_column(column.replace("_", " "), justify="right" if is_number else "left", overflow="fold")
    for row in shown:
        table.add_row(*(_as_text(cell) for cell in row))
    console = Console(markup=False, highlight=False)
    if not console.is_terminal:
        console.width = PIPED_WIDTH
    console.print(table)


def _as_csv(cell: Cell) -> str | int | None:
    if isinstance(cell, float):
        return f"{cell:.6f}"
    return "; ".join(cell) if isinstance(cell, list) else cell


def _as_text(cell: Cell) -> str:
    if isinstance(cell, float):
        return f"{cell:.2f}"
    if isinstance(cell, list):
        return "\n".join(cell)
    return "" if cell is None else str(cell)
