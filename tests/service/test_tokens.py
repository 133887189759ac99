"""Tokens by which a program acts for a person."""

from datetime import UTC, date, datetime, timedelta

import pytest

from graph.people import ApiToken, Person
from service.tokens import SCOPES, UnknownScope, UnknownToken, end_token, find_token, make_token, note_use, tokens_of
from tests.builders import partner
from tests.service.serving import ELSEWHERE, copy_database, serving
from tests.service.signed_in import add_person, database

TODAY = datetime.now(UTC).astimezone().date()


@pytest.fixture(scope="module")
def settings(sqlite_template, tmp_path_factory):
    return copy_database(sqlite_template, tmp_path_factory.mktemp("tokens"), [partner("muzelinck")])


@pytest.fixture(scope="module")
def person_ids(settings):
    return [add_person(settings, f"{name}@voorbeeld.example", role="staff") for name in "ab"]


@pytest.fixture
def session(settings):
    with database(settings) as lent:  # nothing of it is kept
        yield lent


def test_a_token_is_found_until_its_last_day_and_kept_as_a_digest(session, person_ids):
    row, token = make_token(session, person_ids[0], "x", ["read"], today=TODAY - timedelta(days=30), days=30)
    _, ended = make_token(session, person_ids[0], "y", ["read"], today=TODAY - timedelta(days=31), days=30)

    assert find_token(session, token) is row
    assert find_token(session, ended) is None
    assert token.startswith("osmose_")
    assert token not in row.token_hash


@pytest.mark.parametrize("scopes", [["everything"], ["read", ""]])
def test_what_is_no_scope_is_refused(session, person_ids, scopes):
    with pytest.raises(UnknownScope):
        make_token(session, person_ids[0], "x", scopes, today=TODAY)


def test_nobody_ends_the_token_of_another(session, person_ids):
    row, token = make_token(session, person_ids[0], "x", SCOPES, today=TODAY)

    with pytest.raises(UnknownToken):
        end_token(session, person_ids[1], row.id)
    assert find_token(session, token) is row
    end_token(session, person_ids[0], row.id)
    assert find_token(session, token) is None
    assert tokens_of(session, person_ids[0]) == []


def test_use_is_noted_and_keeps_the_person(session, person_ids):
    row, _ = make_token(session, person_ids[0], "x", SCOPES, today=TODAY)
    note_use(session, row.id, date(2026, 11, 26))

    session.refresh(row)
    assert row.used_on == date(2026, 11, 26)
    assert session.get_one(Person, person_ids[0]).seen_at is not None


def test_a_program_that_asks_often_is_noted_once_a_day(settings, person_ids, monkeypatch):
    with database(settings, writes=True) as session:
        row, token = make_token(session, person_ids[0], "x", ["read"], today=TODAY)
        token_id = row.id
    noted = []
    monkeypatch.setattr("service.recognising.note_use", lambda *each: noted.append(each[1:]) or note_use(*each))

    with serving(settings, ELSEWHERE) as client:
        answers = [client.get("/v1/sectors", headers={"Authorization": f"bearer {token}"}) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200] * 3
    assert noted == [(token_id, TODAY)]
    with database(settings) as session:
        assert session.get_one(ApiToken, token_id).used_on == TODAY
