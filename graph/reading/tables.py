"""The tables of the exchange format: their columns, and where each is stored."""

from dataclasses import dataclass
from functools import cached_property

from graph.model import ANSWERS as ANSWER_KINDS
from graph.model import (
    THEME_KINDS,
    Answer,
    Base,
    Collaboration,
    CollaborationTheme,
    Interest,
    Membership,
    Offering,
    Participation,
    Partner,
    PartnerAlias,
    PartnerTheme,
    Sector,
    Theme,
    ThemeAnswer,
    ThemeBroader,
    ThemeLabel,
)

LONGEST_CELL = 100_000
"""Characters; a longer cell is a quote that was never closed, or a file in a file."""

LONGEST_ID = 200
LONGEST_NAME = 500  # PostgreSQL's index on names takes 2,700 bytes


@dataclass(frozen=True)
class Shelf:
    """Where the values of a cell are stored that may hold several: one row for each, with its position."""

    model: type[Base]
    owner: str
    value: str
    role: str = ""
    """The role in a collaboration; empty for all other shelves."""


@dataclass(frozen=True)
class Number:
    """Which numbers a column takes."""

    low: float
    high: float
    is_whole: bool = False
    is_money: bool = False
    """Kept to the cent; 1.500 is fifteen hundred."""


@dataclass(frozen=True)
class Column:
    """One column: a text unless it has a `number` or a `shelf`."""

    name: str
    field: str = ""
    """Attribute of the model; empty for a column with a shelf."""
    is_required: bool = False
    is_date: bool = False
    is_day: bool = False
    """A date that may not be a year or a month, and is stored as a day."""
    refers_to: str = ""
    """The table whose ids it holds."""
    shelf: Shelf | None = None
    number: Number | None = None
    longest: int = LONGEST_CELL
    """Characters in one value."""
    choices: tuple[str, ...] = ()
    default: str = ""


@dataclass(frozen=True)
class Table:
    """One file of the exchange format, or one sheet of a workbook."""

    name: str
    model: type[Base]
    columns: tuple[Column, ...]
    spans: tuple[tuple[str, str], ...] = ()
    """Pairs of date columns of which the first may not come after the second."""
    key: tuple[str, ...] = ()
    """Columns that name a row together, in a table without ids."""
    apart: tuple[tuple[str, str], ...] = ()
    """Pairs of columns that may not refer to the same row."""

    @cached_property
    def by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}

    @property
    def has_notes(self) -> bool:
        """Whether columns that it does not know are kept."""
        return hasattr(self.model, "notes")


def _text(name: str, field: str = "", longest: int = LONGEST_CELL, *, is_required: bool = False) -> Column:
    return Column(name, field or name, longest=longest, is_required=is_required)


def _date(name: str, *, is_required: bool = False) -> Column:
    return Column(name, name, is_date=True, is_required=is_required)


def _number(name: str, number: Number) -> Column:
    return Column(name, name, number=number)


def _list(name: str, shelf: Shelf, refers_to: str = "", *, is_required: bool = False) -> Column:
    longest = LONGEST_ID if refers_to == "themes" else LONGEST_CELL  # an unknown theme becomes an id
    return Column(name, shelf=shelf, refers_to=refers_to, is_required=is_required, longest=longest)


_ID = _text("id", longest=LONGEST_ID, is_required=True)

SECTORS = Table("sectors", Sector, (_ID, _text("label", longest=LONGEST_NAME, is_required=True)))

THEMES = Table(
    "themes",
    Theme,
    (
        _ID,
        _text("label", longest=LONGEST_NAME, is_required=True),
        _list("alternatives", Shelf(ThemeLabel, "theme_id", "text")),
        _list("broader", Shelf(ThemeBroader, "theme_id", "broader_id"), "themes"),
        _text("description"),
        Column("kind", "kind", choices=THEME_KINDS, default="theme"),
        _list("answered_by", Shelf(ThemeAnswer, "theme_id", "answer_id"), "themes"),
    ),
)

