"""A table of guests: from a file, or pasted."""

import json
from io import BytesIO

import pytest
from openpyxl import Workbook

from graph.errors import SpoiledInput
from service.rounds.guest_table import is_table, read_guests, read_rows

DAYS = ["2027-03-18", "2027-03-19"]
NAMES = {"school": "school", "de linde": "school", "bakker": "bakker", "smid": "smid"}


def find(text):
    if text.lower() == "twee":
        return "", "several"
    return (NAMES[text.lower()], "") if text.lower() in NAMES else ("", "unknown")


def read(text, kind="market"):
    return read_guests(read_rows(text.encode(), "gasten.csv"), kind, DAYS, 2, find)


def test_a_table_tells_side_room_days_wishes_and_vetoes():
    table = read(
        "naam;kant;ruimte;dagen;wensen;liever niet\n"
        "De Linde;zoekt;3;2027-03-19;bakker|smid;\n"
        "bakker;biedt;;;;school\n"
        "smid;Biedt;;;;\n"
    )

    school, bakker, smid = table.guests
    assert table.faults == ()
    assert (school.partner_id, school.row.side, school.row.room) == ("school", "one", 3)
    assert (school.row.days, school.wishes, school.vetoes) == (["2027-03-19"], ("bakker", "smid"), ())
    assert (bakker.row.side, bakker.row.room, bakker.row.days, bakker.vetoes) == ("other", 2, DAYS, ("school",))
    assert smid.row.side == "other"


def test_every_wrong_cell_is_told_with_its_row_and_what_it_holds():
    table = read(
        "partner,side,room,days,wishes\n"
        "school,koopt,0,2031-01-01,smid\n"
        "Niemand,seeks,,,\n"
        "twee,seeks,,,\n"
        "school,seeks,,,\n"
    )

    assert [(each.row, each.column, each.value, each.code) for each in table.faults] == [
        (2, "wishes", "smid", "no_guest"),
        (2, "side", "koopt", "side"),
        (2, "room", "0", "room"),
        (2, "days", "2031-01-01", "day"),
        (3, "partner", "Niemand", "unknown"),
        (4, "partner", "twee", "several"),
        (5, "partner", "school", "twice"),
    ]


def test_a_workbook_and_json_are_read_as_csv_is():
    book, content = Workbook(), BytesIO()
    for cells in (["Naam", "Kant", "Ruimte"], ["school", "zoekt", 3]):
        book.active.append(cells)
    book.save(content)
    data = json.dumps([{"naam": "school", "kant": "zoekt", "ruimte": 3, "wensen": ["bakker", "smid"]}])

    assert read_rows(content.getvalue(), "gasten.xlsx") == [(2, {"partner": "school", "side": "zoekt", "room": "3"})]
    assert read_rows(data.encode(), "gasten.json") == [
        (1, {"partner": "school", "side": "zoekt", "room": "3", "wishes": "bakker; smid"})
    ]


@pytest.mark.parametrize(
    ("file", "content", "told"),
    [
        ("a.csv", "", "the file is empty"),
        ("a.csv", "naam;kleur\nschool;rood", "a.csv, row 1: column 'kleur' is not known; expected partner, side"),
        ("a.csv", "kant;ruimte\nzoekt;2", "there is no column partner"),
        ("a.json", "{", "a.json: is no JSON"),
        ("a.json", "{}", "expected a list of objects"),
        ("a.json", '[{"kleur": 1}]', "a.json, row 1: 'kleur' is not known"),
        ("a.xlsx", "geen werkboek", "a.xlsx"),
    ],
)
def test_a_file_that_is_no_table_is_told_in_one_sentence(file, content, told):
    with pytest.raises(SpoiledInput) as error:
        read_rows(content.encode(), file)

    assert told in str(error.value)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("naam\tkant\nschool\tzoekt", True), ("School 0\nSchool 1", False), ("Jansen, De Vries", False), ("naam", False)],
)
def test_a_list_of_names_is_no_table(text, is_one):
    assert is_table(text) is is_one


def test_more_wishes_or_vetoes_than_are_kept_are_told():
    names = [f"s{n}" for n in range(6)]
    rows = [(2, {"partner": "school", "side": "seeks", "vetoes": "; ".join(names)})]
    rows += [(3 + n, {"partner": name, "side": "offers"}) for n, name in enumerate(names)]

    table = read_guests(rows, "market", DAYS, 2, lambda text: (text, ""))

    assert [(each.row, each.column, each.code, each.expected) for each in table.faults] == [(2, "vetoes", "many", "5")]


def test_a_partner_sends_no_more_people_to_a_lunch_than_are_seated():
    (fault,) = read("naam;aantal\nschool;9\n", kind="lunch").faults

    assert (fault.code, fault.expected) == ("room", "1 – 8")
