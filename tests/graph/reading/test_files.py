"""Files as people have them: encodings, delimiters, packed, workbooks, and folders with other things in them."""

import gzip
import io
import zipfile
from datetime import date, datetime, time

import pytest
from openpyxl import load_workbook

from graph.errors import SpoiledInput
from graph.model import Collaboration, Partner
from graph.reading.csv_files import read_csv
from graph.reading.files import read_files
from graph.reading.sheets import Limits
from graph.reading.xlsx_files import read_xlsx
from tests.graph.exchange_files import (
    PARTNERS,
    SECTORS,
    column_of,
    import_files,
    import_small_network,
    workbook_of,
    write_files,
)


def tell_nobody(*_step):
    pass


def cells_of(content, table="partners"):
    sheet = read_csv(content, "partners.csv", table)
    return [sheet.header, *(cells for _, cells in sheet.rows)]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"], ids=["utf-8", "byte-order-mark", "windows", "utf-16"]
)
def test_accents_are_read_in_every_common_encoding(encoding):
    assert cells_of("id,name\np,Café Ünïek\n".encode(encoding)) == [["id", "name"], ["p", "Café Ünïek"]]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
def test_the_delimiter_is_told_by_the_header_whatever_the_texts_hold(delimiter):
    header = delimiter.join(["id", "name", "offers"])
    row = delimiter.join(["p", '"a,b,c,d,e,f\t"', '"g;h;i;j;k;l"'])

    assert cells_of(f"{header}\n{row}\n".encode())[1] == ["p", "a,b,c,d,e,f\t", "g;h;i;j;k;l"]


def test_the_delimiter_may_be_said_as_excel_does():
    assert cells_of(b"sep=;\nid;name\np;De Brug\n") == [["id", "name"], ["p", "De Brug"]]


def test_line_breaks_within_quotes_belong_to_the_cell_and_rows_count_as_in_a_spreadsheet():
    sheet = read_csv(b'id,name\r\np,"De\r\nBrug"\r\n\r\nq,De Weg\r\n', "partners.csv", "partners")

    assert sheet.rows == [(2, ["p", "De\r\nBrug"]), (4, ["q", "De Weg"])]


def test_a_packed_file_is_unpacked():
    content = gzip.compress(b"id,name\np,De Brug\n")

    assert read_csv(content, "partners.csv.gz", "partners").rows == [(2, ["p", "De Brug"])]


def test_texts_that_look_like_formulas_are_texts(engine, tmp_path):
    partners = "id,name,sector,description\np,=1+1,school,-\nq,'=1+1,school,@x\nr,''=1,school,'t Huis\n"

    import_files(engine, write_files(tmp_path, sectors=SECTORS, partners=partners))

    assert column_of(engine, Partner.name) == ["'=1", "=1+1", "=1+1"]
    assert column_of(engine, Partner.description) == ["'t Huis", "-", "@x"]


def test_headers_are_known_in_dutch_in_any_case_and_with_spaces(engine, tmp_path):
    import_small_network(engine, tmp_path / "small")
    collaborations = "ID ;Titel;Begindatum;Eind datum;Deelnemers;Soort\nc;Lezen;2018-11;;De Sprong;project\n"

    report = import_files(engine, write_files(tmp_path / "in", samenwerkingen=collaborations))

    assert "c" in column_of(engine, Collaboration.id)
    assert report.unknown_columns == {"samenwerkingen.csv": ("Eind datum",)}


def test_a_folder_may_hold_other_things(tmp_path):
    write_files(tmp_path, partners=PARTNERS, queries="id,text\n")
    (tmp_path / "README.md").write_text("hello")
    (tmp_path / "~$partners.xlsx").write_text("a lock of Excel")
    (tmp_path / ".partners.csv").write_text("hidden")
    (tmp_path / "deeper").mkdir()
    (tmp_path / "budget.xlsx").write_bytes(workbook_of(blad=[["euro"]], uitleg=[]))

    found = read_files([tmp_path], tell_nobody)

    assert [sheet.file for sheet in found.sheets] == ["partners.csv"]
    assert found.passed_over == [
        ".partners.csv",
        "README.md",
        "budget.xlsx",
        "deeper",
        "queries.csv",
        "~$partners.xlsx",
    ]
    assert found.faults == []


def test_files_of_one_name_are_told_apart_by_their_folder(tmp_path):
    one, two = (write_files(tmp_path / name, partners="id\n1\n") for name in ("een", "twee"))

    found = read_files([one, two], tell_nobody)

    assert [sheet.file for sheet in found.sheets] == [str(one / "partners.csv"), str(two / "partners.csv")]


