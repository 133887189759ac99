"""What somebody might try with a cookie, a form of another site, a token or an address."""

import re
from datetime import date, timedelta

import pytest
from fastapi.routing import APIRoute

from graph.people import BrowserSession
from graph.sealing import digest_token
from service.app import create_app
from service.keys import read_safe
from service.people import People
from service.rules import RULES
from service.sessions import SESSION_COOKIE, start_session
from service.signing_in import make_link
from service.tokens import end_token, make_token
from tests.builders import partner
from tests.service.serving import ELSEWHERE, HERE, copy_database, forget_tries, serving
from tests.service.signed_in import add_person, database, mailed, session_cookie, token_of

STAFF = "medewerker@voorbeeld.example"


@pytest.fixture(scope="module")
def settings(sqlite_template, tmp_path_factory):
    made = copy_database(sqlite_template, tmp_path_factory.mktemp("security"), [partner("muzelinck")])
    add_person(made, STAFF, role="staff")
    return made


@pytest.fixture(scope="module")
def staff_id(settings):
    with database(settings) as session:
        return People(session, read_safe(settings)).require(STAFF).id


@pytest.fixture
def client(settings):
    with serving(settings, ELSEWHERE) as asking:
        yield asking


@pytest.fixture(autouse=True)
def _tried_by_nobody(settings):
    forget_tries(settings)


def sign_in_by_mail(client, settings):
    client.post("/aanmelden", data={"adres": STAFF})
    return client.post(f"/aanmelden/{token_of(settings, 'sign_in')}", follow_redirects=False)


def is_signed_in(client):
    return client.get("/werkbank/personen", follow_redirects=False).status_code == 200


def paths_that_change():
    """Every path that takes more than reading, with something in each place of a parameter."""
    changing = [rule.split(" ", 1) for rule in RULES if not rule.startswith("GET ")]
    return [pytest.param(method, re.sub(r"\{[^}]+\}", "1", path), id=f"{method} {path}") for method, path in changing]


FOREIGN = [
    pytest.param({"Sec-Fetch-Site": "cross-site"}, id="another-site"),
    pytest.param({"Sec-Fetch-Site": "same-site"}, id="a-neighbour"),
    pytest.param({"Origin": "https://elders.example"}, id="an-older-browser"),
    pytest.param({"Origin": "null"}, id="a-hidden-page"),
]


@pytest.mark.parametrize("headers", FOREIGN)
@pytest.mark.parametrize(("method", "path"), paths_that_change())
def test_nothing_is_changed_by_a_form_of_another_site(settings_client, method, path, headers):
    assert settings_client.request(method, path, headers=headers).status_code == 403


@pytest.fixture(scope="module")
def settings_client(settings):
    with serving(settings, HERE) as asking:
        yield asking


def test_every_route_that_changes_something_is_among_those_tried(settings):
    routes = [route for route in every_route(create_app(settings)) if route.methods - {"GET", "HEAD"}]

    assert len(routes) >= 15
    assert {f"{method} {route.path}" for route in routes for method in route.methods} <= set(RULES)


def every_route(app):
    for route in app.routes:
        if isinstance(route, APIRoute):
            yield route
        elif hasattr(route, "original_router"):
            yield from every_route(route.original_router)


@pytest.mark.parametrize(
    ("base_url", "is_secure"), [pytest.param("http://localhost", False), pytest.param("https://localhost", True)]
)
def test_the_cookie_is_for_this_site_only_and_no_script_reads_it(settings, base_url, is_secure):
    chosen = settings.model_copy(update={"base_url": base_url})
    with serving(chosen, ELSEWHERE, base_url) as client:
        said = client.post("/aanmelden", data={"adres": "b@voorbeeld.example"}, follow_redirects=False)

    named, *flags = (part.strip().lower() for part in said.headers["Set-Cookie"].split(";"))
    assert {"path=/", "httponly", "samesite=lax"} <= set(flags)
    assert ("secure" in flags) is is_secure
    assert named.startswith("__host-osmose=" if is_secure else "osmose=")
    assert not any(flag.startswith("domain") for flag in flags)  # what a browser asks of a name that begins so


def test_a_cookie_stolen_before_signing_out_is_worth_nothing_after(client, settings):
    sign_in_by_mail(client, settings)
    stolen = client.cookies[SESSION_COOKIE]
    assert is_signed_in(client)
    client.post("/afmelden")

    assert not is_signed_in(client)
    client.cookies.set(SESSION_COOKIE, stolen)
    assert not is_signed_in(client)


def test_signing_out_empties_what_the_browser_kept(client, settings):
    sign_in_by_mail(client, settings)
    page = client.get("/werkbank/personen")
    left = client.post("/afmelden", follow_redirects=False)

    assert page.headers["Cache-Control"] == "private, no-store"
    assert left.headers["Clear-Site-Data"] == '"cache"'


def test_signing_out_everywhere_signs_the_other_browser_out_too(client, settings):
    with serving(settings, ELSEWHERE) as other:
        sign_in_by_mail(client, settings)
        sign_in_by_mail(other, settings)
        assert is_signed_in(other)

        client.post("/afmelden", data={"overal": "ja"})
        assert not is_signed_in(other)


def test_signing_in_gives_a_cookie_that_nobody_could_have_planted(client, settings):
    client.get("/aanmelden?verder=/over")
    client.post("/aanmelden", data={"adres": STAFF})
    planted = client.cookies[SESSION_COOKIE]
    client.post(f"/aanmelden/{token_of(settings, 'sign_in')}")

    assert client.cookies[SESSION_COOKIE] != planted
    with serving(settings, ELSEWHERE) as attacker:
        attacker.cookies.set(SESSION_COOKIE, planted)
        assert not is_signed_in(attacker)


