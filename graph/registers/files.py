"""Files of registers as DUO and the LRK publish them, into entries: one for each school or place of childcare.

The headers, and where they are known from; none of the true files could be had here, so their variants were gathered:

- DUO, addresses of locations up to about 2021: `PROVINCIE;BEVOEGD GEZAG NUMMER;BRIN NUMMER;VESTIGINGSNUMMER` (16SW03)
  `;VESTIGINGSNAAM;STRAATNAAM;HUISNUMMER-TOEVOEGING;POSTCODE;PLAATSNAAM;GEMEENTENUMMER;GEMEENTENAAM;DENOMINATIE;
  TELEFOONNUMMER;INTERNETADRES;ONDERWIJSSTRUCTUUR;…`, cp1252, capitals; institutions (mbo) have `INSTELLINGSNAAM` and no
  location. From programs on GitHub that read them (openstate's DUO scrapers and the header in their tests).
- DUO since: `INSTELLINGSCODE` and `VESTIGINGSCODE` in their place, the second as two digits or as the whole 32JK00,
  commas or semicolons, UTF-8 with a mark. From programs that read vestigingenbo.csv and 02.-alle-vestigingen-vo.csv.
- DUO, boards: `BEVOEGD GEZAG NUMMER, BEVOEGD GEZAG NAAM, PLAATSNAAM, KVK-NUMMER`. From the test data of such a program.
- DUO, derived: `naam, type, gemeente, brin_nummer, vestigingscode, …`, as in the data set of schools in Oss.
- LRK, export_opendata_lrk.csv: `lrk_id;type_oko;opc;actuele_naam_oko;aantal_kindplaatsen;ve;status;inschrijfdatum;
  opvanglocatie_adres;opvanglocatie_postcode;opvanglocatie_woonplaats;bag_id;naam_houder;kvk_nummer_houder;…;
  contact_persoon;contact_telefoon;contact_emailadres;contact_website;cbs_code;verantwoordelijke_gemeente;…;lrk_url`,
  semicolons, UTF-8 or cp1252. From the test data of programs that read it.

Telephone numbers, mail addresses and names of people are not read, and no childminder at home (VGO): that is a person.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from graph.errors import Fault, SpoiledInput
from graph.reading.csv_files import read_text, split_rows, tell_delimiter
from graph.reading.files import load
from graph.reading.names import fold
from graph.reading.sheets import LIMITS, Limits
from graph.registers.words import kind_of_file, plain_place, sector_of

COLUMNS = {
    "name": ("VESTIGINGSNAAM", "INSTELLINGSNAAM VESTIGING", "INSTELLINGSNAAM", "NAAM", "ACTUELE NAAM OKO"),
    "brin": ("INSTELLINGSCODE", "BRIN NUMMER", "BRINNUMMER", "BRIN"),
    "location": ("VESTIGINGSCODE", "VESTIGINGSNUMMER"),
    "lrk": ("LRK ID",),
    "kind": ("ONDERWIJSSTRUCTUUR", "SOORT PO", "SOORT PRIMAIR ONDERWIJS", "TYPE", "TYPE OKO"),
    "postcode": ("POSTCODE", "OPVANGLOCATIE POSTCODE"),
    "place": ("PLAATSNAAM", "PLAATS", "OPVANGLOCATIE WOONPLAATS"),
    "municipality": ("GEMEENTENAAM", "GEMEENTE", "VERANTWOORDELIJKE GEMEENTE"),
    "website": ("INTERNETADRES", "CONTACT WEBSITE"),
    "board": ("BEVOEGD GEZAG NUMMER",),
    "board_name": ("BEVOEGD GEZAG NAAM",),
    "board_kvk": ("KVK-NUMMER", "KVK NUMMER"),
    "owner_name": ("NAAM HOUDER",),
    "owner_kvk": ("KVK NUMMER HOUDER",),
    "status": ("STATUS",),
}
"""What is read, and the headers under which it stands (capitals, spaces for underscores); the first there is counts."""

CHILDCARE = {
    "KDV": "kinderdagverblijf",
    "BSO": "buitenschoolse opvang",
    "PSZ": "peuterspeelzaal",
    "GOB": "gastouderbureau",
    "GO": "gastouderbureau",
}
"""Kinds of childcare that are organisations."""

_KNOWN = {header for headers in COLUMNS.values() for header in headers}
_KINDS_IN_NAMES = re.compile(r"\b(?:kdv|bso|psz|kinderdagverblijf|buitenschoolse opvang|peuterspeelzaal|dagopvang)\b")


@dataclass(frozen=True)
class Entry:
    """One school or place of childcare."""

    register: str
    """duo or lrk."""
    numbers: tuple[str, ...]
    """The number by which it is known, and others of the same place: day care and after-school care have one each."""
    name: str
    sector: str
    place: str
    postcode: str
    website: str
    description: str
    municipality: str
    owners: tuple[str, ...]
    """How its board or owner is known: number at the chamber of commerce, name; each where it is told."""

    @property
    def key(self) -> str:
        """What names it in a form."""
        return f"{self.register}-{self.numbers[0]}"


@dataclass
class Registers:
    """What files of registers hold of one municipality, and all numbers of the country."""

    municipality: str
    """As it was asked for."""
    entries: list[Entry] = field(default_factory=list)
    is_asked: dict[str, bool] = field(default_factory=dict)
    """Every municipality as it is written in the files, and whether it is the one that was asked for."""
    numbers: dict[str, set[str]] = field(default_factory=lambda: {"duo": set(), "lrk": set()})
    """Every number that is in use, of all municipalities, by register."""
    boards: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """KvK number and name of a board, by its own number."""
    faults: list[Fault] = field(default_factory=list)

    def asks_for(self, municipality: str) -> bool:
        """Whether this is the municipality that was asked for, however it is written."""
        if municipality not in self.is_asked:  # a register has 90,000 rows of 340 municipalities
            named = (fold(each.strip().lstrip("'")) for each in (municipality, self.municipality))
            self.is_asked[municipality] = len(set(named)) == 1
        return self.is_asked[municipality]


def read_registers(paths: Sequence[Path], municipality: str, limits: Limits = LIMITS) -> Registers:
    """Read what files of registers hold of a municipality; what cannot be read is among the faults."""
    read = Registers(municipality)
    tables: list[tuple[Path, dict[str, int], list[tuple[int, list[str]]]]] = []
    for path in paths:
        try:
            header, rows = _read_table(path, limits)
        except SpoiledInput as error:
            read.faults += error.faults
            continue
        tables.append((path, header, rows))
        if "board_name" in header and "brin" not in header:
            read.boards |= dict(_boards(header, rows))
    for path, header, rows in tables:
        if "lrk" in header:
            read.entries += _childcare(header, rows, read)
        elif "brin" in header and "name" in header:
            read.entries += _schools(path, header, rows, read)
        elif "board_name" not in header:
            read.faults.append(Fault(path.name, "is no register of schools (DUO) or childcare (LRK) by its header", 1))
    read.entries = list({entry.key: entry for entry in reversed(read.entries)}.values())[::-1]
    return read


def _read_table(path: Path, limits: Limits) -> tuple[dict[str, int], list[tuple[int, list[str]]]]:
    """Return at which position each of `COLUMNS` stands, and the rows."""
    text, delimiter = tell_delimiter(
        read_text(load(path, path.name), path.name, limits), lambda cell: _folded(cell) in _KNOWN
    )
    (_, header), *rows = split_rows(text, delimiter, path.name, limits)
    folded = [_folded(cell) for cell in header]
    positions = {
        name: next(folded.index(each) for each in headers if each in folded)
        for name, headers in COLUMNS.items()
        if any(each in folded for each in headers)
    }
    return positions, rows


def _folded(header: str) -> str:
    return " ".join(header.replace("_", " ").replace("\ufeff", "").upper().split())


def _cell(header: dict[str, int], row: list[str], name: str) -> str:
    position = header.get(name, -1)
    return row[position].strip() if 0 <= position < len(row) else ""


def _cells(header: dict[str, int], row: list[str]) -> dict[str, str]:
    cells = {name: row[position].strip() for name, position in header.items() if position < len(row)}
    return {name: cells.get(name, "").replace(";", ",") for name in COLUMNS}  # ; separates values in a cell of ours


def _boards(header: dict[str, int], rows: list[tuple[int, list[str]]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for _, row in rows:
        cells = _cells(header, row)
        yield (
            cells["board"],
            tuple(each for each in (cells["board_kvk"].zfill(8), cells["board_name"]) if each.strip("0")),
        )


def _schools(path: Path, header: dict[str, int], rows: list[tuple[int, list[str]]], read: Registers) -> list[Entry]:
    entries: list[Entry] = []
    for number, row in rows:
        full = _school_number(_cell(header, row, "brin"), _cell(header, row, "location"))
        read.numbers["duo"].add(full)
        cells = _cells(header, row) if read.asks_for(_cell(header, row, "municipality")) and full else {}
        if not cells or not cells["name"]:
            continue
        sector = sector_of(cells["kind"]) or sector_of(kind_of_file(path))
        if not sector:
            reason = "does not tell what kind of school this is; name the file as DUO does, such as vestigingenbo.csv"
            read.faults.append(Fault(path.name, reason, number))
            return entries
        entries.append(
            _entry("duo", [full], cells, sector, "", read.boards.get(cells["board"], (cells["board_name"],)))
        )
    return entries


def _school_number(code: str, location: str) -> str:
    """Return the whole number of a location, which stands in the files in two ways.

    >>> _school_number("99AA", "99AA01"), _school_number("99aa", "1"), _school_number("99AA", "")
    ('99AA01', '99AA01', '99AA')
    """
    code, location = code.upper(), location.upper()
    return location if location.startswith(code) else code + location.zfill(2) if location else code


def _childcare(header: dict[str, int], rows: list[tuple[int, list[str]]], read: Registers) -> list[Entry]:
    places: dict[tuple[str, str], list[tuple[str, dict[str, str]]]] = {}
    for _, row in rows:
        kind, number = CHILDCARE.get(_cell(header, row, "kind").upper()), _cell(header, row, "lrk")
        if not kind or not number or _cell(header, row, "status").lower() not in ("", "ingeschreven"):
            continue
        read.numbers["lrk"].add(number)
        cells = _cells(header, row) if read.asks_for(_cell(header, row, "municipality")) else {}
        if not cells or not cells["name"]:
            continue
        place = (fold(_KINDS_IN_NAMES.sub("", cells["name"].lower())), _packed(cells["postcode"]))
        places.setdefault(place, []).append((kind, cells))
    order = list(CHILDCARE.values())
    entries = []
    for found in places.values():
        found.sort(key=lambda each: (order.index(each[0]), each[1]["lrk"]))
        cells = found[0][1]
        description = ", ".join(dict.fromkeys(kind for kind, _ in found)).capitalize()
        owners = (cells["owner_kvk"].zfill(8), cells["owner_name"])
        numbers = [each["lrk"] for _, each in found]
        entries.append(_entry("lrk", numbers, cells, "kinderopvang", description, owners))
    return entries


def _entry(  # noqa: PLR0913, PLR0917 -- what the row says and what follows from the file
    register: str, numbers: Sequence[str], cells: dict[str, str], sector: str, description: str, owners: Sequence[str]
) -> Entry:
    return Entry(
        register=register,
        numbers=tuple(numbers),
        name=cells["name"],
        sector=sector,
        place=plain_place(cells["place"]),
        postcode=_spaced(cells["postcode"]),
        website=cells["website"],
        description=description,
        municipality=cells["municipality"],
        owners=tuple(each for each in owners if each.strip("0 ")),
    )


def _packed(postcode: str) -> str:
    return re.sub(r"\s", "", postcode).upper()


def _spaced(postcode: str) -> str:
    packed = _packed(postcode)
    return f"{packed[:4]} {packed[4:]}" if re.fullmatch(r"\d{4}[A-Z]{2}", packed) else postcode
