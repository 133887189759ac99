"""ESCO's published CSV files into concepts: skills, occupations and their groups become further themes.

The headers are those of ESCO v1.2 (2024), download "classification, csv"; the names of the files do not matter. skills,
occupations, skillGroups, ISCOGroups and the collections hold concepts (conceptUri, preferredLabel, altLabels,
description, …), broaderRelationsSkillPillar and broaderRelationsOccPillar what is wider (conceptUri, broaderUri).
"""

import re
from collections.abc import Iterator, Sequence

from graph.errors import Fault, SpoiledInput
from graph.reading.concepts import Concept, one_value
from graph.reading.sheets import Sheet
from graph.skos_terms import ORIGIN

_CONCEPTS = {"conceptUri", "preferredLabel"}
_RELATIONS = {"conceptUri", "broaderUri"}
_BETWEEN = re.compile(r"[\n|]")  # labels of a file stand on lines of their own; a collection has | between them

Row = tuple[int, dict[str, str]]


def is_esco(sheet: Sheet) -> bool:
    """Whether a sheet has the header of a file of ESCO that is read here."""
    header = set(sheet.header)
    return header.issuperset(_CONCEPTS) or header.issuperset(_RELATIONS)


def read_esco(sheets: Sequence[Sheet]) -> list[Concept]:
    """Return the concepts of files of ESCO; raise `SpoiledInput` with every fault.

    A concept that stands in several files (a collection repeats its skills) is one: the first says its texts.
    What is wider is known only where a file says so; without one, what is stored stays.
    """
    concepts: dict[str, Concept] = {}
    wider: dict[str, list[str]] = {}
    faults: list[Fault] = []
    for sheet in sheets:
        is_relations = "broaderUri" in sheet.header
        for number, row in _rows(sheet):
            uri = row["conceptUri"]
            if not uri:
                faults.append(Fault(sheet.file, "the cell is empty; a value is required", number, "conceptUri"))
                continue
            if not is_relations:
                concepts.setdefault(uri, _concept(sheet.file, number, row))
            above = row.get("broaderUri", "") if is_relations else row.get("broaderConceptUri", "")
            wider.setdefault(uri, []).extend(_split(above))
    if not concepts and not faults:
        expected = "expected files such as skills_nl.csv or occupations_nl.csv beside it"
        faults += [Fault(sheet.file, f"holds relations but no concepts; {expected}") for sheet in sheets]
    if faults:
        raise SpoiledInput(faults)
    if any(wider.values()):
        for uri, concept in concepts.items():
            concept.broader = tuple(dict.fromkeys(wider.get(uri, ())))
    return list(concepts.values())


def _rows(sheet: Sheet) -> Iterator[Row]:
    for number, cells in sheet.rows:
        padded = [*cells, *[""] * (len(sheet.header) - len(cells))]
        yield number, {name: cell.strip() for name, cell in zip(sheet.header, padded, strict=False)}


def _concept(file: str, number: int, row: dict[str, str]) -> Concept:
    label = row["preferredLabel"]
    described = [row.get(column, "") for column in ("description", "definition", "scopeNote")]
    return Concept(
        file,
        number,
        row["conceptUri"],
        label,
        alternatives=tuple(other for other in _split(row.get("altLabels", "")) if other != label),
        description=next(filter(None, described), ""),
        notes={ORIGIN: row["conceptUri"]},
    )


def _split(cell: str) -> list[str]:
    r"""Return the values of a cell of ESCO.

    >>> _split("lassen\nTIG-lassen | MIG; MAG")
    ['lassen', 'TIG-lassen', 'MIG, MAG']
    """
    return [one_value(value) for value in _BETWEEN.split(cell) if value.strip()]
