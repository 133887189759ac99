"""No arithmetic with all that is shown tells of fewer than five partners, or of five that said the same."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from graph.pulse.groups import LEAST, showable


def masks(n, *groups):
    """Groups by the places of who stands in them, everybody first."""
    named = [("all", np.ones(n, dtype=np.bool_))]
    return named + [(str(number), np.isin(np.arange(n), list(each))) for number, each in enumerate(groups)]


def answers(n):
    return np.arange(n) % 4 / 4 + 0.25


@pytest.mark.parametrize(
    ("n", "groups", "shown"),
    [
        pytest.param(0, [], [], id="nobody"),
        pytest.param(4, [], [], id="four"),
        pytest.param(5, [], ["all"], id="five"),
        pytest.param(10, [range(5)], ["all", "0"], id="five-and-five"),
        pytest.param(9, [range(5)], ["all"], id="the-other-four-would-be-known"),
        pytest.param(12, [range(4)], ["all"], id="a-group-of-four"),
        pytest.param(15, [range(6), range(6, 12)], ["all", "0"], id="three-would-be-left-of-both"),
        pytest.param(16, [range(10), range(8)], ["all", "0"], id="two-would-be-known-by-what-is-in-one-of-them"),
        pytest.param(20, [range(10), range(5, 15)], ["all", "0", "1"], id="each-part-of-both-holds-five"),
        pytest.param(10, [[], range(10)], ["all", "1"], id="a-group-without-anybody-and-everybody-again"),
    ],
)
def test_a_group_is_shown_where_it_leaves_no_few_behind(n, groups, shown):
    assert showable(masks(n, *groups), answers(n)) == shown


def test_five_that_said_the_same_are_not_shown_nor_what_would_tell_of_them():
    said = np.array([1.0] * 5 + [0.25, 0.5, 0.75, 1.0, 0.5])

    assert showable(masks(10, range(5), range(5, 10)), said) == ["all"]
    assert showable(masks(5), np.full(5, 0.75)) == []


@some.composite
def towns(draw):
    n = draw(some.integers(0, 30))
    said = np.array(draw(some.lists(some.sampled_from([0.25, 0.5, 0.75, 1.0]), min_size=n, max_size=n)))
    groups = draw(some.lists(some.sets(some.integers(0, max(n - 1, 0)), max_size=n), max_size=8))
    return n, said, masks(n, *groups)


@given(towns(), some.lists(some.integers(-2, 2), min_size=9, max_size=9))
def test_whatever_sums_are_subtracted_five_or_more_are_left_or_nobody(town, weights):
    n, said, groups = town
    shown = showable(groups, said)
    weight = sum(
        (times * mask.astype(int) for times, (name, mask) in zip(weights, groups, strict=False) if name in shown),
        np.zeros(n, dtype=int),
    )

    for each in set(weight.tolist()) - {0}:
        is_left = weight == each
        assert is_left.sum() >= LEAST
        assert len(set(said[is_left])) > 1


@given(towns())
def test_of_two_shown_groups_neither_is_the_other_and_fewer_than_five(town):
    _, said, groups = town
    shown = set(showable(groups, said))
    seen = [mask for name, mask in groups if name in shown]

    for one, other in combinations(seen, 2):
        for left in (one & ~other, other & ~one, one & other):
            assert left.sum() == 0 or left.sum() >= LEAST


@given(towns())
def test_everybody_comes_first_and_needs_five_that_do_not_all_say_the_same(town):
    n, said, groups = town

    assert ("all" in showable(groups, said)) == (n >= LEAST and len(set(said)) > 1)
