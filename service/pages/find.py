"""The page that finds partners for a question in free words."""

import re
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from matching.finding import Finding
from service.pages.asked import MOST_TEXT
from service.pages.details import PartnerBrief
from service.pages.overview import fold
from service.pages.reader import PageReader, Pages
from service.pages.rendering import address, render, tell_address

FINDINGS_SHOWN = 12
EXAMPLES_SHOWN = 8
SHORTEST_HIT = 4
"""Letters of the shortest word that is marked: shorter ones occur in everything."""

WORD = re.compile(r"\w+")
PIECES = re.compile(r"\w+|\W+")

router = APIRouter(include_in_schema=False)

Parts = list[tuple[str, bool]]
"""A text in pieces, each with whether it is what the question met."""


@dataclass(frozen=True)
class FindingView:
    """A partner that could answer, and what of it says so."""

    partner: PartnerBrief
    is_offer: bool
    parts: Parts


@router.get("/vinden")
def find_partners(request: Request, pages: Pages) -> HTMLResponse:
    """Find partners that could answer the question of the address."""
    network = pages.overview.network
    question = request.query_params.get("vraag", "").strip()[:MOST_TEXT]
    findings = pages.snapshot.matcher.find(question, top=FINDINGS_SHOWN) if question and network.n_partners else []
    answer = render(
        request,
        "find.html",
        is_empty=network.n_partners == 0,
        question=question,
        findings=[_view(pages, finding, question) for finding in findings],
        examples=_examples(pages),
    )
    return tell_address(request, answer, address("/vinden", {"vraag": question}))


def _view(pages: PageReader, finding: Finding, question: str) -> FindingView:
    position = pages.overview.network.position(finding.partner_id)
    is_offer = finding.side == "offers"
    if is_offer:
        parts = mark_phrase(pages.describer.phrases(position, "offers"), finding.phrase)
    else:
        parts = mark_words(finding.phrase, question)
    return FindingView(pages.describer.brief(position), is_offer, parts)


def mark_phrase(phrases: list[str], hit: str) -> Parts:
    """Return all phrases in a row, with the one that was met marked.

    >>> mark_phrase(["lokaal", "taalles"], "taalles")
    [('lokaal', False), (' · ', False), ('taalles', True)]
    """
    parts: Parts = []
    for phrase in phrases:
        parts += [(" · ", False)] * bool(parts) + [(phrase, phrase == hit)]
    return parts


def mark_words(text: str, question: str) -> Parts:
    """Return a text with those words marked that hold a word of the question, or stand in one.

    >>> mark_words("Club voor hockey.", "hockeyclub")
    [('Club', True), (' voor ', False), ('hockey', True), ('.', False)]
    """
    asked = [word for word in WORD.findall(fold(question)) if len(word) >= SHORTEST_HIT]
    parts: Parts = []
    for piece in PIECES.findall(text):
        own = fold(piece)
        is_hit = len(own) >= SHORTEST_HIT and any(own in word or word in own for word in asked)
        if parts and not is_hit and not parts[-1][1]:
            parts[-1] = (parts[-1][0] + piece, False)
        else:
            parts.append((piece, is_hit))
    return parts


def _examples(pages: PageReader) -> list[str]:
    """Return what partners of this network seek themselves: one phrase of each of those with the most ties."""
    network = pages.overview.network
    seeks = network.phrases[network.phrases["side"] == "seeks"].drop_duplicates("partner")
    n_ties = pages.overview.count_ties()
    most_tied = seeks.assign(n_ties=n_ties[seeks["partner"]]).sort_values("n_ties", ascending=False, kind="stable")
    return most_tied["text"].drop_duplicates().head(EXAMPLES_SHOWN).tolist()
