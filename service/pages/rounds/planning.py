"""Planning a round: what staff decide of pairs before, begun in the background, and watched."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from graph.errors import UnknownPartner
from service.audit import note
from service.house import InHouse
from service.pages.desk import ReadingDesk, WritingDesk
from service.pages.office import go, go_back
from service.pages.rendering import render
from service.pages.rounds.making import HOME, path_of
from service.pages.rounds.plans import plan_path
from service.pages.saying import say
from service.rounds.deciding import decide_pair
from service.rounds.gathering import find_round
from service.rounds.kept import list_plans
from service.rounds.planning import plan_beside
from service.rounds.words import say_aim, say_job_fault
from service.rows import RowId
from service.texts import gettext as _

router = APIRouter(include_in_schema=False)


@router.post(HOME + "/{round_id}/paren")
def decide(  # noqa: PLR0913, PLR0917 -- the fields of the form
    request: Request,
    round_id: RowId,
    desk: WritingDesk,
    een: Annotated[str, Form()] = "",
    ander: Annotated[str, Form()] = "",
    besluit: Annotated[str, Form()] = "",
) -> Response:
    """Fix or forbid a pair, or free it; the next plan keeps to it."""
    row = find_round(desk.session, round_id)
    told = {
        "fixed": _("Fixed. Plan again, and the rest is solved around it."),
        "forbidden": _("Forbidden. Plan again, and the rest is solved around it."),
        "": _("Free again. Plan again, and it is decided anew."),
    }
    if besluit in told:
        try:
            decide_pair(desk.session, desk.asker, row, een, ander, besluit)
            say(request, told[besluit])
        except (ValueError, UnknownPartner):
            say(request, _("These two cannot meet in this round: choose two guests, one of each side."))
    return go_back(request, path_of(round_id))


@router.post(HOME + "/{round_id}/plannen")
def begin(round_id: RowId, desk: WritingDesk, house: InHouse) -> Response:
    """Begin to plan a round in the background."""
    row = find_round(desk.session, round_id)
    occasion = "by_hand" if list_plans(desk.session, round_id) else "planned"
    note(desk.session, desk.asker, "plan round", f"round {row.id}")
    plan_beside(house, round_id, occasion, row.seconds)
    return go(f"{path_of(round_id)}/bezig")


@router.get(HOME + "/{round_id}/bezig")
def show_busy(request: Request, round_id: RowId, desk: ReadingDesk, house: InHouse) -> Response:
    """Show how far planning is; once the plan is there, go to it."""
    row, job = find_round(desk.session, round_id), house.solving.job(round_id)
    if job is not None and job.number is not None and not request.headers.get("HX-Request"):
        return go(plan_path(round_id, job.number))
    answer = render(
        request,
        "round_busy.html",
        row=row,
        here=path_of(round_id),
        job=job,
        aim=say_job_aim(job.aim) if job else "",
        fault=say_job_fault(job.fault) if job and job.fault else "",
        ran_seconds=round(job.ran_seconds) if job else 0,
    )
    if job is not None and job.number is not None:
        answer.headers["HX-Redirect"] = plan_path(round_id, job.number)
    return answer


def say_job_aim(aim: str) -> str:
    """Say what a solver pursues now; beside its aims it may walk the floor and seat guests."""
    try:
        return say_aim(aim) if aim else _("Preparing")
    except KeyError:
        return {"walking": _("Who walks least"), "seats": _("Who sits where")}.get(aim, _("Arranging"))
