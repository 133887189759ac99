"""One introduction: its steps in words, why the two could meet, and what staff can write down or do now."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse

from graph.errors import IllegalStep
from graph.introducing import Introductions
from graph.introductions import MOVES, SIDES, Introduction
from service.days import Today
from service.house import InHouse, ReadingSession, WritingSession
from service.introductions.asking import ANSWERS, AlreadyAnswered
from service.introductions.deciding import DECISIONS, decide
from service.introductions.origins import read_origins
from service.introductions.outcomes import OUTCOMES
from service.introductions.queue import HOLD_DAYS, desk_of, kept_item
from service.introductions.reasons import DISMISSALS, REFUSALS
from service.introductions.recording import expire, record_answer, record_end, record_outcome
from service.introductions.room import count_mailed, read_rooms
from service.mail.letters import preview
from service.pages.office import describer_of, go, one_of
from service.pages.pairs import view_pair
from service.pages.rendering import render
from service.pages.saying import say
from service.pages.timeline import read_answers, read_mails, tell_steps
from service.pages.way import REASONS, STATES, options, say_code, waits_for
from service.people import People
from service.recognising import Asking
from service.rows import RowId
from service.texts import gettext as _
from service.visibility import SnapshotReader

PATH = "/werkbank/kennismakingen/{introduction_id}"

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class Open:
    """What can be done with an introduction in its state."""

    approve: bool
    hold: bool
    dismiss: bool
    take_back: bool
    send: bool
    answers: tuple[str, ...]
    """Sides whose answer is awaited."""
    outcomes: tuple[str, ...]
    end: bool
    expire: bool

    @classmethod
    def of(cls, introduction: Introduction) -> "Open":
        """Return what may follow the state it is in."""
        state, may = introduction.state, MOVES[introduction.state]
        is_asked = state in {"asked", "accepted_by_one"}
        silent = tuple(side for side in SIDES if not getattr(introduction, f"{side}_answer"))
        return cls(
            approve="approved" in may,
            hold="held" in may,
            dismiss="dismissed" in may,
            take_back="proposed" in may,
            send=state == "approved",
            answers=silent if is_asked else (),
            outcomes=tuple(code for code in ("started", "met") if code in may) + ("nothing",) * (state in _AFTER_TALK),
            end=state == "started",
            expire="expired" in may,
        )


_AFTER_TALK = ("introduced", "met")


@router.get(PATH)
def show_introduction(  # noqa: PLR0913, PLR0917 -- what a route is lent
    request: Request,
    introduction_id: RowId,
    snapshot: SnapshotReader,
    session: ReadingSession,
    house: InHouse,
    today: Today,
) -> HTMLResponse:
    """Show an introduction."""
    introduction = Introductions(session).get(introduction_id)
    describer, n_mailed = describer_of(snapshot), count_mailed(session)
    item = kept_item(desk_of(house, snapshot), introduction)
    origins = read_origins(session, [introduction_id])
    view = view_pair(item, describer, read_rooms(session, snapshot, today), n_mailed, origins)
    return render(
        request,
        "introduction.html",
        introduction=introduction,
        view=view,
        state=say_code(STATES, introduction.state),
        wait=waits_for(introduction, today),
        steps=tell_steps(session, introduction, view.sides, People(session, house.safe)),
        answers=read_answers(session, introduction),
        mails=read_mails(session, introduction),
        open=Open.of(introduction),
        letters=preview(session, house, introduction, today) if introduction.state == "approved" else [],
        dismissals=options(REASONS, DISMISSALS),
        refusals=options(REASONS, REFUSALS),
        outcomes=[(code, say_code(REASONS, code)) for code in Open.of(introduction).outcomes],
    )


@router.post(PATH + "/besluit")
def decide_introduction(  # noqa: PLR0913, PLR0917 -- what a route is lent, and its form
    request: Request,
    introduction_id: RowId,
    session: WritingSession,
    asker: Asking,
    today: Today,
    decision: Annotated[str, Form(alias="besluit"), one_of(DECISIONS)],
    reason: Annotated[str, Form(alias="reden"), one_of(DISMISSALS)] = "other",
) -> Response:
    """Approve, hold or put an introduction aside."""
    introduction = Introductions(session).get(introduction_id)
    held_until = today + timedelta(days=HOLD_DAYS) if decision == "hold" else None
    why = reason if decision == "dismiss" else ""
    with _Telling(request, introduction):
        decide(session, asker, introduction, decision, reason=why, held_until=held_until)
    return _again(introduction_id)


@router.post(PATH + "/antwoord")
def write_down_answer(  # noqa: PLR0913, PLR0917 -- the same
    request: Request,
    introduction_id: RowId,
    session: WritingSession,
    asker: Asking,
    today: Today,
    side: Annotated[str, Form(alias="kant"), one_of(SIDES)],
    said: Annotated[str, Form(alias="antwoord"), one_of(ANSWERS)],
    reason: Annotated[str, Form(alias="reden"), one_of(("", *REFUSALS))] = "",
    words: Annotated[str, Form(alias="woorden", max_length=1000)] = "",
) -> Response:
    """Write down what a partner answered to staff."""
    introduction = Introductions(session).get(introduction_id)
    why = (reason or "other") if said == "no" else ""
    with _Telling(request, introduction):
        record_answer(session, asker, introduction, side, said, today, reason=why, words=words.strip())
    return _again(introduction_id)


@router.post(PATH + "/uitkomst")
def write_down_outcome(  # noqa: PLR0913, PLR0917 -- the same
    request: Request,
    introduction_id: RowId,
    session: WritingSession,
    asker: Asking,
    today: Today,
    outcome: Annotated[str, Form(alias="uitkomst"), one_of(OUTCOMES)],
) -> Response:
    """Write down what came of an introduction."""
    introduction = Introductions(session).get(introduction_id)
    with _Telling(request, introduction):
        record_outcome(session, asker, introduction, outcome, today)
    return _again(introduction_id)


@router.post(PATH + "/einde")
def end_introduction(
    request: Request, introduction_id: RowId, session: WritingSession, asker: Asking, today: Today
) -> Response:
    """End what the two started."""
    introduction = Introductions(session).get(introduction_id)
    with _Telling(request, introduction):
        if introduction.state != "started":
            raise IllegalStep(f"introduction {introduction_id} is {introduction.state}: there is nothing to end")
        record_end(session, asker, introduction, today)
    return _again(introduction_id)


@router.post(PATH + "/verlopen")
def let_expire(request: Request, introduction_id: RowId, session: WritingSession, asker: Asking) -> Response:
    """Let an introduction go; its pair may be suggested again after half a year."""
    introduction = Introductions(session).get(introduction_id)
    with _Telling(request, introduction):
        expire(session, asker, introduction)
    return _again(introduction_id)


class _Telling:
    """Says on the next page what an introduction is now, or that its state does not allow what was asked any more."""

    def __init__(self, request: Request, introduction: Introduction) -> None:
        self._request, self._introduction = request, introduction

    def __enter__(self) -> None:
        return

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> bool:
        if error is not None and not isinstance(error, IllegalStep):
            return False
        state = say_code(STATES, self._introduction.state).lower()
        if isinstance(error, AlreadyAnswered):
            text = _("This answer stands here already. The introduction is now: %(state)s.")
        elif error is not None:
            text = _("That is not possible any more. The introduction is now: %(state)s.")
        else:
            text = _("Written down. The introduction is now: %(state)s.")
        say(self._request, text % {"state": state})
        return True


def _again(introduction_id: int) -> Response:
    return go(f"/werkbank/kennismakingen/{introduction_id}")
