"""Bringing in and doubles in a real browser: they fit, axe finds nothing, and a form that waits says so."""

import pytest

from tests.browser.conftest import NARROW, WIDE
from tests.browser.findings import findings, overflow

pytestmark = pytest.mark.browser

FAULTY = b"id,naam,sector\nboom,De Boom,Sport\nlinde,,Sport\n"
SCHOOLS = (
    b"PROVINCIE;BRIN NUMMER;VESTIGINGSNUMMER;VESTIGINGSNAAM;POSTCODE;PLAATSNAAM;GEMEENTENAAM;ONDERWIJSSTRUCTUUR\n"
    b"Noord-Brabant;99AA;99AA01;Het Hooghuis locatie Noord;5341 GD;OSS;OSS;HAVO\n"
)


@pytest.fixture(params=[WIDE, NARROW], ids=["wide", "narrow"])
def viewport(request):
    return request.param


def upload(page, field, name, content):
    page.set_input_files(field, [{"name": name, "mimeType": "text/csv", "buffer": content}])
    page.click(f"form:has({field}) button")


def test_what_files_would_do_fits_and_axe_finds_nothing(visit, viewport):
    page = visit("/werkbank/invoer", viewport=viewport)

    upload(page, "#files", "partners.csv", FAULTY)
    page.wait_for_url("**/werkbank/invoer/bekijken")

    assert "naam" in page.inner_text("table.labelled >> nth=1")
    assert overflow(page) <= 0
    assert findings(page) == []


def test_what_registers_would_do_fits_and_axe_finds_nothing(visit, viewport):
    page = visit("/werkbank/invoer", viewport=viewport)

    page.fill("#municipality", "Oss")
    upload(page, "#registers", "vestigingen-vo.csv", SCHOOLS)
    page.wait_for_url("**/werkbank/invoer/registers/bekijken")

    assert page.is_checked("text=Nu laten staan")
    assert overflow(page) <= 0
    assert findings(page) == []


def test_files_can_be_looked_at_without_javascript(visit):
    page = visit("/werkbank/invoer", java_script_enabled=False)

    upload(page, "#files", "partners.csv", FAULTY)
    page.wait_for_url("**/werkbank/invoer/bekijken")

    assert "De Boom" in page.inner_text("main")
