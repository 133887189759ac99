"""Bytes of a CSV file into rows of texts: encoding and delimiter are told apart here."""

import codecs
import csv
import gzip
import io
import zlib
from collections.abc import Callable

from graph.errors import Fault, SpoiledInput
from graph.reading.headers import column_of
from graph.reading.sheets import LIMITS, MAX_BYTES, Limits, Sheet
from graph.reading.tables import TABLE_BY_NAME

DELIMITERS = (",", ";", "\t")

FORMULA_SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")  # noqa: RUF001 -- the wide ones are meant
"""A spreadsheet takes a cell of a CSV file that begins so for a formula, or passes over it to a formula behind."""

_GZIP = b"\x1f\x8b"
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # XLSX; XLS


def read_csv(content: bytes, file: str, table: str, limits: Limits = LIMITS) -> Sheet:
    """Return the rows of a CSV file; raise `SpoiledInput` when it is not one, or holds more than `limits`."""
    text = read_text(content, file, limits)
    known = TABLE_BY_NAME[table].by_name
    text, delimiter = tell_delimiter(text, lambda cell: column_of(cell) in known)
    (_, header), *rows = split_rows(text, delimiter, file, limits)
    return Sheet(file, table, header, rows)


def read_text(content: bytes, file: str, limits: Limits = LIMITS) -> str:
    """Return the text of a CSV file, unpacked where its name ends in .gz; raise `SpoiledInput` if it is none."""
    if file.lower().endswith(".gz"):
        content = _unpack(content, file, limits)
    if len(content) > limits.n_bytes:
        raise _spoiled(file, f"holds {len(content)} bytes; at most {limits.n_bytes} are read")
    text = _decode(content, file)
    if not text.strip():
        raise _spoiled(file, "the file is empty; expected a header and rows")
    return text


def guard(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would take for a formula; `unguard` takes it off again.

    Without it, a name such as =HYPERLINK(…) in an exported file would be run by whoever opens that file in Excel. A
    text that looks guarded already gets one more, so that nothing is lost.

    >>> guard("=1+1"), guard("'=1+1"), guard("-"), guard("'t Hooghuis")
    ("'=1+1", "''=1+1", "'-", "'t Hooghuis")
    """
    return f"'{text}" if text.lstrip("'").startswith(FORMULA_SIGNS) else text


def unguard(text: str) -> str:
    """Take the apostrophe of `guard` off.

    >>> unguard("'=1+1"), unguard("=1+1"), unguard("'t Hooghuis")
    ('=1+1', '=1+1', "'t Hooghuis")
    """
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(FORMULA_SIGNS) else text


def _unpack(content: bytes, file: str, limits: Limits) -> bytes:
    if not content.startswith(_GZIP):
        raise _spoiled(file, "is not a gzip file, though its name says so")
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as packed:
            unpacked = packed.read(limits.n_bytes + 1)
    except (EOFError, OSError, zlib.error):
        raise _spoiled(file, "the gzip file is damaged or was cut off") from None
    if len(unpacked) > limits.n_bytes:
        raise _spoiled(file, f"unpacks to more than {limits.n_bytes} bytes, the most that is read")
    return unpacked


def _decode(content: bytes, file: str) -> str:
    if content.startswith(_WORKBOOKS):
        raise _spoiled(file, "is a workbook, not a CSV file; give it a name that ends in .xlsx")
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decode_as(content, "utf-16", file)
    if b"\x00" in content:
        raise _spoiled(file, "is not a text but a picture or another binary file")
    content = content.removeprefix(codecs.BOM_UTF8)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        # Text of Windows stumbles over its first accent. What held valid ones before is UTF-8 with a damaged spot, and
        # read as Windows text it would store "CafÃ©".
        if not content[: error.start].isascii():
            line = content.count(b"\n", 0, error.start) + 1
            reason = f"is UTF-8 but for byte 0x{content[error.start]:02X} in line {line}; save it as UTF-8 again"
            raise _spoiled(file, reason) from None
    return _decode_as(content, "cp1252", file)


def _decode_as(content: bytes, encoding: str, file: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise _spoiled(file, "is neither UTF-8 nor Windows text (cp1252); save it as UTF-8") from None


def tell_delimiter(text: str, is_known: Callable[[str], bool]) -> tuple[str, str]:
    """Return the text and the delimiter that finds the most known columns in its header."""
    if text[:4].lower() == "sep=":  # Excel's own way to say it
        return text.split("\n", 1)[-1], text[4]

    def count_columns(delimiter: str) -> tuple[int, int]:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        header = next((cells for cells in lines if any(cells)), [])
        return sum(is_known(cell) for cell in header), len(header)

    _allow_long_cells()
    return text, max(DELIMITERS, key=count_columns)


def split_rows(text: str, delimiter: str, file: str, limits: Limits = LIMITS) -> list[tuple[int, list[str]]]:
    """Return the rows of a CSV text that hold any text, with their numbers; raise `SpoiledInput` for broken quotes."""
    # Strict, since otherwise a quote that nobody closes swallows the rest of the file without a word.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[tuple[int, list[str]]] = []
    number = 0
    _allow_long_cells()
    try:
        for number, cells in enumerate(reader, start=1):
            if any(cell.strip() for cell in cells):
                rows.append((number, [unguard(cell) for cell in cells]))
            if len(rows) > limits.n_rows + 1 or len(cells) > limits.n_columns:
                raise _spoiled(file, too_large(limits))
    except csv.Error:
        reason = 'the quotes (") of a cell in this row do not come in pairs'
        raise SpoiledInput([Fault(file, reason, row=number + 1)]) from None
    return rows


def too_large(limits: Limits) -> str:
    """Say that a table holds more than is read."""
    return f"has more than {limits.n_rows} rows or {limits.n_columns} columns, the most that is read"


def _allow_long_cells() -> None:
    # The limit is one for the whole process, so it is set just before it matters; long cells are refused one by one.
    csv.field_size_limit(MAX_BYTES)


def _spoiled(file: str, reason: str) -> SpoiledInput:
    return SpoiledInput([Fault(file, reason)])
