"""Who is asking and what they may do: one policy, passed by every route."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from ipaddress import ip_address
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy import select
from sqlalchemy.orm import Session

from graph.database import reading
from graph.errors import GraphError
from graph.model import CHOSEN_FIELDS, LEVELS
from graph.people import BrowserSession, Contact, Person
from graph.sealing import digest_token
from service.house import House, InHouse
from service.tokens import find_token


class NotAllowed(GraphError):
    """The one who asks may not see or do this."""


class NotSignedIn(GraphError):
    """Nobody is known to be asking, and this is not for everybody."""


class Role(StrEnum):
    """As what somebody asks."""

    STAFF = "staff"
    WORKING_GROUP = "working_group"
    PARTNER = "partner"
    PUBLIC = "public"


USUAL_LEVELS = {
    **dict.fromkeys(("id", "name", "sector", "country", "since", "until", "source"), "public"),
    **dict.fromkeys(("aliases", "description", "offers", "themes", "place", "website", "memberships"), "public"),
    **dict.fromkeys(("seeks", "address", "postcode", "latitude", "longitude"), "network"),
    **dict.fromkeys(("capacity", "paused_until", "suggestions", "answers"), "staff"),
}
"""Who sees a field of a partner (`graph.model.LEVELS`) as long as the partner does not choose otherwise."""

COLUMNS = {**{field: (field,) for field in CHOSEN_FIELDS}, "address": ("postcode", "latitude", "longitude")}
"""The columns of a partner behind each field whose level it may choose."""

_SEEN = {
    Role.PUBLIC: LEVELS[:1],
    Role.PARTNER: LEVELS[:2],
    Role.WORKING_GROUP: LEVELS[:2],
    Role.STAFF: LEVELS,
}


def sees_level(role: Role, level: str) -> bool:
    """Whether fields of a level may reach a role.

    >>> sees_level(Role.PARTNER, "network"), sees_level(Role.PARTNER, "staff")
    (True, False)
    """
    return level in _SEEN[role]


@dataclass(frozen=True)
class Asker:
    """Somebody who asks."""

    role: Role
    partner_ids: frozenset[str] = frozenset()
    """Partners that the asker speaks for."""
    person_id: int | None = None
    """Who it is, where somebody signed in or sent a token."""
    scopes: frozenset[str] | None = None
    """What the token is good for; None for a person in a browser, who may do all that the role may."""

    def owns(self, partner_id: str) -> bool:
        """Whether the asker speaks for a partner."""
        return partner_id in self.partner_ids

    def sees(self, field: str) -> bool:
        """Whether this field of partners may reach the asker where they chose nothing else."""
        return sees_level(self.role, USUAL_LEVELS[field])


OPERATOR = Asker(Role.STAFF)
"""Who runs the command line: able to read the database itself."""
PUBLIC = Asker(Role.PUBLIC)


@dataclass(frozen=True)
class Rule:
    """Who may use a route."""

    roles: frozenset[Role]
    scope: str = "read"
    """What a token must be good for (`service.tokens.SCOPES`)."""
    is_own: bool = False
    """Whether `partner_id` in the path must be one that the asker speaks for; staff may act for everybody."""


ALL = frozenset(Role)
INSIDE = ALL - {Role.PUBLIC}
STAFF = frozenset({Role.STAFF})
OFFICE = frozenset({Role.STAFF, Role.WORKING_GROUP})
SPEAKERS = frozenset({Role.STAFF, Role.PARTNER, Role.WORKING_GROUP})

RULES: dict[str, Rule] = {
    # pages
    "GET /": Rule(ALL),
    "GET /netwerk": Rule(ALL),
    "GET /netwerk/data.json": Rule(ALL),
    "GET /partners": Rule(ALL),
    "GET /partners/{partner_id}": Rule(ALL),
    "GET /vinden": Rule(ALL),
    "GET /over": Rule(ALL),
    # growth
    "GET /groei": Rule(ALL),
    "GET /groei/{key}.svg": Rule(ALL),
    "GET /groei/{key}.json": Rule(ALL),
    "GET /verslag": Rule(OFFICE),
    "GET /verslag/{year}": Rule(OFFICE),
    "GET /verslag/{year}.pdf": Rule(OFFICE),
    "POST /verslag/{year}": Rule(STAFF),
    # signing in, persons, tokens
    #
    # links in mails, the outbox
    #
    # the workbench: queue, introductions
    #
    # the workbench: care for partners, search, lists
    #
    # the workbench: bringing in, doubles, registers
    #
    # a partner's own pages
    #
    # privacy, the log, downloads
    #
    # the API
    "GET /v1/openapi.json": Rule(ALL),
    "GET /v1/partners": Rule(ALL),
    "GET /v1/partners/{partnerId}": Rule(ALL),
    "GET /v1/partners/{partnerId}/suggestions": Rule(STAFF),
    "GET /v1/collaborations": Rule(ALL),
    "GET /v1/collaborations/{collaborationId}": Rule(ALL),
    "GET /v1/themes": Rule(ALL),
    "GET /v1/sectors": Rule(ALL),
    "GET /v1/network": Rule(ALL),
    "GET /v1/find": Rule(ALL),
}
"""Who may use which route: method and path as the route declares it. What stands not here is open to nobody."""


def recognise(request: Request, house: InHouse) -> Asker:
    """Tell who sends a request: by its token, by its session, or by sitting at this machine.

    Whoever sits at this machine can read the database itself, and so is staff until the first staff member is added;
    from then on everybody signs in.
    """
    known: Asker | None = getattr(request.state, "asker", None)
    if known is None:
        known = request.state.asker = _recognise(request, house)
    return known


def _recognise(request: Request, house: House) -> Asker:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    signed_in = request.session.get("token") if "session" in request.scope else None
    is_here = _is_loopback(request)
    if scheme.lower() == "bearer":
        house.snapshots.ready()
        with reading(house.engine) as session:
            found = find_token(session, token.strip())
            if found is None:
                raise NotSignedIn("this token is not known, or has ended")
            return _asker(session, found.person_id, frozenset(found.scopes))
    if signed_in:
        house.snapshots.ready()
        with reading(house.engine) as session:
            person_id = session.scalar(
                select(BrowserSession.person_id)
                .where(BrowserSession.token_hash == digest_token(signed_in))
                .where(BrowserSession.ends_at > datetime.now(UTC))
            )
            if person_id is not None:
                return _asker(session, person_id, None)
    if is_here and house.settings.demo:
        looks_as = request.session.get("looks_as", {}) if "session" in request.scope else {}
        return Asker(Role(looks_as.get("role", Role.STAFF)), frozenset(looks_as.get("partner_ids", ())))
    if is_here and not house.has_staff():
        return Asker(Role.STAFF)
    return PUBLIC


def _asker(session: Session, person_id: int, scopes: frozenset[str] | None) -> Asker:
    person = session.get_one(Person, person_id)
    partner_ids = frozenset(
        session.scalars(select(Contact.partner_id).where(Contact.person_id == person_id, Contact.state == "confirmed"))
    )
    if person.role:
        return Asker(Role(person.role), partner_ids, person_id, scopes)
    return Asker(Role.PARTNER if partner_ids else Role.PUBLIC, partner_ids, person_id, scopes)


def _is_loopback(request: Request) -> bool:
    try:
        return request.client is not None and ip_address(request.client.host).is_loopback
    except ValueError:
        return False


Asking = Annotated[Asker, Depends(recognise)]


def admit(request: Request, asker: Asking) -> None:
    """Let a request through where `RULES` says so; raise `NotSignedIn` or `NotAllowed` otherwise."""
    path = request.scope.get("root_path", "") + request.scope["route"].path
    rule = RULES.get(f"{request.method} {path}")
    partner_id = request.path_params.get("partner_id", request.path_params.get("partnerId", ""))
    if rule is None or asker.role not in rule.roles:
        refuse(asker, "this is not for everybody")
    elif rule.is_own and asker.role is not Role.STAFF and not asker.owns(partner_id):
        refuse(asker, f"only who speaks for '{partner_id}' may do this")
    elif asker.scopes is not None and rule.scope not in asker.scopes:
        raise NotAllowed(f"this token is not good for '{rule.scope}'")


def refuse(asker: Asker, why: str) -> None:
    """Raise `NotSignedIn` for whom nobody knows, `NotAllowed` for whom we do."""
    if asker.role is Role.PUBLIC and asker.person_id is None:
        raise NotSignedIn(why)
    raise NotAllowed(why)
