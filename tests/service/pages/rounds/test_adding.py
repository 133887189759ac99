"""Guests added to a round by staff."""

from html import unescape
from io import BytesIO

import pytest
from openpyxl import Workbook
from sqlalchemy import select

from graph.rounds import RoundGuest
from tests.service.rounds.played import make
from tests.service.serving import serving
from tests.service.signed_in import database


def test_a_list_with_a_name_that_nobody_bears_adds_nobody_and_names_the_line(client, settings):
    round_id = make(client)

    answer = client.post(f"/werkbank/rondes/{round_id}/deelnemers", data={"side": "one", "lijst": "School 0\nSchol 1"})

    assert answer.status_code == 400
    assert "Regel 2" in answer.text
    with database(settings) as session:
        assert session.scalars(select(RoundGuest)).all() == []


def test_a_sector_is_added_at_once(client, settings):
    round_id = make(client)

    client.post(f"/werkbank/rondes/{round_id}/deelnemers", data={"side": "other", "sector": "bedrijf"})

    with database(settings) as session:
        assert set(session.scalars(select(RoundGuest.partner_id))) == {"bakker0", "bakker1", "bakker2"}


TABLE = "naam;kant;ruimte;liever niet\nSchool 0;zoekt;3;Bakker 1\nBakker 1;biedt;2;\n"


def upload(client, round_id, content, name="gasten.csv", **fields):
    files = {"bestand": (name, content)}
    return client.post(f"/werkbank/rondes/{round_id}/deelnemers", data=fields, files=files)


def guests(settings):
    with database(settings) as session:
        rows = session.scalars(select(RoundGuest).order_by(RoundGuest.partner_id))
        return [(each.partner_id, each.side, each.room, each.state) for each in rows]


def test_a_file_tells_sides_room_and_vetoes(client, settings):
    round_id = make(client)

    page = upload(client, round_id, TABLE.encode(), komt="ja")

    assert "2 partners toegevoegd." in page.text
    assert guests(settings) == [("bakker1", "other", 2, "coming"), ("school0", "one", 3, "coming")]
    assert "0 wensen, 1 veto" in page.text


def test_a_workbook_is_read_as_csv_is_and_who_took_part_already_comes_by_it(client, settings):
    round_id = make(client)
    client.post(f"/werkbank/rondes/{round_id}/deelnemers", data={"side": "one", "lijst": "School 0"})
    book, content = Workbook(), BytesIO()
    for line in TABLE.splitlines():
        book.active.append(line.split(";"))
    book.save(content)

    page = upload(client, round_id, content.getvalue(), "gasten.xlsx", komt="ja")

    assert "1 partner toegevoegd. 1 deed al mee." in page.text
    assert guests(settings) == [("bakker1", "other", 2, "coming"), ("school0", "one", 3, "coming")]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("gasten.csv", b"naam;kant\nSchol 0;zoekt\n", "Rij 2, kolom partner, “Schol 0”"),
        ("gasten.csv", b"naam;kleur\nSchool 0;rood\n", "kolom 'kleur' is niet bekend"),
        ("gasten.csv", b"kant\nzoekt\n", "er is geen kolom partner"),
        ("gasten.xlsx", b"geen werkboek", "is geen Excelbestand"),
    ],
)
def test_a_file_that_is_not_understood_adds_nobody(client, settings, name, content, told):
    round_id = make(client)

    page = upload(client, round_id, content, name)

    assert page.status_code == 400
    assert told in unescape(page.text)
    assert guests(settings) == []


def test_a_file_that_is_too_large_and_two_files_are_refused(settings):
    with serving(settings.model_copy(update={"upload_bytes": 1000})) as client:
        round_id = make(client)
        large = upload(client, round_id, b"naam;kant\n" + b"School 0;zoekt\n" * 20_000)
        files = [("bestand", (f"{n}.csv", TABLE.encode())) for n in range(2)]
        two = client.post(f"/werkbank/rondes/{round_id}/deelnemers", files=files)

    assert (large.status_code, two.status_code) == (400, 400)
    assert "groter dan" in large.text
    assert "Kies één bestand." in two.text
