"""The file of one partner for staff: who speaks for it, what was noted, its introductions, its room and pause."""

from dataclasses import dataclass, field
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from graph.casefile import answers_of, levels_of, names_of
from graph.introducing import Introductions
from graph.model import CHOSEN_FIELDS, Partner
from service.access import USUAL_LEVELS
from service.casework import LONGEST_NOTE, NOTE_KINDS, add_note, notes_of, remove_note
from service.pages import care_words
from service.pages.care import tell_asked
from service.pages.desk import Desk, ReadingDesk, WritingDesk
from service.pages.reader import PageReader, Pages
from service.pages.rendering import render
from service.pages.saying import say
from service.pages.way import STATES, say_code
from service.people import People
from service.room import MOST_ROOM, NoSuchPause, NoSuchRoom, set_pause, set_room
from service.rows import RowId
from service.standing import ask_whether_right, confirm
from service.texts import gettext as _

MOST_SHOWN = 100
"""Introductions and answers that a file shows."""

router = APIRouter(prefix="/werkbank/partners/{partner_id}", include_in_schema=False)


@dataclass(frozen=True)
class Meeting:
    """An introduction of the partner, in one line."""

    id: int
    other_id: str
    other_name: str
    says_state: str


@dataclass(frozen=True)
class Filled:
    """What somebody filled in that could not be taken in, and what is wrong with it, by name of the field."""

    values: dict[str, str] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)


def file_address(partner_id: str, where: str = "") -> str:
    """Return the address of a partner's file, or of a part of it.

    >>> file_address("de bieb", "notes")
    '/werkbank/partners/de%20bieb#notes'
    """
    return f"/werkbank/partners/{quote(partner_id, safe='')}" + (f"#{where}" if where else "")


@router.get("")
def show_file(request: Request, partner_id: str, desk: ReadingDesk, pages: Pages) -> HTMLResponse:
    """Show the file of a partner."""
    return _show(request, partner_id, desk, pages, Filled())


@router.post("/ruimte")
def change_room(
    request: Request, partner_id: str, desk: WritingDesk, pages: Pages, room: Annotated[str, Form()] = ""
) -> Response:
    """Set for how many new contacts in a quarter there is room; nothing means that it did not say."""
    try:
        set_room(desk.session, desk.asker, partner_id, room)
    except NoSuchRoom:
        fault = _("Fill in a whole number from 0 to %(most)s, or nothing.") % {"most": MOST_ROOM}
        return _show(request, partner_id, desk, pages, Filled({"room": room}, {"room": fault}))
    return _done(request, partner_id, _("The room for new contacts is written down."))


@router.post("/pauze")
def change_pause(
    request: Request, partner_id: str, desk: WritingDesk, pages: Pages, until: Annotated[str, Form()] = ""
) -> Response:
    """Set up to which day a partner wants no new contacts; nothing filled in ends the pause."""
    try:
        set_pause(desk.session, desk.asker, partner_id, until, desk.day)
    except NoSuchPause:
        fault = _("Choose a day after today, at most two years from now.")
        return _show(request, partner_id, desk, pages, Filled({"until": until}, {"until": fault}))
    return _done(request, partner_id, _("The pause is set.") if until else _("The pause is over."))


@router.post("/klopt")
def confirm_profile(request: Request, partner_id: str, desk: WritingDesk) -> RedirectResponse:
    """Note that the profile is right as of today."""
    confirm(desk.session, desk.asker, partner_id, desk.day)
    return _done(request, partner_id, _("Noted: the profile is right as of today."))


@router.post("/profiel-vragen")
def ask_about_profile(request: Request, partner_id: str, desk: WritingDesk) -> RedirectResponse:
    """Mail those who speak for the partner the question whether its profile is still right."""
    n_mails = ask_whether_right(desk.session, desk.asker, partner_id, desk.day)
    return _done(request, partner_id, tell_asked([n_mails]))


@router.post("/notities")
def write_note(  # noqa: PLR0913, PLR0917 -- FastAPI reads the form from arguments
    request: Request,
    partner_id: str,
    desk: WritingDesk,
    pages: Pages,
    kind: Annotated[str, Form()] = "note",
    text: Annotated[str, Form()] = "",
) -> Response:
    """Write a note, or that somebody called, mailed or visited."""
    text = text.replace("\r\n", "\n").strip()
    kind = kind if kind in NOTE_KINDS else "note"
    if not 0 < len(text) <= LONGEST_NOTE:
        fault = (
            _("This is too long; %(most)s characters fit.") % {"most": LONGEST_NOTE}
            if text
            else _("Write down what you want to remember.")
        )
        return _show(request, partner_id, desk, pages, Filled({"kind": kind, "text": text}, {"text": fault}))
    add_note(desk.session, desk.safe, desk.asker, partner_id, kind, text)
    return _done(request, partner_id, _("Written down."), "notes")


@router.post("/notities/{note_id}/weg")
def throw_note_away(request: Request, partner_id: str, note_id: RowId, desk: WritingDesk) -> RedirectResponse:
    """Remove a note for good."""
    remove_note(desk.session, desk.asker, partner_id, note_id)
    return _done(request, partner_id, _("The note is removed."), "notes")


def _show(request: Request, partner_id: str, desk: Desk, pages: PageReader, filled: Filled) -> HTMLResponse:
    partner = pages.describer.details(partner_id)
    row = desk.session.get_one(Partner, partner_id)
    chosen = levels_of(desk.session, partner_id)
    return render(
        request,
        "partner_file.html",
        400 if filled.faults else 200,
        partner=partner,
        row=row,
        is_paused=row.paused_until is not None and row.paused_until >= desk.day,
        day=desk.day,
        contacts=People(desk.session, desk.safe).contacts(partner_id),
        notes=notes_of(desk.session, desk.safe, partner_id),
        kinds=NOTE_KINDS,
        meetings=_meetings(desk, partner_id),
        answers=answers_of(desk.session, partner_id)[:MOST_SHOWN],
        levels=[(each, chosen.get(each, USUAL_LEVELS[each]), each in chosen) for each in CHOSEN_FIELDS],
        filled=filled,
        words=care_words,
    )


def _meetings(desk: Desk, partner_id: str) -> list[Meeting]:
    own = Introductions(desk.session).of_partner(partner_id)[:MOST_SHOWN]
    others = {each.id: each.second_id if each.first_id == partner_id else each.first_id for each in own}
    names = names_of(desk.session, set(others.values()))
    return [Meeting(each.id, others[each.id], names[others[each.id]], say_code(STATES, each.state)) for each in own]


def _done(request: Request, partner_id: str, told: str, where: str = "") -> RedirectResponse:
    say(request, told)
    return RedirectResponse(file_address(partner_id, where), 303)
