"""How an introduction is told to the one who asks, and handed to the routes that take a step of it."""

from datetime import date
from typing import Annotated, Literal

from fastapi import Depends, Path, Request, Response
from pydantic import Field
from sqlalchemy.orm import Session

from graph.introducing import partner_on
from graph.introductions import ORIGINS, SIDES, Introduction
from graph.model import Partner
from service.access import Asker, Role
from service.api.shapes import OneOf, Out, require_match
from service.house import House, InHouse, WritingSession
from service.introductions.seeing import (
    STATES_TOLD,
    find_known,
    own_sides,
    told_answer,
    told_contacts,
    told_state,
    told_steps,
)
from service.introductions.telling import tell_reasons
from service.recognising import Asking
from service.rows import LARGEST_ID
from service.snapshot import Snapshot
from service.visibility import as_seen_by

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
    n_steps: int = Field(description="How many of its steps are told.", examples=[3])
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
        # With the last day of answering: asked once more, a partner is told as many steps as before.
        told = self._n_steps(session, introduction), told_state(self.asker, introduction), introduction.due_on or ""
        return f'"{"_".join(map(str, (introduction.id, *told)))}"'

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
        return len(told_steps(session, self.asker, introduction))

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
