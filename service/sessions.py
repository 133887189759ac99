"""Who is signed in: a random token in the browser's cookie, its digest here."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from graph.people import BrowserSession, Person
from graph.sealing import digest_token, new_token

SESSION_LIFE = timedelta(days=14)
SESSION_COOKIE = "osmose"
"""The one cookie that the service sets; over https its name begins with `__Host-`."""


def cookie_name(base_url: str) -> str:
    """Return the name of the cookie of a service that people reach at `base_url`.

    A browser takes a cookie `__Host-…` from this very host alone, over https: no neighbour can plant one.

    >>> cookie_name("https://osmose.example.org"), cookie_name("http://localhost:8000")
    ('__Host-osmose', 'osmose')
    """
    return f"__Host-{SESSION_COOKIE}" if base_url.startswith("https://") else SESSION_COOKIE


def start_session(session: Session, person_id: int) -> str:
    """Sign a person in; return the token for its browser."""
    token, now = new_token(), datetime.now(UTC)
    session.execute(delete(BrowserSession).where(BrowserSession.ends_at < now))
    session.add(BrowserSession(token_hash=digest_token(token), person_id=person_id, ends_at=now + SESSION_LIFE))
    session.get_one(Person, person_id).seen_at = now
    session.flush()
    return token


def end_session(session: Session, token: str) -> None:
    """Sign a browser out; a token that is none does nothing."""
    session.execute(delete(BrowserSession).where(BrowserSession.token_hash == digest_token(token)))


def end_all_sessions(session: Session, person_id: int) -> None:
    """Sign a person out everywhere."""
    session.execute(delete(BrowserSession).where(BrowserSession.person_id == person_id))
