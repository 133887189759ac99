"""API tokens: made once and shown once, kept as digests, good for some scopes and for a time."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from graph.errors import GraphError
from graph.people import ApiToken, Person
from graph.sealing import digest_token, new_token

SCOPES = ("read", "introductions", "profile", "collaborations", "users", "webhooks")
"""What a token may be good for: reading all that its person may read, and changing one kind of thing each."""
LIFE_DAYS = 365
PREFIX = "osmose_"
"""So that a token that got lost is recognised for what it is."""


class UnknownToken(GraphError):
    """This person has no such token."""


class UnknownScope(GraphError):
    """No token can be good for this."""


def make_token(  # noqa: PLR0913 -- the columns of a token
    session: Session, person_id: int, label: str, scopes: Iterable[str], *, today: date, days: int = LIFE_DAYS
) -> tuple[ApiToken, str]:
    """Store a new token of a person; return its row and the token itself, which can never be shown again.

    Raise `UnknownScope` for a scope that is none of `SCOPES`.
    """
    wanted = sorted(set(scopes))
    if unknown := [scope for scope in wanted if scope not in SCOPES]:
        raise UnknownScope(f"'{unknown[0]}' is no scope; expected one of {', '.join(SCOPES)}")
    token = PREFIX + new_token()
    row = ApiToken(
        token_hash=digest_token(token),
        person_id=person_id,
        label=label,
        scopes=wanted,
        ends_on=today + timedelta(days=days),
    )
    session.add(row)
    session.flush()
    return row, token


def find_token(session: Session, token: str) -> ApiToken | None:
    """Return the row of a token that has not ended."""
    today = date.today()  # noqa: DTZ011 -- the day where the service is
    return session.scalar(select(ApiToken).where(ApiToken.token_hash == digest_token(token), ApiToken.ends_on >= today))


def tokens_of(session: Session, person_id: int) -> list[ApiToken]:
    """Return the tokens of a person, those that have ended too, the latest first."""
    return list(session.scalars(select(ApiToken).where(ApiToken.person_id == person_id).order_by(ApiToken.id.desc())))


def end_token(session: Session, person_id: int, token_id: int) -> None:
    """Have a token of a person be good for nothing from now on; raise `UnknownToken` where the person has none such."""
    owned = delete(ApiToken).where(ApiToken.id == token_id, ApiToken.person_id == person_id)
    if session.scalar(owned.returning(ApiToken.id)) is None:
        raise UnknownToken(f"you have no token with the number {token_id}")


def note_use(session: Session, token_id: int, today: date) -> None:
    """Note that a token was used on a day, and that its person therefore still has to do with us."""
    used = update(ApiToken).where(ApiToken.id == token_id).values(used_on=today).returning(ApiToken.person_id)
    person_id = session.scalar(used)
    session.execute(update(Person).where(Person.id == person_id).values(seen_at=datetime.now(UTC)))
