"""Dates, numbers and plurals as the Dutch write them."""

import pytest

from graph.errors import UnreadableDate
from service.texts import gettext, ngettext, say_date, say_number


@pytest.mark.parametrize(
    ("date", "words"), [("2017-10-05", "5 oktober 2017"), ("2018-03", "maart 2018"), ("2003", "2003")]
)
def test_a_date_is_said_as_exactly_as_it_is_known(date, words):
    assert say_date(date) == words


def test_what_is_no_date_is_refused():
    with pytest.raises(UnreadableDate):
        say_date("ooit")


def test_numbers_have_points_and_commas():
    assert [say_number(number) for number in (0, 1.5, 164, 30174)] == ["0", "1,5", "164", "30.174"]


def test_texts_are_dutch():
    assert gettext("Close") == "Sluiten"
    assert ngettext("%(n)s tie among them", "%(n)s ties among them", 1) == "%(n)s onderlinge band"
