"""What reading registers would do to the partners of one municipality, as an import to be looked at and stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from sqlalchemy.orm import Session

from graph.doubles import postcode_of
from graph.errors import SpoiledInput, UnknownMunicipality
from graph.reading.differences import cell_of
from graph.reading.files import Found
from graph.reading.importing import Checked, check_found
from graph.reading.names import Finder, fold, slug
from graph.reading.sheets import Sheet
from graph.reading.stored import Records, read_stored
from graph.reading.tables import PARTNERS
from graph.registers.files import Entry, Registers
from graph.registers.matching import NUMBER_COLUMNS, Match, match_entries

SOURCES = {"duo": "https://duo.nl/open_onderwijsdata/", "lrk": "https://www.landelijkregisterkinderopvang.nl/"}
COLUMNS = (
    *("id", "name", "aliases", "sector", "description", "place", "postcode", "website", "brin", "lrk", "part_of"),
    "source",
)
"""Columns of a partner that a register can tell something of."""


@dataclass(frozen=True)
class Gone:
    """A partner whose number is no longer in its register."""

    partner_id: str
    name: str
    number: str


@dataclass(frozen=True)
class Plan:
    """What the registers say of a municipality."""

    checked: Checked
    """The import that brings it in; nothing is stored yet."""
    n_known: int
    """Entries that are partners already, changed or not."""
    doubtful: tuple[Match, ...]
    """Entries that may be a partner; they are left out until people say so."""
    gone: tuple[Gone, ...]


def plan_registers(session: Session, registers: Registers, choices: Mapping[str, str] | None = None) -> Plan:
    """Return what bringing in registers would do.

    `choices` say by `Entry.key` what people chose of the entries in doubt. Raise `SpoiledInput` where a file cannot be
    read, and `UnknownMunicipality`.
    """
    if registers.faults:
        raise SpoiledInput(registers.faults)
    entries = registers.entries
    if not entries:
        _refuse_municipality(registers)
    stored = read_stored(session, [PARTNERS])[PARTNERS.name]
    matches = match_entries(entries, stored, choices or {})
    decided = [match for match in matches if not match.candidates]
    rows = _Rows(stored)
    for match in decided:
        rows.add(match)
    sheet = Sheet(registers.municipality, PARTNERS.name, list(COLUMNS), list(enumerate(rows.cells(), start=2)))
    return Plan(
        check_found(session, Found([sheet])),
        n_known=sum(match.partner_id is not None for match in decided),
        doubtful=tuple(match for match in matches if match.candidates),
        gone=tuple(_gone(stored, registers.numbers, entries)),
    )


def _refuse_municipality(registers: Registers) -> None:
    asked, known = registers.municipality, sorted(registers.is_asked)
    nearest = process.extractOne(asked, known, scorer=fuzz.ratio, processor=fold, score_cutoff=60)
    hint = f"; did you mean '{nearest[0]}'?" if nearest else ""
    raise UnknownMunicipality(f"the files hold nothing of the municipality '{asked}'{hint}")


class _Rows:
    """Makes the rows that the import reads: a stored partner with what the register adds, or a new one."""

    def __init__(self, stored: Records) -> None:
        self.stored = stored
        self.by_id: dict[str, dict[str, str]] = {}
        names = [(record.texts["name"], each) for each, record in stored.items()]
        self.aliases = [(alias, each) for each, record in stored.items() for alias in record.lists["aliases"]]
        self.finder = Finder(stored, [*names, *self.aliases])
        self.taken = {fold(each) for each in stored} | {fold(alias) for alias, _ in self.aliases}
        self.by_kvk = {record.texts["kvk"]: each for each, record in stored.items() if record.texts["kvk"]}

    def add(self, match: Match) -> None:
        cells = self._new(match.entry) if match.partner_id is None else self._known(match.entry, match.partner_id)
        self.by_id[cells["id"]] = cells

    def cells(self) -> list[list[str]]:
        """Return the rows, in the order of `COLUMNS`."""
        return [[cells[column] for column in COLUMNS] for cells in self.by_id.values()]

    def _new(self, entry: Entry) -> dict[str, str]:
        cells = dict.fromkeys(COLUMNS, "")
        number = entry.numbers[0]
        # A name that is an alias of a partner would be taken for that partner; people or its number said it is none.
        names = (entry.name, f"{entry.name} ({entry.place})", f"{entry.name} ({number})")
        aliases = {fold(alias) for alias, _ in self.aliases}
        cells["name"] = next((name for name in names if fold(name) not in aliases), names[-1])
        ids = (slug(entry.name), slug(f"{entry.name} {entry.place}"), slug(f"{entry.name} {number}"))
        cells["id"] = next((each for each in ids if fold(each) not in self.taken), ids[-1])
        self.taken.add(fold(cells["id"]))
        return cells | {
            "sector": entry.sector,
            "description": entry.description,
            "place": entry.place,
            "postcode": entry.postcode,
            "website": entry.website,
            NUMBER_COLUMNS[entry.register]: number,
            "part_of": ";".join(self._owners(entry, cells["id"])),
            "source": SOURCES[entry.register],
        }

    def _known(self, entry: Entry, partner_id: str) -> dict[str, str]:
        record = self.stored[partner_id]
        cells = self.by_id.get(partner_id) or {
            **{column: cell_of(record, PARTNERS.by_name[column]) for column in COLUMNS},
            "id": partner_id,
        }
        aliases = [each for each in cells["aliases"].split(";") if each]
        column = NUMBER_COLUMNS[entry.register]
        if not cells[column] or entry.numbers[0].startswith(cells[column].upper()):
            cells[column] = entry.numbers[0]
        is_own_number = cells[column].upper() in entry.numbers
        if not is_own_number and not set(entry.numbers).intersection(aliases):
            aliases.append(entry.numbers[0])  # a second location that people take together with the first
        if is_own_number and entry.postcode and postcode_of(entry.postcode) != postcode_of(cells["postcode"]):
            cells["postcode"] = entry.postcode  # the register knows where it is; of the rest the partner knows more
        cells["place"] = cells["place"] or entry.place
        cells["website"] = cells["website"] or entry.website
        if fold(entry.name) not in {fold(name) for name in (cells["name"], *aliases)}:
            aliases.append(entry.name)
        cells["aliases"] = ";".join(aliases)
        parents = [each for each in cells["part_of"].split(";") if each]
        cells["part_of"] = ";".join(dict.fromkeys([*parents, *self._owners(entry, partner_id)]))
        return cells

    def _owners(self, entry: Entry, partner_id: str) -> list[str]:
        """Return the partner that is the board or the owner, if it is known and above none of its own."""
        for owner in entry.owners:
            found = (self.by_kvk[owner],) if owner in self.by_kvk else self.finder.find(owner)
            if len(found) == 1 and found[0] != partner_id and partner_id not in self._above(found[0]):
                return list(found)
        return []

    def _above(self, partner_id: str) -> set[str]:
        above: set[str] = set()
        waiting = [partner_id]
        while waiting:
            for parent in self.stored[waiting.pop()].lists["part_of"]:
                if parent not in above:
                    above.add(parent)
                    waiting.append(parent)
        return above


def _gone(stored: Records, numbers: Mapping[str, set[str]], entries: Sequence[Entry]) -> list[Gone]:
    """Return the partners of this municipality, by their place, whose number is in none of the files."""
    places = {fold(entry.place) for entry in entries}
    gone = []
    for register, column in NUMBER_COLUMNS.items():
        for partner_id, record in stored.items() if numbers[register] else ():
            number, place = record.texts[column].upper(), record.texts["place"]
            is_here = not place or fold(place) in places
            if number and is_here and not any(each.startswith(number) for each in numbers[register]):
                gone.append(Gone(partner_id, record.texts["name"], number))
    return gone
