"""The text of one cell: cleaned, split, read as a number, or written again."""

import re
import unicodedata
from decimal import Decimal

from graph.errors import UnreadableCell
from graph.reading.tables import LONGEST_CELL, Number

_SEPARATORS = re.compile(r"[;|\n]")
_LINE_BREAKS = re.compile(r"\r\n|[\r\v\f\x85\u2028\u2029]")  # Excel and PowerPoint break lines in many ways
# Some of them no database stores, the others no XML: neither a workbook nor a drawing of the network could hold them.
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# They turn the order of what follows: a name would be read as another one, in a list, a mail or the name of a file.
_TURNS = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
_DECIMAL = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
_GROUPED = re.compile(r"\d{1,3}(?:([.,' ])\d{3})(?:\1\d{3})*(?:(?!\1)[.,]\d+)?")
_CURRENCY = re.compile(r"^(?:€|eur)\s*|\s*(?:€|eur|,-+)$", re.IGNORECASE)
LONGEST_NUMBER = 400
"""Characters, signs of a currency and spaces included; in what is longer no number is sought, for that takes long."""
_EXCEL_ERRORS = {"#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"} | {
    *("#VERW!", "#N/B", "#WAARDE!", "#NAAM?", "#DEEL/0!", "#LEEG!", "#GETAL!")  # in a Dutch Excel
}


def clean(text: str) -> str:
    r"""Return a text trimmed, with plain line breaks and composed letters; raise `UnreadableCell` if it is no text.

    >>> clean("  Bernhoven\r\nUden ")
    'Bernhoven\nUden'
    """
    if len(text) > LONGEST_CELL:
        raise UnreadableCell(f"the cell holds {len(text)} characters; at most {LONGEST_CELL} are read")
    if control := _CONTROLS.search(text):
        raise UnreadableCell(f"the cell holds the character U+{ord(control[0]):04X}, which no text has")
    text = _LINE_BREAKS.sub("\n", _TURNS.sub("", text)).strip()
    if text in _EXCEL_ERRORS:
        raise UnreadableCell(f"the spreadsheet could not compute this cell: {text}")
    return unicodedata.normalize("NFC", text)


def split_values(text: str) -> tuple[str, ...]:
    """Return the values of a cell, trimmed; empty and doubled ones are dropped.

    >>> split_values("stages; gastlessen | stages;")
    ('stages', 'gastlessen')
    """
    values = (value.strip() for value in _SEPARATORS.split(text))
    return tuple(dict.fromkeys(value for value in values if value))


def join_values(values: tuple[str, ...]) -> str:
    """Write several values into one cell, so that `split_values` finds them again."""
    return ";".join(values)


def read_number(text: str, form: Number) -> float:
    """Read a number as people write it, in Dutch or in English; raise `UnreadableCell` if the column does not take it.

    >>> read_number("€ 1.500,00", Number(0, 1e12, is_money=True))
    1500.0
    """
    plain = text.replace("\u00a0", " ") if len(text) <= LONGEST_NUMBER else ""
    if form.is_money:
        plain = _ungroup(_CURRENCY.sub("", plain.strip()))
    value = float(plain.replace(",", ".")) if _DECIMAL.fullmatch(plain) else None
    if value is None or not form.low <= value <= form.high or (form.is_whole and not value.is_integer()):
        kind = "a whole number" if form.is_whole else "a number"
        raise UnreadableCell(f"'{shorten(text)}' is not {kind} from {form.low:.0f} to {form.high:.0f}")
    return round(value, 2) if form.is_money else value


def _ungroup(text: str) -> str:
    """Take the marks between thousands out: 1.500,00 and 1,500.00 are 1500 and a decimal part."""
    if not _GROUPED.fullmatch(text):
        return text
    *whole, last = re.split(r"[.,' ]", text)
    has_decimals = len(set(re.findall(r"[.,' ]", text))) > 1
    return f"{''.join(whole)}.{last}" if has_decimals else "".join([*whole, last])


def number_text(value: float) -> str:
    """Write a number so that it reads back as the same: no exponent, no needless decimals.

    >>> number_text(3.0), number_text(51.7654), number_text(0.00001)
    ('3', '51.7654', '0.00001')
    """
    return str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f")


def shorten(text: str, longest: int = 60) -> str:
    """Return a text short enough to stand in a sentence.

    >>> shorten("a" * 100, longest=5)
    'aaaa…'
    """
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
