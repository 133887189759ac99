"""A row of the outbox in words: subject, text and HTML, written when it leaves or is looked at."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from sqlalchemy.orm import Session

from graph.errors import GraphError
from graph.introducing import partner_on
from graph.introductions import SIDES, Introduction
from graph.outbox import Mail
from service import texts
from service.activities.mails import changed_mail, off_mail, office_mail, place_mail, published_mail, reminder_mail
from service.grants.mails import asked_about_grant, news_about_grant
from service.house import House
from service.mail import accounts, kinds
from service.mail.desk import Content, Desk
from service.mail.outbox import people_of
from service.pulse.mails import pulse
from service.rounds.signing_up import programme_mail, round_mail
from service.rounds.suggesting import suggested_mail
from service.stories.mails import asked_about_story
from service.texts import gettext as _


class UnknownKind(GraphError):
    """No text belongs to this kind of mail."""


@dataclass(frozen=True)
class Kind:
    """A kind of mail."""

    label: Callable[[], str]
    """What staff call it."""
    write: Callable[[Desk], Content]
    can_be_refused: bool = False
    """Whether a person may say that it wants none of these; the others answer what a person did itself."""
    names_reader: bool = True
    """Whether it says the reader's name: not where anybody has it sent to any address, under a name of their choice."""


KINDS = {
    "asked": Kind(lambda: _("question"), kinds.asked),
    "reminder": Kind(lambda: _("reminder"), kinds.reminder, can_be_refused=True),
    "not_now": Kind(lambda: _("not now"), kinds.not_now),
    "introduced": Kind(lambda: _("contact details"), kinds.introduced),
    "outcome": Kind(lambda: _("what came of it"), kinds.outcome, can_be_refused=True),
    "digest": Kind(lambda: _("overview of the week"), kinds.digest, can_be_refused=True),
    "profile_check": Kind(lambda: _("profile still right?"), accounts.profile_check, can_be_refused=True),
    "pulse": Kind(lambda: _("questions about collaborations"), pulse, can_be_refused=True),
    "story": Kind(lambda: _("may a story be public?"), asked_about_story, can_be_refused=True),
    "round": Kind(lambda: _("invitation to a round"), round_mail, can_be_refused=True),
    "suggested": Kind(lambda: _("suggestions of the month"), suggested_mail, can_be_refused=True),
    "programme": Kind(lambda: _("programme of a round"), programme_mail),
    "activity_published": Kind(lambda: _("activity published"), published_mail),
    "activity_office": Kind(lambda: _("signed up or off by the office"), office_mail),
    "activity_place": Kind(lambda: _("places at an activity"), place_mail),
    "activity_changed": Kind(lambda: _("change of an activity"), changed_mail),
    "activity_off": Kind(lambda: _("activity called off"), off_mail),
    "activity_reminder": Kind(lambda: _("reminder of an activity"), reminder_mail, can_be_refused=True),
    "grant_asked": Kind(lambda: _("agree with an application?"), asked_about_grant, can_be_refused=True),
    "grant_news": Kind(lambda: _("decision about an application"), news_about_grant),
    "sign_in": Kind(lambda: _("link to sign in"), accounts.sign_in, names_reader=False),
    "invited": Kind(lambda: _("invitation"), accounts.invited),
    "claim_waiting": Kind(lambda: _("somebody wants to speak for a partner"), accounts.claim_waiting),
    "claim_confirmed": Kind(lambda: _("speaks for a partner"), accounts.claim_confirmed),
    "claim_refused": Kind(lambda: _("does not speak for a partner"), accounts.claim_refused),
}


@dataclass(frozen=True)
class Letter:
    """A mail as its reader gets it."""

    kind: str
    to_name: str
    to_address: str
    subject: str
    text: str
    html: str
    refuse_url: str
    """Where the reader says that it wants no more of this kind; empty for a kind that cannot be refused."""


def write_letter(session: Session, house: House, mail: Mail, today: date, *, is_preview: bool = False) -> Letter:
    """Write a mail; `is_preview` where it is only looked at.

    Raise `UnknownKind`, and another `GraphError` where what it tells of is gone.
    """
    if mail.kind not in KINDS:
        raise UnknownKind(f"'{mail.kind}' is no kind of mail")
    desk = Desk(session, house, mail, today, is_preview)
    kind, person = KINDS[mail.kind], desk.person
    content = kind.write(desk)
    refuse_url = desk.signed("/post-afmelden", "unsubscribe", kind=mail.kind) if kind.can_be_refused else ""
    name = one_line(person.name) if kind.names_reader else ""
    values = {
        "subject": one_line(content.subject),
        "name": name,
        "blocks": content.blocks,
        "office": desk.office,
        "own_name": desk.own_name,
        "refuse_url": refuse_url,
    }
    return Letter(
        kind=mail.kind,
        to_name=name,
        to_address=person.address,
        subject=one_line(content.subject),
        text=_frames().get_template("frame.txt").render(values),
        html=_frames().get_template("frame.html").render(values),
        refuse_url=refuse_url,
    )


def preview(session: Session, house: House, introduction: Introduction, today: date) -> list[Letter]:
    """Return the letters that `ask` would post for an introduction, and post none."""
    mails = [
        Mail(
            event="",
            kind="asked",
            person_id=person_id,
            partner_id=partner_on(introduction, side),
            introduction_id=introduction.id,
            facts={},
        )
        for side in SIDES
        for person_id in people_of(session, partner_on(introduction, side))
    ]
    return [write_letter(session, house, mail, today, is_preview=True) for mail in mails]


def one_line(text: str) -> str:
    r"""Return a text that can stand in a head of a mail: no line break or other control in it can begin another head.

    >>> one_line("Jansen\r\nBcc: a@example.org")
    'Jansen Bcc: a@example.org'
    """
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


@cache
def _frames() -> Environment:
    made = Environment(
        loader=PackageLoader("service", "templates/mail"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_callables(texts.gettext, texts.ngettext, newstyle=True)  # type: ignore[attr-defined] # by i18n
    return made
