"""The page that looks ahead."""

import html
import xml.etree.ElementTree as ET

import pytest

from graph.introducing import PROGRAM, Introductions
from tests.builders import collaboration, partner
from tests.service.serving import ELSEWHERE, HERE, make_database, serving, writing
from tests.service.signed_in import add_person, sign_in

PATH = "/groei/wat-als"


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    names = "abcdef"
    rows = [
        partner(
            name,
            name=f"Partner {name.upper()}",
            sector="sport" if name in "ab" else "bedrijf",
            place="Oss" if name in "ad" else "Heesch",
            seeks="tolken",
            offers="tolken",
        )
        for name in names
    ]
    work = [collaboration("c1", "2019", ["a", "b"], title="Samen <1>"), collaboration("c2", "2020", ["b", "c"])]
    made = make_database(tmp_path_factory.mktemp("what-if"), rows, work)
    with writing(made) as session:
        Introductions(session).propose("d", "e", PROGRAM)
    return made


@pytest.fixture(scope="module")
def client(settings):
    with serving(settings, HERE) as asking:
        yield asking


def read(client, query=""):
    answer = client.get(f"{PATH}{query}")
    assert answer.status_code == 200
    return html.unescape(answer.text)


def test_a_batch_is_told_today_and_for_each_share_of_yes(client):
    page = read(client, "?aantal=10")

    assert "100 % zegt ja" in page
    for label in ("Dichtheid", "Partners zonder band", "Bereik van een bericht", "Centralisatie"):
        assert f'<th scope="row">{label}' in page
    assert "Over 6 partners en 2 banden." in page
    assert "Als de helft er komt, verandert er gemiddeld dit: partners zonder band van 3 naar" in page


def test_a_batch_may_be_of_a_sector_or_a_place(client):
    def dashed(query):
        section = read(client, query).split("De gestreepte banden")[1].split("</details>")[0]
        return [{each.split('href="/partners/')[k][0] for k in (1, 2)} for each in section.split("<li>")[1:]]

    assert all(pair & {"a", "b"} for pair in dashed("?sector=sport"))
    assert all(pair & {"a", "d"} for pair in dashed("?plaats=Oss"))
    assert any(not pair & {"a", "b"} for pair in dashed(""))


def test_the_pairs_of_the_address_are_the_batch_and_stay_ticked(client):
    page = read(client, "?keuze=beste&paar=f%7Ca&paar=a%7Cniemand&keuze=zelf")

    assert "Als deze 1 band er komt" in page
    assert 'name="paar" value="a|f" checked' in page
    assert page.count(" checked>") == 1


def test_nothing_ticked_says_what_to_do(client):
    assert "Er is nog niets aangevinkt. Kies hieronder wie elkaar kunnen leren kennen." in read(client, "?keuze=zelf")


def test_what_is_on_its_way_is_a_batch_of_staff_and_is_suggested_no_more(client):
    page = read(client, "?keuze=onderweg")

    assert "Als deze 1 band er komt" in page
    assert 'value="d|e"' not in page


@pytest.mark.parametrize(
    ("aim", "said"),
    [
        ("connect", "2 partners krijgen hun eerste band"),
        ("cross", "tussen deze twee sectoren"),
        ("shorten", "dichter bij elkaar; de nabijheid groeit met"),
    ],
)
def test_the_best_ties_say_what_they_gain_and_lead_to_an_introduction(client, aim, said):
    page = read(client, f"?doel={aim}").split('id="aims"')[1]

    assert said in page
    assert "/werkbank/nieuw?een=" in page
    assert f"{PATH}?keuze=zelf" in page


def test_the_leaving_of_who_binds_others_cuts_them_off(client):
    page = read(client, "?zonder=b").split('id="loss"')[1]

    assert "Bij vertrek: 2 banden vallen weg; 1 partner komt los te staan; 2 samenwerkingen verliezen" in page
    assert 'href="/partners/c"' in page.split("Deze zouden los")[1]  # a, as large a group by itself, is the first
    assert "<li>Samen <1></li>" in page


def test_who_holds_the_network_together_is_proposed(client):
    page = read(client).split("Wiens vertrek het netwerk splitst")[1]

    assert 'zonder=b#loss">Partner B</a>: 1 partner komt los te staan' in page


def test_what_is_not_known_is_left_out(client):
    page = read(client, "?aantal=x&doel=x&zonder=niemand&keuze=x&paar=x&paar=a%7Ca")

    assert "Als een partner vertrekt" in page


