"""/v1/introductions: what became of suggestions, as far as the one who asks may know it."""

from datetime import date
from typing import Annotated, Literal

import numpy as np
from fastapi import Depends, Path, Query, Request, Response
from pydantic import AfterValidator, Field
from pydantic.json_schema import SkipJsonSchema
from sqlalchemy.orm import Session

from graph.introducing import partner_on
from graph.introductions import ORIGINS, SIDES, Introduction, IntroductionStep
from graph.model import Partner
from service.access import Asker, Asking, Role
from service.api.shapes import (
    CONFLICT,
    LARGEST_ID,
    NO_NUL,
    NO_PARAMETERS,
    NOT_FOUND,
    Given,
    Id,
    ListOut,
    Moment,
    OneOf,
    Out,
    PageAsked,
    PageOut,
    cut_page,
    list_all,
    make_private_router,
    require_match,
)
from service.headers import API_PREFIX
from service.house import House, InHouse, ReadingSession, WritingSession
from service.introductions.deciding import propose_by_hand
from service.introductions.seeing import (
    STATES_TOLD,
    find_known,
    list_known,
    own_sides,
    told_answer,
    told_contacts,
    told_state,
    told_steps,
)
from service.introductions.telling import tell_reasons
from service.snapshot import Snapshot
from service.visibility import as_seen_by

router = make_private_router("/introductions", "Introductions")

IntroductionId = Annotated[
    int,
    Path(alias="introductionId", ge=1, le=LARGEST_ID, description="Id of an introduction.", examples=[1]),
]
StateTold = Annotated[str, OneOf(STATES_TOLD)]


class ContactOut(Out):
    """Somebody who speaks for a partner."""

    name: str = Field(examples=["Directie"])
    address: str = Field(description="Mail address.", examples=["directie@voorbeeld.example"])
    phone: str = Field(examples=["0412 000 000"])
    function: str = Field(description="What the person does there.", examples=["directeur"])


class SideOut(Out):
    """One of the two partners of an introduction."""

    partner_id: str = Field(examples=["het-hooghuis"])
    name: str = Field(examples=["Het Hooghuis"])
    answer: Literal["", "yes", "no", "later"] = Field(
        description="What it answered to the latest asking; empty where it has not, or that is not told.",
        examples=["yes"],
    )
    reasons: list[str] = Field(
        description="Why it could meet the other, as it is told so, in Dutch; empty for whom that is not told.",
        examples=[["U zoekt “stageplaatsen” – zij bieden “stages”"]],
    )
    contacts: list[ContactOut] = Field(
        description="Who speaks for it: told to the other side and to staff once the two are introduced.",
    )


class IntroductionOut(Out):
    """Two partners on their way to meet."""

    id: int = Field(examples=[1])
    state: StateTold = Field(
        description=(
            "How far it is. A partner that may not know how the other side answered reads asked as long as it can "
            "answer, and not_now once nothing comes of it."
        ),
        examples=["asked"],
    )
    n_steps: int = Field(description="Number of its latest step that is told.", examples=[3])
    sides: list[SideOut]
    due_on: date | None = Field(description="Last day of answering.", examples=["2026-12-10"])
    held_until: date | None = Field(description="Day on which it is proposed again.", examples=["2027-02-25"])
    introduced_on: date | None = Field(description="When the two were told of each other.", examples=["2026-12-01"])
    collaboration_id: str | None = Field(description="What they started.", examples=["kennismaking-12"])
    origin: Annotated[str, OneOf(ORIGINS)] | None = Field(
        description="Where it came from; for staff.", examples=["by_hand"]
    )
    lane: str | None = Field(description="Lane of the workbench it stood in; for staff.", examples=["bridge"])
    score: float | None = Field(description="Score of the suggestion; for staff.", examples=[4.2])
    chance: float | None = Field(description="Chance that both say yes, 0 to 1; for staff.", examples=[0.18])


