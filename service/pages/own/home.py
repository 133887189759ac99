"""The first page of a partner: what waits for it, what runs, and what would help most."""

from dataclasses import dataclass
from http import HTTPStatus
from math import exp

import pandas as pd
from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from sqlalchemy import select
from sqlalchemy.orm import Session

from graph.collaborating import collaborations_of
from graph.model import Partner
from matching.questions import Question
from service.access import Asker
from service.grants.applying import count_waiting as count_grants
from service.house import InHouse, ReadingSession, WritingSession
from service.introductions.reasons import REFUSALS
from service.learning_path.own import say_beside_own, steps_beside
from service.learning_path.path import Paths
from service.pages.own.asked import say_refusal, sort_heard
from service.pages.own.frame import Typed, go_on, home_of, one, render_own, today
from service.pages.rendering import render
from service.pages.saying import say
from service.profiles import Profile, find_partner, read_profile
from service.pulse.answering import open_questions
from service.recognising import Asking
from service.room import MOST_ROOM, NoSuchPause, NoSuchRoom, room_left, set_pause, set_room
from service.snapshot import Snapshot
from service.stories.agreeing import count_waiting
from service.texts import gettext as _
from service.texts import say_date, say_number
from service.visibility import visible_network
from service.wording import say_question

LEAST_GAIN = 0.1
"""Log-odds; what brings less is not told in numbers."""

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class Completeness:
    """How much of a profile is there, and what would help most."""

    n_said: int
    n_parts: int
    missing: list[str]
    """Parts that are empty, in words."""
    question: str
    """What to say next; empty where nothing is left."""
    gain: str
    """What that would bring."""


@router.get("/mijn")
def choose_partner(request: Request, asker: Asking, session: ReadingSession) -> Response:
    """Show the partners that the asker speaks for; a single one is opened at once."""
    own = session.execute(
        select(Partner.id, Partner.name).where(Partner.id.in_(asker.partner_ids)).order_by(Partner.name, Partner.id)
    ).all()
    if len(own) == 1:
        return go_on(home_of(own[0].id))
    return render(request, "mijn_choose.html", partners=[(home_of(row.id), row.name) for row in own])


@router.get("/mijn/{partner_id}")
def show_home(
    request: Request, partner_id: str, house: InHouse, session: ReadingSession, asker: Asking
) -> HTMLResponse:
    """Show what waits for the partner first, then what runs."""
    return _home(request, partner_id, house, session, asker)


@router.post("/mijn/{partner_id}/ruimte")
def change_room(  # noqa: PLR0913, PLR0917 -- what a route takes in
    request: Request, partner_id: str, house: InHouse, asker: Asking, session: WritingSession, typed: Typed
) -> Response:
    """Store how many new contacts the partner has room for in a quarter."""
    try:
        room = set_room(session, asker, partner_id, one(typed, "ruimte"))
    except NoSuchRoom:
        faults = {"ruimte": _("Type a whole number from 0 to %(most)s, or leave it empty.") % {"most": MOST_ROOM}}
        return _home(request, partner_id, house, session, asker, faults=faults, typed=typed)
    say(request, _("Saved. This is how much room you have.") if room is not None else _("Saved. You need not say it."))
    return go_on(f"{home_of(partner_id)}#ruimte")


@router.post("/mijn/{partner_id}/pauze")
def change_pause(  # noqa: PLR0913, PLR0917 -- what a route takes in
    request: Request, partner_id: str, house: InHouse, asker: Asking, session: WritingSession, typed: Typed
) -> Response:
    """Begin or end a pause."""
    try:
        until = set_pause(session, asker, partner_id, one(typed, "tot"), today())
    except NoSuchPause:
        faults = {"tot": _("Choose a day after today, within two years.")}
        return _home(request, partner_id, house, session, asker, faults=faults, typed=typed)
    told = _("You have a pause up to and including %(day)s. We bring you no new contacts until then.")
    say(request, told % {"day": say_date(until.isoformat())} if until else _("Your pause has ended."))
    return go_on(f"{home_of(partner_id)}#ruimte")


def _home(  # noqa: PLR0913 -- what the page is made of
    request: Request,
    partner_id: str,
    house: InHouse,
    session: Session,
    asker: Asker,
    *,
    faults: dict[str, str] | None = None,
    typed: dict[str, list[str]] | None = None,
) -> HTMLResponse:
    partner, snapshot = find_partner(session, partner_id), house.snapshots.current()
    left = room_left(session, partner_id, today())
    collaborations = collaborations_of(session, partner_id)
    return render_own(
        request,
        "mijn_home.html",
        session,
        partner_id,
        heard=sort_heard(session, partner_id, snapshot, left),
        refusals=[(code, say_refusal(code)) for code in REFUSALS],
        room=partner.capacity,
        room_left=left,
        most_room=MOST_ROOM,
        paused_until=partner.paused_until if partner.paused_until and partner.paused_until >= today() else None,
        running=[each for each in collaborations if not each.end_date],
        n_collaborations=len(collaborations),
        n_stories=count_waiting(session, partner_id),
        n_grants=count_grants(session, partner_id, today()),
        n_open=len(open_questions(session, house.settings, partner_id, today())),
        completeness=completeness(read_profile(session, partner_id), _question(snapshot, partner_id)),
        on_path=_on_path(snapshot, asker, partner_id),
        place=partner.place,
        faults=faults or {},
        typed={name: values[0] for name, values in (typed or {}).items()},
        status=HTTPStatus.BAD_REQUEST if faults else HTTPStatus.OK,
    )


def _on_path(snapshot: Snapshot, asker: Asker, partner_id: str) -> list[str]:
    """Say with whom of the steps beside its own a partner works; nothing for one beside the path of learning."""
    day = pd.Timestamp(snapshot.network.day or today())
    seen = snapshot.views.get(  # once for each role: who sees which places depends on it
        f"learning path {asker.role}", lambda: Paths(visible_network(snapshot.network, asker), day)
    )
    return [say_beside_own(each) for each in steps_beside(seen, partner_id)]


def _question(snapshot: Snapshot, partner_id: str) -> Question | None:
    is_there = partner_id in snapshot.network.positions
    return snapshot.matcher.question(partner_id) if is_there else None


def completeness(profile: Profile, question: Question | None) -> Completeness:
    """Return how much of a profile is there; `question` is what would help most."""
    parts = {
        _("what you do"): profile.description,
        _("what you seek"): profile.seeks,
        _("what you offer"): profile.offers,
        _("themes"): profile.themes,
        _("place"): profile.place,
        _("website"): profile.website,
    }
    missing = [name for name, value in parts.items() if not value]
    return Completeness(
        n_said=len(parts) - len(missing),
        n_parts=len(parts),
        missing=missing,
        question=say_question(question) if question else "",
        gain=say_gain(question.gain) if question else "",
    )


def say_gain(gain: float) -> str:
    """Say what an answer would bring, from log-odds.

    >>> say_gain(0.0)
    'Dan begrijpen wij beter wie bij u past.'
    """
    if gain < LEAST_GAIN:
        return _("Then we understand better who fits you.")
    times = say_number(round(exp(gain), 1))
    return _("With partners who say this, a suggestion fits about %(times)s times as often.") % {"times": times}
