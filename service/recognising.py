"""Who is asking, told from the request, and whether the policy lets them in."""

from contextlib import suppress
from datetime import UTC, date, datetime
from ipaddress import ip_address
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from graph.database import reading, transaction
from graph.errors import FullDisk, UnwritableDatabase
from graph.people import BrowserSession, Contact, Person
from graph.sealing import digest_token
from service.access import PUBLIC, Asker, NotAllowed, NotSignedIn, Role, refuse
from service.caching import keeping_of
from service.house import House, InHouse
from service.limits import client_of, count_try
from service.rules import RULES
from service.tokens import find_token, note_use


def recognise(request: Request, house: InHouse) -> Asker:
    """Tell who sends a request: by its token, by its session, or by sitting at this machine.

    Whoever sits at this machine can read the database itself, and so is staff until the first staff member is added;
    from then on everybody signs in. Where `base_url` is another machine's, everybody does from the start: a proxy that
    does not say for whom it asks would make all the world sit here.
    """
    known: Asker | None = getattr(request.state, "asker", None)
    if known is None:
        known = request.state.asker = _recognise(request, house)
    return known


def _recognise(request: Request, house: House) -> Asker:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    signed_in = request.session.get("token") if "session" in request.scope else None
    is_here = is_loopback(request)
    if scheme.lower() == "bearer":
        return _recognise_token(request, house, token.strip())
    if signed_in:
        house.snapshots.ready()
        with reading(house.engine) as session:
            person_id = session.scalar(
                select(BrowserSession.person_id)
                .where(BrowserSession.token_hash == digest_token(signed_in))
                .where(BrowserSession.ends_at > datetime.now(UTC))
            )
            if person_id is not None:
                return asker_of(session, person_id)
    if is_here and house.settings.demo:
        looks_as = request.session.get("looks_as", {}) if "session" in request.scope else {}
        return Asker(Role(looks_as.get("role", Role.STAFF)), frozenset(looks_as.get("partner_ids", ())))
    if is_here and house.settings.is_for_this_machine and not house.has_staff():
        return Asker(Role.STAFF)
    return PUBLIC


def _recognise_token(request: Request, house: House, token: str) -> Asker:
    client, today = client_of(request), date.today()  # noqa: DTZ011 -- the day where the service is
    house.snapshots.ready()
    with reading(house.engine) as session:
        found = find_token(session, token)
        if found is not None:
            asker, is_first = asker_of(session, found.person_id, frozenset(found.scopes)), found.used_on != today
            token_id = found.id
    if found is None:
        count_try(house, "tokens refused", client)
        raise NotSignedIn("this token is not known, or has ended")
    if is_first:  # of this day: a read that writes each time would have all programs wait for each other
        # A disk that is full keeps nobody from reading.
        with suppress(FullDisk, UnwritableDatabase), transaction(house.engine) as session:
            note_use(session, token_id, today)
    return asker


def asker_of(session: Session, person_id: int, scopes: frozenset[str] | None = None) -> Asker:
    """Return a person as the one who asks: with its role, and the partners that it speaks for."""
    confirmed = and_(Contact.person_id == Person.id, Contact.state == "confirmed")
    rows = session.execute(
        select(Person.role, Contact.partner_id).outerjoin(Contact, confirmed).where(Person.id == person_id)
    ).all()
    role, partner_ids = rows[0].role, frozenset(row.partner_id for row in rows if row.partner_id is not None)
    if role:
        return Asker(Role(role), partner_ids, person_id, scopes)
    return Asker(Role.PARTNER if partner_ids else Role.PUBLIC, partner_ids, person_id, scopes)


def is_loopback(request: Request) -> bool:
    """Whether a request comes from this machine itself."""
    try:
        return request.client is not None and ip_address(request.client.host).is_loopback
    except ValueError:
        return False


Asking = Annotated[Asker, Depends(recognise)]


async def admit(request: Request, asker: Asking) -> None:
    """Let a request through where `RULES` says so; raise `NotSignedIn` or `NotAllowed` otherwise."""
    path = request.scope.get("root_path", "") + request.scope["route"].path
    rule = RULES.get(f"{request.method} {path}")
    partner_id = request.path_params.get("partner_id", request.path_params.get("partnerId", ""))
    if rule is None or asker.role not in rule.roles:
        refuse(asker, "this is not for everybody")
    elif rule.is_own and asker.role is not Role.STAFF and not asker.owns(partner_id):
        refuse(asker, f"only who speaks for '{partner_id}' may do this")
    elif rule.is_personal and asker.person_id is None:
        refuse(asker, "this is for who signed in")
    elif rule.is_known and asker.role is Role.PUBLIC and asker.person_id is None:
        refuse(asker, "this is for whom we know")
    elif asker.scopes is not None and (rule.needs_browser or rule.scope not in asker.scopes):
        raise NotAllowed(
            "no token is good for this" if rule.needs_browser else f"this token is not good for '{rule.scope}'"
        )
    else:
        request.state.keeping = keeping_of(path, rule, asker)
