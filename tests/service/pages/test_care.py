"""The workbench's list of care: filters in the address, counts beside them, files, and the mail that asks."""

import io
from datetime import date

import openpyxl
import pytest
from sqlalchemy import select
from starlette.datastructures import QueryParams

from graph.caring import Care
from graph.outbox import Mail
from service.pages.care import tell_asked
from service.pages.care_list import choose, count_needs, read_care_asked, same_list
from tests.builders import partner
from tests.service.desk_rows import writing
from tests.service.serving import ELSEWHERE, make_database, serving
from tests.service.signed_in import add_person, sign_in


def care(partner_id, *needs, **others):
    unsaid = {"name": partner_id, "sector": "Sport", "place": "Oss", "missing": (), "confirmed_on": None}
    unseen = {"paused_until": None, "has_contact": False, "waits_since": None}
    return Care(partner_id=partner_id, needs=needs, **(unsaid | unseen | others))


def chosen(query, *all_care):
    return [each.partner_id for each in choose(all_care, read_care_asked(QueryParams(query)))]


def test_every_filter_has_to_hold():
    all_care = [
        care("a", "paused", "stale", name="Café De Sok"),
        care("b", "paused", place="Lith"),
        care("c", "paused", "stale", sector="Zorg"),
    ]

    assert chosen("nodig=paused&nodig=stale&volgorde=naam", *all_care) == ["c", "a"]
    assert chosen("nodig=paused&sector=Sport&volgorde=naam", *all_care) == ["b", "a"]
    assert chosen("zoek=CAFE sok", *all_care) == ["a"]
    assert chosen("zoek=lith", *all_care) == ["b"]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        pytest.param("", ["c", "a", "b"], id="most-care-first-then-by-name"),
        pytest.param("-zorg", ["a", "b", "c"], id="least-care-first"),
        pytest.param("naam", ["a", "b", "c"], id="name"),
        pytest.param("-naam", ["c", "b", "a"], id="name-backwards"),
        pytest.param("compleet", ["b", "a", "c"], id="least-complete-first"),
        pytest.param("bevestigd", ["b", "c", "a"], id="never-confirmed-first"),
        pytest.param("bogus", ["c", "a", "b"], id="unknown-order"),
    ],
)
def test_the_order_is_that_of_the_address(order, expected):
    all_care = [
        care("b", "paused", missing=("place", "seeks")),
        care("a", "paused", missing=("place",), confirmed_on=date(2026, 5, 1)),
        care("c", "paused", "stale", confirmed_on=date(2024, 5, 1)),
    ]

    assert chosen(f"volgorde={order}", *all_care) == expected


def test_a_count_tells_what_asking_for_that_need_too_would_leave():
    left = choose([care("a", "paused", "stale"), care("b", "stale")], read_care_asked(QueryParams("nodig=paused")))

    counts = count_needs(left)

    assert (counts["paused"], counts["stale"], counts["waiting"]) == (1, 1, 0)


def test_a_form_leads_back_to_its_list_and_nowhere_else():
    assert same_list("nodig=paused&volgorde=-naam&pagina=3&x=//elders.example") == {
        "zoek": "",
        "sector": "",
        "nodig": ("paused",),
        "volgorde": "-naam",
    }


@pytest.mark.parametrize(
    ("n_mails", "told"),
    [
        ([], "U kruiste niemand aan"),
        ([1], "Voor 1 partner staat de mail “Klopt uw profiel nog?” klaar."),
        ([2, 1, 0], "Voor 2 partners staat de mail “Klopt uw profiel nog?” klaar. 1 partner krijgt geen mail"),
        ([0, 0], "2 partners krijgen geen mail"),
    ],
)
def test_it_is_told_who_is_mailed_and_who_is_not(n_mails, told):
    assert tell_asked(n_mails).startswith(told)


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    rows = [
        partner("bieb", name="Bibliotheek", place="Oss", seeks="tolken", offers="zaal"),
        partner("school", name="=Lindeschool", paused_until=date(2099, 1, 1)),
        *(partner(f"p{n:02}", name=f"Partner {n:02}", confirmed_on=date(2026, 1, 1)) for n in range(60)),
    ]
    made = make_database(tmp_path_factory.mktemp("care"), rows)
    add_person(made, "bieb@voorbeeld.example", partners="bieb")
    return made


