"""/v1/introductions/{introductionId}/…: the steps that staff and partners take.

Who asks for the same step again gets what there is, so a request that had no answer may be sent again.
"""

from datetime import date
from typing import Annotated, Literal

from fastapi import Body, Response
from pydantic import Field

from service.api.introductions_told import Held, IntroductionOut
from service.api.shapes import (
    CONFLICT,
    NO_PARAMETERS,
    NOT_FOUND,
    OUTDATED,
    Day,
    Given,
    Id,
    OneOf,
    Text,
    make_private_router,
)
from service.introductions.once import answer_once, ask_once, decide_once, end_once, report_once
from service.introductions.outcomes import OUTCOMES
from service.introductions.reasons import DISMISSALS, REFUSALS

router = make_private_router("/introductions/{introductionId}", "Introductions")

STEP = {**NOT_FOUND, **CONFLICT, **OUTDATED}
LONGEST_WORDS = 2_000


class Approved(Given):
    """Good enough to ask both partners."""

    decision: Literal["approve"] = Field(examples=["approve"])


class PutOff(Given):
    """Not now."""

    decision: Literal["hold"] = Field(examples=["hold"])
    held_until: Day | None = Field(
        None, description="Day on which it is proposed again; null: when staff say so.", examples=["2027-02-25"]
    )


class Dismissed(Given):
    """Not to be asked; that may be taken back."""

    decision: Literal["dismiss"] = Field(examples=["dismiss"])
    reason: Annotated[str, OneOf(DISMISSALS)] = Field(description="Why.", examples=["does_not_fit"])


class Undone(Given):
    """The latest decision taken back: it is proposed again."""

    decision: Literal["undo"] = Field(examples=["undo"])


Decision = Annotated[Approved | PutOff | Dismissed | Undone, Body(discriminator="decision")]


@router.post("/decisions", name="decide_introduction", dependencies=[NO_PARAMETERS], responses=STEP)
def decide(given: Decision, held: Held, response: Response) -> IntroductionOut:
    """Approve, hold or dismiss an introduction that no partner knows of yet, or take that back."""
    decide_once(
        held.session,
        held.asker,
        held.introduction,
        given.decision,
        reason=given.reason if isinstance(given, Dismissed) else "",
        held_until=given.held_until if isinstance(given, PutOff) else None,
    )
    return held.tell(response)


@router.post("/asking", name="ask_partners", dependencies=[NO_PARAMETERS], responses=STEP)
def ask(held: Held, response: Response) -> IntroductionOut:
    """Ask both partners of an approved introduction, by a mail to everybody who speaks for them."""
    ask_once(held.session, held.asker, held.introduction, _today())
    return held.tell(response)


class Yes(Given):
    """Wants to meet. The second yes introduces the two: each side gets the contacts of the other."""

    partner_id: Id = Field(description="Id of the partner that answers.", examples=["het-hooghuis"])
    answer: Literal["yes"] = Field(examples=["yes"])


class Later(Given):
    """Not now: it is proposed to staff again after a quarter."""

    partner_id: Id = Field(description="Id of the partner that answers.", examples=["het-hooghuis"])
    answer: Literal["later"] = Field(examples=["later"])


class No(Given):
    """Does not want to meet, which is final."""

    partner_id: Id = Field(description="Id of the partner that answers.", examples=["het-hooghuis"])
    answer: Literal["no"] = Field(examples=["no"])
    reason: Annotated[str, OneOf(REFUSALS)] = Field(description="Why.", examples=["too_far"])
    words: Text = Field(
        "", max_length=LONGEST_WORDS, description="The same in own words, for staff.", examples=["Liever dichterbij."]
    )


Answer = Annotated[Yes | Later | No, Body(discriminator="answer")]


@router.post("/answers", name="answer_introduction", dependencies=[NO_PARAMETERS], responses=STEP)
def answer(given: Answer, held: Held, response: Response) -> IntroductionOut:
    """Answer for a partner that one speaks for, or as staff who write down what it said. An answer is given once."""
    answer_once(
        held.session,
        held.asker,
        held.introduction,
        given.partner_id,
        given.answer,
        _today(),
        reason=given.reason if isinstance(given, No) else "",
        words=given.words if isinstance(given, No) else "",
    )
    return held.tell(response)


class OutcomeGiven(Given):
    """What came of an introduction."""

    outcome: Annotated[str, OneOf(tuple(OUTCOMES))] = Field(
        description="started: they do something together now, which becomes a collaboration.", examples=["started"]
    )


@router.post("/outcomes", name="report_outcome", dependencies=[NO_PARAMETERS], responses=STEP)
def report(given: OutcomeGiven, held: Held, response: Response) -> IntroductionOut:
    """Tell what came of an introduction."""
    report_once(held.session, held.asker, held.introduction, given.outcome, _today())
    return held.tell(response)


@router.post("/ending", name="end_introduction", dependencies=[NO_PARAMETERS], responses=STEP)
def end(held: Held, response: Response) -> IntroductionOut:
    """End what came of an introduction; the collaboration that they started ends today."""
    end_once(held.session, held.asker, held.introduction, _today())
    return held.tell(response)


def _today() -> date:
    return date.today()  # noqa: DTZ011 -- the day where the service is
