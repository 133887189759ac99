"""What is wrong with a file, in Dutch: the sentences of graph.reading, which are English, found again by their form."""

import re
from functools import cache

from graph.errors import Fault
from service.texts import gettext

_PLACE = re.compile(r"(?P<file>.+?), row (?P<row>\d+)(?:, column (?P<column>[^:]+))?: (?P<reason>.+)", re.DOTALL)
_GAP = re.compile(r"%\((\w+)\)s")


def N_(text: str) -> str:  # noqa: N802 -- the name by which Babel finds texts that are translated later
    """Mark a text for the catalogue."""
    return text


SENTENCES = (
    N_("partner '%(said)s' is not known; did you mean '%(nearest)s'?"),
    N_("sector '%(said)s' is not known; did you mean '%(nearest)s'?"),
    N_("theme '%(said)s' is not known; did you mean '%(nearest)s'?"),
    N_("partner '%(said)s' is not known"),
    N_("sector '%(said)s' is not known"),
    N_("theme '%(said)s' is not known"),
    N_("%(what)s '%(said)s' fits several: %(fitting)s; use an id"),
    N_("%(what)s '%(said)s' was refused itself"),
    N_("the cell is empty; a value is required"),
    N_("the cell holds %(n)s characters; at most %(most)s are read"),
    N_("the cell holds the character %(character)s, which no text has"),
    N_("the spreadsheet could not compute this cell: %(error)s"),
    N_("cell %(cell)s holds a formula without its result; open and save the workbook in Excel"),
    N_("'%(said)s' is not a whole number from %(low)s to %(high)s"),
    N_("'%(said)s' is not a number from %(low)s to %(high)s"),
    N_("'%(said)s' is not one of %(choices)s"),
    N_("'%(said)s' has %(n)s characters; at most %(most)s fit here"),
    N_("'%(said)s' is not a day; expected one such as %(example)s"),
    N_("'%(said)s' is not a date; expected %(examples)s"),
    N_("'%(said)s' is not a day of the calendar"),
    N_("'%(said)s' holds ; or | or a line break, which separate values"),
    N_("'%(said)s' is no id: it may not be . or .. or hold / or a space, since it stands in addresses"),
    N_("'%(said)s' stands in row %(row)s already"),
    N_("'%(said)s' comes above itself by way of %(others)s"),
    N_("'%(said)s' comes above itself"),
    N_("'%(said)s' is the %(column)s itself; expected another one"),
    N_("'%(here)s' contradicts '%(there)s' in row %(row)s, for the same %(key)s"),
    N_("%(last)s %(end)s comes before %(first)s %(start)s"),
    N_("the row has %(n)s cells, the header only %(most)s; put quotes around a text that holds the delimiter"),
    N_('the quotes (") of a cell in this row do not come in pairs'),
    N_("several rows of this file are the stored partner '%(said)s' by its aliases"),
    N_("the header names '%(said)s' twice, in columns %(first)s and %(second)s"),
    N_("required columns %(missing)s missing; the header names %(found)s"),
    N_("required column %(missing)s missing; the header names %(found)s"),
    N_("the file is empty; expected a header and rows"),
    N_("the sheet is empty; expected a header and rows"),
    N_("holds %(n)s bytes; at most %(most)s are read"),
    N_("unpacks to more than %(most)s bytes, the most that is read"),
    N_("has more than %(rows)s rows or %(columns)s columns, the most that is read"),
    N_("has more than %(most)s cells, the most that is read"),
    N_("is a workbook, not a CSV file; give it a name that ends in .xlsx"),
    N_("is not a text but a picture or another binary file"),
    N_("is UTF-8 but for byte %(byte)s in line %(line)s; save it as UTF-8 again"),
    N_("is neither UTF-8 nor Windows text (cp1252); save it as UTF-8"),
    N_("is not a gzip file, though its name says so"),
    N_("the gzip file is damaged or was cut off"),
    N_("is not an XLSX workbook, or a damaged one"),
    N_("is protected by a password or an old .xls; save it as .xlsx without a password"),
    N_("the workbook has no sheet named %(names)s"),
    N_("expected a file named %(names)s"),
    N_("'%(said)s' does not look like a number of 8 digits"),
    N_("'%(said)s' does not look like two digits and two letters, such as 19XH"),
    N_("'%(said)s' does not look like a number of 6 to 12 digits"),
    N_("'%(said)s' would come above itself by way of %(others)s; mend that first"),
    N_("'%(said)s' cannot be merged with itself"),
    N_("the files hold nothing of the municipality '%(said)s'; did you mean '%(nearest)s'?"),
    N_("the files hold nothing of the municipality '%(said)s'"),
    N_("is no register of schools (DUO) or childcare (LRK) by its header"),
    N_("does not tell what kind of school this is; name the file as DUO does, such as vestigingenbo.csv"),
    N_("both partners are '%(said)s' now; passed over"),
    N_("unknown columns, not kept: %(columns)s"),
    N_("column '%(said)s' is not known; expected %(choices)s"),
    N_("there is no column partner; the columns are %(choices)s"),
    N_("is no JSON: %(error)s"),
    N_("expected a list of objects, such as %(example)s"),
    N_("'%(said)s' is not known; expected %(choices)s"),
)
"""Every sentence with its gaps; of two that fit, the more exact comes first."""


def say_reason(reason: str) -> str:
    """Return the reason of a fault in the language of the screen; itself where nobody has put it into words.

    >>> say_reason("partner 'baker' is not known; did you mean 'bakker'?")
    "partner 'baker' is niet bekend; bedoelt u 'bakker'?"
    """
    for pattern, sentence in _patterns():
        if match := pattern.fullmatch(reason):
            return gettext(sentence) % match.groupdict()
    return reason


def read_warning(warning: str) -> Fault:
    """Return a warning as a fault with its place, its reason in the language of the screen.

    >>> read_warning("partners.csv, row 3, column kvk: '1' does not look like a number of 8 digits").row
    3
    """
    if match := _PLACE.fullmatch(warning):
        file, row, column, reason = match.group("file", "row", "column", "reason")
        return Fault(file, say_reason(reason), int(row), column)
    file, separator, reason = warning.partition(": ")
    return Fault(file, say_reason(reason)) if separator else Fault("", say_reason(warning))


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    return [(_pattern_of(sentence), sentence) for sentence in SENTENCES]


def _pattern_of(sentence: str) -> re.Pattern[str]:
    """Return what finds a sentence of this form, with its gaps as groups.

    >>> _pattern_of("holds %(n)s bytes").fullmatch("holds 12 bytes")["n"]
    '12'
    """
    texts = _GAP.split(sentence)
    parts = [f"(?P<{part}>.*)" if at % 2 else re.escape(part) for at, part in enumerate(texts)]
    return re.compile("".join(parts), re.DOTALL)
