"""The queue of today: approve, hold or put aside one pair after the other, in place."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse

from graph.errors import IllegalStep
from graph.introducing import Introductions
from matching.lanes import PLACES_PER_LANE
from service.days import Today
from service.grants.applying import count_undecided
from service.house import InHouse, ReadingSession, WritingSession
from service.introductions.deciding import DECISIONS
from service.introductions.origins import read_origins
from service.introductions.queue import desk_of, draw_queue, item_of
from service.introductions.reasons import DISMISSALS
from service.introductions.room import count_mailed, read_rooms
from service.pages.decided import Decided, decide_and_say, say_too_late, take_back_once
from service.pages.details import Describer
from service.pages.leaning import kept, leant_of, note_of
from service.pages.office import describer_of, go_back, is_by_script, one_of
from service.pages.pairs import view_pair
from service.pages.rendering import address, render
from service.pages.saying import say
from service.pages.way import REASONS, options
from service.recognising import Asking
from service.rows import RowId
from service.texts import gettext as _
from service.visibility import SnapshotReader
from service.year_themes.leaning import Leant, lean_of

LANE_NAMES = {"passend": "close", "brug": "bridge", "nieuw": "newcomer"}
"""Lanes as the address names them."""
MOST_MORE = 100
"""Places that may be added to a lane beyond those of the day."""

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class Tab:
    """A lane as the row of tabs shows it."""

    name: str
    lane: str
    label: str
    n_left: int
    n_done: int


@router.get("/werkbank")
def show_queue(
    request: Request, snapshot: SnapshotReader, session: ReadingSession, house: InHouse, today: Today
) -> HTMLResponse:
    """Show what awaits a decision in one lane; without a lane in the address, in the first that holds something."""
    leant = leant_of(request, session, today)
    desk, describer = desk_of(house, snapshot, lean_of(leant)), describer_of(snapshot)
    rooms = read_rooms(session, snapshot, today)
    n_more = _read_more(request)
    queue = draw_queue(session, desk, rooms, today, n_more=n_more)
    tabs = [
        Tab(name, lane, _LANE_TITLES[lane](), len(queue.items[lane]), queue.n_done[lane])
        for name, lane in LANE_NAMES.items()
    ]
    asked = next((tab for tab in tabs if tab.name == request.query_params.get("baan")), None)
    tab = asked or max(tabs, key=lambda tab: (tab.n_left > 0, tab.n_done > 0))  # the first of equal ones
    n_mailed = count_mailed(session)
    shown = [item.introduction.id for item in queue.items[tab.lane] if item.introduction]
    origins = read_origins(session, shown)
    return render(
        request,
        "queue.html",
        tabs=tabs,
        tab=tab,
        explanation=_LANE_EXPLANATIONS[tab.lane](),
        items=[view_pair(item, describer, rooms, n_mailed, origins) for item in queue.items[tab.lane]],
        next_tab=next((one for one in tabs if one.n_left and one is not tab), None),
        n_approved=len(Introductions(session).in_state("approved")),
        n_applications=count_undecided(session),
        n_partners=snapshot.network.n_partners,
        more=address("/werkbank", {"baan": tab.name, "meer": min(n_more + PLACES_PER_LANE, MOST_MORE), **kept(leant)}),
        lean=note_of(request, leant),
        kept=kept(leant),
        dismissals=options(REASONS, DISMISSALS),
    )


_LANE_TITLES: dict[str, Callable[[], str]] = {
    "close": lambda: _("Close fit"),
    "bridge": lambda: _("Bridge"),
    "newcomer": lambda: _("Newcomer"),
}
_LANE_EXPLANATIONS: dict[str, Callable[[], str]] = {
    "close": lambda: _("What one seeks and the other offers, or does already, fits well."),
    "bridge": lambda: _("Two sectors that seldom work together here."),
    "newcomer": lambda: _("One of the two has no collaboration yet, or joined less than a year ago."),
}


def _read_more(request: Request) -> int:
    text = request.query_params.get("meer", "")
    return min(int(text), MOST_MORE) if text.isascii() and text.isdigit() and len(text) <= 3 else 0  # noqa: PLR2004


@router.post("/werkbank/besluit")
def decide_pair(  # noqa: PLR0913, PLR0917 -- what a route is lent, and its form
    request: Request,
    snapshot: SnapshotReader,
    house: InHouse,
    session: WritingSession,
    asker: Asking,
    today: Today,
    one_id: Annotated[str, Form(alias="een")],
    other_id: Annotated[str, Form(alias="ander")],
    decision: Annotated[str, Form(alias="besluit"), one_of(DECISIONS)],
    reason: Annotated[str, Form(alias="reden"), one_of(DISMISSALS)] = "other",
) -> Response:
    """Decide on a pair: at a stroke by htmx, else with the page shown again."""
    leant = leant_of(request, session, today)
    pair, desk = (one_id, other_id), desk_of(house, snapshot, lean_of(leant))
    decided = decide_and_say(session, asker, desk, pair, decision, reason, today)
    return tell_decided(request, describer_of(snapshot), pair, decided, leant)


def tell_decided(
    request: Request,
    describer: Describer,
    pair: tuple[str, str],
    decided: Decided,
    leant: Leant | None = None,
) -> Response:
    """Say what became of a pair, with the way to take it back as long as partners do not know of it."""
    names = " – ".join(describer.brief(describer.network.position(each)).name for each in pair)
    about = decided.introduction.id if decided.introduction else None
    undo = address(f"/werkbank/kennismakingen/{about}/terugnemen", kept(leant)) if decided.may_undo else ""
    if is_by_script(request):
        return render(request, "queue_decided.html", text=decided.text, names=names, undo=undo, about=about)
    say(request, f"{decided.text}: {names}.", undo=undo)
    return go_back(request)


@router.post("/werkbank/kennismakingen/{introduction_id}/terugnemen")
def undo_decision(  # noqa: PLR0913, PLR0917 -- what a route is lent
    request: Request,
    introduction_id: RowId,
    snapshot: SnapshotReader,
    house: InHouse,
    session: WritingSession,
    asker: Asking,
    today: Today,
) -> Response:
    """Take a decision back: the pair stands in the queue again. Once partners know of it, that is told instead."""
    introduction, describer = Introductions(session).get(introduction_id), describer_of(snapshot)
    leant = leant_of(request, session, today)
    pair = (introduction.first_id, introduction.second_id)
    try:
        take_back_once(session, asker, introduction)
    except IllegalStep:
        return tell_decided(request, describer, pair, Decided(say_too_late(), None), leant)
    if not is_by_script(request):
        say(request, _("Taken back. The pair is proposed again."))
        return go_back(request)
    item = item_of(desk_of(house, snapshot, lean_of(leant)), introduction)
    origins = read_origins(session, [introduction.id])
    view = view_pair(item, describer, read_rooms(session, snapshot, today), count_mailed(session), origins)
    return render(request, "queue_item.html", item=view, dismissals=options(REASONS, DISMISSALS), kept=kept(leant))
