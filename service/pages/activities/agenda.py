"""The agenda for everybody: by day, as a programme on paper, and as a calendar; and the page of each activity."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import HTMLResponse
from sqlalchemy import select
from sqlalchemy.orm import Session

from graph.activities import KINDS
from graph.model import Partner, Sector, Theme
from graph.year_themes import year_themes
from service.access import Asker
from service.activities.calendar import MEDIA_TYPE, as_calendar
from service.activities.linked_data import event
from service.activities.papers import programme
from service.activities.reading import Asked, Told, agenda, tell_activity, today_of
from service.activities.signing_up import most_people, sign_up_of
from service.activities.words import KIND_LABELS, say_audience, say_hours, say_people, say_places, say_weekday, say_when
from service.activities.writing import find_activity
from service.days import Now, read_day
from service.house import InHouse, ReadingSession
from service.limits import limiting
from service.pages.own.frame import home_of
from service.pages.rendering import address, render
from service.pages.stories.public import base_of
from service.recognising import Asking
from service.rows import RowId
from service.texts import gettext as _
from service.texts import say_date

BEFORE = timedelta(days=31)
"""So far back the feed holds what is over: who subscribes sees what became of it."""
MOST_TEXT = 200
SUMMARY_LETTERS = 160

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class Way:
    """Which part of the agenda an address asks for."""

    asked: Asked
    parameters: dict[str, str]
    """As they stand in the address."""


def read_way(  # noqa: PLR0913, PLR0917 -- the parameters of the address
    first: Annotated[str, Query(alias="van")] = "",
    last: Annotated[str, Query(alias="tot")] = "",
    kind: Annotated[str, Query(alias="soort")] = "",
    sector_id: Annotated[str, Query(alias="sector")] = "",
    theme_id: Annotated[str, Query(alias="thema")] = "",
    place: Annotated[str, Query(alias="plaats")] = "",
    words: Annotated[str, Query(alias="zoek", max_length=MOST_TEXT)] = "",
) -> Way:
    """Read an address; days and kinds that are none do not count."""
    days = [read_day(first), read_day(last)]
    texts = [each.replace("\0", "") for each in (sector_id, theme_id, place, words.strip())]
    asked = Asked(days[0], days[1], kind if kind in KINDS else "", *texts)
    names = ("van", "tot", "soort", "sector", "thema", "plaats", "zoek")
    values = [*(day.isoformat() if day else "" for day in days), asked.kind, *texts]
    return Way(asked, dict(zip(names, values, strict=True)))


Wanted = Annotated[Way, Depends(read_way)]


@router.get("/agenda")
def show_agenda(  # noqa: PLR0913, PLR0917 -- what the page is made of
    request: Request, session: ReadingSession, house: InHouse, asker: Asking, way: Wanted, now: Now
) -> HTMLResponse:
    """Show what is held from today on, or in the period asked for, by day."""
    today = today_of(now)
    every = agenda(session, asker, Asked(first=way.asked.first or today, last=way.asked.last), now)
    found = agenda(session, asker, replace(way.asked, first=way.asked.first or today), now)
    return render(
        request,
        "agenda.html",
        days=[(say_weekday(day), list(own)) for day, own in groupby(found, key=lambda each: each.row.begins.date())],
        n_found=len(found),
        n_all=len(every),
        **_choices(session, every, way),
        periods=_periods(session, today),
        parameters=way.parameters,
        is_narrowed=any(way.parameters.values()),
        feed=_webcal(base_of(house), way),
        office=house.settings.office_name,
        **sayings(),
    )


@router.get("/agenda.ics")
def send_feed(session: ReadingSession, house: InHouse, asker: Asking, way: Wanted, now: Now) -> Response:
    """Send the agenda as a calendar, with what was chosen in the address."""
    asked = replace(way.asked, first=way.asked.first or today_of(now) - BEFORE)
    written = as_calendar(
        agenda(session, asker, asked, now), _name(session, way, house.settings.office_name), base_of(house)
    )
    return Response(written, media_type=MEDIA_TYPE)


@router.get("/agenda.pdf", dependencies=[Depends(limiting("programmes on paper"))])
def send_programme(session: ReadingSession, house: InHouse, asker: Asking, way: Wanted, now: Now) -> Response:
    """Send the agenda as a programme on paper."""
    asked = replace(way.asked, first=way.asked.first or today_of(now))
    where = _("Sign up and see changes: %(address)s") % {"address": f"{base_of(house)}/agenda"}
    title = _name(session, way, house.settings.office_name)
    return send_pdf(programme(agenda(session, asker, asked, now), title, where, now), "agenda.pdf")


@router.get("/agenda/{activity_id}")
def show_activity(  # noqa: PLR0913, PLR0917 -- what the page is made of
    request: Request, activity_id: RowId, session: ReadingSession, house: InHouse, asker: Asking, now: Now
) -> HTMLResponse:
    """Show an activity, with how to sign up."""
    told, base = tell_activity(session, find_activity(session, activity_id, asker), now), base_of(house)
    return render(
        request,
        "activity.html",
        told=told,
        page=f"{base}{told.path}",
        summary=summarise(told),
        linked_data=event(told, base) if told.row.is_public else None,
        own=own_sign_ups(session, asker, told),
        office=house.settings.office_name,
        **sayings(),
    )


@router.get("/agenda/{activity_id}/agenda.ics")
def send_activity(activity_id: RowId, session: ReadingSession, house: InHouse, asker: Asking, now: Now) -> Response:
    """Send one activity for a calendar."""
    told = tell_activity(session, find_activity(session, activity_id, asker), now)
    head = {"Content-Disposition": f'attachment; filename="activiteit-{activity_id}.ics"'}
    return Response(as_calendar([told], told.row.title, base_of(house)), media_type=MEDIA_TYPE, headers=head)


def own_sign_ups(session: Session, asker: Asker, told: Told) -> list[dict[str, Any]]:
    """Return for each partner that the asker speaks for what it said, and where it can say so."""
    found = session.execute(
        select(Partner.id, Partner.name).where(Partner.id.in_(asker.partner_ids)).order_by(Partner.name, Partner.id)
    )
    return [
        {
            "id": partner_id,
            "name": name,
            "at": f"{home_of(partner_id)}/activiteiten/{told.row.id}",
            "sign_up": sign_up_of(session, told.row.id, partner_id),
            "most": most_people(told.row),
        }
        for partner_id, name in found
    ]


def sayings() -> dict[str, Any]:
    """Return the words for activities that templates use."""
    return {
        "say_when": say_when,
        "say_hours": say_hours,
        "say_places": say_places,
        "say_audience": say_audience,
        "say_people": say_people,
        "kind_labels": {kind: label() for kind, label in KIND_LABELS.items()},
    }


def send_pdf(content: bytes, name: str) -> Response:
    """Return the answer that is a PDF of a name."""
    head = {"Content-Disposition": f'inline; filename="{name}"'}
    return Response(content, media_type="application/pdf", headers=head)


def summarise(told: Told) -> str:
    """Return an activity in one line: when, where, and the beginning of what it is, cut between words."""
    text = " ".join(" ".join(filter(None, (f"{say_when(told)}.", told.where, told.row.description))).split())
    if len(text) <= SUMMARY_LETTERS:
        return text
    return text[:SUMMARY_LETTERS].rpartition(" ")[0].rstrip(",;:.") + "…"


def _choices(session: Session, every: Sequence[Told], way: Way) -> dict[str, Any]:
    """Return what can be chosen: what the activities of the period have, and what is chosen already."""
    theme = select(Theme.id, Theme.label).where(Theme.id == way.asked.theme_id, Theme.kind != "keyword")
    sector = select(Sector.id, Sector.label).where(Sector.id == way.asked.sector_id)
    themes = {theme for told in every for theme in told.themes} | set(session.execute(theme))
    sectors = {sector for told in every for sector in told.sectors} | set(session.execute(sector))
    places = {told.row.place for told in every if told.row.place} | {way.asked.place} - {""}
    kinds = {told.row.kind for told in every} | {way.asked.kind} - {""}
    return {
        "themes": sorted(themes, key=lambda each: each[1].casefold()),
        "sectors": sorted(sectors, key=lambda each: each[1].casefold()),
        "places": [(each, each) for each in sorted(places, key=str.casefold)],
        "kinds": [(kind, KIND_LABELS[kind]()) for kind in KINDS if kind in kinds],
    }


def _periods(session: Session, today: date) -> list[tuple[str, str]]:
    """Return the address and the name of each period to look at: the weeks of the themes of years that are to come."""
    return [
        (
            address("/agenda", van=theme.week_starts_on, tot=theme.week_ends_on),
            _("Week of %(title)s, from %(day)s")
            % {"title": theme.title, "day": say_date(theme.week_starts_on.isoformat())},
        )
        for theme in reversed(year_themes(session))
        if theme.week_starts_on and theme.week_ends_on and theme.week_ends_on >= today
    ]


def _name(session: Session, way: Way, office: str) -> str:
    """Return what a part of the agenda is called: after the week of a year where it is just that."""
    week = next(
        (
            each.title
            for each in year_themes(session)
            if way.asked.first and (each.week_starts_on, each.week_ends_on) == (way.asked.first, way.asked.last)
        ),
        "",
    )
    return f"{week} – {office}" if week else _("Agenda of %(office)s") % {"office": office}


def _webcal(base: str, way: Way) -> str:
    """Return the address by which a calendar subscribes."""
    return f"webcal://{base.partition('://')[2]}{address('/agenda.ics', way.parameters)}"
