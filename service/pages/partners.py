"""The list of partners, and the page of each one."""

from dataclasses import dataclass

import numpy as np
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from service.days import Today
from service.house import ReadingSession
from service.pages.asked import read_asked
from service.pages.details import PartnerBrief
from service.pages.leaning import leant_of, note_of
from service.pages.paging import cut_page
from service.pages.reader import PageReader, Pages
from service.pages.rendering import address, render, tell_address
from service.pages.streams import draw_streams
from service.stories.reading import public_stories
from service.year_themes.leaning import lean_of

CARDS_PER_PAGE = 24
SUGGESTIONS_SHOWN = 10

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class Card:
    """A partner as the list shows it."""

    brief: PartnerBrief
    description: str
    seeks: list[str]
    offers: list[str]


@router.get("/partners")
def list_partners(request: Request, pages: Pages) -> HTMLResponse:
    """List the partners that the address asks for."""
    overview = pages.overview
    if overview.network.n_partners == 0:
        return render(request, "partners.html", view=None)
    view = read_asked(request, overview)
    found = overview.order(np.flatnonzero(overview.select(view.filters) & overview.is_present()), "naam")
    page = cut_page(found, view.page, CARDS_PER_PAGE)
    answer = render(
        request,
        "partners.html",
        view=view,
        parameters=view.parameters,
        sectors=pages.sector_options,
        themes=pages.theme_options,
        places=[(place, place) for place in overview.common_places],
        n_found=len(found),
        partners=[_card(pages, position) for position in page.items.tolist()],
        page=page,
    )
    return tell_address(request, answer, address("/partners", view.parameters, pagina=page.shown_number))


@router.get("/partners/{partner_id}")
def show_partner(
    request: Request, partner_id: str, pages: Pages, session: ReadingSession, today: Today
) -> HTMLResponse:
    """Show one partner: what it seeks and offers, whom it could meet, with whom it works, and what is told of that."""
    partner = pages.describer.details(partner_id)
    leant = leant_of(request, session, today) if pages.shows_suggestions else None
    suggestions = pages.suggest(partner_id, SUGGESTIONS_SHOWN, lean_of(leant))
    streams = draw_streams(partner.brief.name, partner.neighbours, [suggestion.partner for suggestion in suggestions])
    return render(
        request,
        "partner.html",
        partner=partner,
        suggestions=suggestions,
        lean=note_of(request, leant),
        question=pages.question(partner_id, suggestions),
        streams=streams,
        stories=[each for each in public_stories(session) if partner_id in {one.id for one in each.content.partners}],
        shows_all=pages.shows_suggestions,
    )


def _card(pages: PageReader, position: int) -> Card:
    describer = pages.describer
    return Card(
        brief=describer.brief(position),
        description=pages.overview.network.partners["description"][position],
        seeks=describer.phrases(position, "seeks"),
        offers=describer.phrases(position, "offers"),
    )
