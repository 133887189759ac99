"""Results as Markdown in docs/benchmarks.md: each benchmark replaces its own section and leaves the others."""

import platform
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from os import cpu_count
from pathlib import Path

PATH = Path(__file__).parents[2] / "docs" / "benchmarks.md"
OPENING = """# Benchmarks

What was measured, and by which command. Each command replaces its own section. Seconds depend on the machine; ratios
are of one run. Where a row has a day of its own, rows of other sizes may be of another run.
"""
_SECTION = r"^## {}\n.*?(?=^## |\Z)"


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table in Markdown, numbers to the right.

    >>> print(table(["what", "seconds"], [["fit", "1.5"]]))
    | what | seconds |
    |---|---:|
    | fit | 1.5 |
    """
    bar = "|".join(["---", *["---:"] * (len(headings) - 1)])
    return "\n".join([f"| {' | '.join(headings)} |", f"|{bar}|", *(f"| {' | '.join(row)} |" for row in rows)])


def rows_of_others(title: str, sizes: Sequence[int], path: Path = PATH) -> list[list[str]]:
    """Return the rows of the table in a section that are of other sizes, which stand in the first column."""
    return [row for row in rows_told(title, path) if size_of(row) not in sizes]


def size_of(row: Sequence[str]) -> int:
    """Return the size that a row is of.

    >>> size_of(["100,000", "1.5"])
    100000
    """
    return int(row[0].replace(",", ""))


def today() -> str:
    """Return the day that stands in a row which may outlive the others: 2017-10-05."""
    return f"{datetime.now(UTC):%Y-%m-%d}"


def rows_told(title: str, path: Path = PATH) -> list[list[str]]:
    """Return the rows of the table in a section, without its headings; none where there is no such section."""
    written = path.read_text(encoding="utf-8") if path.exists() else ""
    section = re.search(_SECTION.format(re.escape(title)), written, flags=re.MULTILINE | re.DOTALL)
    lines = [line for line in section[0].splitlines() if line.startswith("|")] if section else []
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def tell(title: str, text: str, path: Path = PATH) -> None:
    """Put a section into the file, in place of the one of the same title, or at its end."""
    written = path.read_text(encoding="utf-8") if path.exists() else OPENING
    of = f"Measured on {today()}, {cpu_count()} cores, Python {platform.python_version()}."
    section = f"## {title}\n\n{text.strip()}\n\n{of}\n"
    pattern = _SECTION.format(re.escape(title))
    if re.search(pattern, written, flags=re.MULTILINE | re.DOTALL):
        written = re.sub(pattern, lambda _: section + "\n", written, count=1, flags=re.MULTILINE | re.DOTALL)
    else:
        written = f"{written.rstrip()}\n\n{section}"
    path.write_text(written.rstrip() + "\n", encoding="utf-8")
