"""What of a document of linked data schema.org does not know: by its own vocabulary, as far as Osmose uses it."""

import json
from datetime import date, datetime
from pathlib import Path

from graph.dates import PartialDate
from graph.errors import UnreadableDate

VOCABULARY = json.loads((Path(__file__).parent / "vocabularies" / "schema_org.json").read_text(encoding="utf-8"))
PROPERTIES, PARENTS = VOCABULARY["properties"], VOCABULARY["types"]


def misuses(document):
    """Return what is wrong, one text each: an unknown word, one said of the wrong type, one that holds the wrong thing.

    A reference to another node counts as that node, and has to be one of the document.
    """
    nodes = list(_nodes(document))
    type_by_id = {node["@id"]: node["@type"] for node in nodes if "@type" in node and "@id" in node}
    return [fault for node in nodes if "@type" in node for fault in _faults(node, type_by_id)]


def _nodes(value):
    if isinstance(value, dict):
        yield value
        for each in value.values():
            yield from _nodes(each)
    elif isinstance(value, list):
        for each in value:
            yield from _nodes(each)


def _faults(node, type_by_id):
    kind = node["@type"]
    if kind not in PARENTS:
        yield f"{kind} is no type"
        return
    for word, value in node.items():
        if word.startswith("@"):
            continue
        said = PROPERTIES.get(word)
        if said is None:
            yield f"{word} is no property"
        elif not _kinds(kind) & set(said["domains"]):
            yield f"{word} is not said of {kind}"
        else:
            for each in value if isinstance(value, list) else [value]:
                if not _is_one_of(each, said["ranges"], type_by_id):
                    yield f"{word} of {kind} does not hold {each!r}"


def _kinds(kind):
    """Return a type and all its supertypes."""
    return {kind}.union(*(_kinds(parent) for parent in PARENTS[kind]))


def _is_one_of(value, ranges, type_by_id):
    if isinstance(value, dict):
        kind = value.get("@type") or type_by_id.get(value.get("@id"))
        return kind in PARENTS and bool(_kinds(kind) & set(ranges))
    return any(_HOLDS[kind](value) for kind in ranges if kind in _HOLDS)


def _is_read(read, value):
    try:
        read(value)
    except (TypeError, ValueError, UnreadableDate):
        return False
    return True


_HOLDS = {
    "Text": lambda value: isinstance(value, str),
    "URL": lambda value: isinstance(value, str) and value.startswith(("https://", "http://")),
    "Boolean": lambda value: isinstance(value, bool),
    "Number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "Integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    # A date of ISO 8601 may be known to the month or the year alone.
    "Date": lambda value: _is_read(date.fromisoformat, value) or _is_read(PartialDate.parse, value),
    "DateTime": lambda value: isinstance(value, str) and "T" in value and _is_read(datetime.fromisoformat, value),
}
"""What values each data type has in JSON."""
