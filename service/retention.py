"""Nothing is kept longer than it is needed: what is removed when, carried out however often it is asked."""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, Delete, Update, delete, exists, func, or_, select, update
from sqlalchemy.orm import Session

from graph.attempts import Attempt
from graph.dates import PartialDate
from graph.grants import WITH_GRANT, GrantApplication
from graph.model import Answer, Partner
from graph.outbox import Mail, WebhookCall
from graph.people import ApiToken, BrowserSession, Contact, PartnerNote, Person, SignInLink
from graph.rounds import RoundDeal
from graph.stories import Story
from service.claiming import forget_unconfirmed
from service.erasing import erase_person
from service.keys import read_safe
from service.letters_kept import erase_old_letters
from service.limits import LONGEST
from service.pulse.counting import count_quarters
from service.settings import Settings

INVITED_DAYS = 90
"""So long somebody stays known who was invited and never came; the invitation itself ends after two weeks."""
KEPT_AFTER_END = timedelta(days=1)
"""So long a link to sign in is still known after it ended: who uses it late is told why it does not work."""

Duty = Callable[[Session, Settings, datetime], int]
"""Removes what is due at a moment, and returns how much that was."""


def carry_out(session: Session, settings: Settings, now: datetime) -> Counter[str]:
    """Remove all that was kept long enough at a moment; return how much of each kind was removed.

    Persons and notes may leave traces in the file of the database: `graph.sweeping.sweep` takes them out, once this is
    committed.
    """
    return Counter({name: done for name, duty in DUTIES.items() if (done := duty(session, settings, now))})


def forget_persons(session: Session, settings: Settings, now: datetime) -> int:
    """Erase persons without a role who were not heard of for `keep_person_days` and speak for no partner of today.

    Who was invited and never came goes after `INVITED_DAYS`. Who speaks for a partner stays as long as it does: the
    office has to reach the partner. Staff and working group stay until the office takes their role away.
    """
    today = _day_of(now)
    heard = func.coalesce(Person.seen_at, Person.made_at)
    never_came = Person.seen_at.is_(None) & exists().where(Contact.person_id == Person.id, Contact.state == "invited")
    silent = select(Person.id).where(
        Person.role == "",
        or_(
            heard < now - timedelta(days=settings.keep_person_days),
            never_came & (Person.made_at < now - timedelta(days=INVITED_DAYS)),
        ),
    )
    spoken_for = _speakers(session, today)
    gone = sorted(set(session.scalars(silent)) - spoken_for)
    safe = read_safe(settings) if gone else None
    for person_id in gone:
        assert safe is not None  # noqa: S101 -- it is read where anybody goes
        erase_person(session, safe, settings, None, person_id)
    return len(gone)


def _speakers(session: Session, today: date) -> set[int]:
    """Return who speaks for a partner that is there on a day."""
    contacts = session.execute(
        select(Contact.person_id, Partner.until).join(Partner).where(Contact.state == "confirmed")
    )
    return {person_id for person_id, until in contacts if not until or PartialDate.parse(until).last >= today}


def forget_addresses(session: Session, _settings: Settings, now: datetime) -> int:
    """Erase whoever was named by a mail address to claim a partner and never signed in."""
    return forget_unconfirmed(session, now)


def forget_notes(session: Session, settings: Settings, now: datetime) -> int:
    """Remove notes about partners that are older than `keep_note_days`."""
    return _count(
        session, delete(PartnerNote).where(PartnerNote.made_at < now - timedelta(days=settings.keep_note_days))
    )


def forget_stories(session: Session, settings: Settings, now: datetime) -> int:
    """Remove stories that nobody reads and nobody changed for `keep_note_days`, with their pictures."""
    before = now - timedelta(days=settings.keep_note_days)
    return _count(session, delete(Story).where(Story.released_at.is_(None), Story.changed_at < before))


