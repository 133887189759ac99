"""The introductions of a partner: what is asked, what it answers, and what comes of it."""

from dataclasses import dataclass, field
from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from sqlalchemy.orm import Session

from graph.errors import IllegalStep
from graph.introductions import Introduction
from service.access import Asker
from service.audit import note
from service.house import InHouse, ReadingSession, WritingSession
from service.introductions.asking import ANSWERS, AlreadyAnswered, answer
from service.introductions.heard import Heard, by_asker, find_heard, hear, hear_all, how_to_meet
from service.introductions.outcomes import end, report
from service.introductions.reasons import REFUSALS
from service.pages.own.frame import Typed, go_on, home_of, one, render_own, today
from service.pages.saying import say
from service.profiles import find_partner
from service.recognising import Asking
from service.room import room_left
from service.rows import RowId
from service.snapshot import Snapshot
from service.texts import gettext as _

LONGEST_WORDS = 2_000
"""Characters of a partner's own words about a no."""

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class Sorted:
    """The introductions of a partner as its pages show them."""

    to_answer: list[Heard] = field(default_factory=list)
    """The oldest first, no more than there is room for."""
    n_later: int = 0
    """Those that wait beyond the room there is."""
    running: list[Heard] = field(default_factory=list)
    past: list[Heard] = field(default_factory=list)


@router.get("/mijn/{partner_id}/kennismakingen")
def list_introductions(request: Request, partner_id: str, house: InHouse, session: ReadingSession) -> HTMLResponse:
    """Show all introductions that the partner knows of; with `alles` also those beyond its room."""
    shows_all = "alles" in request.query_params
    left = None if shows_all else room_left(session, partner_id, today())
    return render_own(
        request,
        "mijn_introductions.html",
        session,
        partner_id,
        heard=sort_heard(session, partner_id, house.snapshots.current(), left),
        refusals=_refusals(),
    )


@router.get("/mijn/{partner_id}/kennismakingen/{introduction_id}")
def show_introduction(
    request: Request, partner_id: str, introduction_id: RowId, house: InHouse, session: ReadingSession
) -> HTMLResponse:
    """Show one introduction; how to reach the other partner only once both said yes."""
    introduction = find_heard(session, partner_id, introduction_id)
    return _show(request, partner_id, introduction, house, session)


@router.post("/mijn/{partner_id}/kennismakingen/{introduction_id}/antwoord")
def take_answer(  # noqa: PLR0913, PLR0917 -- what a route takes in
    request: Request,
    partner_id: str,
    introduction_id: RowId,
    house: InHouse,
    asker: Asking,
    session: WritingSession,
    typed: Typed,
) -> Response:
    """Take in yes, no or later; a second answer changes nothing and is told what the first one was."""
    introduction = find_heard(session, partner_id, introduction_id)
    said, reason = one(typed, "antwoord"), one(typed, "reden")
    if said not in ANSWERS or (said == "no" and reason not in REFUSALS):
        fault = _("Choose why it does not fit, then we can do better next time.")
        return _show(request, partner_id, introduction, house, session, fault=fault, words=one(typed, "woorden"))
    try:
        _answer(session, asker, partner_id, introduction, said, reason, one(typed, "woorden"))
    except AlreadyAnswered:
        say(request, _say_before(hear(introduction, partner_id, house.snapshots.current())))
    except IllegalStep:
        say(request, _("Nothing is asked of you here any more. You see how it stands."))
    else:
        say(request, _say_taken(said, introduction))
    is_introduced = introduction.introduced_on is not None
    here = f"{home_of(partner_id)}/kennismakingen/{introduction_id}"
    return go_on(home_of(partner_id) if one(typed, "vanaf") == "begin" and not is_introduced else here)


@router.post("/mijn/{partner_id}/kennismakingen/{introduction_id}/uitkomst")
def take_outcome(  # noqa: PLR0913, PLR0917 -- what a route takes in
    request: Request, partner_id: str, introduction_id: RowId, asker: Asking, session: WritingSession, typed: Typed
) -> Response:
    """Take in what came of an introduction."""
    introduction, outcome = find_heard(session, partner_id, introduction_id), one(typed, "uitkomst")
    n_steps = introduction.n_steps
    try:
        report(session, introduction, outcome, by_asker(asker, introduction, partner_id), today())
    except (IllegalStep, ValueError):  # ValueError: a form that is not ours
        say(request, _("That is not possible any more. You see how it stands."))
    else:
        if introduction.n_steps > n_steps:
            note(session, asker, "report outcome", f"introduction {introduction_id}", outcome)
        say(request, _say_outcome(outcome))
    return go_on(f"{home_of(partner_id)}/kennismakingen/{introduction_id}")


