"""The questions about collaborations that a partner gets this quarter, for who speaks for it and nobody else."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from graph.parts import Part
from graph.pulse.counting import read_figures
from graph.pulse.questions import NoSuchLevel, NotAsked, find_question, questions_of
from service.days import Today
from service.figures.pulse import say_quarter_told
from service.house import InHouse, ReadingSession, WritingSession
from service.pages.own.frame import Typed, go_on, home_of, one, render_own
from service.pages.pulse import choices, said_of
from service.pages.saying import say
from service.pulse.answering import answer
from service.pulse.words import read_level, say_aspect
from service.recognising import Asking
from service.texts import gettext as _

router = APIRouter(include_in_schema=False)


@router.get("/mijn/{partner_id}/vragen")
def list_questions(  # noqa: PLR0913, PLR0917 -- what the page is made of
    request: Request, partner_id: str, house: InHouse, asker: Asking, session: ReadingSession, today: Today
) -> HTMLResponse:
    """Show the questions of this quarter with the partner's own answers; staff see neither."""
    is_own = asker.owns(partner_id)
    questions = questions_of(session, partner_id, today) if is_own and house.settings.pulse else []
    return render_own(
        request,
        "mijn_pulse.html",
        session,
        partner_id,
        is_own=is_own,
        questions=[(each, say_aspect(each.aspect), said_of(each)) for each in questions],
        choices=choices(),
        told=say_quarter_told(read_figures(session, Part())),
    )


@router.post("/mijn/{partner_id}/vragen/{collaboration_id}")
def take_answer(  # noqa: PLR0913, PLR0917 -- what a route takes in
    request: Request,
    partner_id: str,
    collaboration_id: str,
    house: InHouse,
    asker: Asking,
    session: WritingSession,
    today: Today,
    typed: Typed,
) -> Response:
    """Take an answer in from who speaks for the partner; the last one of the quarter counts."""
    if not asker.owns(partner_id):
        say(request, _("Only who speaks for this organisation answers for it."))
    elif not house.settings.pulse:
        say(request, _("Nothing is asked of you here any more. You see how it stands."))
    else:
        try:
            answer(session, find_question(session, partner_id, collaboration_id, today), read_level(one(typed, "zegt")))
        except NotAsked:
            say(request, _("Nothing is asked of you here any more. You see how it stands."))
        except (ValueError, NoSuchLevel):  # ValueError: a form that is not ours
            say(request, _("Choose one of the answers."))
        else:
            say(request, _("Thank you. You can change your answer until the end of the quarter."))
    return go_on(f"{home_of(partner_id)}/vragen")