def forget_applications(session: Session, settings: Settings, now: datetime) -> int:
    """Remove applications that got no grant, wait for no decision, and that nobody changed for `keep_note_days`."""
    before, of = now - timedelta(days=settings.keep_note_days), GrantApplication
    return _count(session, delete(of).where(of.state.not_in((*WITH_GRANT, "handed_in")), of.changed_at < before))


def forget_words(session: Session, settings: Settings, now: datetime) -> int:
    """Empty the words with which partners answered longer ago than `keep_words_days`; what they answered stays."""
    before = _day_of(now) - timedelta(days=settings.keep_words_days)
    return _count(session, update(Answer).where(Answer.reason != "", Answer.answered_on < before).values(reason=""))


def forget_deals(session: Session, settings: Settings, now: datetime) -> int:
    """Empty the words of deals made at rounds longer ago than `keep_words_days`; who made them stays."""
    before = _day_of(now) - timedelta(days=settings.keep_words_days)
    return _count(session, update(RoundDeal).where(RoundDeal.what != "", RoundDeal.made_on < before).values(what=""))


def forget_mails(session: Session, settings: Settings, now: datetime) -> int:
    """Remove that mails were sent or given up longer ago than `keep_mail_days`."""
    before = now - timedelta(days=settings.keep_mail_days)
    return _count(session, delete(Mail).where(or_(Mail.sent_at < before, Mail.given_up_at < before)))


def forget_letters(_session: Session, settings: Settings, now: datetime) -> int:
    """Remove letters that have lain in the folder of outgoing mail for `keep_mail_days`."""
    return erase_old_letters(settings.mail_path, now - timedelta(days=settings.keep_mail_days))


def forget_calls(session: Session, settings: Settings, now: datetime) -> int:
    """Remove calls of webhooks that were made or given up longer ago than `keep_mail_days`."""
    before, call = now - timedelta(days=settings.keep_mail_days), WebhookCall
    return _count(session, delete(call).where(or_(call.sent_at < before, call.given_up_at < before)))


def forget_links(session: Session, _settings: Settings, now: datetime) -> int:
    """Remove links to sign in that ended."""
    return _count(session, delete(SignInLink).where(SignInLink.ends_at < now - KEPT_AFTER_END))


def forget_sessions(session: Session, _settings: Settings, now: datetime) -> int:
    """Remove sessions of browsers that ended."""
    return _count(session, delete(BrowserSession).where(BrowserSession.ends_at < now))


def forget_tokens(session: Session, _settings: Settings, now: datetime) -> int:
    """Remove API tokens that ended."""
    return _count(session, delete(ApiToken).where(ApiToken.ends_on < _day_of(now)))


def forget_attempts(session: Session, _settings: Settings, now: datetime) -> int:
    """Remove tries that count no longer."""
    return _count(session, delete(Attempt).where(Attempt.made_at < now - LONGEST))


DUTIES: dict[str, Duty] = {
    "persons": forget_persons,
    "unconfirmed addresses": forget_addresses,
    "notes": forget_notes,
    "stories that are not public": forget_stories,
    "applications without a grant": forget_applications,
    "words of answers": forget_words,
    "words of deals": forget_deals,
    "mails": forget_mails,
    "letters in the folder": forget_letters,
    "calls of webhooks": forget_calls,
    "links to sign in": forget_links,
    "sessions": forget_sessions,
    "tries": forget_attempts,
    "tokens": forget_tokens,
    "answers about collaborations": count_quarters,
}
"""What is removed, by its name."""
LEAVES_TRACES = frozenset(
    {
        *("persons", "unconfirmed addresses", "notes", "words of answers", "words of deals"),
        *("answers about collaborations", "stories that are not public", "applications without a grant"),
    }
)
"""Kinds of which nothing may be left in the file of the database."""


def _count(session: Session, statement: Delete | Update) -> int:
    # Not synchronised with objects at hand: nothing of this transaction reads them again.
    done = session.execute(statement.execution_options(synchronize_session=False))
    return cast("CursorResult[Any]", done).rowcount


def _day_of(now: datetime) -> date:
    """Return the day that a moment falls on where the service is."""
    return now.astimezone().date()
