"""Persons of a test, and browsers in which they are signed in."""

import json
from base64 import b64encode
from contextlib import contextmanager

from itsdangerous import TimestampSigner
from sqlalchemy import select

from graph.database import open_engine, reading, transaction
from graph.outbox import Mail
from service.keys import read_safe
from service.people import People
from service.sessions import cookie_name, start_session


def add_person(settings, address="iemand@voorbeeld.example", *, role="", partners=(), state="confirmed") -> int:
    """Add a person who speaks for some partners; return its id."""
    engine = open_engine(settings.database_url)
    with transaction(engine) as session:
        people = People(session, read_safe(settings))
        person_id = people.add(address, address.partition("@")[0], role=role).id
        for partner_id in [partners] if isinstance(partners, str) else partners:
            people.join(person_id, partner_id, state=state)
    engine.dispose()
    return person_id


def sign_in(client, settings, person_id) -> None:
    """Have a client of the application send the cookie of somebody who signed in."""
    engine = open_engine(settings.database_url)
    with transaction(engine) as session:
        token = start_session(session, person_id)
    engine.dispose()
    client.cookies.set(cookie_name(settings.base_url), session_cookie(settings, token=token))


@contextmanager
def database(settings, *, writes=False):
    """Lend a session on the database of a test."""
    engine = open_engine(settings.database_url)
    with (transaction if writes else reading)(engine) as session:
        yield session
    engine.dispose()


def mailed(settings, kind):
    """Return person and facts of each mail of a kind in the outbox, the sealed token opened."""
    with database(settings) as session:
        mails = session.scalars(select(Mail).where(Mail.kind == kind).order_by(Mail.id)).all()
    safe = read_safe(settings)
    return [
        (
            mail.person_id,
            {name: safe.open(held) if name == "sealed_token" else held for name, held in mail.facts.items()},
        )
        for mail in mails
    ]


def token_of(settings, kind):
    """Return the token that the latest mail of a kind carries."""
    return mailed(settings, kind)[-1][1]["sealed_token"]


def session_cookie(settings, **held) -> str:
    """Return the value of the cookie in which the application keeps these things."""
    signer = TimestampSigner(read_safe(settings).key_for("session").hex())
    return signer.sign(b64encode(json.dumps(held).encode())).decode()
