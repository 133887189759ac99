"""The search over everything: each kind is found, marked, counted, and bounded."""

import pytest

from graph.introducing import By, Introductions
from graph.model import PartnerAlias
from service.access import OPERATOR
from service.casework import add_note
from service.people import People
from service.search import sealed
from tests.builders import collaboration, partner, theme
from tests.service.desk_rows import writing
from tests.service.serving import make_database, serving

PARTNERS = [
    partner(
        "school",
        name="De Lindeschool",
        description="Basisschool bij het café",
        seeks="taalvrijwilligers",
        place="Oss",
        brin="06XX",
        kvk="12345678",
        postcode="5341 AB",
        themes="lezen",
    ),
    partner("bieb", name="Bibliotheek", offers="voorlezen", lrk="987654321"),
    partner("club", name="Ålborg hockeyclub", sector="sport", place="Lith"),
]
PARTNERS[1].append(PartnerAlias(partner_id="bieb", position=0, text="Noordoost-bieb"))
WORK = [collaboration("c", "2019", ["school", "bieb"], title="Voorleesdagen", description="Elke week een verhaal")]
THEMES = [theme("lezen", label="Lezen", alternatives="leesbevordering"), theme("sport", label="Sport en bewegen")]


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    made = make_database(tmp_path_factory.mktemp("search"), PARTNERS, WORK, THEMES)
    with writing(made) as (session, safe):
        people = People(session, safe)
        speaker = people.add("directie@voorbeeld.example", "Directie", phone="+31 412 12 34 56")
        people.join(speaker.id, "school", function="directeur")
        people.add("bureau@voorbeeld.example", role="working_group")
        add_note(session, safe, OPERATOR, "club", "call", "Gebeld over een toernooi met de wijk.")
        Introductions(session).propose("school", "club", By("staff"))
        Introductions(session).propose("bieb", "club", By("staff"))
    return made


@pytest.fixture(scope="module")
def client(settings):
    with serving(settings) as asking:
        yield asking


def found(client, text):
    return client.get("/werkbank/zoeken", params={"zoek": text}).text


@pytest.mark.parametrize(
    ("text", "where", "piece"),
    [
        pytest.param("LINDE", "/werkbank/partners/school", "De <mark>Linde</mark>school", id="name"),
        pytest.param("alborg", "/werkbank/partners/club", "<mark>Ålborg</mark> hockeyclub", id="accents"),
        pytest.param("noordoost", "/werkbank/partners/bieb", "<mark>Noordoost</mark>-bieb", id="alias"),
        pytest.param("cafe", "/werkbank/partners/school", "bij het <mark>café</mark>", id="description"),
        pytest.param("taalvrij", "/werkbank/partners/school", "<mark>taalvrij</mark>willigers", id="phrase"),
        pytest.param("06xx", "/werkbank/partners/school", "BRIN <mark>06XX</mark>", id="brin"),
        pytest.param("12345678", "/werkbank/partners/school", "KVK <mark>12345678</mark>", id="kvk"),
        pytest.param("9876 543", "/werkbank/partners/bieb", "LRK <mark>9876543</mark>21", id="lrk-spaced"),
        pytest.param("5341ab", "/werkbank/partners/school", "postcode 5341 AB", id="postcode"),
        pytest.param("voorleesdagen", "/partners/bieb#history", "<mark>Voorleesdagen</mark>", id="collaboration"),
        pytest.param("verhaal", "/partners/bieb#history", "een <mark>verhaal</mark>", id="what-was-done"),
        pytest.param("leesbev", "/partners?thema=lezen", "<mark>leesbev</mark>ordering", id="theme"),
        pytest.param("linde hockey", "/werkbank/kennismakingen/1", "nr. 1", id="both-partners-of-an-introduction"),
        pytest.param("#2", "/werkbank/kennismakingen/2", "nr. 2", id="number-of-an-introduction"),
        pytest.param("toernooi", "/werkbank/partners/club#notes", "een <mark>toernooi</mark> met", id="note"),
        pytest.param("directie", "/werkbank/personen/1", "<mark>Directie</mark>", id="person"),
        pytest.param("0412-123456", "/werkbank/personen/1", "+31 412 12 34 56", id="phone"),
        pytest.param("Directie@Voorbeeld.example", "/werkbank/personen/1", "Directie", id="address"),
        pytest.param("bureau@", "/werkbank/personen/2", "<mark>bureau@</mark>voorbeeld", id="person-of-no-partner"),
    ],
)
def test_each_kind_of_thing_is_found_and_marked(client, text, where, piece):
    page = found(client, text)

    assert f'href="{where}"' in page
    assert piece in page


def test_names_come_before_other_hits_and_every_group_is_counted(client):
    page = found(client, "bibliotheek")

    assert "2 treffers voor “bibliotheek”" in page
    assert "Doorzocht: 3 partners, 2 personen, 2 kennismakingen, 1 notities, 1 samenwerkingen" in page


def test_all_words_must_occur(client):
    assert "Niets gevonden" in found(client, "linde xyzzy")
    assert 'href="/werkbank/partners/school"' in found(client, "linde basis")


@pytest.mark.parametrize(
    ("text", "told"),
    [("", "Hoofdletters en accenten maken niet uit"), ("x", "Typ minstens 2 tekens"), ("%_%", "Niets gevonden")],
)
def test_a_search_for_nothing_says_what_can_be_done(client, text, told):
    assert told in found(client, text)


def test_what_is_searched_is_written_as_text(client):
    page = found(client, '<script>"x"')

    assert "<script>&" not in page
    assert "&lt;script&gt;" in page


def test_only_so_many_are_opened_and_it_is_said(client, monkeypatch):
    monkeypatch.setattr(sealed, "MOST_OPENED", 1)

    page = found(client, "directie")

    assert "Er zijn 2 personen; alleen de laatste zijn doorzocht." in page
    assert "/werkbank/personen/1" not in page
    assert "/werkbank/personen/1" in found(client, "directie@voorbeeld.example")


def test_there_are_more_hits_than_are_shown(tmp_path):
    settings = make_database(tmp_path, [partner(f"p{n:02}", name=f"Partner {n:02}") for n in range(15)])
    with serving(settings) as client:
        page = found(client, "partner")

    assert "De eerste 10 van 15" in page
    assert page.count('href="/werkbank/partners/p') == 10
