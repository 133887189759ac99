"""/v1/users: the persons who sign in, for staff alone; nothing of them is kept on the way."""

from typing import Annotated

import numpy as np
from fastapi import BackgroundTasks, Body, Path, Query, Request, Response
from pydantic import Field

from graph.people import CONTACT_STATES, PERSON_ROLES, Person
from graph.sweeping import sweep
from service.api.shapes import (
    CONFLICT,
    NO_PARAMETERS,
    NOT_FOUND,
    Given,
    Id,
    Moment,
    OneOf,
    Out,
    PageAsked,
    PageOut,
    Text,
    cut_page,
    make_private_router,
)
from service.erasing import erase_person
from service.headers import API_PREFIX
from service.house import InHouse, ReadingSession, WritingSession
from service.people import People
from service.recognising import Asking
from service.rows import LARGEST_ID
from service.users import NewUser, add_user

router = make_private_router("/users", "Users")

UserId = Annotated[int, Path(alias="userId", ge=1, le=LARGEST_ID, description="Id of a person.", examples=[1])]
PersonRole = Annotated[str, OneOf(PERSON_ROLES)]
LONGEST_NAME = 500


class SpeaksForOut(Out):
    """A partner that a person speaks for."""

    partner_id: str = Field(examples=["het-hooghuis"])
    function: str = Field(description="What the person does there.", examples=["directeur"])
    state: Annotated[str, OneOf(CONTACT_STATES)] = Field(
        description="Only who is confirmed sees and answers for the partner.", examples=["confirmed"]
    )


class UserOut(Out):
    """A person."""

    id: int = Field(examples=[1])
    name: str = Field(examples=["Directie"])
    address: str = Field(description="Mail address.", examples=["directie@voorbeeld.example"])
    phone: str = Field(examples=["0412 000 000"])
    role: PersonRole = Field(description="What it is beside speaking for partners.", examples=["staff"])
    partners: list[SpeaksForOut]
    made_at: Moment = Field(description="When it was added.", examples=["2026-11-26T10:00:00Z"])
    seen_at: Moment | None = Field(description="When it last signed in or answered.", examples=["2026-11-26T10:00:00Z"])


class UserGiven(Given):
    """A person to be added."""

    address: Text = Field(
        min_length=3,
        max_length=320,
        description="Mail address.",
        json_schema_extra={"format": "email"},
        examples=["directie@voorbeeld.example"],
    )
    name: Text = Field("", max_length=LONGEST_NAME, examples=["Directie"])
    phone: Text = Field("", max_length=LONGEST_NAME, examples=["0412 000 000"])
    role: PersonRole = Field("", description="What it is beside speaking for partners.", examples=["working_group"])
    partner_ids: list[Id] = Field(
        [], description="Ids of the partners that it speaks for.", examples=[["het-hooghuis"]]
    )


@router.get("")
def list_users(
    request: Request, asked: Annotated[PageAsked, Query()], house: InHouse, session: ReadingSession
) -> PageOut[UserOut]:
    """List all persons, the first first."""
    people = People(session, house.safe)
    found = np.array(people.all_ids(), dtype=np.int64)
    return cut_page(request, asked, found, lambda shown: [_describe(people, each) for each in shown.tolist()])


@router.post("", name="add_user", status_code=201, dependencies=[NO_PARAMETERS], responses={**CONFLICT, **NOT_FOUND})
def add(
    given: Annotated[UserGiven, Body()], response: Response, house: InHouse, asker: Asking, session: WritingSession
) -> UserOut:
    """Add a person; its Location is told. It signs in by a link sent to its mail address."""
    user = NewUser(given.address, given.name, given.phone, given.role, given.partner_ids)
    person_id = add_user(session, house.safe, asker, user)
    response.headers["Location"] = f"{API_PREFIX}/users/{person_id}"
    return _describe(People(session, house.safe), person_id)


@router.get("/{userId}", dependencies=[NO_PARAMETERS], responses=NOT_FOUND)
def read_user(user_id: UserId, house: InHouse, session: ReadingSession) -> UserOut:
    """Read one person."""
    return _describe(People(session, house.safe), user_id)


@router.delete(
    "/{userId}", name="erase_user", status_code=204, dependencies=[NO_PARAMETERS], responses={**NOT_FOUND, **CONFLICT}
)
def erase(user_id: UserId, house: InHouse, asker: Asking, session: WritingSession, afterwards: BackgroundTasks) -> None:
    """Erase a person and all that tells of it; not the last one who is staff."""
    erase_person(session, house.safe, house.settings, asker, user_id)
    afterwards.add_task(sweep, house.engine)


def _describe(people: People, person_id: int) -> UserOut:
    view = people.read(person_id)
    row = people.session.get_one(Person, person_id)
    return UserOut.model_validate(
        {
            "id": view.id,
            "name": view.name,
            "address": view.address,
            "phone": view.phone,
            "role": view.role,
            "partners": [
                SpeaksForOut(partner_id=each.partner_id, function=each.function, state=each.state)
                for each in people.spoken_for(person_id)
            ],
            "made_at": row.made_at,
            "seen_at": row.seen_at,
        }
    )
