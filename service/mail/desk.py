"""What letters are written with: the row of the outbox, those it tells of, and the links it carries."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote

from sqlalchemy.orm import Session

from graph.introducing import Introductions, other_side, partner_on, side_of
from graph.introductions import Introduction
from graph.model import Partner
from graph.outbox import Mail
from service.house import House
from service.links import Links
from service.people import People, PersonView

HIDDEN = "…"
"""What stands in place of a signed part of a link where a letter is only looked at."""


@dataclass(frozen=True)
class Choice:
    """A link with what it says."""

    label: str
    url: str


@dataclass(frozen=True)
class Block:
    """A part of a letter: a paragraph, points under it, words to take over, and links; each may be absent."""

    text: str = ""
    points: tuple[str, ...] = ()
    quote: str = ""
    """Several lines that the reader may send on."""
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class Content:
    """What a letter says, before it has a form."""

    subject: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Desk:
    """One letter being written.

    `is_preview`: it is only looked at, so that its links lead nowhere. Whoever reads a preview could otherwise answer
    for somebody else, or sign in as them.
    """

    session: Session
    house: House
    mail: Mail
    today: date
    is_preview: bool = False

    @property
    def office(self) -> str:
        """The name of who introduces partners."""
        return self.house.settings.office_name

    @property
    def person(self) -> PersonView:
        """To whom the letter goes."""
        return People(self.session, self.house.safe).read(self.mail.person_id)

    @property
    def introduction(self) -> Introduction:
        """The introduction that it tells of."""
        return Introductions(self.session).get(self.mail.introduction_id or 0)

    @property
    def side(self) -> str:
        """On which side of the introduction the reader is."""
        return side_of(self.introduction, self.mail.partner_id or "")

    @property
    def own_name(self) -> str:
        """The name of the partner that the reader speaks for."""
        return self.name(self.mail.partner_id or str(self.mail.facts.get("partner_id", "")))

    @property
    def other(self) -> Partner:
        """The partner on the other side of the introduction."""
        return self.session.get_one(Partner, partner_on(self.introduction, other_side(self.side)))

    def name(self, partner_id: str) -> str:
        """Return the name of a partner; its id where there is none any more."""
        partner = self.session.get(Partner, partner_id)
        return partner.name if partner else partner_id

    def page(self, path: str) -> str:
        """Return the whole address of a page."""
        return f"{self.house.settings.base_url.rstrip('/')}{quote(path)}"

    def signed(self, path: str, purpose: str, **carried: Any) -> str:  # noqa: ANN401 -- what JSON can hold
        """Return the whole address of a signed link for the reader; `carried` beside who the reader is."""
        token = Links(self.house.safe).make(purpose, {"person": self.mail.person_id, **carried})
        return self.secret(path, token)

    def secret(self, path: str, token: str) -> str:
        """Return the whole address of a page that is reached by a secret."""
        return f"{self.page(path)}/{HIDDEN if self.is_preview else token}"
