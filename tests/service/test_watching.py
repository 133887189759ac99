"""The id of a request: in the head, in problem details and on the page of an error."""

import pytest

from tests.builders import partner
from tests.service.serving import copy_database, serving


@pytest.fixture(scope="module")
def asking(sqlite_template, tmp_path_factory):
    settings = copy_database(sqlite_template, tmp_path_factory.mktemp("watched"), [partner("muzelinck")])
    with serving(settings) as client:
        yield client


def test_a_well_formed_id_of_a_proxy_is_taken_over(asking):
    answer = asking.get("/v1/partners", headers={"X-Request-ID": "9f0c-0001"})

    assert answer.headers["X-Request-ID"] == "9f0c-0001"


@pytest.mark.parametrize("given", ["short", "two words and more", "x" * 65, "a\tforged-line"])
def test_an_id_that_is_not_well_formed_is_replaced(asking, given):
    answer = asking.get("/v1/partners", headers={"X-Request-ID": given})

    assert len(answer.headers["X-Request-ID"]) == 32
    assert answer.headers["X-Request-ID"] != given


def test_two_requests_have_two_ids(asking):
    assert asking.get("/over").headers["X-Request-ID"] != asking.get("/over").headers["X-Request-ID"]


def test_problem_details_and_the_page_of_an_error_name_the_request(asking):
    named = {"X-Request-ID": "9f0c-0002"}

    assert asking.get("/v1/partners/niemand", headers=named).json()["requestId"] == "9f0c-0002"
    assert "9f0c-0002" in asking.get("/partners/niemand", headers=named).text


def test_a_fault_of_the_program_names_the_request_too(asking, monkeypatch):
    monkeypatch.setattr("service.snapshot.Snapshots.current", lambda _self: 1 / 0)

    answer = asking.get("/v1/partners", headers={"X-Request-ID": "9f0c-0003"})

    assert answer.status_code == 500
    assert (answer.json()["requestId"], answer.headers["X-Request-ID"]) == ("9f0c-0003", "9f0c-0003")
