"""The pages of yearly reports."""

from datetime import date

import pytest

from service.report import freezing
from tests.builders import collaboration, partner
from tests.service.serving import ELSEWHERE, add_rows, copy_database, serving

THIS_YEAR = date.today().year  # noqa: DTZ011 -- the pages live today


@pytest.fixture(autouse=True)
def _few_draws(monkeypatch):
    monkeypatch.setattr(freezing, "N_DRAWS", 2)  # what chance gives is not looked at here


@pytest.fixture
def settings(sqlite_template, tmp_path):
    rows = [partner("a"), partner("b"), partner("c")], [collaboration("c", "2020", ["a", "b"])]
    return copy_database(sqlite_template, tmp_path, *rows)


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
    assert 'href="/verslag/2020.pdf"' in page.text
    assert "Dit verslag is nog niet gemaakt: deze cijfers kunnen nog veranderen." in page.text
    assert file.headers["Content-Disposition"] == 'attachment; filename="verslag-2020.pdf"'
    assert file.content.startswith(b"%PDF-")


def test_a_report_that_was_made_tells_on_its_page_what_is_known_since(settings):
    with serving(settings) as client:
        client.post("/verslag/2020")
        made = client.get("/verslag/2020").text
        add_rows(settings, (), [collaboration("found", "2020", ["b", "c"])])
        after = client.get("/verslag/2020").text

    assert "nog niet gemaakt" not in made
    assert "Sinds dit verslag" not in made
    assert "In 2020 begon er 1 samenwerking." in after
    assert "Nieuwe samenwerkingen (2020): 1 in dit verslag; 2 met wat vandaag bekend is." in after
    assert 'href="#sindsdien"' in after


def test_a_year_that_runs_is_provisional_and_cannot_be_made(settings):
    with serving(settings) as client:
        page = client.get(f"/verslag/{THIS_YEAR}").text

        assert "Het jaar is nog niet om" in page
        assert client.post(f"/verslag/{THIS_YEAR}").status_code == 409
        assert f"Maak het verslag van {THIS_YEAR}" not in client.get("/verslag").text


def test_a_year_before_anything_and_one_that_is_none_are_told(settings):
    with serving(settings) as client:
        assert client.get("/verslag/2019").status_code == 404
        assert client.post("/verslag/9999").status_code == 409
        assert client.get("/verslag/20201").status_code == 400


def test_the_public_reads_no_report(settings):
    with serving(settings, ELSEWHERE) as client:
        for path in ("/verslag", "/verslag/2020", "/verslag/2020.pdf"):
            assert client.get(path, follow_redirects=False).status_code == 303


def test_without_collaborations_there_is_nothing_to_report(sqlite_template, tmp_path):
    with serving(copy_database(sqlite_template, tmp_path, [partner("a")])) as client:
        assert "nog niets te melden" in client.get("/verslag").text
