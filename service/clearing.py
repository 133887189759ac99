"""What is kept no longer than it is needed: sessions, links to sign in, and that a mail was sent."""

from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, Delete, delete, or_
from sqlalchemy.orm import Session

from graph.outbox import Mail
from graph.people import BrowserSession, SignInLink
from service.settings import Settings

KEPT_AFTER_END = timedelta(days=1)
"""So long a link to sign in is still known after it ended: who uses it late is told why it does not work."""


def clear_sign_in_links(session: Session, _settings: Settings, now: datetime) -> int:
    """Remove links to sign in that ended long ago; return how many."""
    return _remove(session, delete(SignInLink).where(SignInLink.ends_at < now - KEPT_AFTER_END))


def clear_sessions(session: Session, _settings: Settings, now: datetime) -> int:
    """Remove sessions that ended; return how many."""
    return _remove(session, delete(BrowserSession).where(BrowserSession.ends_at < now))


def clear_mails(session: Session, settings: Settings, now: datetime) -> int:
    """Remove mails that were sent or given up longer ago than `keep_mail_days`; return how many."""
    last = now - timedelta(days=settings.keep_mail_days)
    return _remove(session, delete(Mail).where(or_(Mail.sent_at < last, Mail.given_up_at < last)))


def _remove(session: Session, which: Delete) -> int:
    return cast("CursorResult[Any]", session.execute(which)).rowcount
