"""/v1/introductions: what became of suggestions, as far as the one who asks may know it."""

from typing import Annotated, Literal

import numpy as np
from fastapi import Query, Request, Response
from pydantic import AfterValidator, Field
from pydantic.json_schema import SkipJsonSchema

from graph.introducing import partner_on
from graph.introductions import SIDES, Introduction, IntroductionStep
from service.api.introductions_told import IntroductionId, IntroductionOut, StateTold, Telling
from service.api.shapes import (
    CONFLICT,
    NO_NUL,
    NO_PARAMETERS,
    NOT_FOUND,
    Given,
    Id,
    ListOut,
    Moment,
    Out,
    PageAsked,
    PageOut,
    cut_page,
    list_all,
    make_private_router,
)
from service.headers import API_PREFIX
from service.house import ReadingSession, WritingSession
from service.introductions.deciding import propose_by_hand
from service.introductions.seeing import find_known, list_known, told_steps
from service.recognising import Asking

router = make_private_router("/introductions", "Introductions")


class StepOut(Out):
    """One step of an introduction."""

    number: int = Field(description="Which one it is of the steps that are told, from 1.", examples=[3])
    to_state: StateTold = Field(description="The state it led to.", examples=["asked"])
    made_at: Moment = Field(description="When.", examples=["2026-11-26T10:00:00Z"])
    by_whom: Literal["staff", "partner", "program"] = Field(
        description="Who took it; the program where time passed.", examples=["staff"]
    )
    partner_id: str | None = Field(description="Which partner, where one took it.", examples=["het-hooghuis"])
    reason: str = Field(description="Why, as a code; mostly empty.", examples=["too_far"])


class IntroductionsAsked(PageAsked):
    """Which introductions are wanted; all conditions hold at once."""

    state: StateTold | SkipJsonSchema[None] = Field(default=None, description="Its state.", examples=["asked"])
    partner_id: str = Field(
        default="", pattern=NO_NUL, description="Id of one of its partners.", examples=["het-hooghuis"]
    )


def _require_two(partner_ids: list[str]) -> list[str]:
    if len(set(partner_ids)) < len(partner_ids):
        raise ValueError("expected two different partners")
    return partner_ids


class PairGiven(Given):
    """Two partners that could meet."""

    partner_ids: Annotated[list[Id], AfterValidator(_require_two)] = Field(
        min_length=2,
        max_length=2,
        description="Ids of both.",
        json_schema_extra={"uniqueItems": True},
        examples=[["het-hooghuis", "museum-jan-cunen"]],
    )


@router.get("")
def list_introductions(
    request: Request, asked: Annotated[IntroductionsAsked, Query()], session: ReadingSession, teller: Telling
) -> PageOut[IntroductionOut]:
    """List introductions, the latest first: all for staff, a partner's own from the day it is asked."""
    found = np.array(list_known(session, teller.asker, asked.state or "", asked.partner_id), dtype=np.int64)
    return cut_page(
        request,
        asked,
        found,
        lambda shown: [teller.describe(session, find_known(session, teller.asker, each)) for each in shown.tolist()],
    )


@router.post("", status_code=201, dependencies=[NO_PARAMETERS], responses={**NOT_FOUND, **CONFLICT})
def propose_introduction(
    given: PairGiven, response: Response, session: WritingSession, teller: Telling
) -> IntroductionOut:
    """Propose two partners to be introduced; its Location is told. No partner hears of it before it is asked."""
    one_id, other_id = given.partner_ids
    introduction = propose_by_hand(session, teller.asker, one_id, other_id)
    response.headers["Location"] = f"{API_PREFIX}/introductions/{introduction.id}"
    return teller.tell(session, introduction, response)


@router.get("/{introductionId}", dependencies=[NO_PARAMETERS], responses=NOT_FOUND)
def read_introduction(
    introduction_id: IntroductionId, response: Response, session: ReadingSession, teller: Telling
) -> IntroductionOut:
    """Read one introduction; its ETag in the header If-Match lets a step be taken only where nothing changed since."""
    return teller.tell(session, find_known(session, teller.asker, introduction_id), response)


@router.get("/{introductionId}/steps", dependencies=[NO_PARAMETERS], responses=NOT_FOUND)
def list_steps(
    request: Request, introduction_id: IntroductionId, session: ReadingSession, asker: Asking
) -> ListOut[StepOut]:
    """List the steps of an introduction in their order; a partner those since it was asked last."""
    introduction = find_known(session, asker, introduction_id)
    told = enumerate(told_steps(session, asker, introduction), start=1)
    return list_all(request, [_step(introduction, number, each) for number, each in told])


def _step(introduction: Introduction, number: int, step: IntroductionStep) -> StepOut:
    is_partner = step.by_whom in SIDES
    return StepOut.model_validate(
        {
            "number": number,
            "to_state": step.to_state,
            "made_at": step.made_at,
            "by_whom": "partner" if is_partner else step.by_whom,
            "partner_id": partner_on(introduction, step.by_whom) if is_partner else None,
            "reason": step.reason,
        }
    )
