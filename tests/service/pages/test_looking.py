"""Looking through the eyes of each role, and the header that says as whom one is here."""

import pytest

from service.pages.looking import well_known
from service.sessions import SESSION_COOKIE
from tests.builders import collaboration, network, partner
from tests.service.serving import ELSEWHERE, HERE, copy_database, serving
from tests.service.signed_in import add_person, session_cookie, sign_in

ABOUT = "/over"


@pytest.fixture(scope="module")
def settings(sqlite_template, tmp_path_factory):
    partners = [partner("a"), partner("bieb", seeks="tolken"), partner("c"), partner("d", seeks="tolken")]
    ties = [collaboration("1", "2018", ["a", "bieb", "c"]), collaboration("2", "2019", ["a", "d"])]
    return copy_database(sqlite_template, tmp_path_factory.mktemp("looking"), partners, ties)


@pytest.fixture(scope="module")
def demo(settings):
    return settings.model_copy(update={"demo": True})


@pytest.fixture
def client(demo):
    with serving(demo, HERE) as asking:
        yield asking


def pressed(page):
    return page.text.partition('aria-pressed="true">')[2].partition("<")[0]


def test_at_first_one_looks_as_staff(client):
    assert pressed(client.get(ABOUT)) == "Medewerker"


@pytest.mark.parametrize(
    ("role", "name", "may"),
    [
        pytest.param("staff", "Medewerker", True, id="staff"),
        pytest.param("partner", "Partner", False, id="partner"),
        pytest.param("working_group", "Werkgroep", False, id="working-group"),
        pytest.param("public", "Iedereen", False, id="public"),
    ],
)
def test_one_looks_as_a_role_and_sees_what_it_sees(client, role, name, may):
    page = client.post("/kijken-als", data={"rol": role, "verder": ABOUT})

    assert (page.url.path, pressed(page)) == (ABOUT, name)
    answer = client.get("/v1/partners/a/suggestions")
    assert (answer.status_code == 200) is may


def test_as_a_partner_one_is_a_well_connected_one_that_seeks_and_may_choose_another(client):
    page = client.post("/kijken-als", data={"rol": "partner", "verder": ABOUT})
    assert '<option value="bieb" selected>' in page.text
    page = client.post("/kijken-als", data={"rol": "partner", "partner": "d", "verder": ABOUT})
    assert '<option value="d" selected>' in page.text

    assert client.get("/mijn/d/collegas").status_code == 200
    assert client.get("/mijn/bieb/collegas").status_code == 403


@pytest.mark.parametrize("where", ["https://elders.example", "//elders.example"])
def test_nobody_is_sent_on_to_another_site(client, where):
    answer = client.post("/kijken-als", data={"rol": "public", "verder": where}, follow_redirects=False)

    assert answer.headers["Location"] == "/"


def test_a_role_that_is_none_is_refused(client):
    assert client.post("/kijken-als", data={"rol": "admin"}).status_code == 400


def test_in_a_network_without_partners_there_is_nobody_to_look_as():
    assert well_known(network()) == ""


def test_from_elsewhere_nobody_looks_as_another(demo):
    with serving(demo, ELSEWHERE) as client:
        assert client.post("/kijken-als", data={"rol": "staff"}).status_code == 404
        client.cookies.set(SESSION_COOKIE, session_cookie(demo, looks_as={"role": "staff"}))
        assert "U kijkt als" not in client.get(ABOUT).text
        assert client.get("/v1/partners/a/suggestions").status_code == 401


def test_outside_of_the_demo_nobody_looks_as_another(settings):
    with serving(settings, HERE) as client:
        assert client.post("/kijken-als", data={"rol": "public"}).status_code == 404
        client.cookies.set(SESSION_COOKIE, session_cookie(settings, looks_as={"role": "public"}))
        assert client.get("/v1/partners/a/suggestions").status_code == 200
        assert "U kijkt als" not in client.get(ABOUT).text


def test_the_header_says_as_whom_one_is_here_and_leads_out(settings):
    person_id = add_person(settings, "b@voorbeeld.example", role="working_group")
    with serving(settings, ELSEWHERE) as client:
        assert '<a href="/aanmelden">Aanmelden</a>' in client.get(ABOUT).text
        sign_in(client, settings, person_id)
        page = client.get(ABOUT).text

    assert '<a href="/aanmelden">' not in page
    assert "Aangemeld als: </span>Werkgroep" in page
    assert 'action="/afmelden"' in page
