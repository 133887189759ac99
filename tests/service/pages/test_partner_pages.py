"""The list of partners, the page of one, and the page that finds."""

import re

from fastapi.testclient import TestClient

from tests.builders import partner


def cards(page):
    return re.findall(r'<h2 class="utrecht-heading-3"><a [^>]*>([^<]+)</a>', page)


def test_the_list_counts_and_searches_all_that_partners_say(oss):
    assert "5 partners" in oss.get("/partners").text
    assert cards(oss.get("/partners?zoek=taalvrijwilligers").text) == ["De Lindeschool", "Zaagbedrijf"]
    assert cards(oss.get("/partners?zoek=oss basisschool").text) == ["De Lindeschool"]


def test_the_list_finds_other_names(oss):
    assert cards(oss.get("/partners?zoek=nobb").text) == ["Bibliotheek"]


def test_the_list_filters_by_sector_theme_and_place(oss):
    assert cards(oss.get("/partners?sector=sport").text) == ["Ålborg hockeyclub"]
    assert cards(oss.get("/partners?thema=lezen-test&plaats=Heesch").text) == ["Bibliotheek"]


def test_the_places_to_choose_from_are_places(oss):
    page = oss.get("/partners?plaats=Heesch").text

    chosen = re.search(r'name="plaats">(.*?)</select>', page, re.DOTALL)[1]
    assert '<option value="Heesch" selected>' in chosen
    assert '"/' not in chosen


def test_the_list_says_what_to_do_when_nobody_fits(oss):
    page = oss.get("/partners?zoek=xyzzy").text

    assert "Geen partner past." in page
    assert 'href="/vinden?vraag=xyzzy"' in page


def test_a_long_list_has_pages(visit):
    client = visit([partner(f"p{number:02}") for number in range(30)])

    assert len(cards(client.get("/partners").text)) == 24
    second = client.get("/partners?pagina=2").text
    assert cards(second) == ["p24", "p25", "p26", "p27", "p28", "p29"]
    assert "Pagina 2 van 2" in second
    assert cards(client.get("/partners?pagina=99").text) == cards(second)


def test_a_partner_page_tells_its_collaborations_latest_first(oss):
    page = oss.get("/partners/school").text

    assert page.index("Sportmaand") < page.index("Voorleesdagen")
    assert "2019 – maart 2020" in page
    assert "5 oktober 2017" in page


def test_a_partner_page_says_why_from_both_sides(oss):
    page = oss.get("/partners/school").text

    assert "U zoekt “taalvrijwilligers” – zij bieden “taalvrijwilligers”" in page
    assert "Zij zoeken “taalvrijwilligers” – u biedt “taalvrijwilligers”" in page  # how the firm sees it


def test_whom_a_partner_works_with_is_not_suggested_to_it(oss):
    page = oss.get("/partners/school").text
    suggested = re.findall(r'<h3 class="utrecht-heading-3"><a [^>]*href="/partners/(\w+)"', page)

    assert suggested[0] == "firma"
    assert not {"bieb", "club", "school"} & set(suggested)


def test_only_a_web_address_is_linked(oss):
    assert 'href="https://bieb.example" rel="noopener' in oss.get("/partners/bieb").text
    assert "javascript:" not in oss.get("/partners/firma").text


def test_find_marks_the_phrase_that_answers(oss):
    page = oss.get("/vinden?vraag=taalvrijwilligers voor nieuwkomers").text

    assert "<mark>taalvrijwilligers</mark>" in page
    assert cards(page)[0] == "Zaagbedrijf"


def test_find_without_a_question_gives_examples(oss):
    assert 'href="/vinden?vraag=taalvrijwilligers"' in oss.get("/vinden").text


def test_find_without_an_answer_says_what_to_do(oss):
    page = oss.get("/vinden?vraag=xyzzy").text

    assert "We vonden niemand die dit biedt" in page
    assert "Bekijk alle partners" in page


def test_a_stranger_sees_neither_what_is_sought_nor_whom_someone_could_meet(oss):
    stranger = TestClient(oss.app, base_url="http://localhost", client=("192.0.2.7", 50000))

    page = stranger.get("/partners/school").text

    assert "De Lindeschool" in page
    assert "taalvrijwilligers" not in page
    assert "nog niet gezegd wat die zoekt" not in page  # it did: the stranger may not see it
    assert "Kan kennismaken met" not in page
    assert "data-suggested" not in stranger.get("/netwerk?partner=school").text
