"""A tie opened: what two partners did together."""

import tracemalloc
from types import SimpleNamespace

import pytest

from service.pages.details import Describer
from service.pages.focus import _read_tie
from service.pages.overview import Overview
from service.pages.tied import Ties
from tests.builders import collaboration, network, partner

PARTNERS = [partner(each, name=each.capitalize()) for each in ("anna", "bieb", "club")]
DONE = [
    collaboration("c1", "2015", ["anna", "bieb", "club"], title="Voorlezen", kind="project", source="bron.example"),
    collaboration("c2", "2017-05", ["anna", "bieb"], lead="bieb", title="Schrijven", source="javascript:alert(1)"),
    collaboration("c3", "2018", ["anna", "bieb", "club"], lead="club", title="Sportdag"),
]


def view(one, other, year=None):
    oss = network(PARTNERS, DONE)
    return Ties(Describer(Overview(oss, oss, {})), year).view(oss.position(one), oss.position(other))


def test_a_tie_tells_its_collaborations_latest_first_with_the_others_in_them():
    told = view("bieb", "anna")

    # In c3 the club led: it tied itself to both, and not the two to each other.
    assert [(one.told.title, one.told.when) for one in told.together] == [
        ("Schrijven", "mei 2017"),
        ("Voorlezen", "2015"),
    ]
    assert [[other.id for other in one.told.companions] for one in told.together] == [[], ["club"]]
    assert [one.source for one in told.together] == ["", "https://bron.example"]
    assert (told.one.id, told.other.id, told.n_together) == ("bieb", "anna", 2)


@pytest.mark.parametrize(("year", "n_together"), [(2014, 0), (2016, 1), (2017, 2)])
def test_a_tie_of_a_past_year_holds_what_had_begun(year, n_together):
    assert view("anna", "bieb", year).n_together == n_together


def test_the_page_opens_a_tie_and_keeps_it_in_the_address(oss):
    answer = oss.get("/netwerk?partner=school&band=school~bieb", headers={"HX-Request": "true"})

    assert answer.headers["HX-Push-Url"] == "/netwerk?partner=school&band=school~bieb"
    assert "De Lindeschool – Bibliotheek</h2>" in answer.text
    assert "Ze deden 1 ding samen." in answer.text
    assert "Voorleesdagen</h3>" in answer.text
    assert "5 oktober 2017 · project" in answer.text
    assert "<title>De Lindeschool – Bibliotheek – Netwerk" in answer.text


def test_two_who_are_not_tied_are_told_so_with_the_way_between_them(oss):
    page = oss.get("/netwerk?band=bieb~club").text

    assert "Wij weten van niets dat ze samen deden." in page
    assert 'href="/netwerk?partner=bieb&amp;naar=club" data-follow' in page


@pytest.mark.parametrize("band", ["school", "school~", "school~wie", "school~school", "~", "bieb-school"])
def test_what_names_no_two_partners_opens_nothing(oss, band):
    assert "Kies een partner" in oss.get(f"/netwerk?band={band}").text


def test_an_address_of_nothing_but_signs_takes_no_memory():
    known = SimpleNamespace(network=SimpleNamespace(positions={"a~b": 0, "c": 1}))
    tracemalloc.start()
    try:
        assert _read_tie("~" * 10_000, known) is None
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()
    assert _read_tie("a~b~c", known) == ("a~b", "c")


def test_each_neighbour_in_the_panel_leads_to_the_tie_with_it(oss):
    page = oss.get("/netwerk?partner=school").text

    assert 'href="/netwerk?partner=school&amp;band=school~bieb" data-follow' in page
    assert 'aria-label="Wat De Lindeschool en Bibliotheek samen deden"' in page
