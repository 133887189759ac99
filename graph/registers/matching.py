"""Which partner an entry of a register is: by its number, else by name and postcode; in doubt, people say."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from graph.doubles import postcode_of
from graph.reading.names import fold, without_accents
from graph.reading.records import Record
from graph.reading.stored import Records
from graph.registers.files import Entry

Scores = npt.NDArray[np.float32]

NEW = "new"
LATER = ""
"""What can be chosen of an entry in doubt, beside a partner: it is a new one, or it is left for another time."""

SAME_NAME = 90.0
"""Of 100, words in any order: with the same postcode it is the same school."""
PERHAPS = 88.0
PERHAPS_AT_POSTCODE = 75.0
"""Words that only one of the names has count for little here."""
MOST_CANDIDATES = 5

NUMBER_COLUMNS = {"duo": "brin", "lrk": "lrk"}
_INSTITUTION = 4
"""Letters of a number of a school as a whole; a location has two digits more."""


@dataclass(frozen=True)
class Candidate:
    """A partner that an entry may be."""

    partner_id: str
    name: str
    score: float


@dataclass(frozen=True)
class Match:
    """What an entry is found to be."""

    entry: Entry
    partner_id: str | None = None
    """The partner that it is; None for a new one, and for one in doubt."""
    candidates: tuple[Candidate, ...] = ()
    """Among whom people have to choose, the likeliest first; empty unless it is in doubt."""


def match_entries(entries: Sequence[Entry], stored: Records, choices: Mapping[str, str]) -> list[Match]:
    """Match entries to stored partners; `choices` says by `Entry.key` what people chose of those in doubt.

    Who is found here has its number from then on; whatever is in doubt is looked at once more with that in mind, so
    that reading the same file again finds the same.
    """
    found = [_decided(match, choices) for match in _match_once(entries, stored)]
    numbered = {match.partner_id: match.entry for match in found if match.partner_id}
    known = {each: _with_number(record, numbered.get(each)) for each, record in stored.items()}
    again = _match_once([match.entry for match in found], known)
    return [
        _decided(second, choices) if first.candidates else first for first, second in zip(found, again, strict=True)
    ]


def _match_once(entries: Sequence[Entry], stored: Records) -> list[Match]:
    by_number = [_by_number(entry, stored) for entry in entries]
    named = iter(_by_name([entry for entry, match in zip(entries, by_number, strict=True) if not match], stored))
    return [match or next(named) for match in by_number]


def _with_number(record: Record, entry: Entry | None) -> Record:
    column = NUMBER_COLUMNS[entry.register] if entry else ""
    if not entry or len(record.texts[column]) > _INSTITUTION:
        return record
    return Record({**record.texts, column: entry.numbers[0]}, record.numbers, record.lists, record.notes)


def _decided(match: Match, choices: Mapping[str, str]) -> Match:
    chosen = choices.get(match.entry.key, LATER)
    if match.candidates and chosen in {candidate.partner_id for candidate in match.candidates}:
        return Match(match.entry, chosen)
    return Match(match.entry) if match.candidates and chosen == NEW else match


def _by_number(entry: Entry, stored: Records) -> Match | None:
    column = NUMBER_COLUMNS[entry.register]
    numbers = {number.upper() for number in entry.numbers}
    found = [
        each
        for each, record in stored.items()
        if record.texts[column].upper() in numbers or numbers.intersection(record.lists["aliases"])
    ]
    return Match(entry, found[0]) if len(found) == 1 else None


def _by_name(entries: Sequence[Entry], stored: Records) -> list[Match]:
    names = [
        (each, text) for each, record in stored.items() for text in (record.texts["name"], *record.lists["aliases"])
    ]
    if not entries or not names:
        return [Match(entry) for entry in entries]
    asked = [without_accents(entry.name) for entry in entries]
    known = [without_accents(text) for _, text in names]
    exact = process.cdist(asked, known, scorer=fuzz.token_sort_ratio)
    loose = process.cdist(asked, known, scorer=fuzz.token_set_ratio)
    matches = [_judged(entry, names, stored, exact[row], loose[row]) for row, entry in enumerate(entries)]
    counts = Counter(match.partner_id for match in matches)
    return [
        _in_doubt(match, stored) if match.partner_id and counts[match.partner_id] > 1 else match for match in matches
    ]


def _judged(
    entry: Entry,
    names: Sequence[tuple[str, str]],
    stored: Records,
    exact: Scores,
    loose: Scores,
) -> Match:
    sure: set[str] = set()
    perhaps: dict[str, float] = {}
    for position in np.flatnonzero(loose >= PERHAPS_AT_POSTCODE).tolist():
        partner_id, text = names[position]
        record = stored[partner_id]
        if _contradicts(entry, record):
            continue
        postcode = postcode_of(record.texts["postcode"])
        is_here = bool(postcode) and postcode == postcode_of(entry.postcode)
        is_same_name = is_here and exact[position] >= SAME_NAME
        is_equal_name = fold(text) == fold(entry.name) and (is_here or not postcode)
        # One that has a number is another location of the same school: people may take both together, we do not.
        has_number = len(record.texts[NUMBER_COLUMNS[entry.register]]) > _INSTITUTION
        if (is_same_name or is_equal_name) and not has_number:
            sure.add(partner_id)
        score = float(max(exact[position], loose[position] if is_here or _is_of_kind(entry, record) else 0))
        if is_here or score >= PERHAPS:
            perhaps[partner_id] = max(score, perhaps.get(partner_id, 0))
    if entry.register == "duo":
        perhaps |= _of_institution(entry, stored)
    if len(sure) == 1:
        return Match(entry, sure.pop())
    best = sorted(perhaps, key=lambda each: (-perhaps[each], each))[:MOST_CANDIDATES]
    return Match(entry, candidates=tuple(Candidate(each, stored[each].texts["name"], perhaps[each]) for each in best))


def _in_doubt(match: Match, stored: Records) -> Match:
    """Several entries would be this partner: which of them is, people say."""
    assert match.partner_id is not None  # noqa: S101 -- only such are counted
    name = stored[match.partner_id].texts["name"]
    return Match(match.entry, candidates=(Candidate(match.partner_id, name, 100.0),))


def _contradicts(entry: Entry, record: Record) -> bool:
    """Whether a partner has a number of this register that makes it another school or place."""
    number = record.texts[NUMBER_COLUMNS[entry.register]].upper()
    is_location = entry.register == "duo" and number[:_INSTITUTION] == entry.numbers[0][:_INSTITUTION]
    return bool(number) and number not in entry.numbers and not is_location


def _is_of_kind(entry: Entry, record: Record) -> bool:
    """Whether a partner is in education or childcare, as the entry is: a firm may bear the name of a school."""
    sector = record.texts["sector"]
    return sector == entry.sector or (entry.register == "duo" and (sector.endswith("onderwijs") or sector == "mbo"))


def _of_institution(entry: Entry, stored: Records) -> dict[str, float]:
    """Return the partners that are the school of which the entry is a location, or another location of it."""
    institution = entry.numbers[0][:_INSTITUTION]
    return {each: 100.0 for each, record in stored.items() if record.texts["brin"].upper().startswith(institution)}
