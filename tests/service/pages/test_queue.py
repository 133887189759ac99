"""The queue of today as staff work through it, with and without JavaScript."""

import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.engine import make_url

from graph.database import open_engine, reading, transaction
from graph.introducing import Introductions
from graph.introductions import Introduction
from graph.people import AuditEntry
from service.access import OPERATOR
from service.introductions.asking import ask
from tests.builders import collaboration, partner
from tests.service.serving import ELSEWHERE, HERE, add_rows, make_database, serving
from tests.service.signed_in import add_person, sign_in

TODAY = datetime.now(UTC).date()
BY_SCRIPT = {"HX-Request": "true"}
PAIR = {"een": "firma", "ander": "school"}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return make_database(
        tmp_path_factory.mktemp("queue"),
        [
            partner("school", name="De Lindeschool", sector="school", seeks="taalvrijwilligers"),
            partner("firma", name="Zaagbedrijf", offers="taalvrijwilligers"),
            partner("kapper", name="Salon Schaar", offers="haarverzorging", capacity=0),
        ],
    )


@pytest.fixture
def settings(made, tmp_path):
    url = f"sqlite:///{shutil.copy(make_url(made.database_url).database, tmp_path)}"
    return made.model_copy(update={"database_url": url, "home": tmp_path})


@pytest.fixture
def client(settings):
    with serving(settings, HERE) as client:
        yield client


def introductions(settings):
    engine = open_engine(settings.database_url)
    with reading(engine) as session:
        found = [(each.state, each.lane, each.held_until) for each in session.scalars(select(Introduction))]
    engine.dispose()
    return found


def decide(client, decision, **more):
    return client.post("/werkbank/besluit", data={**PAIR, "besluit": decision, **more}, follow_redirects=False)


def test_a_pair_stands_once_in_its_lane_with_its_reasons_as_both_see_them(client):
    page = client.get("/werkbank").text

    assert re.findall(r'name="een" value="(\w+)".*name="ander" value="(\w+)"', page) == [("firma", "school")]
    assert "U zoekt “taalvrijwilligers” – zij bieden “taalvrijwilligers”" in page
    assert "Zij zoeken “taalvrijwilligers” – u biedt “taalvrijwilligers”" in page
    assert page.count("Niemand om te mailen: u belt") == 2
    assert page.count("ruimte voor nog 10 dit kwartaal") == 2
    assert 'href="/werkbank?baan=nieuw" aria-current="page"' in page  # nobody has a collaboration yet


def test_who_has_no_room_is_not_in_the_queue(client):
    assert "Salon Schaar" not in client.get("/werkbank").text


@pytest.mark.parametrize(
    ("decision", "state", "held_until"),
    [("approve", "approved", None), ("hold", "held", TODAY + timedelta(days=28)), ("dismiss", "dismissed", None)],
)
def test_a_decision_is_one_post_and_takes_the_pair_off_the_queue(client, settings, decision, state, held_until):
    client.get("/werkbank")
    answer = decide(client, decision)

    assert (answer.status_code, answer.headers["location"]) == (303, "/werkbank")
    assert introductions(settings) == [(state, "newcomer", held_until)]
    page = client.get("/werkbank").text
    assert 'name="een"' not in page
    assert "De Lindeschool" in page.split('class="said"')[1]
    assert "klaar voor vandaag" in page


def test_by_script_a_decision_swaps_the_pair_for_a_line_with_an_undo(client):
    line = client.post("/werkbank/besluit", data={**PAIR, "besluit": "approve"}, headers=BY_SCRIPT).text
    again = client.post("/werkbank/kennismakingen/1/terugnemen", headers=BY_SCRIPT).text

    assert line.strip().startswith("<li")
    assert "Goedgekeurd" in line
    assert "Zaagbedrijf – De Lindeschool" in line
    assert 'hx-post="/werkbank/kennismakingen/1/terugnemen"' in line
    assert "data-item" in again
    assert "U zoekt “taalvrijwilligers” – zij bieden “taalvrijwilligers”" in again


def test_what_was_taken_back_stands_in_the_queue_again_and_can_be_decided_anew(client, settings):
    decide(client, "dismiss", reden="already_known")
    client.post("/werkbank/kennismakingen/1/terugnemen")
    client.post("/werkbank/kennismakingen/1/terugnemen")  # a second click changes nothing
    assert 'name="een" value="firma"' in client.get("/werkbank").text

    decide(client, "approve")

    assert [state for state, *_ in introductions(settings)] == ["approved"]


@pytest.mark.parametrize("first", ["approve", "dismiss"])
def test_who_comes_second_is_told_and_nothing_is_doubled(client, settings, first):
    decide(client, first)
    line = client.post("/werkbank/besluit", data={**PAIR, "besluit": "hold"}, headers=BY_SCRIPT)

    assert line.status_code == 200
    assert "Over dit paar is al besloten" in line.text
    assert len(introductions(settings)) == 1


