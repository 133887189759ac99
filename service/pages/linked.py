"""Pages that a signed link in a mail opens: who the link is for, and one clear page where it is not good any more."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse
from fastapi.routing import APIRoute
from sqlalchemy.orm import Session

from graph.introducing import By, Introductions, partner_on
from graph.introductions import BEFORE_ASKING, Introduction
from graph.model import Partner
from graph.people import Contact, Person
from service.access import Asker, Role
from service.house import House
from service.links import BrokenLink, EndedLink, Links
from service.pages.rendering import render
from service.texts import gettext as _


class NoLongerSpeaks(EndedLink):
    """The person that a link was sent to does not speak for the partner any more."""


class NothingAsked(EndedLink):
    """What a link is about was taken back: nothing is asked any more."""


class QuarterOver(EndedLink):
    """The quarter that a question was about is over."""


@dataclass(frozen=True)
class Reader:
    """The person that a link was sent to, and the partner for which."""

    person: Person
    partner: Partner
    is_somebody_else: bool
    """Whether somebody else is signed in in the browser that opened it."""

    @property
    def asker(self) -> Asker:
        """The one who acts by the link."""
        return Asker(Role.PARTNER, frozenset({self.partner.id}), self.person.id)


@dataclass(frozen=True)
class LinkedIntroduction:
    """An introduction that a link is about, with who opened it and for which side."""

    introduction: Introduction
    side: str
    reader: Reader

    @property
    def by(self) -> By:
        """Who takes a step by the link."""
        return By(self.side, self.reader.person.id)


class LinkRoute(APIRoute):
    """A route of such pages: nothing of them is kept on the way, and a bad link gets a page of its own."""

    def get_route_handler(self) -> Callable[[Request], Awaitable[Response]]:  # type: ignore[override] # Awaitable does
        """Return what answers a request."""
        handle = super().get_route_handler()

        async def handle_link(request: Request) -> Response:
            try:
                answer = await handle(request)
            except (BrokenLink, EndedLink) as error:
                answer = await run_in_threadpool(_tell_bad_link, request, error)
            answer.headers["Cache-Control"] = "no-store"
            return answer

        return handle_link


def read_link(house: House, purpose: str, token: str) -> dict[str, Any]:
    """Return what a link carries; raise `BrokenLink` or `EndedLink`."""
    return Links(house.safe).read(purpose, token)


def read_person(session: Session, carried: dict[str, Any]) -> Person:
    """Return the person that a link was sent to; raise `EndedLink` once it was erased."""
    person = session.get(Person, carried["person"])
    if person is None:
        raise EndedLink("the person that this link was sent to is not known any more")
    return person


def read_reader(session: Session, carried: dict[str, Any], partner_id: str, asker: Asker) -> Reader:
    """Return who a link was sent to; raise `EndedLink`, or `NoLongerSpeaks`."""
    person = read_person(session, carried)
    contact = session.get(Contact, (person.id, partner_id))
    if contact is None or contact.state != "confirmed":
        raise NoLongerSpeaks("this person does not speak for the partner any more")
    is_somebody_else = asker.person_id is not None and asker.person_id != person.id
    return Reader(person, session.get_one(Partner, partner_id), is_somebody_else)


def read_introduction(session: Session, house: House, purpose: str, token: str, asker: Asker) -> LinkedIntroduction:
    """Return what a link about an introduction is for; raise `BrokenLink`, or `EndedLink` where it is good no more."""
    carried = read_link(house, purpose, token)
    introduction = Introductions(session).get(carried["introduction"])
    side = carried["side"]
    reader = read_reader(session, carried, partner_on(introduction, side), asker)
    if introduction.state in BEFORE_ASKING and not getattr(introduction, f"{side}_answer"):
        raise NothingAsked("nothing is asked about this introduction any more")
    return LinkedIntroduction(introduction, side, reader)


def was_seen(person: Person) -> None:
    """Note that a person let something be heard."""
    person.seen_at = datetime.now(UTC)


def _tell_bad_link(request: Request, error: BrokenLink | EndedLink) -> HTMLResponse:
    title, explanation = _explain(error)
    office = request.app.state.house.settings
    return render(
        request,
        "link_ended.html",
        404 if isinstance(error, BrokenLink) else 410,
        title=title,
        explanation=explanation,
        office_name=office.office_name,
        office_address=office.office_address,
    )


def _explain(error: BrokenLink | EndedLink) -> tuple[str, str]:
    if isinstance(error, BrokenLink):
        return (
            _("This link is not right"),
            _("A part of it is missing, or was changed. Open the link in the mail once more, or copy it as a whole."),
        )
    if isinstance(error, NoLongerSpeaks):
        return (
            _("You no longer speak for this partner"),
            _("This link was sent to somebody who spoke for the partner then. That is not so any more."),
        )
    if isinstance(error, QuarterOver):
        return (
            _("This question is no longer open"),
            _("It was about a quarter that is over. A new question comes in the next one."),
        )
    if isinstance(error, NothingAsked):
        return (
            _("This question is no longer open"),
            _("It was taken back. You need not do anything."),
        )
    return (_("This link is no longer good"), _("Links in our mails work for a limited time. This one has ended."))
