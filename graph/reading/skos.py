"""A thesaurus in SKOS, written in Turtle, into concepts."""

import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from rdflib import RDF, SKOS, Graph, Literal, URIRef
from rdflib.exceptions import Error as RdfError
from rdflib.term import Node

from graph.errors import Fault, SpoiledInput
from graph.reading.cells import shorten
from graph.reading.concepts import Concept
from graph.reading.report import some
from graph.reading.sheets import MAX_BYTES
from graph.skos_terms import ORIGIN, OSMOSE, own_id

_NO_TURTLE = (  # what rdflib raises on texts that are none, besides errors of its own
    *(SyntaxError, RdfError, ValueError, AssertionError, LookupError, AttributeError, TypeError, RecursionError),
)
_READ = {
    *(RDF.type, SKOS.prefLabel, SKOS.altLabel, SKOS.broader, SKOS.narrower, SKOS.scopeNote, SKOS.definition),
    *(SKOS.inScheme, SKOS.topConceptOf, SKOS.related, OSMOSE.kind, OSMOSE.answeredBy, OSMOSE.note),
}
_DUTCH = "nl"
_ENGLISH = "en"


def read_skos(content: bytes, file: str) -> tuple[list[Concept], list[str]]:
    """Return the concepts of a Turtle file, and what is to be told about them; raise `SpoiledInput` with every fault.

    Texts are Dutch ones and those without a language; a concept that has no such label keeps its English texts.
    `skos:narrower` is read as the way back of `skos:broader`. `skos:related` has no direction, so it is no answer.
    """
    graph = _parse(content, file)
    nodes = list(dict.fromkeys(graph.subjects(RDF.type, SKOS.Concept)))
    if not nodes:
        raise _spoiled(file, "holds no skos:Concept; expected a thesaurus in SKOS")
    reader = _SkosReader(graph, file)
    concepts = [reader.read(number, node) for number, node in enumerate(nodes, start=1) if reader.may_read(node)]
    if reader.faults:
        raise SpoiledInput(reader.faults)
    return concepts, [*reader.warnings(), *_left_out(graph, nodes, file)]


def place_of(file: str, uri: str) -> str:
    """Return where a concept stands, as people are told."""
    return f"{file}, concept {shorten(uri, longest=120)}"


