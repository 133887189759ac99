"""Tests of matching.activity: who begins things, and which sectors meet, worked out by hand."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.activity import LONG_AGO_YEARS, activity, codes, mixing
from tests.builders import collaboration, network, partner

# "old" began 731 days before "new".
TWO_YEARS = 731 / 365.25
BUILT = network(
    [partner(partner_id) for partner_id in "abcd"],
    [
        collaboration("old", "2018-03-01", [*"abc"], lead="a"),
        collaboration("new", "2020-03-01", [*"ab"]),
        collaboration("alone", "2020-03-01", "c"),
    ],
)


def test_the_degree_counts_partners_and_not_collaborations():
    assert np.expm1(activity(BUILT)["degree"]) == pytest.approx([2, 1, 1, 0], rel=1e-5)


def test_ties_fade_by_half_each_year():
    faded = 0.5**TWO_YEARS

    # a leads "old": tied to b and c there, and to b again in "new".
    assert np.expm1(activity(BUILT)["recent_ties"]) == pytest.approx([1 + 2 * faded, 1 + faded, faded, 0], rel=1e-5)


def test_work_counts_also_where_nobody_else_took_part():
    faded = 0.5**TWO_YEARS

    assert np.expm1(activity(BUILT)["recent_work"]) == pytest.approx([1 + faded, 1 + faded, 1 + faded, 0], rel=1e-5)


def test_last_seen_is_later_for_the_younger_and_0_for_who_never_was():
    built = network(
        [partner(partner_id) for partner_id in "abc"],
        [collaboration("old", "2018-03-01", "a"), collaboration("new", "2020-03-01", "b")],
    )

    assert activity(built)["last_seen"] == pytest.approx([LONG_AGO_YEARS - TWO_YEARS, LONG_AGO_YEARS, 0])


def test_a_partner_with_two_roles_in_one_collaboration_counts_once():
    built = network([partner("a"), partner("b")], [collaboration("x", "2018", [*"ab"], lead="a", funders="a")])

    assert np.expm1(activity(built)["recent_work"]) == pytest.approx([1, 1], rel=1e-5)


@pytest.mark.parametrize("n_partners", [0, 1, 3])
def test_without_collaborations_nobody_is_active(n_partners):
    columns = activity(network([partner(partner_id) for partner_id in "abc"[:n_partners]]))

    assert {name: column.tolist() for name, column in columns.items()} == dict.fromkeys(columns, [0.0] * n_partners)


@given(st.lists(st.sampled_from(["Oss", "oss ", "Heesch", "", " "])))
def test_codes_tell_texts_apart_but_not_their_case(texts):
    found = codes(pd.Series(texts, dtype=str)).tolist()

    folded = [text.strip().casefold() for text in texts]
    assert [code == -1 for code in found] == [text == "" for text in folded]
    assert len(set(zip(folded, found, strict=True))) == len(set(folded)) == len(set(found))


def test_mixing_is_the_logarithm_of_ties_found_against_ties_expected():
    built = network(
        [partner("a", sector="mbo"), partner("b", sector="mbo"), partner("c", sector="zorg")],
        [collaboration("x", "2018", [*"ac"]), collaboration("y", "2018", [*"bc"])],
    )

    # mbo-zorg: 2 found; mbo has 2 ends, zorg a third of the partners: 2/3 expected. zorg-mbo: 2 ends × 2/3 = 4/3.
    expected = np.log([[1 / (4 / 3 + 1), 3 / (2 / 3 + 1)], [3 / (4 / 3 + 1), 1 / (2 / 3 + 1)]])
    assert mixing(built) == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize("n_partners", [0, 1, 3])
def test_without_ties_sectors_meet_as_by_chance(n_partners):
    built = network([partner(partner_id, sector=partner_id) for partner_id in "abc"[:n_partners]])

    assert not mixing(built).any()
