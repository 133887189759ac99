"""The tables of the documents on standards, row by row."""

from pathlib import Path

DOCS = Path(__file__).parents[1] / "docs"


def rows_of(heading: str, file: str = "standards.md") -> dict[str, tuple[str, ...]]:
    """Return the rows of the first table under a heading, by what stands in their first column."""
    text = (DOCS / file).read_text(encoding="utf-8").partition(f"## {heading}\n")[2].partition("\n## ")[0]
    lines = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("|")]
    return {first.strip("` "): tuple(each.strip() for each in others) for first, *others in lines[2:]}
