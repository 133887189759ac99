"""Linked data of a story: only words of schema.org, and each said of what it may be said of."""

import json
from datetime import datetime

import pytest
from rdflib import RDF, SDO, Graph, URIRef

from service.stories.linked_data import article
from service.stories.reading import public_stories
from tests.schema_org import misuses
from tests.service.stories.telling import make_public

BASE = "https://osmose.example"


@pytest.fixture
def told(session):
    make_public(session, "lezen", pictures=1)
    return article(public_stories(session)[0], BASE, "Talentencampus")


def test_every_word_is_one_of_schema_org_said_of_and_holding_what_it_may(told):
    assert misuses(told) == []


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        ({"about": {"@type": "Projekt"}}, "Projekt is no type"),
        ({"titel": "Lezen"}, "titel is no property"),
        ({"member": {"@type": "Organization", "name": "Bieb"}}, "member is not said of Article"),
        ({"datePublished": "gisteren"}, "datePublished of Article does not hold 'gisteren'"),
        ({"thumbnailUrl": "kaart.png"}, "thumbnailUrl of Article does not hold 'kaart.png'"),
        ({"publisher": {"@type": "ImageObject"}}, "publisher of Article does not hold {'@type': 'ImageObject'}"),
    ],
)
def test_a_misuse_would_be_found(told, wrong, fault):
    assert fault in misuses({**told, **wrong})


def test_it_tells_the_story_and_who_took_part(told):
    assert (told["@type"], told["headline"], told["inLanguage"]) == ("Article", "Voorleesdagen", "nl")
    assert told["about"] == {
        "@type": "Project",
        "name": "Leesweek",
        "foundingDate": "2019-10",
        "dissolutionDate": "2020-03",
        "member": [
            {"@type": "Organization", "name": "De Lindeschool", "url": f"{BASE}/partners/school"},
            {"@type": "Organization", "name": "Bibliotheek", "url": f"{BASE}/partners/bieb"},
        ],
    }
    assert told["keywords"] == [{"@type": "DefinedTerm", "name": "Taal & lezen", "url": f"{BASE}/themas/taal"}]
    assert told["image"][0]["contentUrl"] == f"{BASE}/verhalen/voorleesdagen/foto/1-600.webp"
    assert datetime.fromisoformat(told["datePublished"]).tzinfo is not None


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph")  # rdflib's own reader of JSON-LD makes one
def test_a_reader_of_linked_data_finds_the_article(told):
    # The context is written out: a test fetches nothing.
    graph = Graph().parse(data=json.dumps({**told, "@context": {"@vocab": str(SDO)}}), format="json-ld")

    page = URIRef(f"{BASE}/verhalen/voorleesdagen")
    assert (page, RDF.type, SDO.Article) in graph
    assert {str(name) for name in graph.objects(None, SDO.name)} >= {"De Lindeschool", "Bibliotheek", "Talentencampus"}


def test_an_event_is_an_event(session):
    story = make_public(session, "lezen")
    story.released = {**story.released, "kind": "Evenement"}

    about = article(public_stories(session)[0], BASE, "Talentencampus")["about"]
    assert (about["@type"], about["startDate"], len(about["attendee"])) == ("Event", "2019-10", 2)
    assert misuses(about) == []
