"""Signing in by a mailed link: good once, for a quarter of an hour, in the browser that asked for it."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from graph.errors import GraphError
from graph.people import Contact, Person, SignInLink
from graph.sealing import Safe, digest_token, new_token
from service.audit import note
from service.links import BrokenLink, EndedLink
from service.mail.outbox import post
from service.people import People
from service.recognising import asker_of
from service.sessions import start_session

LINK_LIFE = timedelta(minutes=15)
REMEMBERED = timedelta(days=1)
"""So long it is told of a link that it has ended; later it is not known any more."""


class UsedLink(EndedLink):
    """Somebody signed in by this link already."""


class OtherBrowser(GraphError):
    """A link was opened in another browser than the one that asked for it."""


def make_link(session: Session, person_id: int, browser: str | None, now: datetime | None = None) -> str:
    """Store a link for a person and return its token; `browser` is the secret of the asking browser, None for any."""
    token, made_at = new_token(), now or datetime.now(UTC)
    session.execute(delete(SignInLink).where(SignInLink.ends_at < made_at - REMEMBERED))
    session.add(
        SignInLink(
            token_hash=digest_token(token),
            person_id=person_id,
            browser_hash=None if browser is None else digest_token(browser),
            made_at=made_at,
            ends_at=made_at + LINK_LIFE,
        )
    )
    session.flush()
    return token


def mail_link(session: Session, safe: Safe, person_id: int, browser: str) -> None:
    """Make a link for a person and post it: a mail of the kind "sign_in".

    Its facts: `sealed_token`, which the safe opens; the link is /aanmelden/{token}.
    """
    token = make_link(session, person_id, browser)
    event = f"sign_in-{digest_token(token)[:32]}"
    post(session, "sign_in", person_id, event, facts={"sealed_token": safe.seal(token)})


def mail_link_if_known(session: Session, safe: Safe, address: str, browser: str) -> None:
    """Post a link to who has a mail address and may sign in; do nothing where nobody does. Raise `BadAddress`."""
    person = People(session, safe).find(address)
    if person is not None and may_sign_in(session, person):
        mail_link(session, safe, person.id, browser)


def may_sign_in(session: Session, person: Person) -> bool:
    """Whether a person has a role, or has to do with a partner in whatever state."""
    has_contact = select(Contact.person_id).where(Contact.person_id == person.id).limit(1)
    return bool(person.role) or session.scalar(has_contact) is not None


def check_link(session: Session, token: str, browser: str | None, now: datetime | None = None) -> SignInLink:
    """Return a link that can be used, and change nothing.

    Raise `BrokenLink` where there is none with this token, `UsedLink`, `EndedLink` or `OtherBrowser`.
    """
    is_good = SignInLink.ends_at > (now or datetime.now(UTC))  # told by the database: SQLite gives times without a zone
    row = session.execute(select(SignInLink, is_good).where(SignInLink.token_hash == digest_token(token))).one_or_none()
    if row is None:
        raise BrokenLink("this link is not one of ours")
    link, has_time = row
    if link.used_at is not None:
        raise UsedLink("this link was used already")
    if not has_time:
        raise EndedLink("this link is no longer good")
    if link.browser_hash is not None and (browser is None or digest_token(browser) != link.browser_hash):
        raise OtherBrowser("this link was asked for in another browser")
    return link


def use_link(session: Session, token: str, browser: str | None, now: datetime | None = None) -> tuple[int, str]:
    """Sign in by a link; return the person and the token of its new session. Raise as `check_link` does.

    `session` writes, and writers wait for each other: of two clicks at the same moment the second finds it used.
    """
    link = check_link(session, token, browser, now)
    link.used_at = now or datetime.now(UTC)
    return link.person_id, sign_in(session, link.person_id, "by mail")


def sign_in(session: Session, person_id: int, how: str) -> str:
    """Start a session for a person, noted in the log; return its token."""
    token = start_session(session, person_id)
    note(session, asker_of(session, person_id), "sign in", f"person {person_id}", how)
    return token
