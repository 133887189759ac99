"""A public activity as linked data in the terms of schema.org: an Event with its place, its moments and its places."""

from typing import Any
from urllib.parse import quote

from service.activities.reading import Told
from service.activities.words import say_audience

Node = dict[str, Any]
SCHEMA = "https://schema.org"


def event(told: Told, base_url: str) -> Node:
    """Return an activity as an Event; `base_url` is where people reach the service."""
    row, page = told.row, f"{base_url}{told.path}"
    takes = row.takes_sign_ups and not told.is_off
    return _filled(
        {
            "@context": SCHEMA,
            "@type": "Event",
            "@id": page,
            "url": page,
            "name": row.title,
            "description": row.description,
            "inLanguage": "nl",
            "startDate": row.begins.isoformat(),
            "endDate": row.ends.isoformat(),
            "eventStatus": f"{SCHEMA}/{'EventCancelled' if told.is_off else 'EventScheduled'}",
            "eventAttendanceMode": f"{SCHEMA}/OfflineEventAttendanceMode",
            "location": _location(told),
            "organizer": [
                {"@type": "Organization", "name": name, "url": f"{base_url}/partners/{quote(partner_id, safe='')}"}
                for partner_id, name in told.organisers
            ],
            "audience": {"@type": "Audience", "audienceType": say_audience(told)},
            "about": [
                {"@type": "DefinedTerm", "name": label, "url": f"{base_url}/themas/{quote(theme_id, safe='')}"}
                for theme_id, label in told.themes
            ],
            "maximumAttendeeCapacity": row.capacity if takes else None,
            "remainingAttendeeCapacity": told.standing.n_free if takes else None,
        }
    )


def _location(told: Told) -> Node:
    row = told.row
    if not told.where:
        return {}
    is_on_map = row.latitude is not None and row.longitude is not None
    geo = {"@type": "GeoCoordinates", "latitude": row.latitude, "longitude": row.longitude} if is_on_map else {}
    address = _filled(
        {"@type": "PostalAddress", "streetAddress": row.address, "addressLocality": row.place, "addressCountry": "NL"}
    )
    return _filled({"@type": "Place", "name": told.where, "address": address, "geo": geo})


def _filled(node: Node) -> Node:
    return {name: value for name, value in node.items() if value not in ("", [], {}, None)}
