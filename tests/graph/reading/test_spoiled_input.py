"""Spoiled input: one sentence each, and a database that stays as it was."""

import gzip
import io
import zipfile

import pytest

from graph.errors import SpoiledInput
from graph.reading.files import read_files
from graph.reading.sheets import Limits
from tests.graph.exchange_files import contents, import_files, import_small_network, workbook_of

PICTURE = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01"
HEADER = "id,name,sector"


def partners(rows: str, header: str = HEADER) -> bytes:
    return f"{header}\n{rows}\n".encode()


def collaborations(rows: str, header: str = "id,title,start_date,participants") -> bytes:
    return f"{header}\n{rows}\n".encode()


def tell_nobody(_what: str, _done: int, _total: int) -> None:
    pass


def answers(rows: str, header: str = "partner,suggested,answer,date,reason") -> bytes:
    return f"{header}\n{rows}\n".encode()


def sheet(*cells: object) -> bytes:
    return workbook_of(partners=[["id", "name", "sector", "capacity"], list(cells)])


CASES = [
    pytest.param("partners.csv", b"", "the file is empty; expected a header and rows", id="empty-file"),
    pytest.param("partners.csv", b"\n \n", "the file is empty; expected a header and rows", id="only-blank-lines"),
    pytest.param("partners.csv", PICTURE, "is not a text but a picture or another binary file", id="picture-named-csv"),
    pytest.param(
        "partners.csv",
        workbook_of(partners=[["id"]]),
        "is a workbook, not a CSV file; give it a name that ends in .xlsx",
        id="workbook-named-csv",
    ),
    pytest.param(
        "partners.csv",
        partners("p,De \x81,school").replace("\x81".encode(), b"\x81"),
        "is neither UTF-8 nor Windows text (cp1252); save it as UTF-8",
        id="no-known-encoding",
    ),
    pytest.param(
        "partners.csv",
        partners("p,Café,school\nq,X,school").replace(b"X", b"Caf\xe9"),
        "is UTF-8 but for byte 0xE9 in line 3; save it as UTF-8 again",
        id="two-encodings",
    ),
    pytest.param(
        "partners.csv",
        b"id,name\np,De Brug\n",
        "row 1: required column sector missing; the header names id, name",
        id="missing-column",
    ),
    pytest.param(
        "partners.csv",
        b"id,name,naam,sector\np,De Brug,De Brug,school\n",
        "row 1: the header names 'name' twice, in columns 2 and 3",
        id="doubled-column",
    ),
    pytest.param(
        "partners.csv",
        b"id,na\x07me,name,sector\n",
        "row 1, column 2: the cell holds the character U+0007, which no text has",
        id="control-character-in-header",
    ),
    pytest.param(
        "partners.csv",
        partners("p,De Brug,school,extra"),
        "row 2: the row has 4 cells, the header only 3; put quotes around a text that holds the delimiter",
        id="too-many-cells",
    ),
    pytest.param(
        "partners.csv",
        partners("p,De Brug"),
        "row 2, column sector: the cell is empty; a value is required",
        id="too-few-cells",
    ),
    pytest.param(
        "partners.csv",
        partners('p,"De Brug,school\nq,De Weg,school'),
        'row 2: the quotes (") of a cell in this row do not come in pairs',
        id="quote-never-closed",
    ),
    pytest.param(
        "partners.csv",
        partners(f"p,{'x' * 10_000_000},school"),
        "row 2, column name: the cell holds 10000000 characters; at most 100000 are read",
        id="ten-megabyte-cell",
    ),
    pytest.param(
        "partners.csv",
        partners(f"p,{'x' * 501},school"),
        f"row 2, column name: '{'x' * 59}…' has 501 characters; at most 500 fit here",
        id="name-too-long",
    ),
    pytest.param(
        "partners.csv",
        partners("p,De\x07Brug,school"),
        "row 2, column name: the cell holds the character U+0007, which no text has",
        id="control-character",
    ),
    pytest.param(
        "partners.csv",
        partners("p,#VERW!,school"),
        "row 2, column name: the spreadsheet could not compute this cell: #VERW!",
        id="error-cell",
    ),
    pytest.param(
        "partners.csv",
        partners(",De Brug,school"),
        "row 2, column id: the cell is empty; a value is required",
        id="no-id",
    ),
    pytest.param(
        "partners.csv",
        partners("a;b,De Brug,school"),
        "row 2, column id: 'a;b' holds ; or | or a line break, which separate values",
        id="separator-in-id",
    ),
    pytest.param(
        "partners.csv",
        partners("a/b,De Brug,school"),
        "row 2, column id: 'a/b' is no id: it may not be . or .. or hold / or a space, since it stands in addresses",
        id="slash-in-id",
    ),
    pytest.param(
        "partners.csv",
        partners("..,De Brug,school"),
        "row 2, column id: '..' is no id: it may not be . or .. or hold / or a space, since it stands in addresses",
        id="dots-as-id",
    ),
    pytest.param(
        "partners.csv",
        partners("p,De Brug,school\n\np,De Weg,school"),
        "row 4, column id: 'p' stands in row 2 already",
        id="doubled-id",
    ),
    pytest.param(
        "partners.csv",
        partners("p,De Brug,schoool"),
        "row 2, column sector: sector 'schoool' is not known; did you mean 'school'?",
        id="unknown-sector",
    ),
    pytest.param(
        "partners.csv",
        partners("p,De Brug,school,wie", f"{HEADER},part_of"),
        "row 2, column part_of: partner 'wie' is not known",
        id="unknown-parent",
    ),
    pytest.param(
        "partners.csv",
        partners("p,De Brug,school,q\nq,De Weg,school,p", f"{HEADER},part_of"),
        "row 2, column part_of: 'p' comes above itself by way of 'q'",
        id="belongs-to-itself-by-another",
    ),
    pytest.param(
        "partners.csv",
        partners("p,De Brug,school,p", f"{HEADER},part_of"),
        "row 2, column part_of: 'p' comes above itself",
        id="belongs-to-itself",
    ),
    pytest.param(
        "partners.csv",
        partners("p,De Brug,school,veel", f"{HEADER},capacity"),
        "row 2, column capacity: 'veel' is not a whole number from 0 to 1000000",
        id="capacity-no-number",
    ),
    pytest.param(
        "partners.csv",
        partners("p,De Brug,school,-1", f"{HEADER},capacity"),
        "row 2, column capacity: '-1' is not a whole number from 0 to 1000000",
        id="capacity-below-zero",
    ),
    pytest.param(
        "partners.csv",
        partners("p,De Brug,school,91.5", f"{HEADER},latitude"),
        "row 2, column latitude: '91.5' is not a number from -90 to 90",
        id="latitude-beyond-the-pole",
    ),
    pytest.param(
        "partners.csv",
        partners("p,De Brug,school,2020,2019", f"{HEADER},since,until"),
        "row 2, column until: until 2019 comes before since 2020",
        id="left-before-it-came",
    ),
    pytest.param(
        "collaborations.csv",
        collaborations("c,Lezen,2018-13,sprong"),
        "row 2, column start_date: '2018-13' is not a day of the calendar",
        id="no-such-month",
    ),
    pytest.param(
        "collaborations.csv",
        collaborations("c,Lezen,lente 2018,sprong"),
        "row 2, column start_date: 'lente 2018' is not a date; expected 2018, 2018-11 or 2018-11-05",
        id="no-date",
    ),
    pytest.param(
        "collaborations.csv",
        collaborations("c,Lezen,2019-05,2019-04-30,sprong", "id,title,start_date,end_date,participants"),
        "row 2, column end_date: end_date 2019-04-30 comes before start_date 2019-05",
        id="end-before-start",
    ),
    pytest.param(
        "collaborations.csv",
        collaborations("c,Lezen,2019, ; "),
        "row 2, column participants: the cell is empty; a value is required",
        id="nobody-takes-part",
    ),
    pytest.param(
        "collaborations.csv",
        collaborations("c,Lezen,2019,sprong;baker"),
        "row 2, column participants: partner 'baker' is not known; did you mean 'bakker'?",
        id="unknown-participant",
    ),
    pytest.param(
        "collaborations.csv",
        collaborations("c,Lezen,2019,sprong,duizend", "id,title,start_date,participants,grant_euro"),
        "row 2, column grant_euro: 'duizend' is not a number from 0 to 1000000000000",
        id="grant-no-number",
    ),
    pytest.param(
        "themes.csv",
        b"id,label,broader\nlezen,Lezen,tall\n",
        "row 2, column broader: theme 'tall' is not known",
        id="unknown-broader-theme",
    ),
    pytest.param(
        "themes.csv",
        b"id,label,kind\nlezen,Lezen,onderwerp\n",
        "row 2, column kind: 'onderwerp' is not one of theme, need, resource, audience, setting, keyword",
        id="unknown-kind-of-theme",
    ),
    pytest.param(
        "answers.csv",
        answers("sprong,baker,declined,2024-05-01,"),
        "row 2, column suggested: partner 'baker' is not known; did you mean 'bakker'?",
        id="answer-about-an-unknown-partner",
    ),
    pytest.param(
        "answers.csv",
        answers("sprong,bakker,maybe,2024-05-01,"),
        "row 2, column answer: 'maybe' is not one of accepted, declined, no_room, already_known, ignored",
        id="unknown-answer",
    ),
    pytest.param(
        "answers.csv",
        answers("sprong,De Sprong,declined,2024-05-01,"),
        "row 2, column suggested: 'sprong' is the partner itself; expected another one",
        id="answer-about-itself",
    ),
    pytest.param(
        "answers.csv",
        answers("sprong,bakker,declined,2024-05,"),
        "row 2, column date: '2024-05' is not a day; expected one such as 2018-11-05",
        id="answer-of-a-month",
    ),
    pytest.param(
        "answers.csv",
        answers("sprong,bakker,declined,2024-02-30,"),
        "row 2, column date: '2024-02-30' is not a day of the calendar",
        id="answer-of-no-day",
    ),
    pytest.param(
        "answers.csv",
        answers("sprong,bakker,declined,,"),
        "row 2, column date: the cell is empty; a value is required",
        id="answer-without-a-day",
    ),
    pytest.param(
        "answers.csv",
        answers("sprong,bakker,declined,2024-05-01,\nDe Sprong,bakker,accepted,2024-05-01,"),
        "row 3, column answer: 'accepted' contradicts 'declined' in row 2, for the same partner, suggested and date",
        id="two-answers-of-one-day",
    ),
    pytest.param(
        "answers.csv",
        answers("sprong,bakker,declined,2024-05-01,te ver\nsprong,bakker,declined,2024-05-01,"),
        "row 3, column reason: '' contradicts 'te ver' in row 2, for the same partner, suggested and date",
        id="two-reasons-of-one-answer",
    ),
    pytest.param(
        "answers.csv",
        answers("sprong,bakker", header="partner,suggested"),
        "row 1: required columns answer and date missing; the header names partner, suggested",
        id="answers-without-answers",
    ),
    pytest.param(
        "partners.csv.gz",
        partners("p,De Brug,school"),
        "is not a gzip file, though its name says so",
        id="gz-that-is-none",
    ),
    pytest.param(
        "partners.csv.gz",
        gzip.compress(partners("p,De Brug,school"))[:-12],
        "the gzip file is damaged or was cut off",
        id="gz-cut-off",
    ),
    pytest.param(
        "partners.xlsx", b"id,name,sector\n", "is not an XLSX workbook, or a damaged one", id="xlsx-that-is-none"
    ),
    pytest.param(
        "partners.xlsx",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500),
        "is protected by a password or an old .xls; save it as .xlsx without a password",
        id="xlsx-with-password",
    ),
    pytest.param(
        "netwerk.xlsx",
        workbook_of(blad=[["id"]], uitleg=[]),
        "the workbook has no sheet named partners, themes, sectors, collaborations or answers",
        id="xlsx-without-tables",
    ),
    pytest.param(
        "partners.xlsx",
        workbook_of(partners=[]),
        " sheet partners: the sheet is empty; expected a header and rows",
        id="xlsx-empty-sheet",
    ),
    pytest.param(
        "partners.xlsx",
        sheet("p", "De Brug", "school", "=1+1"),
        " sheet partners, row 2, column capacity: cell D2 holds a formula without its result; "
        "open and save the workbook in Excel",
        id="formula-cell",
    ),
    pytest.param(
        "partners.xlsx",
        sheet("p", "#REF!", "school"),
        " sheet partners, row 2, column name: the spreadsheet could not compute this cell: #REF!",
        id="xlsx-error-cell",
    ),
    pytest.param(
        "leden.csv",
        partners("p,De Brug,school"),
        "expected a file named partners, themes, sectors, collaborations or answers (.csv, .csv.gz or .xlsx)",
        id="name-of-no-table",
    ),
    pytest.param(
        "partners.ods",
        b"PK",
        "expected a file named partners, themes, sectors, collaborations or answers (.csv, .csv.gz or .xlsx)",
        id="other-format",
    ),
]


