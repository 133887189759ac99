"""Whether the process lives, whether it can serve, and who reads its figures."""

import asyncio
import errno
import os
import shutil
from datetime import UTC, datetime, timedelta

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text

from graph.database import open_engine
from graph.outbox import Mail
from service import health
from service.health import Readiness, look_at
from service.keys import read_safe
from service.mail.sending import OVERTAKEN
from service.people import People
from tests.builders import partner
from tests.service.posting import house_of
from tests.service.serving import ELSEWHERE, HERE, copy_database, serving, writing

METRICS_TOKEN = "of-the-watchers"  # noqa: S105 -- of this test alone
ALL_WELL = {"database": "ok", "network": "ok", "home": "ok", "disk": "ok"}


@pytest.fixture
def settings(sqlite_template, tmp_path):
    return copy_database(sqlite_template, tmp_path, [partner("muzelinck")], metrics_token=METRICS_TOKEN)


def test_who_can_serve_is_alive_and_ready(settings):
    with serving(settings) as asking:
        ready = asking.get("/readyz")

        assert asking.get("/healthz").json() == {"status": "ok"}
        assert (ready.status_code, ready.json()) == (200, {"status": "ok", "checks": ALL_WELL})
        assert ready.headers["Cache-Control"] == "no-store"


def test_without_its_database_it_is_alive_and_not_ready_and_says_nothing_of_where_that_is(settings, tmp_path):
    broken = settings.model_copy(update={"database_url": f"sqlite:///{tmp_path / 'not-there' / 'osmose.db'}"})
    with serving(broken) as asking:
        answer = asking.get("/readyz")

        assert asking.get("/healthz").status_code == 200
    assert answer.status_code == 503
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["checks"]["database"] == "the database does not answer"
    assert "not-there" not in answer.text


def test_it_is_not_ready_for_the_tables_of_another_version(settings):
    with house_of(settings) as house:
        before = look_at(house)
        with writing(settings) as session:
            session.execute(text("UPDATE alembic_version SET version_num = '0001'"))

        assert (before, look_at(house)["database"]) == (
            ALL_WELL,
            "the database is of an earlier version; run: osmose database upgrade",
        )


def test_it_is_not_ready_where_nothing_can_be_kept(settings, monkeypatch):
    def refuse(**_where):
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(health, "TemporaryFile", refuse)
    with house_of(settings) as house:
        assert look_at(house)["home"] == "OSMOSE_HOME cannot be written to: Read-only file system"


def test_it_is_not_ready_where_the_disk_is_as_good_as_full(settings, monkeypatch):
    full = shutil.disk_usage(settings.home)._replace(free=49_999_999)
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: full)
    with house_of(settings) as house:
        assert look_at(house)["disk"] == "the disk of OSMOSE_HOME is full: 49 MB left"


def test_it_is_not_ready_once_it_was_told_to_stop(settings):
    with serving(settings) as asking:
        asking.app.state.house.is_leaving.set()

        assert asking.get("/readyz").json()["detail"] == "process: the service was told to stop"


def test_a_look_that_takes_long_is_told_and_not_begun_again(settings, monkeypatch):
    begun = []
    monkeypatch.setattr(health, "LOOK_SECONDS", 0.01)
    monkeypatch.setattr(health, "look_at", lambda house: begun.append(house) or asyncio.run(asyncio.sleep(0.2)) or {})

    async def look_three_times(house):
        readiness = Readiness(house)
        return [await readiness.look() for _ in range(3)]

    with house_of(settings) as house:
        told = asyncio.run(look_three_times(house))

    assert told == [{"network": "not read after 0.01 seconds"}] * 3
    assert len(begun) == 1


@pytest.mark.parametrize(
    ("client", "headers", "status"),
    [
        pytest.param(HERE, {}, 200, id="this-machine"),
        pytest.param(ELSEWHERE, {}, 403, id="another-machine"),
        pytest.param(ELSEWHERE, {"Authorization": f"Bearer {METRICS_TOKEN}"}, 200, id="who-has-the-token"),
        pytest.param(ELSEWHERE, {"Authorization": "Bearer another"}, 403, id="another-token"),
    ],
)
def test_figures_are_for_this_machine_and_for_who_has_the_token(settings, client, headers, status):
    with serving(settings, client) as asking:
        assert asking.get("/metrics", headers=headers).status_code == status


def test_where_no_token_is_set_an_empty_one_opens_nothing(settings):
    with serving(settings.model_copy(update={"metrics_token": type(settings.metrics_token)("")}), ELSEWHERE) as asking:
        assert asking.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 403


def figures_of(asking):
    families = text_string_to_metric_families(asking.get("/metrics").text)
    return {(sample.name, *sample.labels.values()): sample.value for family in families for sample in family.samples}


def test_the_figures_tell_requests_by_their_pattern_and_what_waits_to_leave(settings, tmp_path):
    late = datetime.now(UTC) - timedelta(hours=1)
    with writing(settings) as session:
        person_id = People(session, read_safe(settings)).add("directie@voorbeeld.example").id
        session.add(Mail(event="one", kind="asked", person_id=person_id, due_at=late))
        session.add(Mail(event="two", kind="asked", person_id=person_id, n_tries=1, due_at=late + timedelta(days=1)))
        session.add(Mail(event="three", kind="asked", person_id=person_id, given_up_at=late, fault="OSError"))
        session.add(Mail(event="four", kind="asked", person_id=person_id, given_up_at=late, fault=OVERTAKEN))
    backups = tmp_path / "backups"
    backups.mkdir()
    (backups / "osmose.db").write_bytes(b"12345")
    (backups / ".osmose.db.0123").write_bytes(b"1")  # what a copy that was killed leaves
    with serving(settings.model_copy(update={"backup_path": backups})) as asking:
        asking.get("/partners/muzelinck")
        asking.head("/partners/muzelinck")
        asking.get("/partners/niemand")
        figures = figures_of(asking)

    pattern = "/partners/{partner_id}"
    assert figures["osmose_http_requests_total", "GET", pattern, "200"] == 1
    assert figures["osmose_http_requests_total", "HEAD", pattern, "200"] == 1
    assert figures["osmose_http_requests_total", "GET", pattern, "404"] == 1
    assert figures["osmose_http_request_seconds_count", "GET", pattern] == 2
    assert figures[("osmose_http_requests_in_flight",)] == 1  # the one that asks
    assert figures[("osmose_network_read_seconds_count",)] == 1
    assert [figures["osmose_mails", state] for state in ("waiting", "failed", "given_up")] == [2, 1, 1]
    assert 3600 <= figures[("osmose_mail_overdue_seconds",)] < 3700
    assert figures[("osmose_backup_bytes",)] == 5
    assert figures[("osmose_database_up",)] == 1


def test_the_figures_tell_an_error_of_the_database(settings):
    with serving(settings) as asking:
        asking.get("/over")
        engine = open_engine(settings.database_url)
        with engine.begin() as connection:
            connection.execute(text("DROP TABLE webhook_call"))
        engine.dispose()
        without = figures_of(asking)
        figures = figures_of(asking)

    assert without[("osmose_database_up",)] == 0
    assert figures["osmose_database_errors_total", "OperationalError"] == 1
