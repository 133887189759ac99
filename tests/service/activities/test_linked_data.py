"""Linked data of an activity: only words of schema.org, and each said of what it may be said of."""

import json
from datetime import datetime

import pytest
from rdflib import RDF, SDO, Graph, URIRef

from graph.model import Theme
from service.access import OPERATOR
from service.activities.linked_data import event
from service.activities.reading import tell_activity
from service.activities.signing_up import sign_up
from tests.service.activities.holding import NOW, hold

BASE = "https://osmose.example"
SAID_OF = {
    "Event": {
        *("url", "name", "description", "inLanguage", "startDate", "endDate", "eventStatus", "eventAttendanceMode"),
        *("location", "organizer", "audience", "about", "maximumAttendeeCapacity", "remainingAttendeeCapacity"),
    },
    "Place": {"name", "address", "geo"},
    "PostalAddress": {"streetAddress", "addressLocality", "addressCountry"},
    "GeoCoordinates": {"latitude", "longitude"},
    "Organization": {"name", "url"},
    "Audience": {"audienceType"},
    "DefinedTerm": {"name", "url"},
}
"""Properties that stand on the page of each type at schema.org, its supertypes' included, and that we use."""


@pytest.fixture
def told(session):
    session.add(Theme(id="techniek", label="Techniek"))
    session.flush()
    row = hold(
        session, held_by=["a", "b"], capacity=40, theme_ids=["techniek"], description="Zelf doen.", place="Oss",
        address="Raadhuislaan 2", latitude=51.76, longitude=5.51, audience="leerkrachten",
    )  # fmt: skip
    sign_up(session, OPERATOR, row, "c", 3, NOW)
    return event(tell_activity(session, row, NOW), BASE)


def nodes(value):
    if isinstance(value, dict):
        yield value
        for each in value.values():
            yield from nodes(each)
    elif isinstance(value, list):
        for each in value:
            yield from nodes(each)


def test_every_word_is_one_of_schema_org_and_said_of_what_it_may_be(told):
    assert {node["@type"] for node in nodes(told)} == set(SAID_OF)
    for node in nodes(told):
        words = {name for name in node if not name.startswith("@")}
        assert node["@type"] in SDO
        assert words <= SAID_OF[node["@type"]]
        assert all(word in SDO for word in words)
    for name in ("eventStatus", "eventAttendanceMode"):
        assert told[name].removeprefix("https://schema.org/") in SDO


def test_it_tells_when_where_and_whether_there_is_room(told):
    assert (told["name"], told["startDate"]) == ("Studiedag techniek", "2027-03-18T13:00:00+01:00")
    assert datetime.fromisoformat(told["endDate"]).tzinfo is not None
    assert (told["maximumAttendeeCapacity"], told["remainingAttendeeCapacity"]) == (40, 37)
    assert told["organizer"][0] == {"@type": "Organization", "name": "a", "url": f"{BASE}/partners/a"}
    assert told["location"]["address"]["addressLocality"] == "Oss"
    assert told["eventStatus"] == "https://schema.org/EventScheduled"


def test_what_is_called_off_is_cancelled_and_offers_no_places(session):
    told = event(tell_activity(session, hold(session, state="called_off", capacity=3), NOW), BASE)

    assert told["eventStatus"] == "https://schema.org/EventCancelled"
    assert {"maximumAttendeeCapacity", "remainingAttendeeCapacity", "location", "organizer"}.isdisjoint(told)


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph")  # rdflib's own reader of JSON-LD makes one
def test_a_reader_of_linked_data_finds_the_event(told):
    # The context is written out: a test fetches nothing.
    graph = Graph().parse(data=json.dumps({**told, "@context": {"@vocab": str(SDO)}}), format="json-ld")

    assert (URIRef(told["@id"]), RDF.type, SDO.Event) in graph
    assert {str(name) for name in graph.objects(None, SDO.name)} >= {"Studiedag techniek", "a", "b", "Techniek"}
