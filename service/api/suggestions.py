"""/v1/partners/{partnerId}/suggestions: whom a partner could meet, and why."""

from datetime import date
from hashlib import sha256
from typing import Annotated

from fastapi import Query, Request, Response
from pydantic import Field

from graph.database import reading
from graph.network import Network
from matching.lean import Lean
from matching.questions import FEW_SUGGESTIONS, stands_out
from matching.reasons import Reason, worth_saying
from matching.suggest import Suggestion
from service.access import NotAllowed
from service.api.partners import PartnerId
from service.api.shapes import (
    NOT_FOUND,
    NOT_MODIFIED,
    Asked,
    Links,
    ListOut,
    Out,
    address,
    make_plain_router,
    send_changed,
)
from service.days import Today
from service.headers import API_VERSION
from service.house import House, InHouse
from service.snapshot import Snapshot
from service.visibility import SnapshotReader
from service.wording import say_question, say_reason
from service.year_themes.leaning import lean_of, read_leant

router = make_plain_router("/partners/{partnerId}/suggestions", "Suggestions")


class ReasonOut(Out):
    """One kind of evidence for a suggestion, or against it."""

    kind: str = Field(description="What kind of evidence it is.", examples=["they_offer"])
    contribution: float = Field(description="Its share of the score; below 0 it speaks against.", examples=[1.7])
    text: str = Field(
        description="The reason in Dutch; empty where it does not speak for them.",
        examples=["U zoekt “stageplaatsen” – zij bieden “stages”"],
    )
    own: str = Field(description="Phrase of the partner.", examples=["stageplaatsen"])
    theirs: str = Field(description="Phrase of the suggested partner that meets it.", examples=["stages"])
    partner_ids: list[str] = Field(description="Partners that both work with.", examples=[["gemeente-oss"]])
    theme_ids: list[str] = Field(
        description="Themes that both work on; of a year's theme, of one of them.",
        examples=[["techniek"]],
    )
    terms: list[str] = Field(description="Words that both use; the name of a year's theme.", examples=[["leerling"]])


class SuggestionOut(Out):
    """A partner worth meeting: they do not work together yet."""

    rank: int = Field(description="1 is best.", examples=[1])
    partner_id: str = Field(description="Id of the suggested partner.", examples=["museum-jan-cunen"])
    name: str = Field(description="Its name.", examples=["Museum Jan Cunen"])
    score: float = Field(description="The sum of the contributions of its reasons.", examples=[4.2])
    chance: float = Field(
        description="Chance that they say yes to each other, 0 to 1, as far as history and answers tell.",
        examples=[0.18],
    )
    propensity: float = Field(
        description="Chance with which a draw gave it its place; 1 where its score did.", examples=[1.0]
    )
    reasons: list[ReasonOut] = Field(description="Strongest first.")


class SuggestionsOut(ListOut[SuggestionOut]):
    """All suggestions, and what would help to find more."""

    question: str | None = Field(
        default=None,
        description="What to ask the partner, in Dutch, where few fit; null otherwise.",
        examples=["Wat zoekt u?"],
    )
    leans_to: str | None = Field(
        default=None,
        description="The theme of the year that the order leans to; null where it does not.",
        examples=["Techniek dichtbij"],
    )


class SuggestionsAsked(Asked):
    """How many suggestions are wanted, and in which order."""

    top: int = Field(default=10, ge=1, le=100, description="How many at most.", examples=[5])
    lean: bool = Field(
        default=False, description="Whether the order leans to the theme of this year, if it has one.", examples=[True]
    )


@router.get("", response_model=SuggestionsOut, responses={**NOT_FOUND, **NOT_MODIFIED})
def list_suggestions(  # noqa: PLR0913, PLR0917 -- what a route is lent
    request: Request,
    response: Response,
    partner_id: PartnerId,
    asked: Annotated[SuggestionsAsked, Query()],
    snapshot: SnapshotReader,
    house: InHouse,
    today: Today,
) -> Response:
    """List whom a partner could meet, best first, with the reasons."""
    if not snapshot.shows_suggestions:
        raise NotAllowed("suggestions are shown to those who introduce partners to each other")
    lean = _read_lean(house, today) if asked.lean else None
    send_changed(request, response, f'W/"{API_VERSION}-{snapshot.version}{_name(lean)}"')
    here = address(request)
    body = snapshot.answers.get((here, lean), lambda: _answer(snapshot, partner_id, asked.top, lean, here))
    return Response(body, media_type="application/json", headers=dict(response.headers))


def _answer(snapshot: Snapshot, partner_id: str, top: int, lean: Lean | None, here: str) -> bytes:
    suggestions = snapshot.matcher.suggest([partner_id], top, lean=lean)
    items = [_describe(suggestion, snapshot.network) for suggestion in suggestions]
    are_few = sum(map(stands_out, suggestions)) < min(top, FEW_SUGGESTIONS)
    question = snapshot.matcher.question(partner_id) if are_few else None
    told = SuggestionsOut(
        items=items,
        total=len(items),
        links=Links(self_=here),
        question=say_question(question) if question else None,
        leans_to=lean.title if lean else None,
    )
    return told.model_dump_json(by_alias=True).encode()


def _read_lean(house: House, today: date) -> Lean | None:
    """Return what an order leans to; the database is asked for this alone, so where none is wanted it is not asked."""
    with reading(house.engine) as session:
        return lean_of(read_leant(session, today, asked=True))


def _name(lean: Lean | None) -> str:
    """Name what an order leans to, beside the state of the network: staff may change either without the other."""
    return f"-{sha256(repr(lean).encode()).hexdigest()[:8]}" if lean else ""


def _describe(suggestion: Suggestion, network: Network) -> SuggestionOut:
    said = worth_saying(suggestion.reasons)
    return SuggestionOut(
        rank=suggestion.rank,
        partner_id=suggestion.suggested_id,
        name=network.names[network.position(suggestion.suggested_id)],
        score=suggestion.score,
        chance=suggestion.chance,
        propensity=suggestion.propensity,
        reasons=[
            _describe_reason(reason, say_reason(reason, network) if reason in said else "")
            for reason in suggestion.reasons
        ],
    )


def _describe_reason(reason: Reason, text: str) -> ReasonOut:
    return ReasonOut(
        kind=reason.kind,
        contribution=reason.contribution,
        text=text,
        own=reason.own,
        theirs=reason.theirs,
        partner_ids=list(reason.partner_ids),
        theme_ids=list(reason.theme_ids),
        terms=list(reason.terms),
    )
