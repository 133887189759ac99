"""The terms of Turtle files: SKOS, and what Osmose adds to it in a namespace of its own."""

from urllib.parse import quote, unquote

from rdflib import Namespace, URIRef

OSMOSE = Namespace("urn:osmose:")
"""Terms that SKOS lacks: answeredBy, kind, and note with its column."""

THEME = Namespace("urn:osmose:theme:")
"""What the URI of an own concept begins with; its id follows."""

SCHEME = OSMOSE.thesaurus

ORIGIN = "uri"
"""Note of a theme that came from elsewhere: the URI of its concept there, by which it is found again."""


def theme_uri(theme_id: str) -> URIRef:
    """Return the URI of an own concept.

    >>> theme_uri("taal & lezen")
    rdflib.term.URIRef('urn:osmose:theme:taal%20%26%20lezen')
    """
    return THEME[quote(theme_id, safe="")]


def own_id(uri: str) -> str | None:
    """Return the id in the URI of an own concept; None for a concept from elsewhere.

    >>> own_id("urn:osmose:theme:taal%20%26%20lezen"), own_id("http://example.org/taal")
    ('taal & lezen', None)
    """
    return unquote(uri.removeprefix(THEME)) if uri.startswith(THEME) else None