class StepOut(Out):
    """One step of an introduction."""

    number: int = Field(examples=[3])
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


class IntroductionTeller:
    """Tells of introductions what the asker may know."""

    def __init__(self, house: InHouse, asker: Asking) -> None:
        self.house: House = house
        self.asker: Asker = asker
        # Made here, before the route begins to write: to read a network anew would have all writers wait.
        self.snapshot: Snapshot = house.snapshots.current()
        as_seen_by(self.snapshot, Asker(Role.PARTNER))

    def etag(self, session: Session, introduction: Introduction) -> str:
        """Name what the asker knows of an introduction."""
        return f'"{introduction.id}-{self._n_steps(session, introduction)}-{told_state(self.asker, introduction)}"'

    def tell(self, session: Session, introduction: Introduction, response: Response) -> IntroductionOut:
        """Return an introduction, and name it by its ETag."""
        response.headers["ETag"] = self.etag(session, introduction)
        return self.describe(session, introduction)

    def describe(self, session: Session, introduction: Introduction) -> IntroductionOut:
        """Return an introduction."""
        state, is_staff = told_state(self.asker, introduction), self.asker.role is Role.STAFF
        return IntroductionOut(
            id=introduction.id,
            state=state,
            n_steps=self._n_steps(session, introduction),
            sides=[self._side(session, introduction, side) for side in SIDES],
            due_on=introduction.due_on,
            held_until=introduction.held_until if state == "held" else None,
            introduced_on=introduction.introduced_on,
            collaboration_id=introduction.collaboration_id,
            origin=introduction.origin if is_staff else None,
            lane=introduction.lane if is_staff else None,
            score=introduction.score if is_staff else None,
            chance=introduction.chance if is_staff else None,
        )

    def _n_steps(self, session: Session, introduction: Introduction) -> int:
        return told_steps(session, self.asker, introduction)[-1].number

    def _side(self, session: Session, introduction: Introduction, side: str) -> SideOut:
        partner_id = partner_on(introduction, side)
        is_told = self.asker.role is Role.STAFF or side in own_sides(self.asker, introduction)
        contacts = told_contacts(session, self.house.safe, self.asker, introduction, side)
        return SideOut.model_validate(
            {
                "partner_id": partner_id,
                "name": session.get_one(Partner, partner_id).name,
                "answer": told_answer(self.asker, introduction, side),
                "reasons": tell_reasons(introduction, side, self.snapshot) if is_told else [],
                "contacts": [
                    ContactOut(
                        name=each.person.name,
                        address=each.person.address,
                        phone=each.person.phone,
                        function=each.function,
                    )
                    for each in contacts
                ],
            }
        )


Telling = Annotated[IntroductionTeller, Depends()]


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
    return list_all(request, [_step(introduction, each) for each in told_steps(session, asker, introduction)])


def _step(introduction: Introduction, step: IntroductionStep) -> StepOut:
    is_partner = step.by_whom in SIDES
    return StepOut.model_validate(
        {
            "number": step.number,
            "to_state": step.to_state,
            "made_at": step.made_at,
            "by_whom": "partner" if is_partner else step.by_whom,
            "partner_id": partner_on(introduction, step.by_whom) if is_partner else None,
            "reason": step.reason,
        }
    )


class Handle:
    """An introduction on which the asker takes a step, from the state that If-Match names if there is one."""

    def __init__(
        self, request: Request, introduction_id: IntroductionId, session: WritingSession, teller: Telling
    ) -> None:
        self.session, self.teller, self.asker = session, teller, teller.asker
        self.introduction = find_known(session, teller.asker, introduction_id)
        require_match(request, teller.etag(session, self.introduction))

    def tell(self, response: Response) -> IntroductionOut:
        """Return the introduction as it is now."""
        return self.teller.tell(self.session, self.introduction, response)


Held = Annotated[Handle, Depends()]
