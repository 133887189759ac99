"""The growth pages: figures, filters, charts, and what is still in the making."""

import re
from threading import Event
from threading import enumerate as threads
from time import monotonic

import pytest

from service.figures import glance
from service.figures.all import FIGURES, OF_ALL_ALONE, OF_THE_OFFICE, headings
from service.pages import growth, growth_reader
from tests.builders import collaboration, partner
from tests.service.serving import ELSEWHERE, HERE, make_database, serving
from tests.service.signed_in import add_person, sign_in

LONG = 60
"""Seconds that a busy machine may take."""


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    return make_database(
        tmp_path_factory.mktemp("growth"),
        [
            partner("a", sector="bedrijf", place="Oss"),
            partner("b", sector="sport"),
            partner("c", sector="sport", part_of="board"),
            partner("board", sector="welzijn", name="Stichting Samen"),
        ],
        [collaboration("c1", "2018", ["a", "b"]), collaboration("c2", "2020", ["b", "c"])],
    )


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    monkeypatch.setattr(growth, "PAGE_SECONDS", LONG)
    monkeypatch.setattr(growth, "FIGURE_SECONDS", LONG)
    monkeypatch.setattr(glance, "MOST_DRAWS", glance.FEWEST_DRAWS)  # networks by chance cost time


def test_the_page_shows_every_figure_under_its_heading(settings):
    with serving(settings) as client:
        page = client.get("/groei").text

    assert re.findall(r'<section class="section figure" id="([\w-]+)"', page) == list(FIGURES)
    assert re.findall(r'<h2 class="[^"]+" id="([\w-]+)"', page) == list(headings())
    assert set(re.findall(r'href="#([\w-]+)"', page)) >= {*FIGURES, *headings()}
    assert "Van 2018 tot 2020 ging het aantal partners dat meedeed van 2 naar 3" in page
    assert "wordt uitgerekend" not in page


def test_a_figure_is_made_once_for_the_same_network_and_view(settings, monkeypatch):
    made = []
    shown = {
        key: lambda looked, key=key, show=show: (made.append(key), show(looked))[1] for key, show in FIGURES.items()
    }
    monkeypatch.setattr(growth_reader, "FIGURES", shown)
    with serving(settings) as client:
        for _ in range(2):
            client.get("/groei")
        once = sorted(made)
        client.get("/groei?sector=sport")

    assert once == sorted(FIGURES)
    assert len(made) == 2 * len(FIGURES)


def test_what_takes_long_is_told_and_fetched_later_and_the_rest_is_there(settings, monkeypatch):
    go = Event()
    slow = {**FIGURES, "toeval": lambda looked: (go.wait(LONG), FIGURES["toeval"](looked))[1]}
    monkeypatch.setattr(growth_reader, "FIGURES", slow)
    monkeypatch.setattr(growth, "FIGURE_SECONDS", 0.1)
    monkeypatch.setattr(growth, "PAGE_SECONDS", 0.1)
    with serving(settings) as client:
        alone = client.get("/groei/toeval").text
        chart, part = client.get("/groei/toeval.svg"), client.get("/groei/toeval", headers={"HX-Request": "true"}).text
        monkeypatch.setattr(growth, "PAGE_SECONDS", 3)
        page = client.get("/groei").text
        go.set()
        monkeypatch.setattr(growth, "FIGURE_SECONDS", LONG)
        client.get("/groei/toeval")
        then = client.get("/groei/toeval", headers={"HX-Request": "true"}).text

    assert "Dit cijfer wordt uitgerekend." in alone
    assert '<a class="utrecht-link utrecht-link--html-a" href="/groei/toeval?vanaf=2018&amp;tot=2020">Kijk of' in alone
    assert (chart.status_code, chart.headers["Retry-After"]) == (503, "10")
    assert 'hx-get="/groei/toeval?vanaf=2018&amp;tot=2020" hx-trigger="load delay:2s"' in part
    assert 'hx-get="/groei/toeval?' in page
    assert 'hx-get="/groei/groei?' not in page
    assert then.lstrip().startswith('<section class="section figure" id="toeval"')
    assert "hx-get" not in then


