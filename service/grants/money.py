"""Amounts of money: whole cents inside, euros as the Dutch write them outside."""

import re

from service.texts import say_number

MOST_CENTS = 10**11
"""A thousand million euros: more is a slip of the finger."""
_FORM = re.compile(r"(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d{1,2})|,-)?|(\d+)\.(\d{1,2})", re.ASCII)


def read_euros(text: str) -> int | None:
    """Return the cents that a text means; None where it is no amount, or more than `MOST_CENTS`.

    >>> read_euros("€ 1.250,5"), read_euros("1250"), read_euros("12.50"), read_euros("veel"), read_euros("-3")
    (125050, 125000, 1250, None, None)
    """
    found = _FORM.fullmatch(text.strip().removeprefix("€").strip())
    if not found:
        return None
    whole, cents = (found[1] or found[3]).replace(".", ""), found[2] or found[4] or ""
    amount = int(whole[:20]) * 100 + int(cents.ljust(2, "0"))
    return amount if amount <= MOST_CENTS else None


def say_euros(cents: int) -> str:
    """Return an amount as it is read.

    >>> say_euros(125050), say_euros(125000), say_euros(0)
    ('€ 1.250,50', '€ 1.250', '€ 0')
    """
    whole, rest = divmod(cents, 100)
    return f"€ {say_number(whole)}" + (f",{rest:02}" if rest else "")


def type_euros(cents: int | None) -> str:
    """Return an amount as it stands in a field.

    >>> type_euros(125050), type_euros(None)
    ('1250,50', '')
    """
    if cents is None:
        return ""
    whole, rest = divmod(cents, 100)
    return f"{whole},{rest:02}" if rest else str(whole)
