"""Amounts as people type and read them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.grants.money import MOST_CENTS, read_euros, say_euros, type_euros


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("1250", 125_000),
        ("1.250", 125_000),
        ("1.250,5", 125_050),
        ("€ 1.250,50", 125_050),
        ("1250,-", 125_000),
        ("12.50", 1_250),
        ("0", 0),
        ("", None),
        ("veel", None),
        ("-5", None),
        ("1,234", None),
        ("1.25.0", None),
        ("٣", None),
        ("1000000000", MOST_CENTS),
        ("1000000000,01", None),
        ("9" * 4000, None),
    ],
)
def test_amounts_are_read(text, cents):
    assert read_euros(text) == cents


@given(st.integers(0, MOST_CENTS))
def test_what_is_said_or_typed_is_read_as_the_same(cents):
    assert read_euros(say_euros(cents)) == read_euros(type_euros(cents)) == cents
