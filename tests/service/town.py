"""A town served in this process, and everybody who could ask it something."""

import gzip
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from pathlib import Path

from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from graph.database import open_engine, transaction
from graph.model import CHOSEN_FIELDS, FieldVisibility, PartnerAlias
from service.access import OPERATOR, Role
from service.api.application import all_resources
from service.app import all_pages, create_app
from service.house import InHouse, lend_writing
from service.introductions.asking import ask
from service.introductions.deciding import decide, propose_by_hand
from service.keys import read_safe
from service.links import Links
from service.people import People
from service.sessions import SESSION_COOKIE, start_session
from service.settings import Settings
from service.tokens import SCOPES, make_token
from tests.builders import collaboration, partner, theme
from tests.service.serving import ELSEWHERE, make_database
from tests.service.signed_in import session_cookie

TODAY = date(2026, 11, 26)

MARKERS = {
    "aliases": "verstopt-andere-naam",
    "description": "verstopt-omschrijving",
    "seeks": "verstopt-zoekt",
    "offers": "verstopt-biedt",
    "themes": "verstopt-thema",
    "place": "Verstopt-plaats",
    "address": "9876 ZX",
    "website": "verstopt-website.example",
}
"""What stands in each field of the partners whose fields are hidden; a membership is told by its own test."""
LATITUDE, LONGITUDE = 51.98761, 5.43219


def hiding(partner_id: str, level: str, mark: str) -> list:
    """Return the rows of a partner all of whose fields have a level, each with a text that ends in `mark`."""
    words = {name: f"geheimwoord {text}-{mark}" for name, text in MARKERS.items()}
    return [
        *partner(
            partner_id,
            description=words["description"],
            seeks=words["seeks"],
            offers=words["offers"],
            themes=f"{MARKERS['themes']}-{mark}",
            place=words["place"],
            postcode=f"{MARKERS['address']}-{mark}",
            latitude=LATITUDE,
            longitude=LONGITUDE,
            website=f"{MARKERS['website']}/{mark}",
            part_of="koepel",
        ),
        PartnerAlias(partner_id=partner_id, position=0, text=words["aliases"]),
        *(FieldVisibility(partner_id=partner_id, field=each, level=level) for each in CHOSEN_FIELDS),
    ]


def rows() -> tuple[list, list, list]:
    """Return new rows of partners, collaborations and themes."""
    partners = [
        partner("eigen", seeks="stagelessen", offers="lokaal", place="Oss"),
        partner("ander", seeks="lokaal", offers="stagelessen", place="Oss"),
        partner("koepel", offers="bestuur"),
        hiding("stil", "staff", "staff"),
        hiding("half", "network", "network"),
    ]
    themes = [
        theme(f"{MARKERS['themes']}-{mark}", label=f"geheimwoord {MARKERS['themes']}-{mark}", kind="keyword")
        for mark in ("staff", "network")
    ]
    return partners, [collaboration("samen", "2020", ["eigen", "koepel", "stil", "half"])], themes


@dataclass(frozen=True)
class Somebody:
    """Who asks: as what, for which partners, and with what in the head of the request."""

    role: Role
    partner_ids: frozenset[str] = frozenset()
    headers: dict[str, str] = field(default_factory=dict)
    scopes: frozenset[str] | None = None


@dataclass(frozen=True)
class Town:
    """The application, and who can ask it what."""

    client: TestClient
    settings: Settings
    named: dict[str, object]
    """What stands in the path for a parameter of a name."""
    people: dict[str, int]
    """Ids of persons: owner, other, group and staff."""
    sessions: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, address: str, headers: dict[str, str] | None = None, **others):
        """Send one request that carries nothing of the one before."""
        self.client.cookies.clear()
        return self.client.request(method, address, headers=headers, follow_redirects=False, **others)

    def in_browser(self, name: str) -> Somebody:
        """Return somebody who signed in: public, owner, other, group or staff."""
        role, partner_ids = KINDS[name]
        if name == "public":
            return Somebody(role)
        cookie = session_cookie(self.settings, token=self.sessions[name])
        return Somebody(role, partner_ids, {"Cookie": f"{SESSION_COOKIE}={cookie}"})

    def by_token(self, name: str, scopes: frozenset[str]) -> Somebody:
        """Return a program that acts for somebody within scopes."""
        engine = open_engine(self.settings.database_url)
        with transaction(engine) as session:
            _, token = make_token(session, self.people[name], "a test", scopes, today=date.today())  # noqa: DTZ011 -- the day on which it is looked up
        engine.dispose()
        role, partner_ids = KINDS[name]
        return Somebody(role, partner_ids, {"Authorization": f"Bearer {token}"}, scopes)


