"""Rows of partners that were merged since the file was written: each adds to the row of the one it is part of now."""

from graph.reading.records import Record, Row
from graph.reading.rows import Rows
from graph.reading.stored import Records


def join_merged(rows: Rows, stored: Records) -> list[tuple[Row, str]]:
    """Take out rows whose id is an alias of a stored partner that has a row too, and lay them under that row.

    So an old file, brought in again, neither brings the merged partner back nor takes away what came from it. Return
    the rows that were taken out, each with the id of the partner it is. An answer of one about the other is passed over
    with a warning.
    """
    partners = rows.by_table["partners"]
    given = {row.id: row for row in partners}
    former = _former_ids(stored)
    joined = [(row, former[row.id]) for row in partners if former.get(row.id) in given]
    for row, partner_id in joined:
        partners.remove(row)
        _lay_under(given[partner_id].record, row)
    _pass_over_answers(rows, former)
    return joined


def _former_ids(stored: Records) -> dict[str, str]:
    owners: dict[str, set[str]] = {}
    for partner_id, record in stored.items():
        for alias in record.lists["aliases"]:
            owners.setdefault(alias, set()).add(partner_id)
    return {alias: next(iter(ids)) for alias, ids in owners.items() if len(ids) == 1 and alias not in stored}


def _lay_under(record: Record, row: Row) -> None:
    other = row.record
    names = (other.texts.get("name", ""), *other.lists.get("aliases", ()), row.id)
    for column, values in other.lists.items():
        if column in record.lists and column != "aliases":
            record.lists[column] = _joined(record.lists[column], values)
    if "aliases" in record.lists:
        own_name = record.texts.get("name")
        record.lists["aliases"] = _joined(record.lists["aliases"], [name for name in names if name != own_name])
    for column, text in other.texts.items():
        if column in record.texts:
            record.texts[column] = _chosen(column, record.texts[column], text)
    for column, number in other.numbers.items():
        if record.numbers.get(column, 0) is None:
            record.numbers[column] = number


def _chosen(column: str, text: str, other: str) -> str:
    """Return what a merge would have chosen by itself (`graph.merging.columns`)."""
    if column == "source":
        return ";".join(dict.fromkeys(each for each in f"{text};{other}".split(";") if each))
    return other if not text or (column == "description" and len(other) > len(text)) else text


def _joined(values: tuple[str, ...], others: list[str] | tuple[str, ...]) -> tuple[str, ...]:
    known = {value.casefold() for value in values}
    return (*values, *dict.fromkeys(each for each in others if each and each.casefold() not in known))


def _pass_over_answers(rows: Rows, former: dict[str, str]) -> None:
    for row in list(rows.by_table["answers"]):
        named = [row.record.texts.get(column, "") for column in ("partner", "suggested")]
        known = {former.get(each, each) for each in named}
        if len(known) == 1 and named[0] != named[1]:
            rows.by_table["answers"].remove(row)
            rows.warnings.append(f"{row.file}, row {row.number}: both partners are '{known.pop()}' now; passed over")