@pytest.mark.parametrize(("name", "content", "expected"), CASES)
def test_spoiled_input_is_told_in_one_sentence_and_changes_nothing(engine, tmp_path, name, content, expected):
    import_small_network(engine, tmp_path / "small")
    before = contents(engine)
    path = tmp_path / name
    path.write_bytes(content)

    with pytest.raises(SpoiledInput) as caught:
        import_files(engine, path)

    told = str(caught.value.faults[0])
    separator = "" if expected.startswith(" sheet") else ", " if expected.startswith("row") else ": "
    assert told == f"{name}{separator}{expected}"
    assert "\n" not in told
    assert contents(engine) == before


def test_a_name_of_several_partners_asks_for_an_id(engine, tmp_path):
    import_small_network(engine, tmp_path / "small")
    (tmp_path / "partners.csv").write_bytes(partners("a,De Regenboog,school\nb,de regenboog,school"))
    (tmp_path / "collaborations.csv").write_bytes(collaborations("c,Lezen,2019,De Regenboog"))

    with pytest.raises(SpoiledInput) as caught:
        import_files(engine, tmp_path / "partners.csv", tmp_path / "collaborations.csv")

    assert [fault.reason for fault in caught.value.faults] == [
        "partner 'De Regenboog' fits several: 'a', 'b'; use an id"
    ]


