"""The words on the screen: the Dutch catalogue, and dates and numbers as the Dutch write them."""

from functools import cache
from gettext import GNUTranslations
from io import BytesIO
from math import isnan
from pathlib import Path

from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from graph.dates import PartialDate

LANGUAGE = "nl"

CATALOGUE = Path(__file__).parent / "locale" / LANGUAGE / "LC_MESSAGES" / "messages.po"


@cache
def translations() -> GNUTranslations:
    """Return the texts of the screen, read from the catalogue.

    Compiled in memory when first asked for: a compiled file beside the catalogue would be a second truth.
    """
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file, locale=LANGUAGE)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)


def gettext(message: str) -> str:
    """Return a text in the language of the screen; the English itself where the catalogue lacks it.

    >>> gettext("Partners")
    'Partners'
    """
    return translations().gettext(message)


def ngettext(singular: str, plural: str, n: int) -> str:
    """Return the singular or the plural of a text, as `n` asks for.

    >>> ngettext("%(n)s partner", "%(n)s partners", 2) % {"n": 2}
    '2 partners'
    """
    return translations().ngettext(singular, plural, n)


def say_date(text: str) -> str:
    """Return a date known to the year, the month or the day in words; raise `UnreadableDate` if it is none.

    >>> say_date("2017-10-05"), say_date("2017-10"), say_date("2017")
    ('5 oktober 2017', 'oktober 2017', '2017')
    """
    first = PartialDate.parse(text).first
    form = {4: "y", 7: "MMMM y", 10: "d MMMM y"}[len(text)]
    return format_date(first, form, locale=LANGUAGE)


def say_number(number: float) -> str:
    """Return a number with a comma for its decimals and points between thousands.

    >>> say_number(30174), say_number(1.5)
    ('30.174', '1,5')
    """
    return format_decimal(number, locale=LANGUAGE)


def say_cell(value: object) -> str:
    """Return a cell of a table as people read it: whole numbers whole, others with three figures, nothing as a dash.

    >>> say_cell(2021), say_cell(0.123456), say_cell(float("nan")), say_cell("Oss")
    ('2021', '0,123', '–', 'Oss')
    """
    if isinstance(value, str):
        return value
    number = float("nan") if value is None else float(value)  # type: ignore[arg-type] # whatever a column of numbers holds
    if isnan(number):
        return "–"
    return str(int(number)) if number.is_integer() else format_decimal(number, format="0.###", locale=LANGUAGE)
