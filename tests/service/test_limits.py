"""How often somebody may try."""

import pytest
from fastapi.testclient import TestClient
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.requests import Request

from service.app import create_app
from service.house import House
from service.limits import LIMITS, TooMany, client_of, count_try, refuse_more
from tests.builders import partner
from tests.service.serving import ELSEWHERE, copy_database, serving
from tests.service.signed_in import add_person


@pytest.fixture
def house():
    return House(None, None, None, None, None, MovingWindowRateLimiter(MemoryStorage()))


def test_one_try_too_many_is_refused_and_says_when_the_next_may_come(house):
    for _ in range(LIMITS["links to an address"].amount):
        count_try(house, "links to an address", "a")

    with pytest.raises(TooMany) as refused:
        count_try(house, "links to an address", "a")
    assert 3590 <= refused.value.retry_after_seconds <= 3600
    count_try(house, "links to an address", "b")
    count_try(house, "links tried", "a")


def test_looking_whether_a_try_is_left_counts_none(house):
    for _ in range(100):
        refuse_more(house, "links to an address", "a")

    item = LIMITS["links to an address"]
    assert house.limiter.get_window_stats(item, "links to an address", "a").remaining == item.amount


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
    with serving(settings, ELSEWHERE) as client:
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