KINDS = {
    "public": (Role.PUBLIC, frozenset()),
    "owner": (Role.PARTNER, frozenset({"eigen"})),
    "other": (Role.PARTNER, frozenset({"ander"})),
    "group": (Role.WORKING_GROUP, frozenset()),
    "staff": (Role.STAFF, frozenset()),
}


@contextmanager
def serving_town(folder: Path, *, forgets: bool = False) -> Iterator[Town]:
    """Serve the town; with `forgets` no request changes anything for those after it."""
    settings = make_database(folder, *rows())
    people, named, sessions = settle(settings)
    app = _forgetful(settings) if forgets else create_app(settings)
    with ExitStack() as stack:
        client = TestClient(app, "http://localhost", client=(ELSEWHERE, 50000), raise_server_exceptions=False)
        yield Town(stack.enter_context(client), settings, named, people, sessions)


def _forgetful(settings: Settings) -> FastAPI:
    """Return an application with pages and resources of its own, which keep nothing."""
    for made_once in (all_pages, all_resources):
        made_once.cache_clear()
        made_once().dependency_overrides[lend_writing] = lend_and_forget
    app = create_app(settings)
    for made_once in (all_pages, all_resources):
        made_once.cache_clear()
    return app


def lend_and_forget(house: InHouse) -> Iterator[Session]:
    with Session(house.engine.execution_options(writes=True)) as session:
        yield session


def settle(settings: Settings) -> tuple[dict[str, int], dict[str, object], dict[str, str]]:
    """Add persons and an introduction that is asked; return ids of persons, values of paths, and sessions."""
    engine, safe = open_engine(settings.database_url), read_safe(settings)
    with transaction(engine) as session:
        found = People(session, safe)
        people = {
            name: found.add(f"{name}@voorbeeld.example", role=role if role in {"staff", "working_group"} else "").id
            for name, (role, _) in KINDS.items()
            if name != "public"
        }
        for name, (_, partner_ids) in KINDS.items():
            for partner_id in partner_ids:
                found.join(people[name], partner_id)
        introduction = propose_by_hand(session, OPERATOR, "eigen", "ander")
        decide(session, OPERATOR, introduction, "approve")
        ask(session, OPERATOR, introduction, TODAY)
        sessions = {name: start_session(session, person_id) for name, person_id in people.items()}
        carried = {"introduction": introduction.id, "person": people["owner"], "partner": "eigen", "side": "second"}
        named = {
            **dict.fromkeys(("partner_id", "partnerId", "kept_id", "one_id"), "eigen"),
            **dict.fromkeys(("other_id", "gone_id", "suggested_id"), "ander"),
            **dict.fromkeys(("introduction_id", "introductionId"), introduction.id),
            **dict.fromkeys(("collaboration_id", "collaborationId"), "samen"),
            **dict.fromkeys(("person_id", "personId"), people["other"]),
            **dict.fromkeys(("format", "format_name", "ending"), "csv"),
            "token": Links(safe).make("answer", carried),
        }
    engine.dispose()
    return people, named, sessions


def unpacked(content: bytes) -> bytes:
    """Return the bytes of an answer or a file with nothing packed in them."""
    if content.startswith(b"\x1f\x8b"):
        return gzip.decompress(content)
    if content.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(content)) as packed:
            return b"\n".join(packed.read(name) for name in packed.namelist())
    return content


ALL_SCOPES = frozenset(SCOPES)
