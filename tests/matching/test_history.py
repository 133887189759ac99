"""Tests of matching.history: what was known before a day, and who met after it."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.features import FEATURES, Signals
from matching.history import N_ROWS, Window, blocks, examples, yearly_windows
from matching.texts import TextSpace
from tests.builders import collaboration, network, partner

PARTNERS = [partner(partner_id, description="wij geven muziekles") for partner_id in "abcde"]
PAST = [collaboration("first", "2015-05", [*"ab"]), collaboration("second", "2017-12-31", [*"bc"])]
FIVE = [
    *PAST,
    collaboration("third", "2018", [*"ac"]),
    collaboration("fourth", "2018-06", [*"abd"]),
    collaboration("fifth", "2019-01-01", [*"cd"]),
]
BUILT = network(PARTNERS, FIVE)
NEW_YEAR = date(2018, 1, 1)


def met(window):
    """Who met, as ids: every pair once."""
    ids = window.before.partners["id"]
    ties = window.new_ties.toarray()
    assert (ties == ties.T).all()
    return {(ids[one], ids[other]) for one, other in np.argwhere(np.triu(ties))}


def asking(window):
    return window.before.partners["id"][window.asking].tolist()


def test_a_window_knows_what_began_before_it():
    assert Window.of(BUILT, NEW_YEAR).before.collaborations["id"].tolist() == ["first", "second"]


def test_who_meets_within_a_year_is_new_to_each_other():
    window = Window.of(BUILT, NEW_YEAR, date(2019, 1, 1))

    # a and b meet again in the fourth, and knew each other; the fifth begins on the day the window ends.
    assert met(window) == {("a", "c"), ("a", "d"), ("b", "d")}
    assert asking(window) == ["a", "b", "c", "d"]


def test_a_window_without_an_end_holds_all_that_came_later():
    assert met(Window.of(BUILT, NEW_YEAR)) == {("a", "c"), ("a", "d"), ("b", "d"), ("c", "d")}


def test_a_window_at_the_end_of_time_has_nobody_asking():
    window = Window.of(BUILT, date(2030, 1, 1))

    assert met(window) == set()
    assert asking(window) == []


def test_before_anything_began_everything_is_new():
    window = Window.of(BUILT, date(2000, 1, 1))

    assert window.before.collaborations.empty
    assert met(window) == {("a", "b"), ("b", "c"), ("a", "c"), ("a", "d"), ("b", "d"), ("c", "d")}


def test_who_meets_twice_in_a_window_meets_once():
    twice = network(PARTNERS, [*PAST, collaboration("x", "2018", [*"ac"]), collaboration("y", "2018", [*"ac"])])

    assert Window.of(twice, NEW_YEAR).new_ties.toarray().max() == 1


def test_a_partner_that_came_later_is_no_candidate_and_does_not_ask():
    built = network([partner("0", since="2018-02"), *PARTNERS], [*PAST, collaboration("third", "2018-03", [*"0ac"])])

    window = Window.of(built, NEW_YEAR)

    assert window.before.partners["id"].tolist() == [*"abcde"]
    assert met(window) == {("a", "c")}


def test_where_everybody_came_later_nobody_asks():
    built = network([partner(partner_id, since="2019") for partner_id in "ab"], [collaboration("x", "2019", [*"ab"])])

    assert Window.of(built, NEW_YEAR).new_ties.shape == (0, 0)


def test_a_partner_that_left_before_the_window_is_not_in_it():
    built = network([partner("0", until="2016"), *PARTNERS], FIVE)

    assert met(Window.of(built, NEW_YEAR)) == met(Window.of(BUILT, NEW_YEAR))


def test_a_member_that_works_with_its_board_made_no_new_contact():
    built = network([partner("a", part_of="b"), partner("b"), partner("c")], [collaboration("x", "2018", [*"abc"])])

    assert met(Window.of(built, NEW_YEAR)) == {("a", "c"), ("b", "c")}


def test_the_last_years_are_looked_back_on_newest_first():
    begins = [begin for begin, _window in yearly_windows(BUILT)]

    # The last beginning is 2019-01-01, and belongs to the newest year.
    assert begins == [date(2018, 1, 2), date(2017, 1, 2), date(2016, 1, 2), date(2015, 1, 2)]


def test_each_year_has_its_own_new_ties():
    assert [met(window) for _begin, window in yearly_windows(BUILT)] == [
        {("a", "d"), ("b", "d"), ("c", "d")},
        {("a", "c"), ("b", "c")},
        set(),
        {("a", "b")},
    ]


def test_without_collaborations_there_are_no_years():
    assert list(yearly_windows(network(PARTNERS))) == []


@pytest.mark.parametrize("built", [network(), network(PARTNERS)], ids=["empty", "without-collaborations"])
def test_without_a_past_there_are_no_examples(built):
    past = examples(built, TextSpace(built))

    assert past.features.shape == (0, len(FEATURES))
    assert past.came_true.shape == past.is_newcomer.shape == (0,)
    assert past.begins == []


def test_examples_are_the_candidates_of_those_who_made_new_ties():
    past = examples(BUILT, TextSpace(BUILT))

    # 2018: a, b and c, who know each other, and d, who knows nobody. 2017: a and b, and c. 2015: a and b.
    n_new_2018 = {"a": 4 - 2, "b": 4 - 2, "c": 4 - 2, "d": 4}
    n_new_2017 = {"a": 4 - 1, "b": 4 - 1, "c": 4}
    n_new_2015 = {"a": 4, "b": 4}
    n_pairs = [sum(n_new.values()) for n_new in (n_new_2018, n_new_2017, n_new_2015)]
    assert past.features.shape == (sum(n_pairs), len(FEATURES))
    assert past.begins == ["2018-01-02", "2017-01-02", "2015-01-02"]


def test_what_came_true_is_marked_from_both_sides():
    past = examples(BUILT, TextSpace(BUILT))

    assert past.came_true.sum() == 2 * (3 + 2 + 1)


def test_a_partner_without_ties_at_the_time_is_an_example_of_a_newcomer():
    past = examples(BUILT, TextSpace(BUILT))

    # d in 2018 and c in 2017, with four candidates each; a and b in 2015, before anything.
    assert past.is_newcomer.sum() == 4 + 4 + 8


@st.composite
def futures(draw):
    """Collaborations from 2018 on, of anybody in anything."""
    return [
        collaboration(
            f"later-{number}",
            str(draw(st.integers(2018, 2021))),
            draw(st.sets(st.sampled_from("abcde"), min_size=2)),
            lead=draw(st.sampled_from([(), "a"])),
            title=draw(st.sampled_from(["muziekles", "wandelen", ""])),
            themes=draw(st.sampled_from([(), "muziek"])),
        )
        for number in range(draw(st.integers(0, 3)))
    ]


@given(futures())
@settings(max_examples=12)
def test_nothing_that_came_later_changes_a_feature(later):
    known = [partner(partner_id, themes="muziek", description="wij geven muziekles") for partner_id in "abcde"]
    without, with_future = (Window.of(network(known, [*PAST, *more]), NEW_YEAR).before for more in ([], later))

    expected, found = (Signals(before).pairs(np.arange(5)) for before in (without, with_future))

    assert found.candidate.tolist() == expected.candidate.tolist()
    assert found.features.tolist() == expected.features.tolist()


@given(st.integers(0, 3 * N_ROWS))
def test_blocks_hold_everybody_once_in_order(n_rows):
    cut = list(blocks(np.arange(n_rows)))

    assert [position for block in cut for position in block.tolist()] == list(range(n_rows))
    assert all(0 < len(block) <= N_ROWS for block in cut)