@pytest.fixture(scope="module")
def client(settings):
    with serving(settings) as asking:
        yield asking


def test_the_page_shows_needs_counts_and_one_page_of_partners(client):
    page = client.get("/werkbank/partners").text

    assert "62 partners" in page
    assert "niet compleet: wat de partner zoekt, wat de partner biedt, omschrijving, thema, plaats" in page
    assert "tot en met 1 januari 2099" in page
    assert page.count('name="partner_id"') == 50
    assert "checked" not in page
    assert page.count(" checked") == 0
    assert client.get("/werkbank/partners?aangekruist=alle&pagina=2").text.count(" checked") == 12


def test_filters_stay_in_every_address_of_the_page(client):
    page = client.get("/werkbank/partners?nodig=no_contact&volgorde=-naam").text

    assert "61 partners" in page
    assert "/werkbank/partners?nodig=no_contact&amp;volgorde=-naam&amp;pagina=2" in page
    assert "/werkbank/partners/bestand.csv?nodig=no_contact&amp;volgorde=-naam" in page
    assert 'value="no_contact" checked' in page


def test_an_empty_list_says_what_to_do_next(client):
    assert "Gebruik minder of andere woorden" in client.get("/werkbank/partners?zoek=xyzzy").text


def test_the_files_hold_the_whole_list_and_no_formula(client):
    csv = client.get("/werkbank/partners/bestand.csv?nodig=no_contact").content.decode("utf-8-sig").splitlines()
    sheet = openpyxl.load_workbook(io.BytesIO(client.get("/werkbank/partners/bestand.xlsx?zoek=biblio").content)).active

    assert len(csv) == 62
    assert csv[0].startswith("Id;Naam;Sector;Plaats;Vraagt zorg omdat;Compleet (%)")
    assert any(line.startswith("school;'=Lindeschool;bedrijf") for line in csv)
    assert [cell.value for cell in sheet[2]][:6] == [
        "bieb",
        "Bibliotheek",
        "bedrijf",
        "Oss",
        "nooit bevestigd, niet compleet, nooit gevraagd",
        60,
    ]
    assert client.get("/werkbank/partners/bestand.pdf").status_code == 400


def test_ticked_partners_are_asked_once_and_the_list_stays_as_it_was(client, settings):
    form = {"partner_id": ["bieb", "school", "bieb"], "filters": "nodig=incomplete"}
    answer = client.post("/werkbank/partners/profiel-vragen", data=form, follow_redirects=False)

    assert (answer.status_code, answer.headers["location"]) == (303, "/werkbank/partners?nodig=incomplete")
    told = client.get(answer.headers["location"]).text
    assert "Voor 1 partner staat de mail" in told
    assert "1 partner krijgt geen mail" in told
    with writing(settings) as (session, _safe):
        assert session.scalars(select(Mail.partner_id).where(Mail.kind == "profile_check")).all() == ["bieb"]


def test_to_ask_nobody_or_a_stranger_is_told(client):
    assert "U kruiste niemand aan" in client.post("/werkbank/partners/profiel-vragen").text
    assert client.post("/werkbank/partners/profiel-vragen", data={"partner_id": "niemand"}).status_code == 404


@pytest.mark.parametrize("path", ["/werkbank/partners", "/werkbank/partners/bestand.csv", "/werkbank/zoeken?zoek=oss"])
def test_the_workbench_is_for_staff_alone(settings, path):
    person_id = add_person(settings, f"{len(path)}@voorbeeld.example", partners="school")
    with serving(settings, ELSEWHERE) as client:
        assert client.get(path, follow_redirects=False).status_code == 303
        sign_in(client, settings, person_id)
        assert client.get(path, follow_redirects=False).status_code == 403


def test_a_network_without_partners_says_how_to_begin(tmp_path):
    with serving(make_database(tmp_path)) as client:
        assert "osmose import data/oss" in client.get("/werkbank/partners").text
