"""Tests of graph.dates."""

from datetime import date

import pytest

from graph.dates import PartialDate, parse_day
from graph.errors import UnreadableDate


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        pytest.param("2018", date(2018, 1, 1), date(2018, 12, 31), id="year"),
        pytest.param("2018-11", date(2018, 11, 1), date(2018, 11, 30), id="month-of-30"),
        pytest.param("2018-12", date(2018, 12, 1), date(2018, 12, 31), id="last-month"),
        pytest.param("2019-02", date(2019, 2, 1), date(2019, 2, 28), id="february"),
        pytest.param("2020-02", date(2020, 2, 1), date(2020, 2, 29), id="february-in-a-leap-year"),
        pytest.param("2018-11-05", date(2018, 11, 5), date(2018, 11, 5), id="day"),
        pytest.param("2020-02-29", date(2020, 2, 29), date(2020, 2, 29), id="leap-day"),
        pytest.param("0001", date(1, 1, 1), date(1, 12, 31), id="first-year"),
        pytest.param("9999", date(9999, 1, 1), date(9999, 12, 31), id="last-year"),
    ],
)
def test_a_partial_date_spans_the_days_it_can_mean(text, first, last):
    assert PartialDate.parse(text) == PartialDate(text, first, last)


@pytest.mark.parametrize("text", ["2019-02-29", "0000", "2018-13", "2018-00", "2018-11-00", "2018-04-31"])
def test_a_day_outside_the_calendar_is_refused(text):
    with pytest.raises(UnreadableDate, match=f"'{text}' is not a day of the calendar"):
        PartialDate.parse(text)


@pytest.mark.parametrize(
    "text",
    ["", " ", "2018-1", "18", "2018-11-5", "5-11-2018", "2018/11", "2018-11-05T00:00", "2018\n", "-2018", "٢٠١٨"],
)
def test_another_form_is_refused_with_the_forms_that_are_read(text):
    with pytest.raises(UnreadableDate, match="expected 2018, 2018-11 or 2018-11-05"):
        PartialDate.parse(text)


def test_a_day_is_read_as_one():
    assert parse_day("2020-02-29") == date(2020, 2, 29)


@pytest.mark.parametrize("text", ["2018", "2018-11", "", "5-11-2018", "2018-11-05 10:00"])
def test_a_year_a_month_or_another_form_is_no_day(text):
    with pytest.raises(UnreadableDate, match=f"'{text}' is not a day; expected one such as 2018-11-05"):
        parse_day(text)


def test_a_day_that_no_calendar_has_is_told_so():
    with pytest.raises(UnreadableDate, match="'2019-02-29' is not a day of the calendar"):
        parse_day("2019-02-29")