def test_all_faults_are_told_at_once_but_not_what_only_follows_from_them(engine, tmp_path):
    import_small_network(engine, tmp_path / "small")
    (tmp_path / "partners.csv").write_bytes(partners("p,De Brug,schoool\nq,,school"))
    (tmp_path / "collaborations.csv").write_bytes(collaborations("c,Lezen,2019,p\nd,Lezen,20019,sprong"))

    with pytest.raises(SpoiledInput) as caught:
        import_files(engine, tmp_path / "partners.csv", tmp_path / "collaborations.csv")

    assert [(fault.file, fault.row, fault.column) for fault in caught.value.faults] == [
        ("partners.csv", 2, "sector"),
        ("partners.csv", 3, "name"),
        ("collaborations.csv", 3, "start_date"),
    ]


def test_an_unreadable_file_of_partners_is_not_told_again_for_each_who_took_part(engine, tmp_path):
    (tmp_path / "partners.csv").write_bytes(PICTURE)
    (tmp_path / "collaborations.csv").write_bytes(collaborations("c,Lezen,2019,p;q"))

    with pytest.raises(SpoiledInput) as caught:
        import_files(engine, tmp_path)

    assert [fault.file for fault in caught.value.faults] == ["partners.csv"]


def test_a_folder_named_as_a_file_is_refused(engine, tmp_path):
    (tmp_path / "partners.csv").mkdir()

    with pytest.raises(SpoiledInput, match=r"^partners\.csv: is a folder, not a file$"):
        import_files(engine, tmp_path)