class _SkosReader:
    """Reads the concepts of one graph."""

    def __init__(self, graph: Graph, file: str) -> None:
        self.graph = graph
        self.file = file
        self.faults: list[Fault] = []
        self.english: list[str] = []
        # A file that does not know these terms leaves what is stored of them; one that does may empty them.
        declares, uses = (OSMOSE.answeredBy, None, None), (None, OSMOSE.answeredBy, None)
        self.knows_own_terms = declares in graph or uses in graph

    def may_read(self, node: Node) -> bool:
        if isinstance(node, URIRef):
            return True
        self.faults.append(Fault(self.file, "a concept has no URI, by which it could be found again"))
        return False

    def read(self, number: int, node: Node) -> Concept:
        language, label = self._label(node)
        wider = (*self.graph.objects(node, SKOS.broader), *self.graph.subjects(SKOS.narrower, node))
        scope = self._texts(node, SKOS.scopeNote, language) or self._texts(node, SKOS.definition, language)
        return Concept(
            self.file,
            number,
            str(node),
            label,
            alternatives=self._texts(node, SKOS.altLabel, language),
            description="\n".join(scope),
            broader=tuple(dict.fromkeys(map(str, wider))),
            answers=tuple(map(str, self.graph.objects(node, OSMOSE.answeredBy))) if self.knows_own_terms else None,
            kind=self._text(node, OSMOSE.kind) if self.knows_own_terms else None,
            notes=self._notes(node),
            is_ordered=False,
        )

    def warnings(self) -> list[str]:
        if not self.english:
            return []
        return [f"{self.file}: concepts without a Dutch label have their English one: {some(tuple(self.english))}"]

    def _label(self, node: Node) -> tuple[str, str]:
        """Return the preferred label of a concept and its language: Dutch, none or English."""
        for language in (_DUTCH, "", _ENGLISH):
            labels = self._in_language(node, SKOS.prefLabel, language)
            if len(labels) > 1:
                named = " and ".join(f"'{shorten(label)}'" for label in labels[:2])
                self._refuse(node, f"has two preferred labels, {named}; expected one")
            if labels:
                if language == _ENGLISH:
                    self.english.append(labels[0])
                return language, labels[0]
        self._refuse(node, "has no preferred label in Dutch, in English or without a language")
        return _DUTCH, ""

    def _refuse(self, node: Node, reason: str) -> None:
        self.faults.append(Fault(place_of(self.file, str(node)), reason))

    def _texts(self, node: Node, term: URIRef, language: str) -> tuple[str, ...]:
        """Return the texts of a concept in Dutch and without a language; of a concept in English, its English ones."""
        languages = (_DUTCH, "", _ENGLISH) if language == _ENGLISH else (_DUTCH, "")
        return tuple(text for each in languages for text in self._in_language(node, term, each))

    def _in_language(self, node: Node, term: URIRef, language: str) -> list[str]:
        literals = [each for each in self.graph.objects(node, term) if isinstance(each, Literal)]
        # nl-BE is Dutch too.
        spoken = [str(each) for each in literals if (each.language or "").partition("-")[0] == language]
        return list(dict.fromkeys(text.strip() for text in spoken if text.strip()))

    def _text(self, node: Node, term: URIRef) -> str:
        value = self.graph.value(node, term)
        return "" if value is None else str(value)

    def _notes(self, node: Node) -> dict[str, str]:
        if own_id(str(node)) is None:
            return {ORIGIN: str(node)}
        notes = self.graph.objects(node, OSMOSE.note)
        pairs = [(self._text(note, OSMOSE.column), self._text(note, RDF.value)) for note in notes]
        same = sorted(map(str, self.graph.objects(node, SKOS.exactMatch)))[:1]
        return {column: text for column, text in (*pairs, *((ORIGIN, uri) for uri in same)) if column}


def _parse(content: bytes, file: str) -> Graph:
    if len(content) > MAX_BYTES:
        raise _spoiled(file, f"holds {len(content)} bytes; at most {MAX_BYTES} are read")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _spoiled(file, "is not UTF-8, which Turtle is written in") from None
    graph = Graph(bind_namespaces="none")
    try:
        with _silent_rdflib():
            graph.parse(data=text, format="turtle")
    except _NO_TURTLE as error:
        raise _spoiled(file, _explain(error)) from None
    return graph


@contextmanager
def _silent_rdflib() -> Iterator[None]:
    # It logs a traceback for a date that is none, in properties that are not even read here.
    logger = logging.getLogger("rdflib.term")
    was_disabled, logger.disabled = logger.disabled, True
    try:
        yield
    finally:
        logger.disabled = was_disabled


def _explain(error: Exception) -> str:
    line, why = getattr(error, "lines", None), getattr(error, "_why", "")
    if not isinstance(line, int):
        return "is not Turtle, was cut off or is nested too deeply"
    return f"is not Turtle: line {line + 1}: {' '.join(str(why).split())}"


def _left_out(graph: Graph, nodes: list[Node], file: str) -> list[str]:
    counts = Counter(
        term
        for node in nodes
        for term in graph.predicates(node)
        if term not in _READ and not (term == SKOS.exactMatch and own_id(str(node)))
    )
    n_related = sum(1 for node in nodes for _ in graph.objects(node, SKOS.related))
    sentences = []
    if n_related:
        reason = "which says no direction, is not read as an answer"
        sentences.append(f"{file}: skos:related, {reason}: {n_related} left out")
    if counts:
        graph.bind("skos", SKOS)
        named = tuple(f"{_short(graph, str(term))} ({n})" for term, n in sorted(counts.items(), key=str))
        sentences.append(f"{file}: properties that themes do not have were left out: {some(named)}")
    return sentences


def _short(graph: Graph, term: str) -> str:
    try:
        return graph.namespace_manager.curie(term, generate=False)
    except (KeyError, ValueError):
        return term


def _spoiled(file: str, reason: str) -> SpoiledInput:
    return SpoiledInput([Fault(file, reason)])
