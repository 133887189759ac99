"""What every page keeps to: Dutch, one heading, escaped texts, nothing inline, a next step when it has nothing."""

import re

import pytest

from tests.builders import partner

PAGES = ["/", "/netwerk", "/partners", "/partners/school", "/vinden", "/vinden?vraag=taal", "/over"]
HOSTILE = [
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "../../etc/passwd",
    "\x00",
    "%s{{7*7}}",
    "9" * 400,
    "-1",
    "é" * 900,
]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_dutch_with_a_title_and_one_heading(oss, path):
    answer = oss.get(path)

    assert answer.status_code == 200
    assert '<html lang="nl"' in answer.text
    assert re.search(r"<title>\S.* – Osmose</title>", answer.text)
    assert answer.text.count("<h1") == 1


@pytest.mark.parametrize("path", PAGES)
def test_a_page_holds_no_inline_script_or_style(oss, path):
    page = oss.get(path).text

    assert re.findall(r"<script(?![^>]* src=)", page) == []
    assert re.findall(r"<style|\sstyle=|\son[a-z]+=", page) == []


@pytest.mark.parametrize("path", PAGES)
def test_a_page_asks_for_nothing_from_elsewhere(oss, path):
    wanted = re.findall(r'(?:src|<link[^>]* href)="([^"]+)"', oss.get(path).text)

    assert wanted
    assert [address for address in wanted if not re.match("/[^/]", address)] == []


@pytest.mark.parametrize("path", ["/partners/nobody", "/nergens", "/partners/school/x"])
def test_what_is_not_there_is_told_with_a_next_step(oss, path):
    answer = oss.get(path)

    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")
    assert "We kunnen deze pagina niet vinden" in answer.text
    assert 'href="/partners"' in answer.text


@pytest.mark.parametrize("path", ["/netwerk", "/partners", "/vinden"])
@pytest.mark.parametrize("value", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_addresses_do_no_harm(oss, path, value):
    names = ["zoek", "sector", "thema", "plaats", "jaar", "volgorde", "pagina", "partner", "vraag"]

    answer = oss.get(path, params=dict.fromkeys(names, value))

    assert answer.status_code == 200
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize(
    "path", ["/netwerk", "/netwerk?partner=evil", "/partners", "/partners/evil", "/vinden?vraag=taal"]
)
def test_a_hostile_partner_shows_as_text(visit, path):
    evil = "<script>alert(1)</script>"
    client = visit([partner("evil", name=evil, description=evil, seeks=evil, offers=[evil, "taal"], place=evil)])

    page = client.get(path).text

    assert evil not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


@pytest.mark.parametrize("path", ["/", "/netwerk?jaar=2018", "/partners", "/vinden", "/vinden?vraag=taal"])
def test_an_empty_network_says_what_to_do(visit, path):
    answer = visit().get(path)

    assert answer.status_code == 200
    assert "Er zijn nog geen partners" in answer.text
    assert "osmose import data/oss" in answer.text


def test_an_empty_network_still_tells_about_itself(visit):
    assert visit().get("/over").status_code == 200


def test_a_single_partner_without_anything_has_its_pages(visit):
    client = visit([partner("alleen", name="Alleen")])

    assert "We kennen nog geen samenwerking." in client.get("/partners/alleen").text
    assert "1 partner, 0 onderlinge banden." in client.get("/netwerk").text