def test_the_page_of_all_asks_again_and_never_keeps_anybody_waiting(settings, monkeypatch):
    go = Event()
    monkeypatch.setattr(growth_reader, "FIGURES", {**FIGURES, "toeval": lambda _looked: go.wait(LONG)})
    with serving(settings) as client:
        asked_at = monotonic()
        part = client.get("/groei/toeval", headers={"HX-Request": "true"}).text
        seconds = monotonic() - asked_at
        go.set()

    assert "Dit cijfer wordt uitgerekend." in part
    assert seconds < LONG / 2


def let_workshops_end():
    """Wait for what others asked for and left: it would count as made here."""
    for thread in threads():
        if "(_work)" in thread.name:
            thread.join(LONG)


OF_THE_OFFICE_ALONE = "alleen voor de werkgroep en de medewerkers"
IN_PART = ["bestuur=board", "sector=sport", "plaats=Oss", "tot=2018"]


@pytest.mark.parametrize("query", IN_PART)
def test_of_a_part_what_came_through_us_and_what_is_slow_is_for_the_office(settings, monkeypatch, query):
    made = []
    let_workshops_end()
    monkeypatch.setattr(growth_reader, "FIGURES", dict.fromkeys(FIGURES, made.append))
    with serving(settings, ELSEWHERE) as client:
        for key in OF_ALL_ALONE - OF_THE_OFFICE:
            page = client.get(f"/groei/{key}?{query}")
            part = client.get(f"/groei/{key}?{query}", headers={"HX-Request": "true"}).text
            others = [
                client.get(f"/groei/{key}{of}?{query}", follow_redirects=False).status_code
                for of in (".svg", ".json", "/bestand.csv", "/bestand.xlsx")
            ]
            assert page.status_code == 200
            assert OF_THE_OFFICE_ALONE in page.text
            assert f'<a class="utrecht-link utrecht-link--html-a" href="/groei/{key}">' in page.text
            assert OF_THE_OFFICE_ALONE in part
            assert "hx-get" not in part
            assert set(others) <= {303, 401, 403}

    assert made == []


def test_the_public_sees_what_came_through_us_of_everybody_and_the_office_of_each_part(settings):
    with serving(settings, ELSEWHERE) as client:
        everybody = client.get("/groei/via-ons?vanaf=2018&tot=2020").text
        filtered = client.get("/groei?sector=sport").text
    with serving(settings) as client:
        office = client.get("/groei/via-ons?sector=sport").text

    assert "Van 2 samenwerkingen begonnen er 0 via een kennismaking." in everybody
    assert filtered.count(OF_THE_OFFICE_ALONE) == len(OF_ALL_ALONE - OF_THE_OFFICE)
    assert "samenwerkingen begonnen er" not in filtered
    assert "via een kennismaking." in office


def test_a_partner_that_nobody_belongs_to_is_no_board(settings):
    with serving(settings, ELSEWHERE) as client:
        files = {client.get(f"/groei/via-ons/bestand.csv{query}").text for query in ("", "?bestuur=a")}

    assert len(files) == 1


