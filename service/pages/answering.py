"""The page of a question: would you like to meet? Read without signing in, answered by a button."""

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlalchemy.orm import Session

from graph.introducing import other_side, partner_on
from graph.model import Partner
from service.access import Asker, Role
from service.house import House, InHouse, ReadingSession, WritingSession
from service.introductions.asking import answer
from service.introductions.reasons import REFUSALS
from service.introductions.sharing import SHARED, contacts_shown_to, first_words
from service.introductions.telling import tell_reasons, tell_their_reasons
from service.limits import limiting
from service.mail.kinds import ANSWER_WORDS
from service.pages.linked import LinkedIntroduction, LinkRoute, read_introduction, was_seen
from service.pages.own.asked import say_refusal
from service.pages.rendering import render
from service.recognising import Asking
from service.texts import gettext as _
from service.visibility import as_seen_by

router = APIRouter(include_in_schema=False, route_class=LinkRoute)

SAID = {word: said for said, word in ANSWER_WORDS.items()}
MOST_WORDS = 1000
"""Letters that a partner's own words may have."""


@dataclass(frozen=True)
class Filled:
    """What stands in the form, and what is wrong with it, by the name of its field."""

    chosen: str = ""
    reason: str = ""
    words: str = ""
    faults: dict[str, str] = field(default_factory=dict)


@router.get("/antwoord/{token}")
def show_question(  # noqa: PLR0913, PLR0917 -- what the page is made of
    request: Request, token: str, session: ReadingSession, house: InHouse, asker: Asking, zegt: str = ""
) -> HTMLResponse:
    """Show who is meant and why, with the three answers; nothing happens before one is sent."""
    linked = read_introduction(session, house, "answer", token, asker)
    return _show(request, session, house, linked, Filled(zegt))


@router.post("/antwoord/{token}", dependencies=[Depends(limiting("answers by link"))])
def take_answer(  # noqa: PLR0913, PLR0917 -- the fields of the form
    request: Request,
    token: str,
    session: WritingSession,
    house: InHouse,
    asker: Asking,
    zegt: Annotated[str, Form()] = "",
    reden: Annotated[str, Form()] = "",
    woorden: Annotated[str, Form()] = "",
    namens: Annotated[str, Form()] = "",
) -> Response:
    """Take an answer in; one that was given before stays what it was."""
    linked = read_introduction(session, house, "answer", token, asker)
    if linked.introduction.state in {"asked", "accepted_by_one"} and not _own_answer(linked):
        faults = _faults(linked, zegt, reden, namens)
        if faults:
            filled = Filled(zegt, reden, woorden, faults)
            return _show(request, session, house, linked, filled)
        words = woorden.strip()[:MOST_WORDS] if zegt == "nee" else ""
        reason = reden if zegt == "nee" else ""
        today = date.today()  # noqa: DTZ011 -- the day where the service is
        answer(session, linked.introduction, linked.side, SAID[zegt], linked.by, today, reason=reason, words=words)
        was_seen(linked.reader.person)
    return RedirectResponse(f"/antwoord/{token}", 303)


def _faults(linked: LinkedIntroduction, said: str, reason: str, on_behalf: str) -> dict[str, str]:
    faults = {}
    if said not in SAID:
        faults["zegt"] = _("Choose one of the three answers.")
    if said == "nee" and reason not in REFUSALS:
        faults["reden"] = _("Choose why not: it helps us to suggest better.")
    if linked.reader.is_somebody_else and not on_behalf:
        faults["namens"] = _("Tick this if you answer for this partner.")
    return faults


def _own_answer(linked: LinkedIntroduction) -> str:
    return str(getattr(linked.introduction, f"{linked.side}_answer"))


def _show(request: Request, session: Session, house: House, linked: LinkedIntroduction, filled: Filled) -> HTMLResponse:
    introduction, side = linked.introduction, linked.side
    snapshot = house.snapshots.current()
    seen = as_seen_by(snapshot, Asker(Role.PARTNER)).network
    other = session.get_one(Partner, partner_on(introduction, other_side(side)))
    position = seen.positions.get(other.id)
    contacts = contacts_shown_to(session, house.safe, introduction, side)
    return render(
        request,
        "answer.html",
        400 if filled.faults else 200,
        linked=linked,
        own=linked.reader.partner,
        other=other,
        description="" if position is None else seen.partners["description"].iloc[position],
        place="" if position is None else seen.partners["place"].iloc[position],
        reasons=tell_reasons(introduction, side, snapshot),
        their_reasons=tell_their_reasons(introduction, side, snapshot),
        state=_state(linked),
        due_on=introduction.due_on.isoformat() if introduction.due_on else "",
        contacts=contacts,
        first_words=first_words(contacts, linked.reader.partner.name, other.name, house.settings.office_name),
        office=house.settings.office_name,
        filled=filled,
        refusals=[(code, say_refusal(code)) for code in REFUSALS],
    )


def _state(linked: LinkedIntroduction) -> str:
    """Return what there is to say: open, known, waiting, later, no, or over."""
    state, said = linked.introduction.state, _own_answer(linked)
    if state in SHARED:
        return "known"
    if state in {"asked", "accepted_by_one"}:
        return "waiting" if said else "open"
    return said if said in {"no", "later"} else "over"
