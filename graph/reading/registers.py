"""Numbers of public registers: what they look like, and which ones look odd."""

import re

FORMS = {
    "kvk": (re.compile(r"\d{8}"), "a number of 8 digits"),
    "brin": (re.compile(r"\d{2}[A-Z]{2}(\d{2})?", re.IGNORECASE), "two digits and two letters, such as 19XH"),
    "lrk": (re.compile(r"\d{6,12}"), "a number of 6 to 12 digits"),
}
"""By column: the Dutch registers of companies, of schools (a location adds two digits) and of childcare."""


def odd_number(column: str, text: str) -> str | None:
    """Return what is odd about the number of a register; None when nothing is.

    >>> odd_number("brin", "19XH00"), odd_number("kvk", "1234567")
    (None, "'1234567' does not look like a number of 8 digits")
    """
    if not text or column not in FORMS:
        return None
    form, expected = FORMS[column]
    return None if form.fullmatch(text) else f"'{text[:40]}' does not look like {expected}"
