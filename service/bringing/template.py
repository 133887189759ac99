"""A workbook to fill in: a sheet for each table, the sectors to choose from, and what each column is for."""

import csv
import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from sqlalchemy import select
from sqlalchemy.orm import Session

from graph.model import Sector
from graph.reading.csv_files import guard
from service.texts import gettext as _

Line = tuple[str, str, str]
"""A column: its header, what it is for, an example."""

FILLED_ROWS = 1_000
"""Rows of the sheet that offer the sectors to choose from."""

CHOICES = "keuzes"
EXPLANATION = "uitleg"


def partner_lines() -> list[Line]:
    """Return the columns of partners, as staff fill them in; the first three are needed."""
    return [
        (
            "id",
            _("Short name of the partner, in small letters and without spaces. It never changes. Required."),
            "de-sprong",
        ),
        ("naam", _("Name of the partner. Required."), "Basisschool De Sprong"),
        ("sector", _("Choose from the list. Required."), "Primair onderwijs"),
        ("andere_namen", _("Other names by which people know it, with ; between them."), "De Sprong; OBS De Sprong"),
        ("omschrijving", _("What the partner does, in one or two sentences."), "Openbare basisschool in Oss-Zuid."),
        ("zoekt", _("What it seeks, in its own words, with ; between them."), "leesvrijwilligers; plek om te sporten"),
        ("biedt", _("What it offers, in its own words, with ; between them."), "aula op woensdagmiddag"),
        ("themas", _("What it works on, with ; between them."), "taal; bewegen"),
        ("plaats", _("Village or town."), "Oss"),
        ("postcode", _("Postcode of the visiting address."), "5341 GD"),
        ("website", _("Address of the website."), "www.desprong.example"),
        ("kvk", _("Number in the register of companies: 8 digits."), "12345678"),
        ("brin", _("For schools: the number in DUO's register."), "19XH00"),
        ("lrk", _("For childcare: the number in the LRK."), "123456789"),
        ("onderdeel_van", _("The partner that it belongs to: its id or its name."), "schoolbestuur-oss"),
        ("capacity", _("How many new contacts it has room for in a quarter."), "3"),
        ("bron", _("Where this is known from, such as a web address."), "https://www.desprong.example"),
    ]  # fmt: skip -- a table, read across


def collaboration_lines() -> list[Line]:
    """Return the columns of collaborations; the first four are needed."""
    return [
        ("id", _("Short name of the collaboration, without spaces. Required."), "lezen-in-de-wijk"),
        ("titel", _("What it is called. Required."), "Lezen in de wijk"),
        ("begindatum", _("When it began: a year, a month or a day. Required."), "2024-09"),
        ("deelnemers", _("Who takes part: ids or names, with ; between them. Required."), "de-sprong; bibliotheek"),
        ("einddatum", _("When it ended; empty while it runs."), "2025-06-30"),
        ("penvoerder", _("Who leads it."), "bibliotheek"),
        ("financiers", _("Who pays for it."), "gemeente-oss"),
        ("soort", _("What kind of collaboration it is."), "project"),
        ("themas", _("What it is about, with ; between them."), "taal"),
        ("omschrijving", _("What they do together, in one or two sentences."), "Samen lezen op woensdagmiddag."),
        ("subsidie", _("Grant in euros."), "1500"),
        ("bron", _("Where this is known from, such as a web address."), "https://www.bibliotheek.example"),
    ]  # fmt: skip -- a table, read across


def theme_lines() -> list[Line]:
    """Return the columns of themes; the first two are needed."""
    return [
        ("id", _("Short name of the theme, without spaces. Required."), "taal"),
        ("label", _("What it is called. Required."), "Taal"),
        ("alternatives", _("Other words for it, with ; between them."), "taalles; Nederlands leren"),
        ("broader", _("The wider theme that it belongs to."), "leren"),
        ("omschrijving", _("What is meant by it."), "Leren spreken, lezen en schrijven."),
    ]  # fmt: skip -- a table, read across


def make_workbook(session: Session) -> bytes:
    """Return the workbook, with the sectors of this database to choose from."""
    workbook = Workbook()
    del workbook["Sheet"]
    tables = {"partners": partner_lines(), "samenwerkingen": collaboration_lines(), "themas": theme_lines()}
    for title, lines in tables.items():
        _add_table(workbook.create_sheet(title), lines)
    labels = list(session.scalars(select(Sector.label).order_by(Sector.position, Sector.id)))
    _add_choices(workbook, labels)
    _add_explanation(workbook.create_sheet(EXPLANATION), tables)
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def make_csv() -> bytes:
    """Return the header of partners as a CSV file that a Dutch Excel opens in columns."""
    file = io.StringIO()
    csv.writer(file, delimiter=";").writerow([header for header, _what, _example in partner_lines()])
    return file.getvalue().encode("utf-8-sig")


def _add_table(sheet: Worksheet, lines: Sequence[Line]) -> None:
    sheet.append([header for header, _what, _example in lines])
    sheet.freeze_panes = "A2"
    for number, cell in enumerate(sheet[1], start=1):
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="DCECEC")
        sheet.column_dimensions[get_column_letter(number)].width = 22


def _add_choices(workbook: Workbook, labels: Sequence[str]) -> None:
    choices = workbook.create_sheet(CHOICES)
    for label in [_("Sectors"), *labels]:
        choices.append([label])
        choices.cell(choices.max_row, 1).data_type = "s"  # a text, whatever sign it begins with
    choices.column_dimensions["A"].width = 36
    partners = workbook["partners"]
    column = get_column_letter([cell.value for cell in partners[1]].index("sector") + 1)
    chosen = DataValidation(type="list", formula1=f"={CHOICES}!$A$2:$A${len(labels) + 1}", allow_blank=True)
    chosen.add(f"{column}2:{column}{FILLED_ROWS}")
    partners.add_data_validation(chosen)


def _add_explanation(sheet: Worksheet, tables: dict[str, list[Line]]) -> None:
    sheet.append([_("Sheet"), _("Column"), _("What it is for"), _("Example")])
    for title, lines in tables.items():
        for header, what, example in lines:
            sheet.append([title, header, what, guard(example)])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for letter, width in zip("ABCD", (18, 18, 70, 40), strict=True):
        sheet.column_dimensions[letter].width = width
    for row in sheet.iter_rows(min_row=2):
        row[2].alignment = Alignment(wrap_text=True, vertical="top")