def test_a_filter_in_the_address_limits_the_figures_and_all_that_leads_on_from_them(settings):
    with serving(settings) as client:
        page = client.get("/groei", params={"sector": "sport", "tot": "2019", "onzin": "x"}).text
        chart = client.get("/groei/banden.json", params={"sector": "sport"}).json()

    assert "Van 2018 tot 2019 ging het aantal partners dat meedeed van 1 naar 1" in page
    on = set(re.findall(r'(?:href|src|srcset|data-explore)="(/groei/[\w-]+(?:\.|/|\?)[^"]*)"', page))
    assert all("sector=sport&amp;vanaf=2018&amp;tot=2019" in address for address in on)
    assert {re.sub(r"\?.*", "", address) for address in on} >= {
        *("/groei/groei", "/groei/groei.svg", "/groei/groei.json"),
        *("/groei/groei/bestand.csv", "/groei/groei/bestand.xlsx"),
    }
    assert '<a class="utrecht-link utrecht-link--html-a figure__reset" href="/groei">' in page
    assert {row["x"] for row in next(iter(chart["datasets"].values()))} == {"2020"}


def test_a_board_stands_for_itself_and_its_members(settings):
    with serving(settings) as client:
        page = client.get("/groei", params={"bestuur": "board"}).text
        file = client.get("/groei/groei/bestand.csv", params={"bestuur": "board"}).text

    assert '<option value="board" selected>Stichting Samen</option>' in page
    assert file.splitlines()[-1] == "2020;1;0"


def test_a_filter_that_means_nobody_says_so(settings):
    with serving(settings) as client:
        page = client.get("/groei", params={"sector": "bedrijf", "bestuur": "board"}).text

    assert "Geen enkele partner voldoet hier tegelijk aan." in page
    assert "<section" not in page


def test_one_figure_has_a_page_of_its_own(settings):
    with serving(settings) as client:
        page = client.get("/groei/verbinders?tot=2019").text

    assert re.findall(r"<h1[^>]*>([^<]+)</h1>", page) == ["Wie het netwerk bij elkaar houdt"]
    assert 'href="/groei?vanaf=2018&amp;tot=2019#verbinders"' in page
    assert "Betweenness (Freeman 1977)" in page


@pytest.mark.parametrize(
    ("path", "host", "status"),
    [
        pytest.param("/groei/groei", ELSEWHERE, 200, id="a-figure"),
        pytest.param("/groei/onbekend", HERE, 404, id="no-such-page"),
        pytest.param("/groei/wat-als", HERE, 200, id="what-if-is-no-figure"),
        pytest.param("/groei/groei.svg", ELSEWHERE, 200, id="a-chart"),
        pytest.param("/groei/groei.svg?vorm=smal", ELSEWHERE, 200, id="a-narrow-chart"),
        pytest.param("/groei/onbekend.svg", HERE, 404, id="no-such-figure"),
        pytest.param("/groei/keten.svg", HERE, 404, id="a-figure-without-a-chart"),
        *(
            pytest.param(f"/groei/{key}.json", ELSEWHERE, 404, id=f"{key}-of-the-office")
            for key in sorted(OF_THE_OFFICE)
        ),
    ],
)
def test_a_figure_is_there_for_who_may_see_it(settings, path, host, status):
    with serving(settings, host) as client:
        assert client.get(path).status_code == status


def test_the_working_group_sees_how_often_each_is_suggested(tmp_path):
    rows = [partner(each, sector="sport", seeks="taal", offers="taal") for each in "abcd"]
    settings = make_database(tmp_path, rows, [collaboration("c", "2020", ["a", "b"])])
    person = add_person(settings, role="working_group")
    with serving(settings, ELSEWHERE) as client:
        sign_in(client, settings, person)
        page = client.get("/groei/zichtbaarheid").text

    assert "in de meeste lijsten met suggesties" in page
    assert "uimte voor" not in page  # how much room each has is for staff


def test_a_table_is_taken_along_as_a_file(settings):
    with serving(settings) as client:
        file = client.get("/groei/groei/bestand.csv").text

    assert file.splitlines() == ["\ufeffJaar;Partners;Banden", "2018;2;1", "2019;2;1", "2020;3;2"]


def test_an_empty_network_says_what_to_do(tmp_path):
    with serving(make_database(tmp_path)) as client:
        assert "osmose import" in client.get("/groei").text
        assert client.get("/groei/groei").status_code == 404
