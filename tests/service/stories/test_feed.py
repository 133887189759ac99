"""The feed as feed readers read it, and by the rules of RFC 4287."""

from datetime import datetime
from pathlib import Path

import feedparser
import pytest
from defusedxml.ElementTree import fromstring
from lxml import etree

from service.stories.feed import ATOM, write_feed
from service.stories.reading import public_stories
from tests.service.stories.telling import make_public

GRAMMAR = str(Path(__file__).parents[2] / "vocabularies" / "atom.rng")
BASE = "https://osmose.example"
ONCE_IN_FEED = ("id", "title", "updated", "author")
ONCE_IN_ENTRY = ("id", "title", "updated", "published", "content")


def read(session):
    written = write_feed(public_stories(session), BASE, "Talentencampus")
    parsed = feedparser.parse(written)
    assert (parsed.bozo, parsed.version) == (False, "atom10"), parsed.get("bozo_exception")
    return parsed, fromstring(written)


def test_feed_readers_find_the_stories_the_latest_first(session):
    make_public(session, "lezen", title="Eerst <b>& meer</b>", done="Een.\n\nTwee < drie")
    make_public(session, "lezen", title="Daarna")

    parsed, _ = read(session)

    assert [entry.title for entry in parsed.entries] == ["Daarna", "Eerst <b>& meer</b>"]
    entry = parsed.entries[1]
    assert entry.link == f"{BASE}/verhalen/eerst-b-meer-b"
    assert entry.content[0].value == "<p>Een.</p><p>Twee &lt; drie</p><p>Meer kinderen lid van de bieb.</p>"
    assert [tag.term for tag in entry.tags] == ["taal"]
    assert [each.name for each in entry.contributors] == ["De Lindeschool", "Bibliotheek"]


def test_it_keeps_to_the_rules_of_atom(session):
    """RFC 4287, sections 4.1.1 and 4.1.2: what is there exactly once, and links and dates as they must be."""
    make_public(session, "lezen")
    make_public(session, "lezen")

    _, feed = read(session)

    entries = feed.findall(f"{{{ATOM}}}entry")
    assert [len(feed.findall(f"{{{ATOM}}}{name}")) for name in ONCE_IN_FEED] == [1] * len(ONCE_IN_FEED)
    assert [len(entry.findall(f"{{{ATOM}}}{name}")) for entry in entries for name in ONCE_IN_ENTRY] == [1] * 10
    assert [link.get("rel") for link in feed.findall(f"{{{ATOM}}}link")] == ["self", "alternate"]
    assert [[link.get("rel") for link in entry.findall(f"{{{ATOM}}}link")] for entry in entries] == [["alternate"]] * 2
    assert len({entry.findtext(f"{{{ATOM}}}id") for entry in entries}) == 2
    moments = [each.text for each in feed.iter() if each.tag.rpartition("}")[2] in {"updated", "published"}]
    assert all(datetime.fromisoformat(moment).tzinfo is not None for moment in moments)
    assert max(moments) == feed.findtext(f"{{{ATOM}}}updated")


@pytest.mark.parametrize("n_stories", [0, 1, 3])
def test_it_is_of_the_grammar_of_rfc_4287(session, n_stories):
    for _ in range(n_stories):
        make_public(session, "lezen", pictures=1)
    grammar = etree.RelaxNG(file=GRAMMAR)
    document = etree.fromstring(write_feed(public_stories(session), BASE, "Talentencampus"))

    assert grammar.validate(document), grammar.error_log
    # What the grammar says in Schematron: each entry has an author, by its feed, and leads somewhere.
    assert document.find(f"{{{ATOM}}}author/{{{ATOM}}}name").text == "Talentencampus"
    for entry in document.findall(f"{{{ATOM}}}entry"):
        assert entry.find(f"{{{ATOM}}}link[@rel='alternate']") is not None
    document.remove(document.find(f"{{{ATOM}}}id"))
    assert not grammar.validate(document)


def test_without_stories_it_is_a_feed_too(session):
    parsed, feed = read(session)

    assert parsed.entries == []
    assert feed.findtext(f"{{{ATOM}}}updated")


def test_what_xml_cannot_hold_is_left_out(session):
    story = make_public(session, "lezen")
    story.released = {**story.released, "title": "Lees\x07week"}

    parsed, _ = read(session)

    assert parsed.entries[0].title == "Leesweek"
