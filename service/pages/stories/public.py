"""Stories for everybody: the list, each one, its pictures and its card, the feed, and a piece for other sites."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse

from service.headers import MAY_BE_FRAMED
from service.house import House, InHouse, ReadingSession
from service.pages.rendering import render
from service.rows import RowId
from service.stories.card import HEIGHT, WIDTH, draw_card
from service.stories.feed import MEDIA_TYPE, write_feed
from service.stories.linked_data import article
from service.stories.reading import PublicStory, picture_file, public_stories, public_story

PIECE_POLICY = (
    f"default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; {MAY_BE_FRAMED}"
)
KEPT_BY_READER = "private, max-age=31536000, immutable"
"""A picture never changes under its address. Only who saw it keeps it: what is taken off reaches nobody else."""
PIECE_HEIGHT = 460
"""Pixels that a piece takes on another site."""
SUMMARY_LETTERS = 160

router = APIRouter(include_in_schema=False)


def base_of(house: House) -> str:
    """Return where people reach the service, without a slash behind it."""
    return house.settings.base_url.rstrip("/")


@router.get("/verhalen")
def list_stories(
    request: Request,
    session: ReadingSession,
    house: InHouse,
    theme_id: Annotated[str, Query(alias="thema")] = "",
    year: Annotated[str, Query(alias="jaar")] = "",
) -> HTMLResponse:
    """List what is public, about a theme and of a year where these are asked for."""
    every = public_stories(session)
    themes = {each.id: each.name for story in every for each in story.content.themes}
    years = sorted({story.content.year for story in every}, reverse=True)
    wanted = next((each for each in years if str(each) == year), None)
    return render(
        request,
        "stories.html",
        stories=public_stories(session, theme_id=theme_id if theme_id in themes else "", year=wanted),
        n_all=len(every),
        themes=sorted(themes.items(), key=lambda item: item[1].casefold()),
        years=[(str(each), str(each)) for each in years],
        theme_id=theme_id,
        year=str(wanted or ""),
        office=house.settings.office_name,
    )


@router.get("/verhalen/feed.atom")
def send_feed(session: ReadingSession, house: InHouse) -> Response:
    """Send the feed of all stories."""
    written = write_feed(public_stories(session), base_of(house), house.settings.office_name)
    return Response(written, media_type=MEDIA_TYPE)


@router.get("/verhalen/{slug}")
def show_story(request: Request, slug: str, session: ReadingSession, house: InHouse) -> HTMLResponse:
    """Show a story, with how to share it and how to join."""
    story, base = public_story(session, slug), base_of(house)
    return render(
        request,
        "story.html",
        story=story,
        content=story.content,
        summary=summarise(story),
        page=f"{base}{story.path}",
        card={"url": f"{base}{story.path}/kaart.png", "width": WIDTH, "height": HEIGHT},
        linked_data=article(story, base, house.settings.office_name),
        office=house.settings.office_name,
        piece_height=PIECE_HEIGHT,
    )


@router.get("/verhalen/{slug}/kaart.png")
def send_card(slug: str, session: ReadingSession, house: InHouse) -> Response:
    """Send the picture that is shown where somebody shares the address."""
    content = public_story(session, slug).content
    return Response(draw_card(content, house.settings.office_name), media_type="image/png")


@router.get("/verhalen/{slug}/foto/{picture_id}-{width}.webp")
def send_picture(slug: str, picture_id: RowId, width: RowId, session: ReadingSession) -> Response:
    """Send a picture of a public story."""
    shown = public_story(session, slug).content.pictures
    return send_webp(picture_file(session, shown, picture_id, width))


@router.get("/verhalen/{slug}/stukje")
def show_piece(request: Request, slug: str, session: ReadingSession, house: InHouse) -> HTMLResponse:
    """Show a story in small within a page of another site: without scripts, cookies or counting."""
    story = public_story(session, slug)
    page = render(
        request,
        "story_piece.html",
        story=story,
        content=story.content,
        summary=summarise(story),
        page=f"{base_of(house)}{story.path}",
        office=house.settings.office_name,
    )
    page.headers["Content-Security-Policy"] = PIECE_POLICY
    page.headers["Referrer-Policy"] = "no-referrer"
    return page


def send_webp(content: bytes) -> Response:
    """Return the answer that is a picture, kept by whoever saw it."""
    return Response(content, media_type="image/webp", headers={"Cache-Control": KEPT_BY_READER})


def summarise(story: PublicStory) -> str:
    """Return the beginning of a story in one line, cut between words."""
    text = " ".join(" ".join(story.content.paragraphs).split())
    if len(text) <= SUMMARY_LETTERS:
        return text
    return text[:SUMMARY_LETTERS].rpartition(" ")[0].rstrip(",;:.") + "…"
