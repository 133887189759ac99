"""References of rows to other rows: resolved by id, name or alias, or refused."""

from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from graph.reading.cells import shorten
from graph.reading.faults import Faults
from graph.reading.joining import join_merged
from graph.reading.names import Finder, Named, fold, slug
from graph.reading.records import Record, Row
from graph.reading.rows import Rows
from graph.reading.stored import Records
from graph.reading.tables import TABLE_BY_NAME, Column


class FoundAgain(NamedTuple):
    """A row whose id was not known, but which is a stored partner by one of its aliases."""

    file: str
    row: int
    given_id: str
    partner_id: str


def find_again(rows: Rows, stored: Records, faults: Faults) -> list[FoundAgain]:
    """Give the rows of partners that an alias finds again the id they are stored under, and keep theirs as an alias.

    Equal names alone never do that: two schools may both be called De Regenboog. A row of a partner that was merged
    since into one that has a row too is joined to that row.
    """
    joined = [FoundAgain(row.file, row.number, row.id, now) for row, now in join_merged(rows, stored)]
    given = {row.id for row in rows.by_table["partners"]}
    by_alias: dict[str, set[str]] = {}
    for partner_id, record in stored.items():
        for alias in record.lists["aliases"] if partner_id not in given else ():
            by_alias.setdefault(fold(alias), set()).add(partner_id)
    found = []
    for row in rows.by_table["partners"]:
        texts = (row.id, row.record.texts.get("name", ""))
        owners = {owner for text in texts if text for owner in by_alias.get(fold(text), ())}
        if row.id and row.id not in stored and len(owners) == 1:
            found.append(FoundAgain(row.file, row.number, row.id, owners.pop()))
            _adopt(row, stored[found[-1].partner_id], found[-1].partner_id)
    _refuse_doubles(rows, found, faults)
    return joined + found


def _adopt(row: Row, stored: Record, partner_id: str) -> None:
    old_name = stored.texts["name"]
    kept = (*stored.lists["aliases"], *row.record.lists.get("aliases", ()), row.id, old_name)
    own_name = row.record.texts.get("name", old_name)
    row.record.lists["aliases"] = tuple(dict.fromkeys(alias for alias in kept if alias != own_name))
    row.id = partner_id


def _refuse_doubles(rows: Rows, found: list[FoundAgain], faults: Faults) -> None:
    counts = Counter((each.file, each.partner_id) for each in found)
    doubled = {(each.file, each.row) for each in found if counts[each.file, each.partner_id] > 1}
    for row in rows.by_table["partners"]:
        if (row.file, row.number) in doubled:
            faults.refuse(row, "id", f"several rows of this file are the stored partner '{row.id}' by its aliases")


@dataclass
class Resolver:
    """Replaces what references say by the ids they mean."""

    finders: dict[str, Finder]
    renamed: dict[str, str]
    """Ids of rows that were found again, and the id of the partner they are."""
    keywords: dict[str, str]
    """Themes that no table knows: label by id."""
    faults: Faults
    spoiled_tables: set[str]

    def resolve(self, row: Row) -> None:
        """Resolve all references of a row; refuse it when one is unknown, or fits several."""
        for column in row.table.columns:
            said = row.record.references(column)
            if not column.refers_to or not said:
                continue
            ids = tuple(dict.fromkeys(found for text in said if (found := self._id_of(row, column, text))))
            if column.shelf:
                row.record.lists[column.name] = ids
            elif ids:
                row.record.texts[column.name] = ids[0]

    def _id_of(self, row: Row, column: Column, text: str) -> str | None:
        table = column.refers_to
        if table == "partners" and text in self.renamed:
            return self.renamed[text]
        found = self._find_theme(row, text) if table == "themes" else self.finders[table].find(text)
        if len(found) == 1 or (found and table == "themes"):  # a label of two themes: the first of the thesaurus
            return found[0]
        self._refuse(row, column, text, found)
        return None

    def _find_theme(self, row: Row, text: str) -> tuple[str, ...]:
        finder, made = self.finders["themes"], slug(text)
        if text not in finder.ids and made in finder.ids:  # before labels: a keyword stays the same one next time
            return (made,)
        if (found := finder.find(text)) or row.table.name == "themes":
            return found
        self.keywords.setdefault(made, text)
        return (made,)

    def _refuse(self, row: Row, column: Column, text: str, found: tuple[str, ...]) -> None:
        what = column.refers_to.removesuffix("s")
        if found:
            fitting = ", ".join(f"'{each}'" for each in found[:5])
            self.faults.refuse(row, column.name, f"{what} '{shorten(text)}' fits several: {fitting}; use an id")
            return
        is_consequence = column.refers_to in self.spoiled_tables
        nearest = None if is_consequence else self.finders[column.refers_to].nearest(text)
        hint = f"; did you mean '{nearest}'?" if nearest else ""
        self.faults.refuse(
            row, column.name, f"{what} '{shorten(text)}' is not known{hint}", is_consequence=is_consequence
        )


def make_finders(rows: Rows, stored: dict[str, Records]) -> dict[str, Finder]:
    """Return who finds the rows of each table, both stored ones and those of this import."""
    named: dict[str, list[tuple[str, Record]]] = {
        name: [*stored.get(name, {}).items(), *((row.id, row.record) for row in rows.by_table[name] if row.id)]
        for name in TABLE_BY_NAME
    }

    def finder(table: str, *tiers: list[Named]) -> Finder:
        return Finder((each for each, _ in named[table]), *tiers)

    def texts(table: str, column: str, *, keywords: bool | None = None) -> list[Named]:
        return [
            (record.texts[column], each)
            for each, record in named[table]
            if record.texts.get(column) and keywords in (None, record.texts.get("kind") == "keyword")
        ]

    def values(table: str, column: str) -> list[Named]:
        return [(value, each) for each, record in named[table] for value in record.lists.get(column, ())]

    return {
        "sectors": finder("sectors", texts("sectors", "label")),
        "themes": finder(
            "themes",
            texts("themes", "label", keywords=False),
            values("themes", "alternatives"),
            texts("themes", "label", keywords=True),
        ),
        "partners": finder("partners", [*texts("partners", "name"), *values("partners", "aliases")]),
    }
