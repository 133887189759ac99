"""The page of a theme: what it is, what was done about it, and who works on it."""

from dataclasses import dataclass

import numpy as np
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from graph.errors import UnknownTheme
from graph.network import Mask, Network
from graph.year_themes import year_themes_about
from service.activities.reading import Asked, agenda, today_of
from service.days import Now
from service.house import ReadingSession
from service.pages.activities.agenda import sayings
from service.pages.own.frame import home_of
from service.pages.reader import Pages
from service.pages.rendering import render
from service.recognising import Asking
from service.stories.reading import public_stories

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class ThemeView:
    """A theme, and how much there is about it, as far as the one who asks may see."""

    id: str
    label: str
    description: str
    n_partners: int
    n_collaborations: int
    since: int | None
    """The year in which the first of these began."""


@router.get("/themas/{theme_id}")
def show_theme(  # noqa: PLR0913, PLR0917 -- what the page is made of
    request: Request, theme_id: str, session: ReadingSession, pages: Pages, asker: Asking, now: Now
) -> HTMLResponse:
    """Show a theme; who speaks for one partner finds from here who could do something about it with it."""
    overview = pages.overview
    return render(
        request,
        "theme.html",
        theme=view_theme(overview.network, theme_id, overview.is_present()),
        stories=public_stories(session, theme_id=theme_id),
        activities=agenda(session, asker, Asked(first=today_of(now), theme_id=theme_id), now),
        own_home=home_of(*asker.partner_ids) if len(asker.partner_ids) == 1 else "",
        years=year_themes_about(session, theme_id),
        **sayings(),
    )


def view_theme(network: Network, theme_id: str, is_present: Mask) -> ThemeView:
    """Return a theme of a network as it is visible; `is_present` tells which partners are there: (n_partners,)."""
    position = network.theme_positions.get(theme_id)
    if position is None:
        raise UnknownTheme(f"no theme has the id '{theme_id}'")
    row = network.themes.iloc[position]
    working = network.partner_themes.loc[network.partner_themes["theme"] == position, "partner"].to_numpy()
    about = network.collaboration_themes.loc[network.collaboration_themes["theme"] == position, "collaboration"]
    begun = network.collaborations["start"].iloc[about.unique()]
    return ThemeView(
        id=theme_id,
        label=str(row["label"]),
        description=str(row["description"] or ""),
        n_partners=int(is_present[np.unique(working)].sum()),
        n_collaborations=len(begun),
        since=int(begun.min().year) if len(begun) else None,
    )