@router.post("/mijn/{partner_id}/kennismakingen/{introduction_id}/einde")
def take_end(
    request: Request, partner_id: str, introduction_id: RowId, asker: Asking, session: WritingSession
) -> Response:
    """End what two partners started."""
    introduction = find_heard(session, partner_id, introduction_id)
    if introduction.state == "started":
        end(session, introduction, by_asker(asker, introduction, partner_id), today())
        note(session, asker, "end collaboration", f"introduction {introduction_id}")
    say(request, _("This collaboration has ended."))
    return go_on(f"{home_of(partner_id)}/kennismakingen/{introduction_id}")


def sort_heard(session: Session, partner_id: str, snapshot: Snapshot, room: int | None) -> Sorted:
    """Return the introductions of a partner; of those that wait for it no more than `room` (None: all of them)."""
    heard = hear_all(session, partner_id, snapshot)
    waiting = [each for each in heard if each.standing == "to_answer"]
    shown = waiting if room is None else waiting[:room]
    others = [each for each in reversed(heard) if each.standing != "to_answer"]
    return Sorted(
        to_answer=shown,
        n_later=len(waiting) - len(shown),
        running=[each for each in others if each.is_open],
        past=[each for each in others if not each.is_open],
    )


def say_refusal(code: str) -> str:
    """Say why a partner says no, as the partner would.

    >>> say_refusal("too_far")
    'Het is te ver weg'
    """
    return {
        "does_not_fit": _("It does not fit us"),
        "already_known": _("We know each other already"),
        "too_far": _("It is too far away"),
        "other": _("Something else"),
    }[code]


def _refusals() -> list[tuple[str, str]]:
    return [(code, say_refusal(code)) for code in REFUSALS]


def _answer(  # noqa: PLR0913, PLR0917 -- who, what and why
    session: Session,
    asker: Asker,
    partner_id: str,
    introduction: Introduction,
    said: str,
    reason: str,
    words: str,
) -> None:
    side = "first" if partner_id == introduction.first_id else "second"
    is_no = said == "no"
    answer(
        session,
        introduction,
        side,
        said,
        by_asker(asker, introduction, partner_id),
        today(),
        reason=reason if is_no else "",
        words=words.strip()[:LONGEST_WORDS] if is_no else "",
    )
    note(session, asker, "answer introduction", f"introduction {introduction.id}", said)


def _show(  # noqa: PLR0913 -- what the page is made of
    request: Request,
    partner_id: str,
    introduction: Introduction,
    house: InHouse,
    session: Session,
    *,
    fault: str = "",
    words: str = "",
) -> HTMLResponse:
    heard = hear(introduction, partner_id, house.snapshots.current())
    own_name = find_partner(session, partner_id).name
    return render_own(
        request,
        "mijn_introduction.html",
        session,
        partner_id,
        one=heard,
        refusals=_refusals(),
        introduced=how_to_meet(session, house.safe, introduction, partner_id, own_name, house.settings.office_name),
        fault=fault,
        words=words,
        status=HTTPStatus.BAD_REQUEST if fault else HTTPStatus.OK,
    )


def _say_before(heard: Heard) -> str:
    said = {"yes": _("yes"), "no": _("no"), "later": _("later")}[heard.own_answer]
    return _("You answered this before: %(said)s. Nothing has changed.") % {"said": said}


def _say_taken(said: str, introduction: Introduction) -> str:
    if said == "yes" and introduction.introduced_on is not None:
        return _("You both said yes. Here is how to reach each other.")
    return {
        "yes": _("You said yes. We wait for the other one, and send you a mail."),
        "no": _("You said no. Thank you: we learn from it. Nobody sees why."),
        "later": _("You said later. We come back to it in about three months."),
    }[said]


def _say_outcome(outcome: str) -> str:
    return {
        "started": _("How good! It stands among your collaborations now."),
        "met": _("Good that you spoke. Tell us later what came of it."),
        "nothing": _("Thank you for telling us. We learn from it."),
    }[outcome]
