"""The thesaurus in SKOS, written in Turtle, as thesaurus editors and the semantic web read it."""

import io
from collections.abc import Mapping
from urllib.parse import urlsplit

from rdflib import RDF, RDFS, SKOS, BNode, Graph, Literal, URIRef
from rdflib.plugins.serializers.turtle import TurtleSerializer
from rdflib.term import Node

from graph.reading.records import Record
from graph.reading.stored import Records
from graph.skos_terms import ORIGIN, OSMOSE, SCHEME, THEME, theme_uri

_NO_IRI = frozenset('<>"{}|^`\\')

_OWN_TERMS = (
    (OSMOSE.answeredBy, SKOS.related, "beantwoord door: wie dit zoekt, is geholpen met wie dat biedt"),
    (OSMOSE.kind, SKOS.note, "soort: theme, need, resource, audience, setting of keyword"),
    (OSMOSE.note, SKOS.note, "eigen kolom van een bestand, met naam en waarde"),
)
"""What SKOS has no word for, the term of SKOS that it narrows, and what it means."""


def turtle_of(themes: Records) -> bytes:
    """Return themes as a SKOS thesaurus in Turtle, UTF-8: `graph.reading.skos` reads back all of it."""
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in (("skos", SKOS), ("rdf", RDF), ("rdfs", RDFS), ("osmose", OSMOSE), ("theme", THEME)):
        graph.bind(prefix, namespace)
    graph.add((SCHEME, RDF.type, SKOS.ConceptScheme))
    graph.add((SCHEME, SKOS.prefLabel, _dutch("Thesaurus van Osmose")))
    for term, wider, meaning in _OWN_TERMS:
        graph.add((term, RDF.type, RDF.Property))
        graph.add((term, RDFS.subPropertyOf, wider))
        graph.add((term, RDFS.label, _dutch(meaning)))
    for theme_id, record in themes.items():
        _add_concept(graph, theme_uri(theme_id), record)
    content = io.BytesIO()
    _InOrder(graph).serialize(content, encoding="utf-8")
    return content.getvalue()


class _InOrder(TurtleSerializer):
    """Writes the labels and relations of a concept in the order in which they were added: the best ones come first."""

    def sortProperties(  # noqa: N802 -- rdflib's name
        self, properties: Mapping[Node, list[Node]]
    ) -> list[Node]:
        kept = {term: list(values) for term, values in properties.items()}
        terms = super().sortProperties(properties)
        for term, values in kept.items():
            properties[term][:] = values
        return terms


def _add_concept(graph: Graph, concept: URIRef, record: Record) -> None:
    graph.add((concept, RDF.type, SKOS.Concept))
    graph.add((concept, SKOS.inScheme, SCHEME))
    graph.add((concept, SKOS.prefLabel, _dutch(record.texts["label"])))
    for label in record.lists["alternatives"]:
        graph.add((concept, SKOS.altLabel, _dutch(label)))
    for broader in record.lists["broader"]:
        graph.add((concept, SKOS.broader, theme_uri(broader)))
    if not record.lists["broader"]:
        graph.add((concept, SKOS.topConceptOf, SCHEME))
    if record.texts["description"]:
        graph.add((concept, SKOS.scopeNote, _dutch(record.texts["description"])))
    graph.add((concept, OSMOSE.kind, Literal(record.texts["kind"])))
    for answer in record.lists["answered_by"]:
        graph.add((concept, OSMOSE.answeredBy, theme_uri(answer)))
    for column, text in record.notes.items():
        _add_note(graph, concept, column, text)


def _add_note(graph: Graph, concept: URIRef, column: str, text: str) -> None:
    if column == ORIGIN and _is_iri(text):
        graph.add((concept, SKOS.exactMatch, URIRef(text)))
        return
    note = BNode()
    graph.add((concept, OSMOSE.note, note))
    graph.add((note, OSMOSE.column, Literal(column)))
    graph.add((note, RDF.value, Literal(text)))


def _is_iri(text: str) -> bool:
    try:
        has_scheme = bool(urlsplit(text).scheme)
    except ValueError:
        return False
    return has_scheme and text.isprintable() and " " not in text and not _NO_IRI & set(text)


def _dutch(text: str) -> Literal:
    return Literal(text, lang="nl")
