"""A team for a plan: the question in the address, teams as cards, a member swapped for another, and all proposed."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse

from service.days import Today
from service.house import InHouse, ReadingSession, WritingSession
from service.introductions.room import read_rooms
from service.pages.found import find_named
from service.pages.office import describer_of, go
from service.pages.own_match import names_to_propose
from service.pages.reader import Pages
from service.pages.rendering import address, render
from service.pages.saying import say
from service.pages.team_asked import SIZES, read_question
from service.pages.team_found import look
from service.recognising import Asking
from service.teams.asking import without_room
from service.teams.proposing import Proposed, propose_team
from service.texts import gettext as _
from service.texts import ngettext
from service.visibility import SnapshotReader

PATH = "/werkbank/team"

router = APIRouter(include_in_schema=False)


@router.get(PATH)
def show_teams(request: Request, house: InHouse, pages: Pages, session: ReadingSession, today: Today) -> HTMLResponse:
    """Show the form, and the teams for what it asks; with members in the address, that team alone."""
    snapshot = pages.snapshot
    describer = describer_of(snapshot)
    who = find_named(request.query_params.get("vrager", ""), describer, describer.overview.is_present())
    question = read_question(request, snapshot, describer, who.partner.id if who.partner else "")
    found = None
    if not who.fault:
        found = look(snapshot, house, describer, question, without_room(read_rooms(session, snapshot, today)))
    return render(
        request,
        "team.html",
        is_empty=snapshot.network.n_partners == 0,
        question=question,
        who=who,
        who_links=[(question.where(vrager=each.id), each) for each in who.proposals],
        given=describer.briefs(snapshot.network.position(each) for each in question.given_ids),
        names=names_to_propose(describer),
        themes=pages.theme_options,
        sectors=pages.sector_options,
        sizes=[(str(size), str(size)) for size in SIZES],
        found=found,
    )


@router.post(PATH)
def propose(  # noqa: PLR0913, PLR0917 -- what a route is lent, and its form
    request: Request,
    snapshot: SnapshotReader,
    session: WritingSession,
    asker: Asking,
    today: Today,
    asking_id: Annotated[str, Form(alias="vrager")],
    member_ids: Annotated[list[str], Form(alias="lid")],
) -> Response:
    """Propose the one who asks to each member of a team, as introductions that await a decision in the queue."""
    rooms = read_rooms(session, snapshot, today)
    done = propose_team(session, asker, snapshot.network, rooms, asking_id, member_ids, today)
    say(request, _tell(done))
    return go("/werkbank/kennismakingen" if done.new or done.running else address(PATH, {"vrager": asking_id}))


def _tell(done: Proposed) -> str:
    told = [
        ngettext("%(num)s introduction added.", "%(num)s introductions added.", len(done.new)) % {"num": len(done.new)}
    ]
    if done.acquainted:
        n = len(done.acquainted)
        told.append(ngettext("%(num)s member is known already.", "%(num)s members are known already.", n) % {"num": n})
    if done.running:
        n = len(done.running)
        told.append(
            ngettext("%(num)s has an introduction that runs.", "%(num)s have an introduction that runs.", n)
            % {"num": n}
        )
    if not done.new and not done.acquainted and not done.running:
        told.append(_("There is nobody in it but the one who asks."))
    return " ".join(told)
