"""How often somebody may try."""

import re
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select
from starlette.requests import Request

from graph.attempts import Attempt
from graph.database import reading, transaction
from service.app import create_app
from service.limits import LIMITS, TooMany, client_of, count_try
from service.settings import Settings
from tests.builders import partner
from tests.service.posting import house_of
from tests.service.serving import ELSEWHERE, copy_database, serving
from tests.service.signed_in import add_person


@pytest.fixture
def houses(database_url, tmp_path):
    """Two services on one database."""
    settings = Settings(database_url=database_url, home=tmp_path)
    with house_of(settings) as one, house_of(settings) as other:
        yield one, other


LIMIT = LIMITS["links to an address by a client"]


def test_one_try_too_many_is_refused_by_every_service_and_says_when_the_next_may_come(houses):
    one, other = houses
    for number in range(LIMIT.n_tries):
        count_try(houses[number % 2], "links to an address by a client", "a")

    for house in houses:
        with pytest.raises(TooMany) as refused:
            count_try(house, "links to an address by a client", "a")
        assert 3590 <= refused.value.retry_after_seconds <= 3600
    count_try(one, "links to an address by a client", "b")
    count_try(other, "links tried", "a")


def test_of_tries_at_the_same_moment_no_more_are_let_through_than_may_be(houses):
    def attempt(number):
        try:
            count_try(houses[number % 2], "links to an address by a client", "a")
        except TooMany:
            return False
        return True

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(attempt, range(24))) == LIMIT.n_tries


def test_a_try_counts_no_longer_when_its_time_is_over_and_is_not_kept(houses):
    house, _ = houses
    for _ in range(LIMIT.n_tries):
        count_try(house, "links to an address by a client", "a")
    with transaction(house.engine) as session:
        for row in session.scalars(select(Attempt)):
            row.made_at -= LIMIT.within

    count_try(house, "links to an address by a client", "a")

    with reading(house.engine) as session:
        assert len(session.scalars(select(Attempt)).all()) == 1


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_nobody_who_tries_waits_for_an_import_on_postgresql(houses):
    house, _ = houses
    with transaction(house.engine):
        count_try(house, "links to an address by a client", "a")

    with reading(house.engine) as session:
        assert len(session.scalars(select(Attempt)).all()) == 1


def test_no_address_can_be_read_from_what_is_kept(houses):
    count_try(houses[0], "links tried", "192.0.2.7")

    with reading(houses[0].engine) as session:
        [row] = session.scalars(select(Attempt)).all()
    assert re.fullmatch("[0-9a-f]{64}", row.who_hash)
    assert row.who_hash != sha256(b"links tried: 192.0.2.7").hexdigest()


@pytest.mark.parametrize(
    ("host", "client"),
    [
        pytest.param("192.0.2.7", "192.0.2.7", id="ipv4"),
        pytest.param("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64", id="all-of-one-house"),
        pytest.param("unix", "unix", id="no-address"),
    ],
)
def test_who_tries_is_told_by_the_address(host, client):
    assert client_of(Request({"type": "http", "client": (host, 1), "headers": []})) == client


def test_many_tokens_that_are_none_are_told_to_wait_by_a_problem(sqlite_template, tmp_path):
    with serving(copy_database(sqlite_template, tmp_path, [partner("muzelinck")]), ELSEWHERE) as client:
        tries = [
            client.get("/v1/sectors", headers={"Authorization": f"Bearer osmose_{number}"}) for number in range(21)
        ]

        assert [answer.status_code for answer in tries] == [401] * 20 + [429]
        assert 0 < int(tries[-1].headers["Retry-After"]) <= 600
        assert tries[-1].headers["Content-Type"] == "application/problem+json"
        assert tries[-1].json()["title"] == "Too Many Requests"
        assert client.get("/v1/sectors").status_code == 200


def test_links_tried_too_often_are_told_to_wait_by_a_page(sqlite_template, tmp_path):
    with serving(copy_database(sqlite_template, tmp_path, [partner("muzelinck")]), ELSEWHERE) as client:
        tries = [client.get(f"/aanmelden/guess-{number}") for number in range(31)]

        assert [answer.status_code for answer in tries] == [404] * 30 + [429]
        assert int(tries[-1].headers["Retry-After"]) > 0
        assert "Dit is te vaak geprobeerd" in tries[-1].text


def test_nobody_floods_a_mailbox(sqlite_template, tmp_path):
    settings = copy_database(sqlite_template, tmp_path, [partner("muzelinck")])
    add_person(settings, "a@voorbeeld.example", role="staff")

    with serving(settings, ELSEWHERE) as client:
        known = [client.post("/aanmelden", data={"adres": "a@voorbeeld.example"}).status_code for _ in range(6)]
    with serving(settings, "192.0.2.8") as client:
        unknown = [client.post("/aanmelden", data={"adres": "b@voorbeeld.example"}).status_code for _ in range(6)]

    assert known == unknown == [200] * 5 + [429]


def test_nobody_uses_up_the_links_that_somebody_else_may_ask_for(sqlite_template, tmp_path):
    settings = copy_database(sqlite_template, tmp_path, [partner("muzelinck")])
    app = create_app(settings)

    def ask(client, times):
        asking = TestClient(app, base_url="http://localhost", client=(client, 1), follow_redirects=False)
        return [asking.post("/aanmelden", data={"adres": "a@voorbeeld.example"}).status_code for _ in range(times)]

    with TestClient(app):
        assert ask("192.0.2.7", 6) == [303] * 5 + [429]
        assert ask("198.51.100.1", 1) == [303]
        many = [status for number in range(8) for status in ask(f"203.0.113.{number}", 5)]
    assert many.count(303) == 30 - 6  # a mailbox gets no more, from however many places they are asked for
