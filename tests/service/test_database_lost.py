"""The service while its database is away: it answers that it cannot, and goes on by itself afterwards."""

import time

import pytest
from sqlalchemy import update

from graph import database
from graph.database import open_engine, reading, transaction, upgrade
from graph.model import Partner
from service.settings import Settings
from tests.builders import partner
from tests.postgresql import find_programs, lend_server
from tests.service.serving import HERE, add_rows, copy_database, serving

DESCRIPTION = {"description": "Brood uit Oss."}


def assert_it_cannot(client):
    """Whoever asks for a page, asks the API or sends something in is told so, and when to come back."""
    page, told = client.get("/partners"), client.get("/v1/partners")
    sent_in = client.patch("/v1/partners/bakker", json=DESCRIPTION)

    assert [answer.status_code for answer in (page, told, sent_in)] == [503, 503, 503]
    assert [answer.headers["Retry-After"] for answer in (page, told, sent_in)] == ["10", "10", "10"]
    assert "We kunnen nu niet bij de gegevens" in page.text
    assert told.headers["Content-Type"] == "application/problem+json"


def assert_it_can(client):
    assert client.get("/partners").status_code == 200
    told = client.get("/v1/partners/bakker")
    assert (told.status_code, told.json()) == (200, told.json() | {"description": "Vers brood."})
    assert client.patch("/v1/partners/bakker", json={"place": "Oss"}).status_code == 200


def wait_until_it_can(client):
    """Wait for a server that came back, which on a busy machine takes its time."""
    until = time.monotonic() + 20
    while client.get("/v1/partners/bakker").status_code != 200 and time.monotonic() < until:
        time.sleep(0.1)


@pytest.fixture(autouse=True)
def _anew(monkeypatch):
    monkeypatch.setattr("service.snapshot.CHECK_SECONDS", 0.0)


@pytest.mark.postgresql
def test_the_service_says_that_it_cannot_while_postgresql_is_away_and_then_goes_on(tmp_path):
    programs = find_programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed")
    with lend_server(programs) as server:
        settings = Settings(database_url=server.url, home=tmp_path)
        engine = open_engine(server.url)
        upgrade(engine)
        add_rows(settings, [partner("bakker", description="Vers brood.")])
        with serving(settings, HERE) as client:
            assert_it_can(client)
            server.stop()
            assert_it_cannot(client)
            server.start()
            wait_until_it_can(client)
            assert_it_can(client)
        engine.dispose()


def test_the_service_says_that_it_cannot_while_the_file_is_away_and_then_goes_on(sqlite_template, tmp_path):
    settings = copy_database(sqlite_template, tmp_path, [partner("bakker", description="Vers brood.")])
    path = tmp_path / "osmose.db"
    with serving(settings, HERE) as client:
        assert_it_can(client)
        kept = path.rename(tmp_path / "kept.db")
        assert_it_cannot(client)
        kept.rename(path)
        assert_it_can(client)


def test_a_writer_is_told_when_another_holds_the_file_for_long_and_readers_go_on(
    sqlite_template, tmp_path, monkeypatch
):
    monkeypatch.setattr(database, "BUSY_SECONDS", 0)
    settings = copy_database(sqlite_template, tmp_path, [partner("bakker", description="Vers brood.")])
    holder = open_engine(settings.database_url)
    with serving(settings, HERE) as client:
        assert_it_can(client)
        with transaction(holder) as session:
            session.execute(update(Partner).values(capacity=3))
            refused = client.patch("/v1/partners/bakker", json=DESCRIPTION)
            read = client.get("/v1/partners/bakker")
        assert (refused.status_code, refused.headers["Retry-After"]) == (503, "10")
        assert (read.status_code, read.json()["description"]) == (200, "Vers brood.")
        assert_it_can(client)
    with reading(holder) as session:
        assert session.get_one(Partner, "bakker").capacity == 3
    holder.dispose()
