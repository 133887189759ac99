"""The growth page: figures, filters, charts."""

import pytest

from service.figures.all import FIGURES
from tests.builders import collaboration, partner
from tests.service.serving import ELSEWHERE, HERE, make_database, serving


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    return make_database(
        tmp_path_factory.mktemp("growth"),
        [partner("a", sector="bedrijf", place="Oss"), partner("b", sector="sport"), partner("c", sector="sport")],
        [collaboration("c1", "2018", ["a", "b"]), collaboration("c2", "2020", ["b", "c"])],
    )


def test_the_page_shows_every_figure_with_its_table(settings):
    with serving(settings) as client:
        page = client.get("/groei").text

    assert "Van 2018 tot 2020 ging het aantal partners dat meedeed van 2 naar 3" in page
    # Nothing ended, came to nothing or stands apart, and there are no themes and no schools.
    assert page.count("<table") == 6


def test_a_filter_in_the_address_limits_the_figures_and_their_charts(settings):
    with serving(settings) as client:
        page = client.get("/groei", params={"sector": "sport", "tot": "2019", "onzin": "x"}).text
        chart = client.get("/groei/banden.json", params={"sector": "sport"}).json()

    assert "Van 2018 tot 2019 ging het aantal partners dat meedeed van 1 naar 1" in page
    assert 'src="/groei/groei.svg?sector=sport&amp;vanaf=2018&amp;tot=2019"' in page
    assert {row["x"] for row in next(iter(chart["datasets"].values()))} == {"2020"}


@pytest.mark.parametrize(
    ("path", "host", "status"),
    [
        pytest.param("/groei/groei.svg", ELSEWHERE, 200, id="a-chart"),
        pytest.param("/groei/onbekend.svg", HERE, 404, id="no-such-figure"),
        pytest.param("/groei/keten.svg", HERE, 404, id="a-figure-without-a-chart"),
        pytest.param("/groei/waarom-niet.json", ELSEWHERE, 404, id="reasons-for-no-are-the-offices"),
    ],
)
def test_a_chart_is_there_for_who_may_see_it(settings, path, host, status):
    with serving(settings, host) as client:
        assert client.get(path).status_code == status


def test_a_table_is_taken_along_as_a_file(settings):
    with serving(settings) as client:
        file = client.get("/groei/groei/bestand.csv").text

    assert file.splitlines() == ["\ufeffJaar;Partners;Banden", "2018;2;1", "2019;2;1", "2020;3;2"]


def test_an_empty_network_says_what_to_do(tmp_path):
    with serving(make_database(tmp_path)) as client:
        assert "osmose import" in client.get("/groei").text


def test_a_figure_is_made_once_as_long_as_nothing_changes(settings, monkeypatch):
    made = []
    show = FIGURES["groei"]
    monkeypatch.setitem(FIGURES, "groei", lambda looked: made.append(looked.since) or show(looked))

    with serving(settings) as client:
        for _ in range(2):
            assert client.get("/groei").status_code == 200
        client.get("/groei", params={"vanaf": "2019"})

    assert made == [2018, 2019]