def test_a_workbook_holds_all_tables_as_sheets(engine, tmp_path):
    sheets = {
        "Uitleg": [["Vul de tabellen in"]],
        "Sectors": [["id", "label"], ["school", "School"], ["bedrijf", "Bedrijf"]],
        "partners": [["id", "name", "sector", "capacity"], ["p", 2018, "school", 3.0], [], ["q", "=De Brug", "school"]],
        "Samenwerkingen": [["id", "title", "start_date", "participants"], ["c", "Lezen", date(2018, 11, 5), "p;q"]],
    }
    workbook = load_workbook(io.BytesIO(workbook_of(**sheets)))
    workbook["partners"]["B4"].data_type = "s"
    workbook.save(tmp_path / "netwerk.xlsx")

    report = import_files(engine, tmp_path / "netwerk.xlsx")

    assert column_of(engine, Partner.name) == ["2018", "=De Brug"]
    assert column_of(engine, Partner.capacity) == [3, None]
    assert column_of(engine, Collaboration.start_date) == ["2018-11-05"]
    assert report.passed_over == ("netwerk.xlsx sheet Uitleg",)


def test_the_only_sheet_of_a_workbook_may_have_any_name_when_its_file_has_a_telling_one():
    content = workbook_of(Blad1=[["id", "name"], ["p", "De Brug"]])

    [sheet], others = read_xlsx(content, "partners-2021.xlsx", {"partners": "partners"}.get, "partners")

    assert (sheet.table, sheet.rows, others) == ("partners", [(2, ["p", "De Brug"])], [])


def test_cells_of_a_workbook_read_as_they_look():
    moments = [datetime(2018, 11, 5, 12, 30), time(9, 30), True, 2018.0, 0.5, None, 7]  # noqa: DTZ001 -- Excel knows no zones
    content = workbook_of(partners=[["id"], moments])

    [sheet], _ = read_xlsx(content, "partners.xlsx", {"partners": "partners"}.get, None)

    assert sheet.rows == [(2, ["2018-11-05 12:30:00", "09:30:00", "True", "2018", "0.5", "", "7"])]


def test_a_formula_counts_as_its_result():
    content = workbook_of(partners=[["id", "name"], ["p", "=1+1"], ["q", '=""']])
    computed = _with_results(
        content,
        {b"<f>1+1</f><v />": b"<f>1+1</f><v>2</v>", b'<c r="B3"><f>""</f><v />': b'<c r="B3" t="str"><f>""</f><v></v>'},
    )

    [sheet], _ = read_xlsx(computed, "partners.xlsx", {"partners": "partners"}.get, None)

    assert sheet.rows == [(2, ["p", "2"]), (3, ["q"])]
    assert sheet.spoiled == {}


def _with_results(content, results):
    """Put computed values where openpyxl leaves them out, as Excel would."""
    computed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(computed, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name.startswith("xl/worksheets/"):
                for without, with_result in results.items():
                    assert without in part
                    part = part.replace(without, with_result)
            new.writestr(name, part)
    return computed.getvalue()


def test_a_closed_file_is_refused(tmp_path, monkeypatch):
    path = write_files(tmp_path, partners=PARTNERS) / "partners.csv"

    def closed(_path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(path), "read_bytes", closed)

    found = read_files([path], tell_nobody)

    assert [str(fault) for fault in found.faults] == ["partners.csv: cannot be read: Permission denied"]


def test_too_large_a_file_is_refused():
    with pytest.raises(SpoiledInput, match=r"^partners\.csv: holds 11 bytes; at most 10 are read$"):
        read_csv(b"id,name\n1,2", "partners.csv", "partners", Limits(n_bytes=10))


@pytest.mark.parametrize("rows", ["p,q,r", "1,2\n3,4\n5,6"], ids=["columns", "rows"])
def test_a_csv_file_of_too_many_rows_or_columns_is_refused(rows):
    with pytest.raises(SpoiledInput, match=r"has more than 2 rows or 2 columns, the most that is read$"):
        read_csv(f"id,name\n{rows}\n".encode(), "partners.csv", "partners", Limits(n_rows=2, n_columns=2))


@pytest.mark.parametrize("rows", [[["p", "q", "r"]], [["p"], [], ["q"]]], ids=["columns", "rows"])
def test_a_workbook_of_too_many_rows_or_columns_is_refused(rows):
    content = workbook_of(partners=[["id", "name"], *rows])

    with pytest.raises(SpoiledInput, match=r"has more than 2 rows or 2 columns, the most that is read$"):
        read_xlsx(content, "partners.xlsx", {"partners": "partners"}.get, None, Limits(n_rows=2, n_columns=2))


def test_blank_cells_far_out_are_no_columns():
    content = workbook_of(partners=[["id", "name"], ["p", "De Brug", None, None]])

    [sheet], _ = read_xlsx(content, "partners.xlsx", {"partners": "partners"}.get, None, Limits(n_columns=2))

    assert sheet.rows == [(2, ["p", "De Brug"])]
