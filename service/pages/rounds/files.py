"""A plan to take along: as a list, on paper, and for calendars."""

from typing import Literal

from fastapi import APIRouter, Response

from service.house import InHouse, ReadingSession
from service.lists_out import Kind, table_response
from service.pages.desk import ReadingDesk
from service.pages.linked import LinkRoute
from service.pages.rounds.making import HOME
from service.pages.rounds.plans import names_of
from service.pages.rounds.signing_up import read_guest
from service.recognising import Asking
from service.rounds.calendar import MEDIA_TYPE, as_calendar
from service.rounds.gathering import find_round
from service.rounds.kept import read_plan
from service.rounds.lists import list_columns, list_rows
from service.rounds.papers import as_paper
from service.rows import RowId

Paper = Literal["programma", "tafelkaarten", "badges"]

router = APIRouter(include_in_schema=False)
own_router = APIRouter(include_in_schema=False, route_class=LinkRoute)


@router.get(HOME + "/{round_id}/plan/{number}/bestand.{kind}")
def download_list(round_id: RowId, number: RowId, kind: Kind, desk: ReadingDesk) -> Response:
    """Download all programmes of a plan as a table."""
    row = find_round(desk.session, round_id)
    rows = list_rows(row, read_plan(desk.session, row, number), names_of(desk.session))
    return table_response(rows, list_columns(row), f"ronde-{round_id}-plan-{number}", kind)


@router.get(HOME + "/{round_id}/plan/{number}/{paper}.pdf")
def download_paper(round_id: RowId, number: RowId, paper: Paper, desk: ReadingDesk) -> Response:
    """Download programmes, cards for tables or badges as PDF."""
    row = find_round(desk.session, round_id)
    content = as_paper(row, read_plan(desk.session, row, number), names_of(desk.session), paper)
    return _file(content, "application/pdf", f"ronde-{round_id}-plan-{number}-{paper}.pdf")


@router.get(HOME + "/{round_id}/plan/{number}/agenda.ics")
def download_calendar(round_id: RowId, number: RowId, desk: ReadingDesk) -> Response:
    """Download the programmes of all as a calendar."""
    row = find_round(desk.session, round_id)
    content = as_calendar(row, read_plan(desk.session, row, number), names_of(desk.session))
    return _file(content, MEDIA_TYPE, f"ronde-{round_id}-plan-{number}.ics")


@own_router.get("/ronde/{token}/agenda.ics")
def download_own_calendar(token: str, session: ReadingSession, house: InHouse, asker: Asking) -> Response:
    """Download the programme of the partner that a link is for; raise `UnknownRound` while there is none."""
    _reader, row, guest = read_guest(session, house, token, asker)
    plan = read_plan(session, row, row.shared_number)
    content = as_calendar(row, plan, names_of(session), guest.partner_id)
    return _file(content, MEDIA_TYPE, f"ronde-{row.id}.ics")


def _file(content: bytes, media_type: str, name: str) -> Response:
    return Response(content, media_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})