@pytest.mark.parametrize(
    ("query", "lines", "named"),
    [
        ("netwerk.svg?keuze=zelf&paar=a%7Cf&paar=d%7Cc", 2, {"Partner A", "Partner F", "Partner D", "Partner C"}),
        ("zonder.svg?zonder=b", 2, {"Partner B", "Partner C"}),
    ],
)
def test_a_picture_has_its_ties_dashed_and_names_whom_they_are_about(client, query, lines, named):
    answer = client.get(f"{PATH}/{query}")
    picture = ET.fromstring(answer.text)  # noqa: S314 -- our own
    svg = "{http://www.w3.org/2000/svg}"
    dashed = [path for path in picture.iter(f"{svg}path") if path.get("stroke-dasharray")]

    assert answer.headers["content-type"] == "image/svg+xml"
    assert [path.get("d").count("M") for path in dashed] == [lines]
    assert {text.text for text in picture.iter(f"{svg}text")} == named
    assert len(list(picture.iter(f"{svg}polygon"))) == 6


def test_of_a_large_network_whoever_loses_a_tie_is_drawn(tmp_path):
    rows = [partner(f"p{at:03}") for at in range(404)]
    # A ring, and a path out of it: p403, beside p002 in the ring, is the last of those with two ties.
    work = [collaboration(f"r{at}", "2019", [f"p{at:03}", f"p{2 + (at - 1) % 402:03}"]) for at in range(2, 404)]
    work += [collaboration("leaving", "2019", ["p000", "p001"]), collaboration("staying", "2019", ["p000", "p002"])]
    with serving(make_database(tmp_path, rows, work), HERE) as asking:
        answer = asking.get(f"{PATH}/zonder.svg?zonder=p002")

    assert answer.status_code == 200
    dashed = next(line for line in answer.text.split("<path") if "stroke-dasharray" in line)
    assert dashed.count("M") == 3
    assert answer.text.count("<polygon") == 400


def test_the_chart_is_drawn(client):
    answer = client.get(f"{PATH}/figuren.svg")

    assert answer.headers["content-type"] == "image/svg+xml"
    assert "Partners zonder band" in answer.text
    assert "De gestreepte lijn is vandaag." in answer.text


@pytest.mark.parametrize("what", ["netwerk.svg?keuze=zelf", "figuren.svg?keuze=zelf", "zonder.svg"])
def test_of_nothing_there_is_no_picture(client, what):
    assert client.get(f"{PATH}/{what}").status_code == 404


@pytest.mark.parametrize(
    ("table", "line"),
    [
        ("figuren", "Partners zonder band;100 % zegt ja;3,0;"),
        ("banden", "Verbind wie nog geen band heeft"),
        ("zonder", "Groepen zonder weg ertussen;4;5"),
        ("dragers", "b;Partner B;1"),
    ],
)
def test_every_table_is_a_file(client, table, line):
    answer = client.get(f"{PATH}/{table}/bestand.csv?zonder=b")

    assert answer.status_code == 200
    assert line in answer.content.decode("utf-8-sig")


def test_the_working_group_sees_it_without_reasons_and_without_introductions(settings):
    person_id = add_person(settings, role="working_group")
    with serving(settings, ELSEWHERE) as client:
        sign_in(client, settings, person_id)
        page = read(client, "?keuze=onderweg")

    assert "Kennismakingen die nu lopen" not in page
    assert "/werkbank/nieuw" not in page
    assert "tolken" not in page


def test_the_own_chance_of_pairs_is_for_staff_and_the_working_group_sees_pairs_of_introductions_like_others(
    settings, client
):
    person_id = add_person(settings, "groep@voorbeeld.example", role="working_group")
    with serving(settings, ELSEWHERE) as of_group:
        sign_in(of_group, settings, person_id)
        best, introduced = (read(of_group, query) for query in ("?aantal=10", "?keuze=zelf&paar=d%7Ce"))

    assert "eigen kans" in read(client, "?aantal=10")
    assert "eigen kans" not in best + introduced
    assert 'value="d|e"' in best


def test_it_is_for_the_office_alone(settings):
    with serving(settings, ELSEWHERE) as client:
        for path in (PATH, f"{PATH}/netwerk.svg", f"{PATH}/dragers/bestand.csv"):
            assert client.get(path, follow_redirects=False).status_code in {303, 401}


def test_an_empty_network_says_how_to_fill_it(tmp_path):
    with serving(make_database(tmp_path), HERE) as client:
        assert "Er zijn nog geen partners" in read(client)
