"""Tests of matching.features: signals, worked out by hand, and their form within each partner."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import rankdata

from matching.candidates import known_pairs
from matching.features import (
    FEATURES,
    KIND_BY_SIGNAL,
    KINDS_OF_FEATURES,
    LIMIT_Z,
    YES_OR_NO,
    Signals,
    partner_themes,
    shared_ranks,
)
from matching.texts import TextSpace
from tests.associations import NO_ASSOCIATIONS, associating
from tests.builders import collaboration, network, partner, theme
from tests.matching.networks import edges, tied

N = 8
LOG_2, LOG_3 = np.log(2), np.log(3)


def features_of(built, partner_id, known=NO_ASSOCIATIONS):
    """Features of a partner's pairs, as {candidate id: {feature: value}}."""
    pairs = Signals(built, TextSpace(built, known=known)).pairs(np.array([built.position(partner_id)]))
    ids = built.partners["id"]
    return {
        ids[candidate]: dict(zip(FEATURES, row.tolist(), strict=True))
        for candidate, row in zip(pairs.candidate, pairs.features, strict=True)
    }


def column(built, partner_id, feature, known=NO_ASSOCIATIONS):
    """One feature of all of a partner's pairs, by candidate id."""
    return {candidate: features[feature] for candidate, features in features_of(built, partner_id, known).items()}


def seen_last_in(**years):
    """A partner `asker` that did nothing, and others that did something alone at the start of a year."""
    done = [collaboration(partner_id, year, partner_id, title="") for partner_id, year in years.items()]
    return network([partner(partner_id, name="") for partner_id in ["asker", *years]], done)


def test_three_values_are_ranked_by_the_logarithm_and_centred():
    built = seen_last_in(first="2017", second="2018", third="2019")

    # Places 0, 1, 2 from the best: -log 1, -log 2, -log 3, less their mean.
    mean = -(LOG_2 + LOG_3) / 3
    expected = {"third": -mean, "second": -LOG_2 - mean, "first": -LOG_3 - mean}
    assert column(built, "asker", "last_seen_rank") == pytest.approx(expected)


def test_three_values_at_equal_distances_have_these_z_scores():
    built = seen_last_in(first="2017", second="2018", third="2019")

    # Years -1, 0, 1 around their mean: the spread is √(2/3).
    expected = {"third": np.sqrt(1.5), "second": 0, "first": -np.sqrt(1.5)}
    assert column(built, "asker", "last_seen_z") == pytest.approx(expected, abs=1e-4)


def test_ties_share_their_mean_rank():
    built = seen_last_in(first="2017", second="2017", third="2019")

    # Places 0 and, shared, 1.5: -log 1 and twice -log 2.5.
    shared = -np.log(2.5)
    expected = {"third": -2 * shared / 3, "first": shared / 3, "second": shared / 3}
    assert column(built, "asker", "last_seen_rank") == pytest.approx(expected)


@given(st.lists(st.lists(st.sampled_from([-1.5, -0.0, 0.0, 0.5, 2.0, 3.0]))))
def test_ranks_are_those_of_scipy_within_each_row(rows):
    values = np.array([value for of_row in rows for value in of_row], np.float32)
    row = np.repeat(np.arange(len(rows)), [len(of_row) for of_row in rows])

    expected = [rankdata([-value for value in of_row]) - 1 for of_row in rows]
    assert shared_ranks(values, row).tolist() == [rank for of_row in expected for rank in of_row]


def test_a_signal_that_is_the_same_for_all_gives_0_and_nothing_else():
    built = seen_last_in(first="2018", second="2018", third="2018")

    assert column(built, "asker", "last_seen_rank") == {"first": 0.0, "second": 0.0, "third": 0.0}
    assert column(built, "asker", "last_seen_z") == {"first": 0.0, "second": 0.0, "third": 0.0}


def test_a_single_candidate_has_no_feature_above_another():
    built = network([partner("a", seeks="taalles"), partner("b", offers="taalles", place="Oss")])

    assert not any(features_of(built, "a")["b"].values())


