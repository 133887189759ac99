"""/v1/collaborations, written: added and ended by staff and by who takes part."""

from typing import Annotated
from urllib.parse import quote

from fastapi import Body, Response
from pydantic import AfterValidator, Field

from graph.dates import PartialDate
from graph.errors import UnreadableDate
from service.api.collaborations import CollaborationId, CollaborationOut
from service.api.shapes import (
    CONFLICT,
    NO_PARAMETERS,
    NOT_FOUND,
    Given,
    Id,
    Text,
    Value,
    make_private_router,
)
from service.collaborations_stored import (
    StoredCollaboration,
    add_collaboration,
    end_collaboration,
    read_collaboration,
)
from service.headers import API_PREFIX
from service.house import WritingSession
from service.recognising import Asking

router = make_private_router("/collaborations", "Collaborations")


def _require_date(text: str) -> str:
    try:
        return PartialDate.parse(text).text
    except UnreadableDate as error:
        raise ValueError(str(error)) from None


PARTIAL_DATE = r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"
Partial = Annotated[str, Field(pattern=PARTIAL_DATE), AfterValidator(_require_date)]
"""A day, a month or a year, as far as it is known."""


class CollaborationGiven(Given):
    """Something that partners do together."""

    id: Id | None = Field(
        None, description="Its id; made from the title where it has none.", examples=["leesclub-2026"]
    )
    title: Text = Field(min_length=1, examples=["Leesclub in de wijk"])
    description: Text = Field("", examples=["Samen lezen op woensdag."])
    kind: Text = Field("", examples=["project"])
    start_date: Partial = Field(description="A year, a month or a day.", examples=["2026-09"])
    end_date: Partial | None = Field(None, description="The same; null while it runs.", examples=["2027-06-30"])
    action_line: Text = Field("", examples=["Leren en werken"])
    grant_euro: float | None = Field(None, ge=0, le=1e12, description="Grant in euro.", examples=[2500])
    themes: list[Value] = Field([], description="Ids or labels of its themes.", examples=[["taal"]])
    leads: list[Id] = Field([], description="Ids of the partners that lead it.", examples=[["muzelinck"]])
    participants: list[Id] = Field(
        min_length=1, description="Ids of the partners in it.", examples=[["muzelinck", "het-hooghuis"]]
    )
    funders: list[Id] = Field([], description="Ids of the partners that fund it.", examples=[["gemeente-oss"]])
    source: Text = Field("", description="Where this is known from.", examples=["https://www.example.org/leesclub"])


class EndGiven(Given):
    """Up to when a collaboration goes on."""

    end_date: Partial | None = Field(description="A year, a month or a day; null: it runs.", examples=["2027-06-30"])


@router.post("", name="add_collaboration", status_code=201, dependencies=[NO_PARAMETERS], responses=CONFLICT)
def add(
    given: Annotated[CollaborationGiven, Body()], response: Response, asker: Asking, session: WritingSession
) -> CollaborationOut:
    """Add what partners do together; its Location is told. A partner adds what it takes part in itself."""
    collaboration_id = add_collaboration(session, asker, _cells(given))
    response.headers["Location"] = f"{API_PREFIX}/collaborations/{quote(collaboration_id, safe='')}"
    return _describe(read_collaboration(session, collaboration_id))


@router.patch("/{collaborationId}", name="end_collaboration", dependencies=[NO_PARAMETERS], responses=NOT_FOUND)
def end(
    collaboration_id: CollaborationId, given: Annotated[EndGiven, Body()], asker: Asking, session: WritingSession
) -> CollaborationOut:
    """Say when a collaboration ended, as staff or as who takes part in it."""
    end_collaboration(session, asker, collaboration_id, given.end_date or "")
    return _describe(read_collaboration(session, collaboration_id))


def _cells(given: CollaborationGiven) -> dict[str, str | list[str]]:
    """Return what was given by the columns of the exchange format."""
    return {
        "id": given.id or "",
        "title": given.title,
        "description": given.description,
        "kind": given.kind,
        "start_date": given.start_date,
        "end_date": given.end_date or "",
        "action_line": given.action_line,
        "grant_euro": "" if given.grant_euro is None else f"{given.grant_euro:.2f}",
        "themes": given.themes,
        "lead": given.leads,
        "participants": given.participants,
        "funders": given.funders,
        "source": given.source,
    }


def _describe(stored: StoredCollaboration) -> CollaborationOut:
    row = stored.row
    return CollaborationOut(
        id=row.id,
        title=row.title,
        description=row.description,
        kind=row.kind,
        start_date=row.start_date,
        end_date=row.end_date,
        action_line=row.action_line,
        grant_euro=row.grant_euro,
        themes=stored.theme_ids,
        leads=stored.partner_ids["lead"],
        participants=stored.partner_ids["participant"],
        funders=stored.partner_ids["funder"],
        source=row.source,
    )
