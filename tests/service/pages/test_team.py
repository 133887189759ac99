"""The page of teams."""

import re
from html import unescape

import pytest

from service.pages.team_asked import MOST_TEXT
from tests.builders import collaboration, partner
from tests.service.serving import ELSEWHERE, make_database, serving


def partners():
    return [
        partner("bakker", name="Bakkerij", sector="bedrijf", offers="maaltijd voor groepen"),
        partner("kok", name="De Kok", sector="bedrijf", offers="maaltijd aan huis"),
        partner("smid", name="Smederij", sector="industrie", offers="techniek met metaal"),
        partner("taalhuis", name="Taalhuis", sector="bibliotheek", offers="taalles"),
        partner("school", name="De School", sector="primair-onderwijs", offers="lokaal"),
    ]


PLAN = {"tekst": "techniek; taalles; maaltijd; raketten"}


@pytest.fixture
def staff(tmp_path):
    settings = make_database(tmp_path, partners(), [collaboration("c", "2020", ["school", "smid"], title="Werkplaats")])
    with serving(settings) as client:
        yield client


def page(client, **parameters):
    answer = client.get("/werkbank/team", params=parameters)
    assert answer.status_code == 200
    return unescape(answer.text)


def test_the_form_stands_there_and_nothing_is_found_yet(staff):
    text = page(staff)

    assert "Wat is het plan?" in text
    assert 'class="team"' not in text


def test_each_member_tells_its_part_and_the_team_what_is_missing(staff):
    text = page(staff, **PLAN, vrager="De School")

    assert "<strong>taalles</strong>: “taalles”" in text
    assert "<strong>techniek</strong>: “techniek met metaal”" in text
    assert "Werkt samen met wie vraagt, of deed dat." in text
    assert "Wat nog ontbreekt" in text
    assert "raketten" in text.partition("Wat nog ontbreekt")[2]


def test_a_member_is_swapped_by_an_address(staff):
    text = page(staff, **PLAN, lid=["bakker", "smid", "taalhuis"])
    swaps = dict(re.findall(r'<a class="button-quiet" href="([^"]+)">([^<]+)</a>', text))
    where = next(where for where, name in swaps.items() if name == "De Kok" and "lid=bakker" not in where)
    swapped = unescape(staff.get(where).text)

    assert "Uw team" in swapped
    assert "<strong>maaltijd</strong>: “maaltijd aan huis”" in swapped
    assert "Terug naar de gevonden teams" in swapped


def test_without_who_asks_nothing_can_be_proposed_and_with_it_each_unknown_member_is(staff):
    assert "Kennismakingen voorstellen" not in page(staff, **PLAN)
    answer = staff.post("/werkbank/team", data={"vrager": "school", "lid": ["smid", "bakker", "taalhuis"]})

    assert answer.url.path == "/werkbank/kennismakingen"
    assert "2 kennismakingen toegevoegd. 1 partner is al een bekende." in unescape(answer.text)
    assert [
        each["partnerIds"] if "partnerIds" in each else each["id"]
        for each in staff.get("/v1/introductions").json()["items"]
    ]


def test_a_draft_gives_its_partners(staff):
    text = page(staff, tekst="taalles", ontwerp="c")

    assert "doet al mee" in text


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"tekst": "raketten"}, "Geen team gevonden"),
        ({"tekst": "taalles", "van": "5", "tot": "3"}, "Het kleinste aantal partners is groter dan het grootste."),
        ({"tekst": "taalles", "vrager": "niemand zo"}, "Niemand heet zo"),
        (
            {"tekst": "taalles", "thema": "x", "ontwerp": "x", "sector": "x", "van": "0", "lid": "x"},
            "verschillende teams",
        ),
    ],
)
def test_what_cannot_be_is_told_and_what_is_not_there_is_left_out(staff, asked, told):
    assert told in page(staff, **asked)


def test_a_long_text_is_cut_and_an_empty_network_says_what_to_do(tmp_path):
    with serving(make_database(tmp_path)) as client:
        assert "osmose import" in page(client, tekst="x" * (MOST_TEXT + 1))


def test_others_are_refused(tmp_path):
    with serving(make_database(tmp_path, partners()), ELSEWHERE) as public:
        assert public.get("/werkbank/team", follow_redirects=False).status_code in {303, 401, 403}
        assert public.post(
            "/werkbank/team", data={"vrager": "school", "lid": "smid"}, follow_redirects=False
        ).status_code in {303, 401, 403}
