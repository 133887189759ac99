"""What pages ask of one network: whom a search means, and which network it is."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.pages.overview import Filters, Overview, Searched, fold
from tests.builders import collaboration, network, partner

DAY = date(2020, 6, 1)
LETTERS = st.text("aeé Ë\n’ıß", max_size=6)


@given(texts=st.lists(LETTERS), word=LETTERS.map(fold).filter(bool))
def test_a_word_is_found_wherever_it_stands_in_a_folded_text(texts, word):
    assert Searched(texts).having(word).tolist() == [word in fold(text) for text in texts]


@pytest.mark.parametrize("text", ["\0", "b\0", "a\x1fb"])
def test_what_no_partner_says_is_found_nowhere(text):
    overview = Overview(history := network([partner("1", name="a"), partner("2", name="b")]), history, {})

    assert not overview.select(Filters(text=text)).any()


def test_where_everybody_is_here_it_is_the_network_of_today():
    history = network(
        [partner("a"), partner("b")], [collaboration("x", "2019", [*"ab"]), collaboration("y", "2021", [*"ab"])]
    )

    overview = Overview(history, today := history.at(DAY), {})

    assert overview.network is today
    assert overview.ties["n_collaborations"].tolist() == [1]  # what is planned is not done


def test_who_came_or_left_is_known_beside_those_of_today():
    history = network([partner("a", until="2019-01-01"), partner("b")], [collaboration("x", "2018", [*"ab"])])

    overview = Overview(history, history.at(DAY), {})

    assert overview.network.partners["id"].tolist() == ["a", "b"]
    assert overview.is_present().tolist() == [False, True]
    assert overview.ties["n_collaborations"].tolist() == [1]
