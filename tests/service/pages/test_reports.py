"""The pages of yearly reports."""

import pytest

from tests.builders import collaboration, partner
from tests.service.serving import ELSEWHERE, make_database, serving


@pytest.fixture
def settings(tmp_path):
    return make_database(tmp_path, [partner("a"), partner("b")], [collaboration("c", "2020", ["a", "b"])])


def test_a_report_that_staff_make_is_listed_with_its_day(settings):
    with serving(settings) as client:
        before = client.get("/verslag").text
        page = client.post("/verslag/2020").text

    assert "Maak het verslag van 2020" in before
    assert "Het verslag van 2020 is gemaakt" in page
    assert "Maak het verslag van 2020" not in page
    assert "Maak het verslag van 2021" in page


def test_a_report_is_read_as_a_page_and_taken_along_as_a_pdf(settings):
    with serving(settings) as client:
        page, file = client.get("/verslag/2020"), client.get("/verslag/2020.pdf")

    assert "<h1>Het netwerk in 2020</h1>" in page.text
    assert "/static/report.css" in page.text
    assert file.headers["Content-Disposition"] == 'attachment; filename="verslag-2020.pdf"'
    assert file.content.startswith(b"%PDF-")


def test_a_year_before_anything_and_one_that_runs_are_told(settings):
    with serving(settings) as client:
        assert client.get("/verslag/2019").status_code == 404
        assert client.post("/verslag/9999").status_code == 409
        assert client.get("/verslag/20201").status_code == 400


def test_the_public_reads_no_report(settings):
    with serving(settings, ELSEWHERE) as client:
        assert client.get("/verslag", follow_redirects=False).status_code == 303


def test_without_collaborations_there_is_nothing_to_report(tmp_path):
    with serving(make_database(tmp_path, [partner("a")])) as client:
        assert "nog niets te melden" in client.get("/verslag").text