def test_signing_in_ends_the_session_that_the_browser_had(client, settings, staff_id):
    with database(settings, writes=True) as session:
        held = start_session(session, staff_id)
        link = make_link(session, staff_id, None)
    client.cookies.set(SESSION_COOKIE, session_cookie(settings, token=held))
    client.post(f"/aanmelden/{link}", follow_redirects=False)

    with database(settings) as session:
        assert session.get(BrowserSession, digest_token(held)) is None


def test_a_cookie_signed_with_another_key_is_none(client, settings, tmp_path):
    other = settings.model_copy(update={"home": tmp_path})
    client.cookies.set(SESSION_COOKIE, session_cookie(other, looks_as={"role": "staff"}, token="x"))  # noqa: S106 -- of nobody

    assert not is_signed_in(client)


@pytest.mark.parametrize(
    "elsewhere",
    [
        *(
            "https://elders.example",
            "//elders.example",
            "/\\elders.example",
            "\\\\elders.example",
            "/\t/elders.example",
        ),
        *("javascript:alert(1)", "elders.example", "/\n/elders.example", "https:elders.example", "/" + "a" * 2000),
    ],
)
def test_nobody_is_sent_on_to_another_site(client, settings, elsewhere):
    client.get("/aanmelden", params={"verder": elsewhere})

    assert sign_in_by_mail(client, settings).headers["Location"] == "/werkbank"
    assert client.get("/aanmelden", params={"verder": elsewhere}, follow_redirects=False).headers["Location"] == "/"


def test_an_answer_does_not_tell_who_is_known(settings):
    answers = []
    for address in (STAFF, "niemand@voorbeeld.example"):
        with serving(settings, ELSEWHERE) as client:
            first = client.post("/aanmelden", data={"adres": address}, follow_redirects=False)
            then = client.get(first.headers["Location"])
            shape = re.sub("=[^;]+", "=…", first.headers["Set-Cookie"].split(";")[0])
            answers.append((first.status_code, first.headers["Location"], first.content, shape, then.content))

    assert answers[0] == answers[1]


def test_a_claim_does_not_tell_who_is_known(settings):
    answers = []
    for address in (STAFF, "nieuw@voorbeeld.example"):
        with serving(settings, ELSEWHERE) as client:
            first = client.post("/partners/muzelinck/claimen", data={"adres": address}, follow_redirects=False)
            answers.append((first.status_code, first.headers["Location"], client.get("/aanmelden/verstuurd").content))

    assert answers[0] == answers[1]


def test_mail_is_posted_only_after_the_answer_has_left(settings, monkeypatch):
    order = []
    monkeypatch.setattr("service.pages.signing_in.mail_link_if_known", lambda *_: order.append("mail"))

    with serving(settings, ELSEWHERE) as client:
        app = client.app

        async def noting(scope, receive, send):
            async def send_noted(message):
                order.extend([message["type"]] if scope["type"] == "http" else [])
                await send(message)

            await app(scope, receive, send_noted)

        with type(client)(noting, base_url="http://localhost", client=(ELSEWHERE, 1)) as asking:
            asking.post("/aanmelden", data={"adres": STAFF}, follow_redirects=False)

    assert order[-2:] == ["http.response.body", "mail"]


@pytest.fixture(scope="module")
def tokens(settings, staff_id):
    """Tokens: a good one, one that may not read, one that ended by itself, one that was ended."""
    today = date.today()  # noqa: DTZ011 -- the day where the service is
    with database(settings, writes=True) as session:
        made = {
            "good": make_token(session, staff_id, "good", ["read"], today=today),
            "scopeless": make_token(session, staff_id, "narrow", ["webhooks"], today=today),
            "old": make_token(session, staff_id, "old", ["read"], today=today - timedelta(days=40), days=39),
            "ended": make_token(session, staff_id, "ended", ["read"], today=today),
        }
        end_token(session, staff_id, made["ended"][0].id)
        return {name: token for name, (_, token) in made.items()}


@pytest.mark.parametrize(
    ("name", "status"),
    [
        pytest.param("good", 200, id="good"),
        pytest.param("scopeless", 403, id="for-something-else"),
        pytest.param("old", 401, id="ended-by-itself"),
        pytest.param("ended", 401, id="was-ended"),
    ],
)
def test_a_token_is_good_for_its_time_and_scopes(client, tokens, name, status):
    answer = client.get("/v1/partners/muzelinck/suggestions", headers={"Authorization": f"Bearer {tokens[name]}"})

    assert answer.status_code == status


@pytest.mark.parametrize("token", ["", "osmose_", "x", "osmose_" + "A" * 43])
def test_a_token_that_is_none_does_not_even_read_what_everybody_may(client, token):
    answer = client.get("/v1/sectors", headers={"Authorization": f"Bearer {token}"})

    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")


def test_a_token_for_reading_changes_nothing(client, tokens):
    answer = client.post("/mijn/tokens", data={"naam": "x"}, headers={"Authorization": f"Bearer {tokens['good']}"})

    assert answer.status_code == 403


def test_no_secret_stands_in_the_outbox(settings, client):
    client.post("/aanmelden", data={"adres": STAFF})
    raw = (settings.home / "osmose.db").read_bytes() + (settings.home / "osmose.db-wal").read_bytes()

    assert mailed(settings, "sign_in")
    assert token_of(settings, "sign_in").encode() not in raw
    assert STAFF.encode() not in raw
