"""The page of the theme of a year: what it is, who works on it, what was done, and what to do next."""

from dataclasses import dataclass

import numpy as np
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from graph.network import Mask, Network
from graph.year_themes import YearTheme, concepts_of, year_theme_of
from matching.features import partner_themes
from matching.lean import with_narrower
from service.activities.reading import Asked, agenda, today_of
from service.days import Now
from service.house import ReadingSession
from service.pages.activities.agenda import sayings
from service.pages.details import PartnerBrief, ThemeBrief
from service.pages.reader import PageReader, Pages
from service.pages.rendering import render
from service.recognising import Asking
from service.stories.reading import public_stories

MOST_PARTNERS = 30
MOST_COLLABORATIONS = 12

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class Done:
    """A collaboration as the page lists it."""

    title: str
    start_date: str
    """Partial date."""


@dataclass(frozen=True)
class YearView:
    """The theme of a year, and what there is about it or something narrower, as far as the one who asks may see."""

    theme: YearTheme
    concepts: list[ThemeBrief]
    partners: list[PartnerBrief]
    """Who works on it, by name; `MOST_PARTNERS` at most."""
    n_partners: int
    collaborations: list[Done]
    """What was about it, the latest first; `MOST_COLLABORATIONS` at most."""
    n_collaborations: int


@router.get("/jaarthema/{year}")
def show_year_theme(  # noqa: PLR0913, PLR0917 -- what the page is made of
    request: Request, year: int, session: ReadingSession, pages: Pages, asker: Asking, now: Now
) -> HTMLResponse:
    """Show the theme of a year."""
    theme = year_theme_of(session, year)
    concepts = concepts_of(session, year)
    network = pages.overview.network
    is_meant = with_narrower(network, concepts)
    meant = set(network.themes["id"][is_meant])
    about = [each for each in public_stories(session) if meant & {one.id for one in each.content.themes}]
    in_week = Asked(first=theme.week_starts_on, last=theme.week_ends_on)
    return render(
        request,
        "year_theme.html",
        view=view_year_theme(pages, theme, concepts, is_meant),
        stories=about,
        activities=agenda(session, asker, in_week, now) if theme.week_starts_on else [],
        is_week_over=theme.week_ends_on is not None and theme.week_ends_on < today_of(now),
        **sayings(),
    )


def view_year_theme(pages: PageReader, theme: YearTheme, theme_ids: list[str], is_meant: Mask) -> YearView:
    """Return the theme of a year in the network as it is visible; `is_meant`: which themes it is about."""
    overview, network, describer = pages.overview, pages.overview.network, pages.describer
    works_on_it = np.asarray((partner_themes(network) * is_meant).sum(axis=1) > 0) & overview.is_present()
    working = overview.order(np.flatnonzero(works_on_it), "naam").tolist()
    done = _collaborations_about(network, is_meant)
    known = [network.theme_positions[each] for each in theme_ids if each in network.theme_positions]
    return YearView(
        theme=theme,
        concepts=describer.themes(known),
        partners=describer.briefs(working[:MOST_PARTNERS]),
        n_partners=len(working),
        collaborations=done[:MOST_COLLABORATIONS],
        n_collaborations=len(done),
    )


def _collaborations_about(network: Network, is_meant: Mask) -> list[Done]:
    of = network.collaboration_themes
    numbers = np.unique(of["collaboration"].to_numpy()[is_meant[of["theme"].to_numpy()]])[::-1]
    rows = network.collaborations.iloc[numbers]  # in the order of their starts, turned around
    return [Done(str(title), str(start)) for title, start in zip(rows["title"], rows["start_date"], strict=True)]
