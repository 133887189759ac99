"""Public stories as an Atom feed (RFC 4287)."""

from collections.abc import Sequence
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring  # nosec B405 # it only writes

from markupsafe import Markup

from graph.writing.xml_text import without_controls
from service.stories.reading import PublicStory
from service.texts import gettext as _

ATOM = "http://www.w3.org/2005/Atom"
MEDIA_TYPE = "application/atom+xml"
MOST_ENTRIES = 50


def write_feed(stories: Sequence[PublicStory], base_url: str, office: str) -> bytes:
    """Return the feed of the latest stories; `office` is who publishes them.

    A story keeps its id as long as it has its address. Written by hand: feedgen, which writes feeds, is published as
    source only, and this is all there is to it.
    """
    register_namespace("", ATOM)
    feed = Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": "nl"})
    home = f"{base_url}/verhalen"
    latest = max((story.released_at for story in stories), default=datetime.now(UTC))
    _text(feed, "id", home)
    _text(feed, "title", _("Stories of what partners do together"))
    _text(feed, "updated", latest.isoformat())
    _text(_part(feed, "author"), "name", office)
    _part(feed, "link", rel="self", type=MEDIA_TYPE, href=f"{home}/feed.atom")
    _part(feed, "link", rel="alternate", type="text/html", href=home)
    for story in sorted(stories, key=lambda story: story.released_at, reverse=True)[:MOST_ENTRIES]:
        _write_entry(feed, story, base_url)
    written: bytes = tostring(feed, encoding="utf-8", xml_declaration=True)
    return written


def _write_entry(feed: Element, story: PublicStory, base_url: str) -> None:
    entry, page = _part(feed, "entry"), f"{base_url}{story.path}"
    _text(entry, "id", page)
    _text(entry, "title", story.content.title)
    _text(entry, "published", story.first_released_at.isoformat())
    _text(entry, "updated", story.released_at.isoformat())
    _part(entry, "link", rel="alternate", type="text/html", href=page)
    for theme in story.content.themes:
        _part(entry, "category", term=theme.id, label=theme.name)
    for partner in story.content.partners:
        _text(_part(entry, "contributor"), "name", partner.name)
    paragraphs = Markup("").join(Markup("<p>{}</p>").format(each) for each in story.content.paragraphs)
    _text(entry, "content", str(paragraphs), type="html")


def _part(within: Element, name: str, **attributes: str) -> Element:
    return SubElement(within, f"{{{ATOM}}}{name}", {key: without_controls(value) for key, value in attributes.items()})


def _text(within: Element, name: str, text: str, **attributes: str) -> None:
    _part(within, name, **attributes).text = without_controls(text)
