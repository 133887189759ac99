"""A table of guests: who takes part, on which side, with what room, on which days, and whom it wants."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from graph.errors import Fault, SpoiledInput
from graph.reading.cells import split_values
from graph.reading.csv_files import read_text, split_rows, tell_delimiter
from graph.reading.xlsx_files import read_xlsx
from graph.rounds import RoundGuest
from service.rounds.asking import MOST_PEOPLE
from service.rounds.gathering import MOST_WISHES, TWO_SIDED, Guest
from service.rounds.signing_up import MOST_ROOM

COLUMNS = {
    "partner": ("partner", "naam", "name", "id", "organisatie"),
    "side": ("side", "kant"),
    "room": ("room", "ruimte", "aantal"),
    "days": ("days", "dagen", "day", "dag"),
    "wishes": ("wishes", "wensen", "wish", "wens"),
    "vetoes": ("vetoes", "veto", "liever niet"),
}
"""How a column may be headed; the first is its own name. Only `partner` has to be there, and `side` where there are."""
SIDE_WORDS = {
    "visits": {"one": ("visits", "bezoekt", "one"), "other": ("receives", "ontvangt", "other")},
    "market": {"one": ("seeks", "zoekt", "one"), "other": ("offers", "biedt", "other")},
}
"""How a side may be written."""


@dataclass(frozen=True)
class RowFault:
    """A cell that cannot be: where it stands, what it holds, and what belongs there."""

    row: int
    """As a spreadsheet counts: the header is row 1."""
    column: str
    value: str
    code: str
    """unknown, several or left (of a partner), twice, side, room, day, no_guest (of who is wished for), or many."""
    expected: str = ""


Rows = list[tuple[int, dict[str, str]]]
"""Row numbers, and cells by column."""
FindPartner = Callable[[str], tuple[str, str]]
"""Return the id of a partner that a text names, or "" and why not: unknown, several or left."""


@dataclass(frozen=True)
class GuestTable:
    """Guests as a table tells them, and what is wrong with it."""

    guests: tuple[Guest, ...]
    faults: tuple[RowFault, ...]


def is_table(text: str) -> bool:
    """Return whether a text begins with the header of a table of guests, rather than with a name.

    >>> is_table("naam;kant"), is_table("De Lindeschool")
    (True, False)
    """
    first = text.strip().partition("\n")[0]
    _text, delimiter = tell_delimiter(f"{first}\n", lambda cell: column_of(cell) is not None)
    cells = first.split(delimiter)
    return len(cells) > 1 and all(column_of(cell) for cell in cells)


def column_of(head: str) -> str | None:
    """Return which column a head names; None for none of ours."""
    plain = head.strip().lower()
    return next((name for name, heads in COLUMNS.items() if plain in heads), None)


def read_rows(content: bytes, file: str) -> Rows:
    """Return the cells of a CSV, XLSX or JSON file by column, with row numbers; raise `SpoiledInput`."""
    kind = file.lower().rpartition(".")[2]
    if kind == "json":
        return _read_json(content, file)
    if kind == "xlsx":
        sheets, _others = read_xlsx(content, file, lambda _title: "guests", None)
        rows = [(1, sheets[0].header), *sheets[0].rows] if sheets else []
    else:
        rows = read_cells(read_text(content, file), file)
    return by_column(rows, file)


def read_cells(text: str, file: str) -> list[tuple[int, list[str]]]:
    """Return the rows of a text whose cells are parted by commas, semicolons or tabs; raise `SpoiledInput`."""
    text, delimiter = tell_delimiter(text, lambda cell: column_of(cell) is not None)
    return split_rows(text, delimiter, file)


def by_column(rows: Sequence[tuple[int, list[str]]], file: str) -> Rows:
    """Return rows by column; raise `SpoiledInput` where no column holds the partners, or one is none of ours."""
    if not rows:
        raise SpoiledInput([Fault(file, "the file is empty; expected a header and rows")])
    (number, header), *others = rows
    names = [column_of(head) for head in header]
    unknown = [head for head, name in zip(header, names, strict=True) if name is None and head.strip()]
    known = ", ".join(COLUMNS)
    if unknown:
        raise SpoiledInput([Fault(file, f"column '{each}' is not known; expected {known}", number) for each in unknown])
    if "partner" not in names:
        raise SpoiledInput([Fault(file, f"there is no column partner; the columns are {known}", number)])
    return [
        (at, {name: cell.strip() for name, cell in zip(names, cells, strict=False) if name})
        for at, cells in others
        if any(cell.strip() for cell in cells)
    ]


def _read_json(content: bytes, file: str) -> Rows:
    try:
        held = json.loads(content)
    except ValueError as error:
        raise SpoiledInput([Fault(file, f"is no JSON: {error}")]) from None
    if not isinstance(held, list) or not all(isinstance(each, dict) for each in held):
        raise SpoiledInput([Fault(file, 'expected a list of objects, such as [{"partner": "het-hooghuis"}]')])
    rows = []
    for number, each in enumerate(held, start=1):
        if unknown := [head for head in each if column_of(head) is None]:
            raise SpoiledInput([Fault(file, f"'{unknown[0]}' is not known; expected {', '.join(COLUMNS)}", number)])
        rows.append((number, {column_of(head) or "": _as_text(value) for head, value in each.items()}))
    return rows


def _as_text(value: object) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value).strip()


def read_guests(
    rows: Sequence[tuple[int, Mapping[str, str]]], kind: str, days: Sequence[str], usual_room: int, find: FindPartner
) -> GuestTable:
    """Return the guests of a table, not stored; a row with a fault gives none."""
    faults: list[RowFault] = []
    found: dict[str, tuple[int, Mapping[str, str]]] = {}
    for number, cells in rows:
        partner_id, why = find(cells.get("partner", ""))
        if partner_id in found:
            why = "twice"
        if why:
            faults.append(RowFault(number, "partner", cells.get("partner", ""), why))
        else:
            found[partner_id] = (number, cells)
    guests = []
    for partner_id, (number, cells) in found.items():
        row = _Row(number, cells, faults)
        wishes, vetoes = (row.partners(column, find, found) for column in ("wishes", "vetoes"))
        most = MOST_PEOPLE if kind == "lunch" else MOST_ROOM
        guests.append(
            Guest(
                RoundGuest(
                    round_id=0,
                    partner_id=partner_id,
                    side=row.side(kind),
                    state="coming",
                    room=row.room(usual_room, most),
                    days=row.days(days),
                    from_slot=0,
                ),
                cells.get("partner", ""),
                wishes,
                tuple(each for each in vetoes if each not in wishes),
            )
        )
    return GuestTable(tuple(guests), tuple(sorted(faults, key=lambda each: each.row)))


@dataclass(frozen=True)
class _Row:
    """One row being read; what is wrong is added to `faults`."""

    number: int
    cells: Mapping[str, str]
    faults: list[RowFault]

    def side(self, kind: str) -> str:
        if kind not in TWO_SIDED:
            return ""
        said = self.cells.get("side", "").lower()
        side = next((side for side, words in SIDE_WORDS[kind].items() if said in words), "")
        if not side:
            self._fault("side", "side", ", ".join(word for words in SIDE_WORDS[kind].values() for word in words[:2]))
        return side

    def room(self, usual: int, most: int) -> int:
        text = self.cells.get("room", "")
        if not text:
            return usual
        if not text.isascii() or not text.isdecimal() or not 1 <= int(text[:9]) <= most:
            self._fault("room", "room", f"1 – {most}")
            return usual
        return int(text)

    def days(self, of_round: Sequence[str]) -> list[str]:
        said = [each for value in split_values(self.cells.get("days", "")) for each in value.split()]
        if any(_day(each) not in of_round for each in said):
            self._fault("days", "day", ", ".join(of_round))
            return list(of_round)
        return sorted({_day(each) for each in said}) or list(of_round)

    def partners(self, column: str, find: FindPartner, guests: Mapping[str, object]) -> tuple[str, ...]:
        found = []
        for text in split_values(self.cells.get(column, "")):
            partner_id, why = find(text)
            if why or partner_id not in guests:
                self.faults.append(RowFault(self.number, column, text, why or "no_guest"))
            else:
                found.append(partner_id)
        if len(set(found)) > MOST_WISHES:  # a veto that is not kept is worse than a table that is not read
            self._fault(column, "many", str(MOST_WISHES))
        return tuple(dict.fromkeys(found))

    def _fault(self, column: str, code: str, expected: str) -> None:
        self.faults.append(RowFault(self.number, column, self.cells.get(column, ""), code, expected))


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return ""
