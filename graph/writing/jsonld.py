"""The network as linked data in the terms of schema.org."""

import json
from datetime import date
from pathlib import Path
from urllib.parse import quote

from sqlalchemy.orm import Session

from graph.reading.cells import number_text
from graph.reading.records import Record
from graph.reading.stored import Records
from graph.writing.exchange import read_exchange
from graph.writing.replacing import replacing

Node = dict[str, object]

EVENTS = frozenset({"evenement", "event", "bijeenkomst"})
"""Kinds of collaborations that are an Event; all others are a Project."""

TERMS = {
    "Event": {
        "start_date": "startDate",
        "end_date": "endDate",
        "lead": "organizer",
        "participants": "attendee",
        "funders": "funder",
    },
    # A Project is an Organization in schema.org, and so are its dates and people.
    "Project": {
        "start_date": "foundingDate",
        "end_date": "dissolutionDate",
        "lead": "founder",
        "participants": "member",
        "funders": "funder",
    },
}
"""By type: our columns, and the properties of schema.org."""


def write_jsonld(session: Session, path: Path, day: date | None) -> None:
    """Write partners, themes and collaborations as one document of linked data."""
    write_document(read_exchange(session, day), path)


def write_document(exchange: dict[str, Records], path: Path) -> None:
    """Write these tables as one document of linked data."""
    sectors = {each: record.texts["label"] for each, record in exchange["sectors"].items()}
    nodes = [
        *(_theme(each, record) for each, record in exchange["themes"].items()),
        *(_partner(each, record, sectors) for each, record in exchange["partners"].items()),
        *(_collaboration(each, record) for each, record in exchange["collaborations"].items()),
    ]
    document = {"@context": "https://schema.org", "@graph": [_without_empty(node) for node in nodes]}
    with replacing(path) as beside:
        beside.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _theme(theme_id: str, record: Record) -> Node:
    return {
        "@type": "DefinedTerm",
        "@id": _iri("theme", theme_id),
        "termCode": theme_id,
        "name": record.texts["label"],
        "alternateName": list(record.lists["alternatives"]),
        "description": record.texts["description"],
    }


def _partner(partner_id: str, record: Record, sectors: dict[str, str]) -> Node:
    texts, lists = record.texts, record.lists
    return {
        "@type": "Organization",
        "@id": _iri("partner", partner_id),
        "name": texts["name"],
        "alternateName": list(lists["aliases"]),
        "additionalType": sectors[texts["sector"]],
        "description": texts["description"],
        "url": _url(texts["website"]),
        "identifier": [_property(name, texts[name]) for name in ("kvk", "brin", "lrk") if texts[name]],
        "address": _typed(
            "PostalAddress",
            addressLocality=texts["place"],
            postalCode=texts["postcode"],
            addressCountry=texts["country"],
        ),
        "location": _location(record),
        "knowsAbout": _references("theme", lists["themes"]),
        "memberOf": _references("partner", lists["part_of"]),
        "makesOffer": [_typed("Offer", itemOffered=_typed("Service", name=text)) for text in lists["offers"]],
        "seeks": [_typed("Demand", itemOffered=_typed("Service", name=text)) for text in lists["seeks"]],
    }


def _collaboration(collaboration_id: str, record: Record) -> Node:
    texts = record.texts
    kind = "Event" if texts["kind"].casefold() in EVENTS else "Project"
    terms = TERMS[kind]
    return {
        "@type": kind,
        "@id": _iri("collaboration", collaboration_id),
        "name": texts["title"],
        "additionalType": texts["kind"],
        "description": texts["description"],
        "keywords": _references("theme", record.lists["themes"]),
        **{terms[column]: texts[column] for column in ("start_date", "end_date")},
        **{
            terms[column]: _references("partner", record.lists[column])
            for column in ("lead", "participants", "funders")
        },
        "funding": _grant(record.numbers["grant_euro"]),
    }


def _grant(euro: float | None) -> Node:
    if euro is None:
        return {}
    return _typed("MonetaryGrant", amount=_typed("MonetaryAmount", value=float(euro), currency="EUR"))


def _location(record: Record) -> Node:
    latitude, longitude = record.numbers["latitude"], record.numbers["longitude"]
    if latitude is None or longitude is None:
        return {}
    return _typed(
        "Place", geo=_typed("GeoCoordinates", latitude=number_text(latitude), longitude=number_text(longitude))
    )


def _typed(kind: str, **properties: object) -> Node:
    """Return a node of a type; an empty one if all its properties are empty."""
    filled = _without_empty(properties)
    return {"@type": kind, **filled} if filled else {}


def _property(name: str, value: str) -> Node:
    return _typed("PropertyValue", propertyID=name, value=value)


def _references(kind: str, ids: tuple[str, ...]) -> list[Node]:
    return [{"@id": _iri(kind, each)} for each in ids]


def _iri(kind: str, row_id: str) -> str:
    # Relative to the document: whoever publishes it gives it its address.
    return f"#{kind}/{quote(row_id, safe='')}"


def _url(website: str) -> str:
    return website if not website or "://" in website else f"https://{website}"


def _without_empty(node: Node) -> Node:
    return {key: value for key, value in node.items() if value not in ("", [], {}, None)}