def test_a_path_to_nothing_is_refused(engine, tmp_path):
    with pytest.raises(SpoiledInput, match=r"^partners\.csv: there is no such file$"):
        import_files(engine, tmp_path / "partners.csv")


def test_a_folder_without_tables_is_refused(engine, tmp_path):
    (tmp_path / "empty").mkdir()

    with pytest.raises(SpoiledInput, match=r"^empty: the folder holds no file named partners, themes"):
        import_files(engine, tmp_path / "empty")


def test_a_gzip_bomb_is_not_unpacked(tmp_path):
    (tmp_path / "partners.csv.gz").write_bytes(gzip.compress(b" " * 1001))

    found = read_files([tmp_path / "partners.csv.gz"], tell_nobody, Limits(n_bytes=1000))

    assert found.faults[0].reason == "unpacks to more than 1000 bytes, the most that is read"


def test_a_workbook_bomb_is_not_unpacked(tmp_path):
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 1001)
    (tmp_path / "partners.xlsx").write_bytes(bomb.getvalue())

    found = read_files([tmp_path / "partners.xlsx"], tell_nobody, Limits(n_bytes=1000))

    assert found.faults[0].reason == "unpacks to more than 1000 bytes, the most that is read"


def test_a_workbook_that_expands_entities_is_refused(engine, tmp_path):
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><Types xmlns="x">&b;</Types>'
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w") as archive:
        archive.writestr("[Content_Types].xml", laughs)
    (tmp_path / "partners.xlsx").write_bytes(bomb.getvalue())

    with pytest.raises(SpoiledInput, match=r"is not an XLSX workbook, or a damaged one$"):
        import_files(engine, tmp_path / "partners.xlsx")