@pytest.mark.parametrize(
    ("feature", "asker", "best"),
    [
        pytest.param("seeks_offered_z", "a", {"c"}, id="who-offers-what-a-seeks"),
        pytest.param("offers_sought_z", "c", {"a"}, id="the-same-from-the-other-side"),
        pytest.param("themes_z", "a", {"d"}, id="who-shares-a-theme"),
        pytest.param("same_place_is", "a", {"c", "d"}, id="who-is-in-the-same-place-in-any-case"),
        pytest.param("same_country_is", "a", {"e"}, id="who-is-in-the-same-country"),
        pytest.param("work_z", "a", {"e"}, id="whose-work-has-the-same-words"),
        pytest.param("profile_z", "a", {"c"}, id="whose-profile-has-the-same-words"),
        pytest.param("shared_partners_z", "a", {"c"}, id="who-knows-the-same-partner"),
        pytest.param("resource_allocation_z", "a", {"c"}, id="the-same-by-share"),
        pytest.param("rooted_pagerank_z", "a", {"c"}, id="the-same-by-walk"),
        pytest.param("rooted_pagerank_back_z", "a", {"c"}, id="the-same-by-the-walk-of-the-other"),
        pytest.param("wording_z", "a", {"c"}, id="whose-profile-has-the-same-words-that-few-have"),
    ],
)
def test_who_comes_first(feature, asker, best):
    built = network(
        [
            partner("a", name="", place="Oss", country="NL", description="paarden", seeks="taalles", themes="vis"),
            partner("b", name="", place="Heesch"),
            partner("c", name="", place="oss", description="paarden", offers="taalles", themes="vogel"),
            partner("d", name="", place="OSS", description="schaken", themes="vis"),
            partner("e", name="", country="nl"),
        ],
        [
            collaboration("x", "2018", [*"ab"], title="muziek"),
            collaboration("y", "2018", [*"bc"], title="tuin"),
            collaboration("z", "2018", "e", title="muziek"),
        ],
        [theme("vis", label="Vis"), theme("vogel", label="Vogel")],
    )

    found = column(built, asker, feature)

    assert {candidate for candidate, value in found.items() if value == max(found.values())} == best
    assert max(found.values()) > 0


def test_who_means_the_same_in_other_words_comes_first():
    described = {"a": "paarden", "b": "schaken", "c": "manege", "d": "zaal"}
    built = network([partner(id_, name="", description=text) for id_, text in described.items()])
    known = associating({"paard": [1.0, 0.0], "schaken": [0.0, 1.0], "manege": [0.8, 0.6]})

    # Cosines of .8, 0 and 0: two of three values share places 1 and 2, the spread is .8 × √2 / 3.
    assert column(built, "a", "meaning_z", known) == pytest.approx(
        {"b": -(0.5**0.5), "c": 2**0.5, "d": -(0.5**0.5)}, abs=1e-3
    )


def test_whom_a_companion_works_with_comes_first():
    # a and c both work with b; c works with d too, e with f alone.
    built = tied(6, [(0, 1), (1, 2), (2, 3), (4, 5)])

    found = column(built, "p00", "companions_rank")

    assert {candidate for candidate, value in found.items() if value == max(found.values())} == {"p03"}


def test_a_place_that_nobody_knows_is_not_the_same_place():
    built = network([partner("a", place=""), partner("b", place=""), partner("c", place="Oss")])

    assert column(built, "a", "same_place_is") == {"b": 0.0, "c": 0.0}


def test_a_partner_without_ties_is_a_newcomer():
    pairs = Signals(tied(4, [(0, 1)])).pairs(np.array([0, 2]))

    assert pairs.partner.tolist() == [0, 0, 2, 2, 2]
    assert pairs.is_newcomer.tolist() == [False, False, True, True, True]


