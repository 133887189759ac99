"""Cells: texts, several values, numbers as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import UnreadableCell
from graph.reading.cells import clean, join_values, number_text, read_number, split_values
from graph.reading.csv_files import guard, unguard
from graph.reading.tables import Number

MONEY = Number(0, 1e12, is_money=True)
DEGREES = Number(-90, 90)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("  De Sprong \t", "De Sprong", id="trimmed"),
        pytest.param("a\r\nb\rc\vd", "a\nb\nc\nd", id="line-breaks"),
        pytest.param("Cafe\u0301", "Caf\u00e9", id="composed"),
        pytest.param("\u00a0", "", id="hard-space"),
    ],
)
def test_texts_are_cleaned(text, expected):
    assert clean(text) == expected


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\ud800", "\uffff"])
def test_characters_that_no_text_has_are_refused(character):
    with pytest.raises(UnreadableCell, match=r"which no text has$"):
        clean(f"De{character}Sprong")


@pytest.mark.parametrize(
    ("text", "form", "expected"),
    [
        pytest.param("1500", MONEY, 1500.0, id="whole"),
        pytest.param("1500.50", MONEY, 1500.5, id="point"),
        pytest.param("1500,50", MONEY, 1500.5, id="comma"),
        pytest.param("1.500", MONEY, 1500.0, id="thousands"),
        pytest.param("€ 1.234.500,00", MONEY, 1234500.0, id="dutch"),
        pytest.param("1,234,500.25", MONEY, 1234500.25, id="english"),
        pytest.param("EUR 12 500", MONEY, 12500.0, id="spaces"),
        pytest.param("1.500,-", MONEY, 1500.0, id="dash-for-cents"),
        pytest.param("0,125", MONEY, 125.0, id="grouped-from-zero"),
        pytest.param("51,765", DEGREES, 51.765, id="degrees-with-comma"),
        pytest.param("-5.5", DEGREES, -5.5, id="south"),
        pytest.param("3.0", Number(0, 10, is_whole=True), 3.0, id="whole-with-decimals"),
    ],
)
def test_numbers_are_read_as_people_write_them(text, form, expected):
    assert read_number(text, form) == expected


@pytest.mark.parametrize("text", ["nan", "inf", "1e3", "1.2.3", "12,34,56", "-", "", "2,5 ton"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(UnreadableCell, match=r"is not a number from 0 to 1000000000000$"):
        read_number(text, MONEY)


@given(st.floats(-90, 90))
def test_a_number_reads_back_as_it_was(value):
    assert read_number(number_text(value), DEGREES) == value


@given(st.floats(0, 1e12).map(lambda value: round(value, 2)))
def test_an_amount_reads_back_as_it_was(value):
    assert read_number(number_text(value), MONEY) == value


@given(
    st.lists(
        st.text(st.characters(exclude_characters=";|\n"), min_size=1).filter(lambda text: text == text.strip()),
        unique=True,
    )
)
def test_values_of_a_cell_read_back_as_they_were(values):
    assert split_values(join_values(tuple(values))) == tuple(values)


@given(st.text(st.sampled_from("'=+-@a")))
def test_a_guarded_text_reads_back_as_it_was(text):
    assert unguard(guard(text)) == text
    assert not guard(text).startswith(("=", "+", "-", "@"))
