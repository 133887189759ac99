"""Signing in by a mailed link."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest

from graph.database import transaction
from graph.people import SignInLink
from graph.sealing import Safe
from service.links import BrokenLink, EndedLink
from service.people import People
from service.signing_in import REMEMBERED, OtherBrowser, UsedLink, check_link, make_link, use_link
from tests.builders import partner
from tests.service.serving import ELSEWHERE, copy_database, serving
from tests.service.signed_in import add_person, database, mailed, sign_in, token_of

NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)
STAFF = "medewerker@voorbeeld.example"


@pytest.fixture
def settings(sqlite_template, tmp_path):
    return copy_database(sqlite_template, tmp_path, [partner("muzelinck")])


@pytest.fixture
def staff_id(settings):
    return add_person(settings, STAFF, role="staff")


@pytest.fixture
def client(settings, staff_id):
    assert staff_id
    with serving(settings, ELSEWHERE) as asking:
        yield asking


@pytest.fixture
def session(engine):
    with transaction(engine) as lent:
        yield lent


@pytest.fixture
def person_id(session):
    return People(session, Safe(["a key of a test"])).add(STAFF, role="staff").id


def test_a_link_signs_in_once(session, person_id):
    token = make_link(session, person_id, "browser", NOW)

    assert use_link(session, token, "browser", NOW)[0] == person_id
    with pytest.raises(UsedLink):
        use_link(session, token, "browser", NOW)


def test_of_many_who_use_a_link_at_one_moment_one_is_signed_in(engine):
    with transaction(engine) as session:
        person_id = People(session, Safe(["a key of a test"])).add(STAFF, role="staff").id
        token = make_link(session, person_id, "browser", NOW)

    def try_it(_number):
        with suppress(UsedLink), transaction(engine) as session:
            return use_link(session, token, "browser", NOW)
        return None

    with ThreadPoolExecutor(4) as pool:
        signed_in = [each for each in pool.map(try_it, range(8)) if each]

    assert [found for found, _ in signed_in] == [person_id]


def test_a_link_ends_after_a_quarter_of_an_hour(session, person_id):
    token = make_link(session, person_id, "browser", NOW)

    assert check_link(session, token, "browser", NOW + timedelta(minutes=14, seconds=59))
    with pytest.raises(EndedLink):
        use_link(session, token, "browser", NOW + timedelta(minutes=15))


@pytest.mark.parametrize("browser", ["another", None])
def test_a_link_is_good_only_where_it_was_asked_for_and_is_not_lost_by_that(session, person_id, browser):
    token = make_link(session, person_id, "browser", NOW)

    with pytest.raises(OtherBrowser):
        use_link(session, token, browser, NOW)
    assert use_link(session, token, "browser", NOW)


def test_a_link_made_for_no_browser_is_good_in_any(session, person_id):
    assert use_link(session, make_link(session, person_id, None, NOW), "any", NOW)[0] == person_id


def test_a_link_altered_by_one_character_is_none(session, person_id):
    token = make_link(session, person_id, "browser", NOW)

    with pytest.raises(BrokenLink):
        use_link(session, ("B" if token[0] == "A" else "A") + token[1:], "browser", NOW)


def test_the_database_does_not_hold_what_signs_in(session, person_id):
    token = make_link(session, person_id, "browser", NOW)
    link = session.get_one(SignInLink, check_link(session, token, "browser", NOW).token_hash)

    assert token not in {link.token_hash, link.browser_hash}
    assert link.browser_hash != "browser"


def test_links_that_ended_are_forgotten_after_a_day(session, person_id):
    token = make_link(session, person_id, "browser", NOW)
    make_link(session, person_id, "browser", NOW + timedelta(minutes=16) + REMEMBERED)

    with pytest.raises(BrokenLink):
        check_link(session, token, "browser", NOW)


def test_one_asks_for_a_mail_and_is_signed_in_by_its_link_where_one_wanted_to_be(client, settings, staff_id):
    asked = client.get("/werkbank/personen")
    assert "Stuur mij een link" in asked.text
    sent = client.post("/aanmelden", data={"adres": STAFF.upper()})
    assert "Kijk in uw mail" in sent.text

    page = client.get(f"/aanmelden/{token_of(settings, 'sign_in')}")
    assert page.headers["Cache-Control"] == "no-store"
    done = client.post(f"/aanmelden/{token_of(settings, 'sign_in')}")

    assert mailed(settings, "sign_in")[0][0] == staff_id
    assert (done.status_code, done.url.path) == (200, "/werkbank/personen")


def test_a_scanner_that_opens_the_link_ten_times_changes_nothing(client, settings):
    client.post("/aanmelden", data={"adres": STAFF})
    token = token_of(settings, "sign_in")

    with serving(settings, "198.51.100.1") as scanner:
        assert {scanner.get(f"/aanmelden/{token}").status_code for _ in range(10)} == {403}
        assert scanner.head(f"/aanmelden/{token}").status_code == 403
    assert {client.get(f"/aanmelden/{token}").status_code for _ in range(10)} == {200}
    assert client.post(f"/aanmelden/{token}", follow_redirects=False).headers["Location"] == "/werkbank"


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_another_browser_is_told_so_and_stays_outside(client, settings, method):
    client.post("/aanmelden", data={"adres": STAFF})

    with serving(settings, ELSEWHERE) as other:
        answer = other.request(method, f"/aanmelden/{token_of(settings, 'sign_in')}")
        assert (answer.status_code, "in de browser waarin u hem vroeg" in answer.text) == (403, True)
        assert other.get("/werkbank/personen", follow_redirects=False).status_code == 303


def test_a_link_used_twice_says_so(client, settings):
    client.post("/aanmelden", data={"adres": STAFF})
    token = token_of(settings, "sign_in")
    client.post(f"/aanmelden/{token}", follow_redirects=False)
    client.post("/afmelden", follow_redirects=False)

    again = client.post(f"/aanmelden/{token}")
    assert (again.status_code, "Deze link is al gebruikt" in again.text) == (410, True)
    assert client.get("/werkbank/personen", follow_redirects=False).status_code == 303


def test_a_link_that_ended_says_so(client, settings, staff_id):
    with database(settings, writes=True) as session:
        token = make_link(session, staff_id, None, datetime.now(UTC) - timedelta(minutes=16))

    answer = client.get(f"/aanmelden/{token}")
    assert (answer.status_code, "Deze link werkt niet meer" in answer.text) == (410, True)


def test_a_link_that_was_never_made_says_so(client):
    answer = client.post("/aanmelden/never-made")

    assert (answer.status_code, "Deze link klopt niet" in answer.text) == (404, True)


def test_whoever_is_signed_in_need_not_sign_in(client, settings, staff_id):
    sign_in(client, settings, staff_id)

    answer = client.get("/aanmelden?verder=/werkbank/personen", follow_redirects=False)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/werkbank/personen")


@pytest.mark.parametrize(
    ("role", "state", "start"),
    [
        pytest.param("staff", "confirmed", "/werkbank", id="staff"),
        pytest.param("", "confirmed", "/mijn", id="a-partner"),
        pytest.param("", "claimed", "/", id="who-waits"),
        pytest.param("working_group", "claimed", "/", id="the-working-group"),
    ],
)
def test_each_starts_where_its_work_is(client, settings, role, state, start):
    add_person(settings, "b@voorbeeld.example", role=role, partners=["muzelinck"], state=state)
    client.post("/aanmelden", data={"adres": "b@voorbeeld.example"})

    done = client.post(f"/aanmelden/{token_of(settings, 'sign_in')}", follow_redirects=False)
    assert done.headers["Location"] == start


def test_who_is_invited_and_signs_in_comes_to_the_invitation(client, settings):
    add_person(settings, "b@voorbeeld.example", partners=["muzelinck"], state="invited")
    client.post("/aanmelden", data={"adres": "b@voorbeeld.example"})

    done = client.post(f"/aanmelden/{token_of(settings, 'sign_in')}")
    assert done.url.path.startswith("/uitnodiging/")
    assert "namens muzelinck te spreken" in done.text


def test_no_link_is_mailed_to_who_has_nothing_to_do_here(client, settings):
    add_person(settings, "b@voorbeeld.example")
    client.post("/aanmelden", data={"adres": "b@voorbeeld.example"})

    assert mailed(settings, "sign_in") == []
