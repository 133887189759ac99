"""The list of introductions: what became of each, and who waits for whom; to read and to take along."""

from dataclasses import dataclass

import numpy as np
from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session

from graph.introductions import STATES as CODES
from graph.introductions import Introduction
from matching.lanes import LANES
from service.days import Today
from service.house import ReadingSession
from service.introductions.listing import Listed, Wanted, find_introductions, partners_introduced, read_listed
from service.introductions.origins import Origins, read_origins
from service.lists_out import Kind, Value, table_response
from service.pages.asked import read_page
from service.pages.details import Describer, PartnerBrief
from service.pages.office import describer_of
from service.pages.overview import fold
from service.pages.paging import cut_page
from service.pages.queue import LANE_NAMES
from service.pages.rendering import address, render, tell_address
from service.pages.way import ANSWERS, LANE_LABELS, STATES, WAITING, Wait, options, say_code, say_origin, waits_for
from service.texts import gettext as _
from service.visibility import SnapshotReader

ROWS_PER_PAGE = 25
PATH = "/werkbank/kennismakingen"

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class Asked:
    """What the address asks for; what it does not know is left out."""

    state: str
    partner: str
    lane: str
    waits: str
    page: int

    @property
    def parameters(self) -> dict[str, str]:
        """The parameters of the address, without the page."""
        return {"staat": self.state, "partner": self.partner, "baan": self.lane, "wacht": self.waits}

    @property
    def wanted(self) -> Wanted:
        """Which introductions that means."""
        states = WAITING.get(self.waits, ())
        if self.state:
            states = (self.state,) if not states or self.state in states else ("",)
        return Wanted(states, self.partner, LANE_NAMES.get(self.lane, ""))


@dataclass(frozen=True)
class Row:
    """A line of the list."""

    id: int
    partners: tuple[PartnerBrief, PartnerBrief]
    state: str
    lane: str
    since: str
    wait: Wait | None
    waits_for: list[PartnerBrief]


@router.get(PATH)
def list_introductions(request: Request, snapshot: SnapshotReader, session: ReadingSession, today: Today) -> Response:
    """List the introductions that the address asks for."""
    describer, asked = describer_of(snapshot), _read_asked(request)
    found = np.array(find_introductions(session, asked.wanted), np.int64)
    page = cut_page(found, asked.page, ROWS_PER_PAGE)
    answer = render(
        request,
        "introductions.html",
        asked=asked,
        rows=[_row(listed, describer, today) for listed in read_listed(session, page.items.tolist())],
        n_found=len(found),
        page=page,
        states=options(STATES, CODES),
        partners=_partner_options(session, describer),
        lanes=[(name, say_code(LANE_LABELS, lane)) for name, lane in LANE_NAMES.items()],
        waits=[
            ("bureau", _("The office")),
            ("partners", _("Partners: an answer")),
            ("uitkomst", _("Partners: what came of it")),
        ],
        files=[(kind, address(f"{PATH}/bestand.{kind}", asked.parameters)) for kind in ("csv", "xlsx")],
    )
    return tell_address(request, answer, address(PATH, asked.parameters, pagina=page.shown_number))


@router.get(PATH + "/bestand.{kind}")
def download_introductions(
    request: Request, kind: Kind, snapshot: SnapshotReader, session: ReadingSession, today: Today
) -> Response:
    """Give the introductions that the address asks for as a file."""
    describer = describer_of(snapshot)
    listed = read_listed(session, find_introductions(session, _read_asked(request).wanted))
    columns = [
        *(_("Number"), _("First partner"), _("Second partner"), _("State"), _("Since"), _("Lane"), _("Origin")),
        *(_("Answer of the first"), _("Answer of the second"), _("Answer before"), _("Waits for"), _("Days left")),
    ]
    origins = read_origins(session, [each.introduction.id for each in listed])
    cells = (_cells(each, describer, today, origins) for each in listed)
    return table_response(cells, columns, "kennismakingen", kind)


def _read_asked(request: Request) -> Asked:
    query = request.query_params
    state, lane, waits = query.get("staat", ""), query.get("baan", ""), query.get("wacht", "")
    return Asked(
        state=state if state in CODES else "",
        partner=query.get("partner", "")[:200],
        lane=lane if lane in LANE_NAMES else "",
        waits=waits if waits in WAITING else "",
        page=read_page(query.get("pagina", "")),
    )


def _partner_options(session: Session, describer: Describer) -> list[tuple[str, str]]:
    there = [each for each in partners_introduced(session) if each in describer.network.positions]
    names = [(each, describer.brief(describer.network.position(each)).name) for each in there]
    return sorted(names, key=lambda option: (fold(option[1]), option[0]))


def _briefs(introduction: Introduction, describer: Describer) -> tuple[PartnerBrief, PartnerBrief]:
    position = describer.network.position
    return describer.brief(position(introduction.first_id)), describer.brief(position(introduction.second_id))


def _row(listed: Listed, describer: Describer, today: Today) -> Row:
    introduction = listed.introduction
    partners = _briefs(introduction, describer)
    wait = waits_for(introduction, today)
    return Row(
        id=introduction.id,
        partners=partners,
        state=say_code(STATES, introduction.state),
        lane=_say_lane(introduction),
        since=listed.since.isoformat(),
        wait=wait,
        waits_for=[each for each in partners if wait and each.id in wait.partner_ids],
    )


def _say_lane(introduction: Introduction) -> str:
    return say_code(LANE_LABELS, introduction.lane) if introduction.lane in LANES else ""


def _cells(listed: Listed, describer: Describer, today: Today, origins: Origins) -> list[Value]:
    row, introduction = _row(listed, describer, today), listed.introduction
    answers = (introduction.first_answer, introduction.second_answer)
    awaited = ", ".join(each.name for each in row.waits_for)
    return [
        introduction.id,
        *(partner.name for partner in row.partners),
        row.state,
        listed.since,
        row.lane,
        say_origin(introduction, origins),
        *(say_code(ANSWERS, answer) if answer else "" for answer in answers),
        introduction.due_on,
        (awaited or row.wait.text) if row.wait else "",
        row.wait.days_left if row.wait else None,
    ]