def test_of_several_at_once_one_decides_and_the_others_are_told(client, settings):
    form = {**PAIR, "besluit": "approve"}
    with ThreadPoolExecutor(4) as pool:
        lines = list(pool.map(lambda _: client.post("/werkbank/besluit", data=form, headers=BY_SCRIPT).text, range(8)))

    assert sum("Over dit paar is al besloten: goedgekeurd" in line for line in lines) == 7
    assert [state for state, *_ in introductions(settings)] == ["approved"]


def test_the_page_of_an_introduction_tells_the_reasons_it_kept(client):
    decide(client, "approve")

    page = client.get("/werkbank/kennismakingen/1").text

    assert "U zoekt “taalvrijwilligers” – zij bieden “taalvrijwilligers”" in page
    assert "Zij zoeken “taalvrijwilligers” – u biedt “taalvrijwilligers”" in page
    assert "Nieuwkomer" in page


def test_ten_more_are_shown_when_asked_for(client):
    decide(client, "approve")

    assert 'href="/werkbank?baan=nieuw&amp;meer=10"' in client.get("/werkbank?baan=nieuw").text
    assert client.get("/werkbank?baan=nieuw&meer=x").status_code == 200
    assert 'href="/werkbank?baan=nieuw&amp;meer=100"' in client.get("/werkbank?baan=nieuw&meer=999").text


def test_a_pair_that_nobody_suggests_any_more_is_told(client, settings):
    add_rows(settings, [collaboration("c", "2020", ["school", "firma"])])

    answer = client.post("/werkbank/besluit", data={**PAIR, "besluit": "approve"})

    assert "Dit paar wordt niet meer voorgesteld" in answer.text
    assert introductions(settings) == []


def test_a_decision_cannot_be_taken_back_once_partners_know(client, settings):
    decide(client, "approve")
    engine = open_engine(settings.database_url)
    with transaction(engine) as session:
        ask(session, OPERATOR, Introductions(session).get(1), TODAY)
    engine.dispose()

    answer = client.post("/werkbank/kennismakingen/1/terugnemen")

    assert "Dit kan niet meer ongedaan worden gemaakt" in answer.text
    assert [state for state, *_ in introductions(settings)] == ["asked"]


@pytest.mark.parametrize(
    "form",
    [
        pytest.param({**PAIR, "besluit": "weet-niet"}, id="no-decision"),
        pytest.param({**PAIR, "besluit": "dismiss", "reden": "zomaar"}, id="no-reason"),
        pytest.param({"besluit": "approve"}, id="no-pair"),
    ],
)
def test_a_form_that_nobody_was_shown_is_refused(client, settings, form):
    assert client.post("/werkbank/besluit", data=form).status_code == 400
    assert introductions(settings) == []


@pytest.mark.parametrize(("other", "status"), [("firma", 303), ("niemand", 404)])
def test_a_partner_with_itself_or_with_a_stranger_is_no_pair(client, settings, other, status):
    assert decide(client, "approve", ander=other).status_code == status
    assert introductions(settings) == []


def test_the_way_back_keeps_the_lane_and_never_leaves_the_workbench(client):
    kept = client.post(
        "/werkbank/besluit",
        data={**PAIR, "besluit": "approve"},
        headers={"Referer": "http://localhost/werkbank?baan=brug"},
        follow_redirects=False,
    )
    astray = client.post(
        "/werkbank/besluit",
        data={**PAIR, "besluit": "approve"},
        headers={"Referer": "http://elders.example/werkbankroof"},
        follow_redirects=False,
    )

    assert (kept.headers["location"], astray.headers["location"]) == ("/werkbank?baan=brug", "/werkbank")


def test_an_empty_network_says_how_to_begin(visit):
    assert "osmose import" in visit().get("/werkbank").text


def test_the_log_names_the_decision_and_nobody(client, settings):
    decide(client, "dismiss", reden="too_much_asked")

    engine = open_engine(settings.database_url)
    with reading(engine) as session:
        (entry,) = session.scalars(select(AuditEntry))
    engine.dispose()
    assert (entry.action, entry.subject, entry.detail) == ("dismiss introduction", "introduction 1", "too_much_asked")


def test_only_staff_decide(settings):
    add_person(settings, "bureau@example.org", role="staff")
    partner_id = add_person(settings, "school@example.org", partners=["school"])
    with serving(settings, ELSEWHERE) as client:
        assert client.get("/werkbank", follow_redirects=False).status_code == 303  # to sign in
        sign_in(client, settings, partner_id)
        assert client.get("/werkbank").status_code == 403
        assert decide(client, "approve").status_code == 403
    assert introductions(settings) == []
