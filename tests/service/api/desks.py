"""A town as each role asks it by its token, from elsewhere."""

from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from sqlite3 import connect

from fastapi.testclient import TestClient

from graph.database import open_engine, transaction
from service.keys import read_safe
from service.people import People
from service.settings import Settings
from service.tokens import SCOPES, make_token

TODAY = datetime.now(UTC).date()
PEOPLE = {
    "staff": ("kantoor@voorbeeld.example", "staff", None),
    "working_group": ("werkgroep@voorbeeld.example", "working_group", None),
    "bieb": ("balie@bieb.example", "", "bieb"),
    "school": ("directie@school.example", "", "school"),
    "club": ("bestuur@club.example", "", "club"),
}
"""Mail address, role and partner of whoever asks, by the name of its desk; "public" is nobody."""


def add_people(settings: Settings, people_of=PEOPLE) -> dict[str, str]:
    """Add the people to a database; return a token of each, good for everything, by the name of its desk."""
    engine = open_engine(settings.database_url)
    tokens = {}
    with transaction(engine) as session:
        people = People(session, read_safe(settings))
        for desk, (address, role, partner_id) in people_of.items():
            person_id = people.add(address, f"naam van {desk}", phone="0412 000 000", role=role).id
            if partner_id:
                people.join(person_id, partner_id, function="aanspreekpunt")
            tokens[desk] = make_token(session, person_id, "test", SCOPES, today=TODAY)[1]
    engine.dispose()
    return tokens


def copy_of(settings: Settings, folder, **changed) -> Settings:
    """Return the settings of a copy of a database, with the same key."""
    copy = settings.model_copy(update={"database_url": f"sqlite:///{folder / 'osmose.db'}", **changed})
    restore(settings, copy)
    return copy


def restore(settings: Settings, copy: Settings) -> None:
    """Make a copy the same again, even while it is served."""
    with closing(connect(_path(settings))) as source, closing(connect(_path(copy))) as target:
        source.backup(target)


def _path(settings: Settings) -> str:
    return settings.database_url.removeprefix("sqlite:///")


@dataclass
class Desk:
    """Asks with a token."""

    client: TestClient
    token: str | None

    def ask(self, method, path, body=None, **headers):
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.request(method, f"/v1{path}", json=body, headers=headers)

    def get(self, path, **headers):
        return self.ask("GET", path, **headers)

    def post(self, path, body=None, **headers):
        return self.ask("POST", path, body, **headers)

    def patch(self, path, body, **headers):
        return self.ask("PATCH", path, body, **headers)

    def delete(self, path):
        return self.ask("DELETE", path)
