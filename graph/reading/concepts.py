"""Concepts with URIs, as SKOS and ESCO have them, into rows of the table of themes."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote

from graph.reading.cells import join_values
from graph.reading.names import slug
from graph.reading.report import some
from graph.reading.sheets import Sheet
from graph.reading.stored import Records
from graph.reading.tables import LONGEST_ID
from graph.skos_terms import ORIGIN, own_id

_SEPARATORS = re.compile(r"[;|\n]")
_ROOM_FOR_NUMBER = 6


@dataclass
class Concept:
    """What a file says of one concept; None stands for what the file has no word for, so that what is stored stays."""

    file: str
    row: int
    """Where it stands in a table; its place among the concepts of a file that has no rows."""
    uri: str
    label: str
    alternatives: tuple[str, ...] = ()
    description: str = ""
    broader: tuple[str, ...] | None = None
    """URIs of wider concepts."""
    answers: tuple[str, ...] | None = None
    """URIs of what answers it."""
    kind: str | None = None
    notes: dict[str, str] = field(default_factory=dict)
    is_ordered: bool = True
    """Whether the order of its values means anything; a graph has none."""


class ThemeIds:
    """The ids of concepts: those they are stored under, or else new ones made of their URIs."""

    def __init__(self, stored: Records, taken: Iterable[str] = ()) -> None:
        self._stored = stored
        self._by_uri = {record.notes[ORIGIN]: each for each, record in stored.items() if record.notes.get(ORIGIN)}
        self._taken = {*stored, *taken}
        self.numbered: list[str] = []
        """Of the ids that were taken already: the URI and the id it has instead."""

    def add(self, uri: str) -> None:
        """Give a concept its id, the same at every import."""
        if uri in self._by_uri:
            return
        theme_id = own_id(uri)
        if theme_id is None:
            theme_id = self._free_id(uri)
        self._by_uri[uri] = theme_id
        self._taken.add(theme_id)

    def find(self, uri: str) -> str | None:
        """Return the id of a concept of this import or of a stored one; None if it is neither."""
        if uri in self._by_uri:
            return self._by_uri[uri]
        theme_id = own_id(uri)
        return theme_id if theme_id in self._stored else None

    def _free_id(self, uri: str) -> str:
        base = free = id_of(uri)
        number = 1
        while free in self._taken:
            number += 1
            free = f"{base}-{number}"
        if free != base:
            self.numbered.append(f"{uri} is '{free}'")
        return free


def id_of(uri: str) -> str:
    """Return the id that a URI asks for: its last segment as a slug.

    >>> id_of("http://example.org/begrippen#Taal%20en%20lezen"), id_of("http://example.org/taal/")
    ('taal-en-lezen', 'taal')
    """
    last = re.split(r"[/#:]", uri.rstrip("/#:"))[-1]
    return slug(one_value(unquote(last)))[: LONGEST_ID - _ROOM_FOR_NUMBER].strip("-")


def one_value(text: str) -> str:
    """Return a text that one cell can hold among others: without what separates values.

    >>> one_value("voeding; algemeen")
    'voeding, algemeen'
    """
    return ", ".join(filter(None, map(str.strip, _SEPARATORS.split(text))))


def to_sheets(concepts: Sequence[Concept], ids: ThemeIds, stored: Records) -> tuple[list[Sheet], list[str]]:
    """Return the rows of the table of themes, a sheet for each file, and what is to be told about them."""
    for concept in concepts:
        ids.add(concept.uri)
    by_file: dict[str, list[Concept]] = {}
    for concept in concepts:
        by_file.setdefault(concept.file, []).append(concept)
    outside: dict[str, None] = {}
    sheets = [_sheet(file, its_concepts, ids, stored, outside) for file, its_concepts in by_file.items()]
    warnings = []
    if outside:
        warnings.append(f"relations to concepts that are not there were left out: {some(tuple(outside))}")
    if ids.numbered:
        warnings.append(f"ids that other themes have already were numbered: {some(tuple(ids.numbered))}")
    return sheets, warnings


def _sheet(file: str, concepts: list[Concept], ids: ThemeIds, stored: Records, outside: dict[str, None]) -> Sheet:
    notes = sorted({header for concept in concepts for header in concept.notes})
    optional = ("broader", "kind", "answers")
    kept = [name for name in optional if any(getattr(concept, name) is not None for concept in concepts)]
    header = ["id", "label", "alternatives", "description", *kept, *notes]
    sheet = Sheet(file, "themes", [{"answers": "answered_by"}.get(name, name) for name in header], [])
    for concept in concepts:
        theme_id = ids.find(concept.uri) or ""
        old = stored[theme_id].lists if theme_id in stored and not concept.is_ordered else {}
        broader, answers = (_resolve(uris, ids, outside) for uris in (concept.broader, concept.answers))
        cells = {
            "id": theme_id,
            "label": concept.label,
            "alternatives": _join(map(one_value, concept.alternatives), old.get("alternatives", ())),
            "description": concept.description,
            "broader": _join(broader, old.get("broader", ())),
            "kind": concept.kind or "",
            "answers": _join(answers, old.get("answered_by", ())),
        }
        own_notes = [concept.notes.get(name, "") for name in notes]
        sheet.rows.append((concept.row, [*(cells[name] for name in header[: len(header) - len(notes)]), *own_notes]))
    return sheet


def _resolve(uris: tuple[str, ...] | None, ids: ThemeIds, outside: dict[str, None]) -> list[str]:
    found = []
    for uri in uris or ():
        theme_id = ids.find(uri)
        if theme_id is None:
            outside[uri] = None
        else:
            found.append(theme_id)
    return found


def _join(values: Iterable[str], stored: tuple[str, ...]) -> str:
    """Write values into one cell, those that are stored first and in the order in which they are stored."""
    order = {value: position for position, value in enumerate(stored)}
    return join_values(tuple(sorted(dict.fromkeys(values), key=lambda value: order.get(value, len(order)))))
