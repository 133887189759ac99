"""The search over everything that staff may see."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from service.pages.asked import MOST_TEXT
from service.pages.desk import Desk, ReadingDesk
from service.pages.reader import PageReader, Pages
from service.pages.rendering import render
from service.search.hits import SHORTEST_SEARCH, Group, read_words
from service.search.meetings import find_introductions
from service.search.network import find_collaborations, find_partners, find_themes
from service.search.sealed import find_notes, find_persons
from service.texts import gettext as _

router = APIRouter(include_in_schema=False)


@router.get("/werkbank/zoeken")
def search(request: Request, desk: ReadingDesk, pages: Pages) -> HTMLResponse:
    """Show what a search finds, grouped by what it is."""
    text = request.query_params.get("zoek", "").strip()[:MOST_TEXT]
    words = read_words(text)
    groups = find_everything(desk, pages, text, words) if words else []
    return render(
        request,
        "search.html",
        text=text,
        is_short=bool(text) and not words,
        shortest=SHORTEST_SEARCH,
        groups=groups,
        n_found=sum(group.n_found for group in groups),
        labels=_labels(),
        parts=[group for group in groups if group.n_looked_through < group.n_there],
    )


def find_everything(desk: Desk, pages: PageReader, text: str, words: list[str]) -> list[Group]:
    """Return all groups in the order in which they are shown, also those in which nothing was found."""
    return [
        find_partners(desk.session, pages, text, words),
        find_persons(desk.session, desk.safe, text, words),
        find_introductions(desk.session, pages, text, words),
        find_notes(desk.session, desk.safe, words),
        find_collaborations(pages, words),
        find_themes(pages, words),
    ]


def _labels() -> dict[str, str]:
    return {
        "partners": _("Partners"),
        "persons": _("Persons"),
        "introductions": _("Introductions"),
        "notes": _("Notes"),
        "collaborations": _("Collaborations"),
        "themes": _("Themes"),
    }
