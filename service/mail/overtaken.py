"""Whether a mail still tells the truth when it leaves: what it is about may have moved on since it was posted."""

from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from graph.introducing import side_of
from graph.introductions import Introduction
from graph.model import Partner
from graph.outbox import Mail
from graph.people import Contact, Person, SignInLink
from graph.sealing import Safe, digest_token
from service.activities.mails import ABOUT_ACTIVITIES
from service.activities.mails import is_past as is_past_activity
from service.grants.mails import is_past as is_grant_past
from service.introductions.sharing import SHARED
from service.mail.kinds import running_of
from service.pulse.mails import is_over
from service.rounds.signing_up import is_past
from service.rounds.suggesting import is_stale
from service.stories.mails import is_answered

_STATES = {
    "asked": ("asked", "accepted_by_one"),
    "reminder": ("asked", "accepted_by_one"),
    "not_now": ("proposed", "approved", "held", "dismissed", "declined", "expired"),
    "introduced": SHARED,
    "outcome": ("introduced", "met"),
}
"""The states of an introduction in which a mail of a kind is still true."""

_CONTACT_STATES = {"invited": ("invited",), "claim_confirmed": ("confirmed",)}
_TO_WHO_DOES_NOT_SPEAK = ("claim_waiting", "claim_refused", "sign_in")


def is_overtaken(session: Session, safe: Safe, mail: Mail, now: datetime) -> bool:
    """Whether a mail should no longer leave: refused since, its reader gone from the partner, its event past."""
    if mail.kind in session.get_one(Person, mail.person_id).refused_mail:
        return True
    if mail.kind == "sign_in":
        return not _signs_in(session, safe, mail, now)
    if mail.partner_id is not None and mail.kind not in _TO_WHO_DOES_NOT_SPEAK and not _speaks(session, mail):
        return True
    if mail.introduction_id is not None:
        return _has_moved_on(session.get_one(Introduction, mail.introduction_id), mail)
    by_calendar = {
        "digest": lambda: not running_of(session, mail.person_id),
        "pulse": lambda: is_over(session, mail, now.astimezone().date()),
        "story": lambda: is_answered(session, mail),
        "round": lambda: is_past(session, mail, now.astimezone().date()),
        "programme": lambda: is_past(session, mail, now.astimezone().date()),
        **dict.fromkeys(ABOUT_ACTIVITIES, lambda: is_past_activity(session, mail, now)),
        "grant_asked": lambda: is_grant_past(session, mail),
        "grant_news": lambda: is_grant_past(session, mail),
        "suggested": lambda: is_stale(session, mail, now.astimezone().date()),
        "profile_check": lambda: _is_confirmed(session, mail),
    }
    return mail.kind in by_calendar and by_calendar[mail.kind]()


def _signs_in(session: Session, safe: Safe, mail: Mail, now: datetime) -> bool:
    digest = digest_token(safe.open(str(mail.facts.get("sealed_token", ""))))
    good = select(SignInLink.token_hash).where(
        SignInLink.token_hash == digest, SignInLink.used_at.is_(None), SignInLink.ends_at > now.astimezone(UTC)
    )
    return session.scalar(good) is not None


def _speaks(session: Session, mail: Mail) -> bool:
    contact = session.get(Contact, (mail.person_id, mail.partner_id))
    return contact is not None and contact.state in _CONTACT_STATES.get(mail.kind, ("confirmed",))


def _has_moved_on(introduction: Introduction, mail: Mail) -> bool:
    if introduction.state not in _STATES.get(mail.kind, (introduction.state,)):
        return True
    is_question = mail.kind in {"asked", "reminder"}
    return is_question and bool(getattr(introduction, f"{side_of(introduction, mail.partner_id or '')}_answer"))


def _is_confirmed(session: Session, mail: Mail) -> bool:
    partner = session.get_one(Partner, mail.partner_id)
    return bool(partner.until) or (partner.confirmed_on is not None and partner.confirmed_on >= mail.made_at.date())
