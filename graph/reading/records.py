"""What one row says, checked and typed, and how a later row is laid over an earlier one."""

from dataclasses import dataclass, field

from graph.reading.tables import Column, Table


@dataclass
class Record:
    """The columns of one row by name; a column that the file does not have is absent."""

    texts: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, float | None] = field(default_factory=dict)
    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    """Columns that have no field of their own, by header."""

    def references(self, column: Column) -> tuple[str, ...]:
        """Return the ids (or what stands for them) that a column holds."""
        if column.shelf:
            return self.lists.get(column.name, ())
        return (self.texts[column.name],) if self.texts.get(column.name) else ()

    def over(self, below: "Record") -> "Record":
        """Return this record laid over another one: an absent column keeps what was there, an empty one clears it.

        >>> Record(texts={"place": ""}).over(Record(texts={"place": "Oss", "name": "De Sprong"})).texts
        {'place': '', 'name': 'De Sprong'}
        """
        return Record(
            {**below.texts, **self.texts},
            {**below.numbers, **self.numbers},
            {**below.lists, **self.lists},
            {header: text for header, text in {**below.notes, **self.notes}.items() if text},
        )


@dataclass
class Row:
    """A row of a file, on its way into the database."""

    table: Table
    file: str
    number: int
    """As a spreadsheet counts: the header is row 1."""
    id: str
    """Empty until references are resolved where the table has a key instead."""
    record: Record
    is_refused: bool = False


def key_of(table: Table, record: Record) -> str:
    """Return what names a row of a table without ids: the columns of its key.

    >>> from graph.reading.tables import ANSWERS
    >>> key_of(ANSWERS, Record(texts={"partner": "sprong", "suggested": "bakker", "date": "2024-05-01"}))
    'sprong bakker 2024-05-01'
    """
    return " ".join(record.texts[name] for name in table.key)  # a partner's id holds no space


def blank(table: Table) -> Record:
    """Return the record of a row that says nothing."""
    record = Record()
    for column in table.columns:
        if column.shelf:
            record.lists[column.name] = ()
        elif column.number:
            record.numbers[column.name] = None
        else:
            record.texts[column.name] = column.default
    return record
