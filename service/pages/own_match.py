"""A match that staff thought of themselves: two partners found, what is known of them, and their introduction."""

from typing import Annotated, Literal

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse

from graph.errors import AlreadyRunning
from graph.introducing import Introductions
from service.days import Today
from service.house import ReadingSession, WritingSession
from service.introductions.checking import Checked, check_pair, note_acquaintance
from service.introductions.deciding import decide, propose_by_hand
from service.introductions.room import read_rooms
from service.pages.details import Describer, PartnerBrief
from service.pages.found import Found, find_named
from service.pages.office import describer_of, go
from service.pages.overview import fold
from service.pages.rendering import address, render
from service.pages.saying import say
from service.pages.way import STATES, say_code
from service.recognising import Asking
from service.texts import gettext as _
from service.visibility import SnapshotReader

PATH = "/werkbank/nieuw"
MOST_NAMES = 1000
"""Names that a field proposes while somebody types; a larger network is searched by what was typed."""

router = APIRouter(include_in_schema=False)


@router.get(PATH)
def show_own_match(request: Request, snapshot: SnapshotReader, session: ReadingSession, today: Today) -> HTMLResponse:
    """Show the two fields, and what is known of the two partners once they are found."""
    describer = describer_of(snapshot)
    one, other = _find(request, "een", describer), _find(request, "ander", describer)
    checked = None
    if one.partner and other.partner and one.partner.id == other.partner.id:
        other = Found(other.text, None, [], _("These are one and the same. Choose another partner."))
    elif one.partner and other.partner:
        rooms = read_rooms(session, snapshot, today)
        checked = check_pair(session, snapshot.network, rooms, (one.partner.id, other.partner.id), today)
    return render(
        request,
        "own_match.html",
        fields=[("een", _("First partner"), one), ("ander", _("Second partner"), other)],
        checked=checked,
        warnings=_warn(checked, describer) if checked else [],
        earlier=[(each.id, say_code(STATES, each.state)) for each in checked.earlier] if checked else [],
        names=names_to_propose(describer),
        links={field: _links(field, found, other_text) for field, found, other_text in _both(one, other)},
    )


def _both(one: Found, other: Found) -> list[tuple[str, Found, str]]:
    return [("een", one, other.text), ("ander", other, one.text)]


def _links(field: str, found: Found, other_text: str) -> list[tuple[str, PartnerBrief]]:
    other_field = "ander" if field == "een" else "een"
    return [(address(PATH, {field: each.id, other_field: other_text}), each) for each in found.proposals]


def _find(request: Request, field: str, describer: Describer) -> Found:
    return find_named(request.query_params.get(field, ""), describer, describer.overview.is_present())


def names_to_propose(describer: Describer) -> list[str]:
    """Return the names that a field proposes while somebody types; none in a large network."""
    names = describer.network.partners["name"][describer.overview.is_present()]
    return sorted(names, key=fold) if len(names) <= MOST_NAMES else []


def _warn(checked: Checked, describer: Describer) -> list[str]:
    """Say what speaks against introducing the two, what weighs most first."""
    name = {each: describer.brief(describer.network.position(each)).name for each in checked.paused}
    name |= {each: describer.brief(describer.network.position(each)).name for each in checked.without_room}
    warnings = []
    if checked.together:
        warnings.append(_("They work together already: %(what)s.") % {"what": ", ".join(checked.together[:3])})
    if checked.are_acquainted:
        warnings.append(_("One of them said that they know each other."))
    if checked.are_members:
        warnings.append(_("One of them belongs to the other."))
    if checked.declined:
        warnings.append(_("One of them did not want to meet the other."))
    warnings += [_("%(name)s wants nobody new for now.") % {"name": name[each]} for each in checked.paused]
    warnings += [_("%(name)s has no room left this quarter.") % {"name": name[each]} for each in checked.without_room]
    return warnings


@router.post(PATH)
def add_own_match(  # noqa: PLR0913, PLR0917 -- what a route is lent, and its form
    request: Request,
    snapshot: SnapshotReader,
    session: WritingSession,
    asker: Asking,
    today: Today,
    one_id: Annotated[str, Form(alias="een")],
    other_id: Annotated[str, Form(alias="ander")],
    what: Annotated[Literal["approve", "propose", "known"], Form(alias="wat")],
) -> Response:
    """Add an introduction of two partners, approved or proposed; or note that they know each other."""
    describer = describer_of(snapshot)
    if one_id == other_id:
        return go(address(PATH, {"een": one_id, "ander": other_id}))
    names = " – ".join(describer.brief(describer.network.position(each)).name for each in (one_id, other_id))
    if what == "known":
        note_acquaintance(session, asker, one_id, other_id, today)
        say(request, _("Noted that they know each other: %(names)s.") % {"names": names})
        return go(PATH)
    try:
        introduction = propose_by_hand(session, asker, one_id, other_id)
    except AlreadyRunning:
        running = Introductions(session).running(one_id, other_id)
        say(request, _("These two have an introduction already: here it is."))
        return go(f"/werkbank/kennismakingen/{running.id}" if running else PATH)
    if what == "approve":
        decide(session, asker, introduction, "approve")
        undo = f"/werkbank/kennismakingen/{introduction.id}/terugnemen"
        say(request, _("Approved: %(names)s. It is sent with the others.") % {"names": names}, undo=undo)
        return go("/werkbank/versturen")
    say(request, _("Added: %(names)s.") % {"names": names})
    return go(f"/werkbank/kennismakingen/{introduction.id}")
