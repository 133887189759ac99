"""What the approved introductions would ask of each partner, and the button that sends them."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse

from graph.introducing import Introductions
from graph.introductions import Introduction
from service.days import Today
from service.house import ReadingSession, WritingSession
from service.introductions.origins import Origins, read_origins
from service.introductions.room import count_mailed, read_rooms
from service.introductions.sending import Burden, Sent, burdens, send
from service.pages.details import Describer, PartnerBrief
from service.pages.office import describer_of, go
from service.pages.rendering import render
from service.pages.saying import say
from service.pages.way import LANE_LABELS, say_code, say_origin
from service.recognising import Asking
from service.rows import RowId
from service.texts import gettext as _
from service.texts import ngettext
from service.visibility import SnapshotReader
from service.wording import join

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class ApprovedView:
    """An approved introduction."""

    id: int
    partners: tuple[PartnerBrief, PartnerBrief]
    lane: str


@dataclass(frozen=True)
class BurdenView:
    """What the batch asks of one partner."""

    partner: PartnerBrief
    others: list[tuple[int, PartnerBrief]]
    room: int
    n_over: int
    n_mailed: int


@router.get("/werkbank/versturen")
def show_batch(request: Request, snapshot: SnapshotReader, session: ReadingSession, today: Today) -> HTMLResponse:
    """Show what was approved and what it asks of each partner."""
    describer, n_mailed = describer_of(snapshot), count_mailed(session)
    approved = Introductions(session).in_state("approved")
    asked = burdens(approved, read_rooms(session, snapshot, today))
    origins = read_origins(session, [introduction.id for introduction in approved])
    return render(
        request,
        "sending.html",
        approved=[_view(introduction, describer, origins) for introduction in approved],
        burdens=[_view_burden(burden, describer, n_mailed) for burden in asked],
        n_to_call=sum(not n_mailed.get(burden.partner_id) for burden in asked),
    )


def _brief(describer: Describer, partner_id: str) -> PartnerBrief:
    return describer.brief(describer.network.position(partner_id))


def _view(introduction: Introduction, describer: Describer, origins: Origins) -> ApprovedView:
    return ApprovedView(
        id=introduction.id,
        partners=(_brief(describer, introduction.first_id), _brief(describer, introduction.second_id)),
        lane=say_code(LANE_LABELS, introduction.lane) or say_origin(introduction, origins),
    )


def _view_burden(burden: Burden, describer: Describer, n_mailed: dict[str, int]) -> BurdenView:
    return BurdenView(
        partner=_brief(describer, burden.partner_id),
        others=[(introduction.id, _brief(describer, other)) for introduction, other in burden.others],
        room=max(burden.room, 0),
        n_over=burden.n_over,
        n_mailed=n_mailed.get(burden.partner_id, 0),
    )


@router.post("/werkbank/versturen")
def send_batch(  # noqa: PLR0913, PLR0917 -- what a route is lent, and its form
    request: Request,
    snapshot: SnapshotReader,
    session: WritingSession,
    asker: Asking,
    today: Today,
    introduction_ids: Annotated[list[RowId] | None, Form(alias="kennismaking")] = None,
) -> Response:
    """Ask the partners of the ticked introductions, and say what was sent."""
    if not introduction_ids:
        say(request, _("Nothing was sent: tick at least one introduction."))
        return go("/werkbank/versturen")
    sent = send(session, asker, introduction_ids, today)
    say(request, _say_sent(sent, describer_of(snapshot)))
    return go("/werkbank/versturen")


def _say_sent(sent: Sent, describer: Describer) -> str:
    n_sent, n_persons, n_over = len(sent.introductions), sent.n_persons, sent.n_passed_over
    said = [ngettext("%(n)s introduction sent.", "%(n)s introductions sent.", n_sent) % {"n": n_sent}]
    if n_persons:
        said.append(ngettext("%(n)s person gets mail.", "%(n)s persons get mail.", n_persons) % {"n": n_persons})
    if sent.to_call:
        names = join([_brief(describer, partner_id).name for partner_id in sent.to_call])
        said.append(_("Call yourself: %(names)s.") % {"names": names})
    if n_over:
        text = ngettext("%(n)s was sent or taken back before.", "%(n)s were sent or taken back before.", n_over)
        said.append(text % {"n": n_over})
    return " ".join(said)
