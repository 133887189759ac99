"""Lists as files that open safely in a spreadsheet."""

from datetime import date
from io import BytesIO

from openpyxl import load_workbook

from service.lists_out import table_response

ROWS = [["Bakker", 3, date(2026, 11, 26), 0.5], ["=HYPERLINK(1)", None, None, 2]]
COLUMNS = ["Naam", "Aantal", "Dag", "Kans"]


def test_csv_is_what_a_dutch_excel_reads_and_holds_no_formula():
    answer = table_response(ROWS, COLUMNS, "lijst", "csv")

    assert answer.headers["content-disposition"] == 'attachment; filename="lijst.csv"'
    assert answer.body.decode("utf-8") == (
        "\ufeffNaam;Aantal;Dag;Kans\r\nBakker;3;2026-11-26;0,5\r\n'=HYPERLINK(1);;;2\r\n"
    )


def test_a_workbook_holds_texts_numbers_and_days_and_no_formula():
    answer = table_response(ROWS, COLUMNS, "lijst", "xlsx")
    sheet = load_workbook(BytesIO(answer.body)).active
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]

    assert cells[0] == COLUMNS
    assert cells[1][:2] == ["Bakker", 3]
    assert cells[1][2].date() == date(2026, 11, 26)
    assert (sheet["A3"].value, sheet["A3"].data_type) == ("=HYPERLINK(1)", "s")
