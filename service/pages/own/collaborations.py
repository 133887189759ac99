"""The collaborations of a partner: listed, added by hand, ended."""

from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from graph.collaborating import (
    EndsTooEarly,
    collaborations_of,
    end_collaboration,
    new_collaboration_id,
    own_collaboration,
)
from graph.errors import SpoiledInput, UnreadableDate
from graph.introductions import Introduction
from graph.model import Partner
from graph.reading.editing import store_row
from graph.reading.tables import COLLABORATIONS
from service.access import Asker
from service.audit import note
from service.house import ReadingSession, WritingSession
from service.introductions.heard import by_asker
from service.introductions.outcomes import end
from service.pages.own.frame import Typed, go_on, home_of, one, render_own, today
from service.pages.saying import say
from service.recognising import Asking
from service.texts import gettext as _

N_COMPANIONS = 4
"""Places for other partners that the form has."""
MOST_NAMES = 2_000
"""Names of partners that the form proposes; any other can be typed."""

router = APIRouter(include_in_schema=False)


@router.get("/mijn/{partner_id}/samenwerkingen")
def list_collaborations(request: Request, partner_id: str, session: ReadingSession) -> HTMLResponse:
    """Show the collaborations of the partner, and a form to add one."""
    return _list(request, partner_id, session)


@router.post("/mijn/{partner_id}/samenwerkingen")
def add_collaboration(
    request: Request, partner_id: str, asker: Asking, session: WritingSession, typed: Typed
) -> Response:
    """Add a collaboration that the partner tells of."""
    companions = [text.strip() for text in typed.get("met", []) if text.strip()]
    faults = _faults(typed, companions)
    if not faults:
        try:
            with session.begin_nested():
                _add(session, asker, partner_id, typed, companions)
        except SpoiledInput as error:
            faults = {fault.column or "": say_fault(fault.column or "") for fault in error.faults}
        else:
            say(request, _("Saved. This collaboration now counts in the network."))
            return go_on(f"{home_of(partner_id)}/samenwerkingen")
    return _list(request, partner_id, session, faults=faults, typed=typed)


@router.post("/mijn/{partner_id}/samenwerkingen/{collaboration_id}/einde")
def take_end(  # noqa: PLR0913, PLR0917 -- what a route takes in
    request: Request,
    partner_id: str,
    collaboration_id: str,
    asker: Asking,
    session: WritingSession,
    typed: Typed,
) -> Response:
    """End a collaboration; the introduction that it came from ends with it."""
    collaboration = own_collaboration(session, partner_id, collaboration_id)
    try:
        if not collaboration.end_date:
            end_collaboration(session, collaboration, one(typed, "einde").strip() or today().isoformat())
            note(session, asker, "end collaboration", f"collaboration {collaboration_id}")
            _end_introduction(session, asker, partner_id, collaboration_id)
    except (UnreadableDate, EndsTooEarly) as error:
        is_early = isinstance(error, EndsTooEarly)
        fault = _("It cannot end before it began.") if is_early else say_fault("end_date")
        return _list(request, partner_id, session, faults={f"einde-{collaboration_id}": fault}, typed=typed)
    say(request, _("This collaboration has ended."))
    return go_on(f"{home_of(partner_id)}/samenwerkingen")


def _faults(typed: dict[str, list[str]], companions: list[str]) -> dict[str, str]:
    required = {
        "title": (one(typed, "title").strip(), _("Give it a name, for instance “Reading week”.")),
        "start_date": (one(typed, "start_date").strip(), _("Type when it began, such as 2024 or 2024-09.")),
        "participants": (companions, _("Type with whom you do this: at least one partner.")),
    }
    return {
        name: fault
        for name, (value, fault) in required.items()
        if not (value.strip() if isinstance(value, str) else value)
    }


def say_fault(column: str) -> str:
    """Say what is wrong with a field of a collaboration that cannot be stored.

    >>> say_fault("start_date")
    'Typ een datum als 2024, 2024-09 of 2024-09-15.'
    """
    if column == "participants":
        return _("We do not know one of these partners, or several have this name. Choose a name from the list.")
    if column in {"start_date", "end_date"}:
        return _("Type a date such as 2024, 2024-09 or 2024-09-15.")
    return _("We cannot store this: it is too long, or holds a character that is no letter, digit or sign.")


def _add(session: Session, asker: Asker, partner_id: str, typed: dict[str, list[str]], companions: list[str]) -> None:
    collaboration_id = new_collaboration_id()
    cells = {
        "id": collaboration_id,
        "title": one(typed, "title"),
        "start_date": one(typed, "start_date").strip(),
        "participants": "\n".join([partner_id, *companions]),
        "description": one(typed, "description"),
    }
    store_row(session, COLLABORATIONS, cells, f"collaboration of {partner_id}")
    note(session, asker, "add collaboration", f"collaboration {collaboration_id}")


def _end_introduction(session: Session, asker: Asker, partner_id: str, collaboration_id: str) -> None:
    is_its = Introduction.collaboration_id == collaboration_id
    introduction = session.scalar(select(Introduction).where(is_its, Introduction.state == "started"))
    if introduction is not None and partner_id in {introduction.first_id, introduction.second_id}:
        end(session, introduction, by_asker(asker, introduction, partner_id), today())


def _list(
    request: Request,
    partner_id: str,
    session: Session,
    *,
    faults: dict[str, str] | None = None,
    typed: dict[str, list[str]] | None = None,
) -> HTMLResponse:
    companions = [*(typed or {}).get("met", []), *[""] * N_COMPANIONS]
    return render_own(
        request,
        "mijn_collaborations.html",
        session,
        partner_id,
        collaborations=collaborations_of(session, partner_id),
        names=_names(session, partner_id),
        companions=companions[: max(N_COMPANIONS, len((typed or {}).get("met", [])))],
        faults=faults or {},
        typed={name: values[0] for name, values in (typed or {}).items()},
        status=HTTPStatus.BAD_REQUEST if faults else HTTPStatus.OK,
    )


def _names(session: Session, partner_id: str) -> list[tuple[str, str]]:
    """Return what to type for each other partner and what else to show: its name, or its id where several share it."""
    shared = set(session.scalars(select(Partner.name).group_by(Partner.name).having(func.count() > 1)))
    others = select(Partner.id, Partner.name, Partner.place).where(Partner.id != partner_id, Partner.until == "")
    rows = session.execute(others.order_by(Partner.name, Partner.id).limit(MOST_NAMES))
    return [
        (row.id, f"{row.name} {row.place}".strip()) if row.name in shared else (row.name, row.place) for row in rows
    ]
