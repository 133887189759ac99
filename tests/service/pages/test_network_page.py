"""The page of the network: its table, its panel, its address, and the data of its picture."""

import re

from tests.builders import collaboration, partner
from tests.service.drawn import partners_of, ties_of


def names(page):
    return re.findall(r'<th scope="row"><a [^>]*>([^<]+)</a>', page)


def test_the_table_is_ordered_by_name_without_case_and_accents(oss):
    page = oss.get("/netwerk").text

    assert names(page) == ["Ålborg hockeyclub", "Bibliotheek", "De Lindeschool", "Salon Schaar", "Zaagbedrijf"]
    assert '<th scope="col" aria-sort="ascending">' in page


def test_the_table_is_ordered_by_ties_most_first(oss):
    page = oss.get("/netwerk?volgorde=-banden").text

    assert names(page) == ["De Lindeschool", "Ålborg hockeyclub", "Bibliotheek", "Salon Schaar", "Zaagbedrijf"]
    assert '<th scope="col" class="number" aria-sort="descending">' in page
    assert 'value="banden"' in page  # once more turns it around


def test_who_has_no_ties_comes_last_by_first_year_both_ways(oss):
    assert names(oss.get("/netwerk?volgorde=sinds").text)[-2:] == ["Salon Schaar", "Zaagbedrijf"]
    assert names(oss.get("/netwerk?volgorde=-sinds").text)[-2:] == ["Salon Schaar", "Zaagbedrijf"]


def test_a_year_counts_the_ties_that_had_begun(oss):
    assert "5 partners, 2 onderlinge banden." in oss.get("/netwerk").text
    assert "Eind 2018 hadden 2 van de 5 partners een band; 1 onderlinge band." in oss.get("/netwerk?jaar=2018").text


def test_filters_narrow_the_table(oss):
    assert names(oss.get("/netwerk?sector=sport&sector=bedrijf").text) == [
        "Ålborg hockeyclub",
        "Salon Schaar",
        "Zaagbedrijf",
    ]
    assert names(oss.get("/netwerk?thema=lezen-test").text) == ["Bibliotheek", "De Lindeschool"]
    assert names(oss.get("/netwerk?zoek=alborg").text) == ["Ålborg hockeyclub"]
    assert "Niemand past bij deze filters." in oss.get("/netwerk?zoek=xyzzy").text


def test_the_panel_tells_of_the_chosen_partner(oss):
    page = oss.get("/netwerk?partner=school").text

    assert "Werkte samen met 2 partners" in page
    assert re.search(r'data-suggested="firma\b', page)


def test_a_past_year_shows_no_suggestions_of_today(oss):
    page = oss.get("/netwerk?partner=school&jaar=2018").text

    assert "Werkte samen met 1 partner<" in page
    assert "data-suggested" not in page
    assert "Kan kennismaken" not in page


def test_other_names_are_found_and_drawn(oss):
    assert names(oss.get("/netwerk?zoek=noordoost").text) == ["Bibliotheek"]
    assert partners_of(oss.get("/netwerk/data.json").json())[0]["aliases"] == ["NOBB", "Noordoost-bieb"]


def test_a_partner_that_nobody_knows_is_not_chosen(oss):
    assert "Kies een partner" in oss.get("/netwerk?partner=wie").text


def test_the_address_holds_the_view_and_nothing_else(oss):
    query = "/netwerk?zoek=&thema=lezen-test&jaar=2019&volgorde=naam&sector=sport&partner=club&onzin=1"

    answer = oss.get(query, headers={"HX-Request": "true"})

    # 2019 is the last year: it goes without saying.
    assert answer.headers["HX-Push-Url"] == "/netwerk?partner=club&sector=sport&thema=lezen-test"


def test_typing_leaves_no_trace_in_the_history_and_a_choice_does(oss):
    typed = {"HX-Request": "true", "HX-Current-URL": "http://testserver/netwerk?partner=club"}

    assert "HX-Replace-Url" in oss.get("/netwerk?partner=club&zoek=m", headers=typed).headers
    assert "HX-Push-Url" in oss.get("/netwerk?partner=school", headers=typed).headers


def test_the_picture_is_drawn_from_the_same_network(oss):
    drawing = oss.get("/netwerk/data.json").json()

    assert [one["id"] for one in partners_of(drawing)] == ["bieb", "club", "firma", "kapper", "school"]
    # Pairs by position, the year of their first beginning, and in how many collaborations.
    assert ties_of(drawing) == [[0, 4, 2017, 1], [1, 4, 2019, 1]]
    assert partners_of(drawing)[0]["themes"] == ["lezen-test"]


def test_a_partner_that_has_left_stands_in_its_years_only(visit):
    client = visit(
        [partner("blijft"), partner("vertrok", until="2019"), partner("kwam", since="2020")],
        [collaboration("a", "2018", ["blijft", "vertrok"]), collaboration("b", "2021", ["blijft", "kwam"])],
    )

    assert names(client.get("/netwerk").text) == ["blijft", "kwam"]
    assert names(client.get("/netwerk?jaar=2018").text) == ["blijft", "vertrok"]
    assert ">vertrok<" not in client.get("/partners").text