def test_pairs_can_be_picked():
    pairs = Signals(tied(4, [(0, 1)])).pairs(np.array([0, 2]))

    picked = pairs[np.array([4, 0])]

    assert picked.partner.tolist() == [2, 0]
    assert picked.candidate.tolist() == [3, 2]
    assert picked.features.tolist() == pairs.features[[4, 0]].tolist()
    assert picked.is_newcomer.tolist() == [True, False]


def test_every_signal_has_two_features_and_one_of_two_values_has_one():
    assert len(FEATURES) == 2 * len(KIND_BY_SIGNAL) - len(YES_OR_NO) == len(set(FEATURES)) == len(KINDS_OF_FEATURES)


def test_to_be_in_a_rare_place_is_no_more_than_to_be_in_the_same_place():
    built = network([partner("a", place="Oijen"), partner("b", place="Oijen"), *(partner(f"o{i}") for i in range(9))])

    # One of ten candidates is in the same place: 1 - 1/10, however rare that is.
    assert column(built, "a", "same_place_is")["b"] == pytest.approx(0.9)


@given(edges(N))
@settings(max_examples=15)
def test_features_are_centred_within_each_partner_and_never_missing(pairs_tied):
    pairs = Signals(tied(N, pairs_tied)).pairs(np.arange(N))

    assert pairs.features.shape == (len(pairs.partner), len(FEATURES))
    assert np.isfinite(pairs.features).all()
    assert np.abs(pairs.features).max(initial=0) <= LIMIT_Z
    for position in range(N):  # with so few candidates no z-score is so large that it is cut off
        np.testing.assert_allclose(pairs.features[pairs.partner == position].sum(axis=0), 0, atol=1e-5)


@given(edges(N))
@settings(max_examples=15)
def test_pairs_are_all_those_that_are_new_each_once_in_order(pairs_tied):
    built = tied(N, pairs_tied)
    known = known_pairs(built).toarray() > 0
    expected = [(one, other) for one in range(N) for other in range(N) if one != other and not known[one, other]]

    pairs = Signals(built).pairs(np.arange(N))

    assert list(zip(pairs.partner.tolist(), pairs.candidate.tolist(), strict=True)) == expected


def test_a_member_and_its_board_are_no_pair():
    pairs = Signals(network([partner("a", part_of="b"), partner("b"), partner("c")])).pairs(np.arange(3))

    assert list(zip(pairs.partner.tolist(), pairs.candidate.tolist(), strict=True)) == [(0, 2), (1, 2), (2, 0), (2, 1)]


def test_features_of_a_partner_are_the_same_whoever_else_is_asked_for():
    signals = Signals(tied(5, [(0, 1), (1, 2), (2, 3)]))

    together, alone = signals.pairs(np.arange(5)), signals.pairs(np.array([2]))

    assert together.features[together.partner == 2].tolist() == alone.features.tolist()


@pytest.mark.parametrize(
    "built",
    [
        pytest.param(network(), id="empty"),
        pytest.param(network(themes=[theme("muziek")]), id="empty-with-a-thesaurus"),
        pytest.param(network([partner("a", seeks="taalles")]), id="one-partner"),
        pytest.param(tied(3, [(0, 1), (0, 2), (1, 2)]), id="complete"),
    ],
)
def test_where_nobody_is_new_there_are_no_pairs(built):
    pairs = Signals(built).pairs(np.arange(built.n_partners))

    assert pairs.features.shape == (0, len(FEATURES))


def test_nobody_asked_for_gives_no_pairs():
    assert len(Signals(tied(3, [])).pairs(np.arange(0)).partner) == 0


def test_themes_are_those_named_and_those_worked_on_each_once():
    built = network(
        [partner("a", themes=["vis"]), partner("b"), partner("c")],
        [
            collaboration("x", "2018", [*"ab"], lead="a", funders="a", themes=["vis", "vogel"]),
            collaboration("y", "2018", [*"ab"], themes="vis"),
        ],
    )

    assert partner_themes(built).toarray().tolist() == [[1, 1], [1, 1], [0, 0]]  # vis, vogel