PARTNERS = Table(
    "partners",
    Partner,
    (
        _ID,
        _text("name", longest=LONGEST_NAME, is_required=True),
        _list("aliases", Shelf(PartnerAlias, "partner_id", "text")),
        Column("sector", "sector_id", refers_to="sectors", is_required=True),
        _text("description"),
        _list("offers", Shelf(Offering, "partner_id", "text")),
        _list("seeks", Shelf(Interest, "partner_id", "text")),
        _list("themes", Shelf(PartnerTheme, "partner_id", "theme_id"), "themes"),
        _text("place"),
        _text("postcode"),
        _number("latitude", Number(-90, 90)),
        _number("longitude", Number(-180, 180)),
        _text("country"),
        _text("website"),
        _text("kvk"),
        _text("brin"),
        _text("lrk"),
        _list("part_of", Shelf(Membership, "partner_id", "parent_id"), "partners"),
        _date("since"),
        _date("until"),
        _number("capacity", Number(0, 1_000_000, is_whole=True)),
        _text("source"),
    ),
    spans=(("since", "until"),),
)

COLLABORATIONS = Table(
    "collaborations",
    Collaboration,
    (
        _ID,
        _text("title", is_required=True),
        _date("start_date", is_required=True),
        _date("end_date"),
        _text("kind"),
        _list("themes", Shelf(CollaborationTheme, "collaboration_id", "theme_id"), "themes"),
        # A lead that stands among the participants too has both roles: the file comes out as it came in.
        _list(
            "participants",
            Shelf(Participation, "collaboration_id", "partner_id", "participant"),
            "partners",
            is_required=True,
        ),
        _list("lead", Shelf(Participation, "collaboration_id", "partner_id", "lead"), "partners"),
        _list("funders", Shelf(Participation, "collaboration_id", "partner_id", "funder"), "partners"),
        _text("description"),
        _text("action_line"),
        _number("grant_euro", Number(0, 1e12, is_money=True)),
        _text("source"),
    ),
    spans=(("start_date", "end_date"),),
)

ANSWERS = Table(
    "answers",
    Answer,
    (
        Column("partner", "partner_id", refers_to="partners", is_required=True),
        Column("suggested", "suggested_id", refers_to="partners", is_required=True),
        Column("answer", "answer", is_required=True, choices=ANSWER_KINDS),
        Column("date", "answered_on", is_required=True, is_day=True),
        _text("reason"),
    ),
    key=("partner", "suggested", "date"),
    apart=(("partner", "suggested"),),
)

TABLES = (SECTORS, THEMES, PARTNERS, COLLABORATIONS, ANSWERS)
"""In the order in which they are stored: each refers to those before it, and perhaps to itself."""

TABLE_BY_NAME = {table.name: table for table in TABLES}

OTHER_HEADERS = {
    "naam": "name",
    "andere_namen": "aliases",
    "omschrijving": "description",
    "beschrijving": "description",
    "biedt": "offers",
    "zoekt": "seeks",
    "thema": "themes",
    "themas": "themes",
    "thema's": "themes",
    "plaats": "place",
    "land": "country",
    "breedtegraad": "latitude",
    "lengtegraad": "longitude",
    "onderdeel_van": "part_of",
    "aangesloten_bij": "part_of",
    "sinds": "since",
    "tot": "until",
    "bron": "source",
    "titel": "title",
    "begin": "start_date",
    "begindatum": "start_date",
    "startdatum": "start_date",
    "eind": "end_date",
    "einddatum": "end_date",
    "soort": "kind",
    "deelnemers": "participants",
    "penvoerder": "lead",
    "trekker": "lead",
    "financiers": "funders",
    "actielijn": "action_line",
    "subsidie": "grant_euro",
    "voorgesteld": "suggested",
    "antwoord": "answer",
    "datum": "date",
    "reden": "reason",
}
"""Headers that people use, folded, and the column they mean."""
