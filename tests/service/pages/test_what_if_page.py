"""The page that looks ahead."""

import pytest

from tests.builders import collaboration, partner
from tests.service.serving import ELSEWHERE, make_database, serving


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    names = "abcdef"
    rows = [
        partner(name, sector="sport" if name in "ab" else "bedrijf", seeks="tolken", offers="tolken") for name in names
    ]
    work = [collaboration("c1", "2019", ["a", "b"]), collaboration("c2", "2020", ["b", "c"])]
    return make_database(tmp_path_factory.mktemp("what-if"), rows, work)


def test_a_batch_is_told_today_and_for_each_share_of_yes(settings):
    with serving(settings) as client:
        page = client.get("/groei/wat-als?aantal=10&doel=shorten").text

    assert "100 % zegt ja" in page
    assert page.count("<tr>") >= 9  # a head, and a row for each of eight figures
    assert "Maak de wegen in het netwerk korter" in page


def test_the_leaving_of_who_binds_others_cuts_them_off(settings):
    with serving(settings) as client:
        page = client.get("/groei/wat-als?zonder=b").text

    assert "Deze zouden los komen te staan van de grootste groep:" in page
    assert 'href="/partners/c"' in page.split("Deze zouden los")[1]  # a, as large a group by itself, is the first


def test_what_is_not_known_is_left_out(settings):
    with serving(settings) as client:
        page = client.get("/groei/wat-als?aantal=x&doel=x&zonder=niemand")

    assert page.status_code == 200
    assert "Zonder " not in page.text.split("</form>")[1]


def test_it_is_for_the_office_alone(settings):
    with serving(settings, ELSEWHERE) as client:
        assert client.get("/groei/wat-als", follow_redirects=False).status_code == 303
