"""A match that staff add by hand."""

import pytest

from tests.builders import collaboration, partner
from tests.service.serving import make_database, serving

NEW = "/werkbank/nieuw"


@pytest.fixture
def client(tmp_path):
    settings = make_database(
        tmp_path,
        [
            partner("linde", name="Lindeschool"),
            partner("eik", name="Eikschool"),
            partner("firma", name="Zaagbedrijf", capacity=0),
            partner("weg", name="Weg BV", until="2020"),
        ],
        [collaboration("c", "2019", ["linde", "eik"], title="Taalweek")],
    )
    with serving(settings) as client:
        yield client


def add(client, one, other, what):
    return client.post(NEW, data={"een": one, "ander": other, "wat": what})


def test_partners_are_found_by_name_by_a_part_of_it_and_by_id(client):
    for one, other in (("lindeschool", "ZAAG"), ("linde", "firma")):
        page = client.get(NEW, params={"een": one, "ander": other}).text
        assert "Lindeschool – Zaagbedrijf</h2>" in page
        assert 'value="approve"' in page


def test_whom_a_text_could_mean_is_asked(client):
    page = client.get(NEW, params={"een": "school", "ander": "zaagbedrijf"}).text

    assert "Wie bedoelt u?" in page
    assert 'href="/werkbank/nieuw?een=eik&amp;ander=zaagbedrijf"' in page
    assert 'value="approve"' not in page


@pytest.mark.parametrize("text", ["xyzzy", "Weg BV", "weg"])
def test_who_is_not_there_or_has_left_is_not_found_and_the_text_stays(client, text):
    page = client.get(NEW, params={"een": text, "ander": "eik"}).text

    assert "Niemand heet zo" in page
    assert f'value="{text}"' in page


def test_a_partner_does_not_meet_itself(client):
    assert "twee keer dezelfde" in client.get(NEW, params={"een": "eik", "ander": "Eikschool"}).text
    assert "twee keer dezelfde" in add(client, "eik", "eik", "approve").text


def test_who_knows_each_other_or_has_no_room_is_told_first(client):
    assert "Ze werken al samen: Taalweek." in client.get(NEW, params={"een": "eik", "ander": "linde"}).text
    assert "Zaagbedrijf heeft dit kwartaal geen ruimte meer." in client.get(f"{NEW}?een=eik&ander=firma").text


def test_it_is_approved_at_once_and_that_can_be_undone(client):
    page = add(client, "eik", "firma", "approve").text

    assert "Goedgekeurd: Eikschool – Zaagbedrijf." in page
    assert 'action="/werkbank/kennismakingen/1/terugnemen"' in page
    assert "1 kennismaking</h2>" in page


def test_it_is_proposed_and_stands_in_the_queue(client):
    assert "Toegevoegd: Eikschool – Zaagbedrijf." in add(client, "eik", "firma", "propose").text

    page = client.get("/werkbank?baan=nieuw").text

    assert "Zaagbedrijf" in page
    assert "Toegevoegd door het bureau" in page


def test_a_pair_with_an_introduction_gets_no_second(client):
    add(client, "eik", "firma", "propose")

    answer = add(client, "firma", "eik", "approve")

    assert answer.url.path == "/werkbank/kennismakingen/1"
    assert "loopt al een kennismaking" in answer.text
    assert "Er loopt een kennismaking: voorgesteld" in client.get(f"{NEW}?een=eik&ander=firma").text


def test_that_two_know_each_other_takes_them_off_the_suggestions(client):
    assert "Vastgelegd dat ze elkaar kennen: Eikschool – Zaagbedrijf." in add(client, "eik", "firma", "known").text


def test_an_unknown_partner_or_deed_is_refused(client):
    assert add(client, "eik", "niemand", "approve").status_code == 404
    assert add(client, "eik", "firma", "zomaar").status_code == 400
