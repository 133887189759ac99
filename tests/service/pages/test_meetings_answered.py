"""Suggestions answered in the panel of the network: by staff alone, and taken back there."""

import re
import shutil

import pytest
from sqlalchemy import select
from sqlalchemy.engine import make_url

from graph.introductions import Introduction
from service.access import OPERATOR
from service.introductions.deciding import propose_by_hand
from tests.builders import partner
from tests.service.serving import ELSEWHERE, HERE, make_database, serving, writing
from tests.service.signed_in import add_person, database, sign_in

FORM = {"een": "school", "ander": "firma"}
VIEW = "?partner=school&sector=bedrijf"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return make_database(
        tmp_path_factory.mktemp("answered"),
        [
            partner("school", name="De Lindeschool", sector="school", seeks="taalvrijwilligers"),
            partner("firma", name="Zaagbedrijf", offers="taalvrijwilligers"),
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


def states(settings):
    with database(settings) as session:
        return list(session.scalars(select(Introduction.state)))


def decide(client, decision, **more):
    form = {**FORM, "besluit": decision, **more}
    return client.post(f"/netwerk/besluit{VIEW}", data=form, follow_redirects=False)


def undo_in(page):
    return re.search(r'action="(/netwerk/besluit/\d+/terugnemen[^"]*)"', page)[1].replace("&amp;", "&")


def test_staff_see_why_and_can_answer(client):
    page = client.get(f"/netwerk{VIEW}").text

    assert re.search(r'data-suggested="firma"', page)
    assert "U zoekt “taalvrijwilligers” – zij bieden “taalvrijwilligers”" in page
    assert re.findall(r'name="besluit" value="(\w+)"', page) == ["approve", "hold", "dismiss"]


@pytest.mark.parametrize(
    ("decision", "state", "said"),
    [
        ("approve", "approved", "Goedgekeurd"),
        ("hold", "held", "Over vier weken opnieuw"),
        ("dismiss", "dismissed", "Niet doen"),
    ],
)
def test_an_answer_takes_the_dashed_tie_away_at_once_and_keeps_the_view(client, settings, decision, state, said):
    client.get(f"/netwerk{VIEW}")
    answer = decide(client, decision, reden="already_known")
    page = client.get(answer.headers["location"]).text

    assert (answer.status_code, answer.headers["location"]) == (303, f"/netwerk{VIEW}")
    assert states(settings) == [state]
    assert "data-suggested" not in page
    assert f"{said}: De Lindeschool – Zaagbedrijf." in page
    assert page.count("De Lindeschool – Zaagbedrijf.") == 1  # in the panel, and not above the page as well


def test_an_answer_is_taken_back_where_it_was_given_and_can_be_given_anew(client, settings):
    page = client.get(decide(client, "dismiss").headers["location"]).text
    back = client.post(undo_in(page), follow_redirects=False)
    page = client.get(back.headers["location"]).text

    assert back.headers["location"] == f"/netwerk{VIEW}"
    assert states(settings) == ["proposed"]
    assert 'data-suggested="firma"' in page
    assert "Al voorgesteld" in page

    decide(client, "approve")

    assert states(settings) == ["approved"]


def test_who_comes_second_is_told_and_nothing_is_doubled(client, settings):
    decide(client, "approve")
    page = client.get(decide(client, "dismiss").headers["location"]).text

    assert "Over dit paar is al besloten: goedgekeurd: De Lindeschool – Zaagbedrijf." in page
    assert states(settings) == ["approved"]


def test_a_pair_that_nobody_suggests_is_told(client, settings):
    page = client.get(decide(client, "approve", ander="school").headers["location"]).text

    assert "Dit paar wordt niet meer voorgesteld" in page
    assert states(settings) == []


def test_what_staff_proposed_by_hand_is_dashed_without_reasons(client, settings):
    with writing(settings) as session:
        propose_by_hand(session, OPERATOR, "firma", "school")

    page = client.get("/netwerk?partner=school").text

    assert 'data-suggested="firma"' in page
    assert "U zoekt" not in page


@pytest.mark.parametrize(
    ("form", "status"),
    [({"besluit": "weet-niet"}, 400), ({"besluit": "dismiss", "reden": "zomaar"}, 400), ({"ander": "wie"}, 404)],
)
def test_a_form_that_nobody_was_shown_is_refused(client, settings, form, status):
    assert client.post("/netwerk/besluit", data={**FORM, "besluit": "approve", **form}).status_code == status
    assert states(settings) == []


@pytest.mark.parametrize("role", ["", "working_group"])
def test_neither_partners_nor_the_working_group_nor_the_public_see_or_answer(settings, role):
    add_person(settings, "staf@voorbeeld.example", role="staff")  # from now on nobody is staff by sitting here
    person = add_person(settings, role=role, partners=[] if role else ["school"])
    with serving(settings, ELSEWHERE) as client:
        public = (client.get(f"/netwerk{VIEW}").text, decide(client, "approve").status_code)
        sign_in(client, settings, person)
        known = (client.get(f"/netwerk{VIEW}").text, decide(client, "approve").status_code)

    assert states(settings) == []
    for page, status in (public, known):
        assert "De Lindeschool</h2>" in page
        assert "Kan kennismaken" not in page
        assert "/netwerk/besluit" not in page
        assert "data-suggested" not in page
        assert status in {303, 401, 403}
