"""Tests of matching.reasons: what is named stands in the network, on the right side, and says what the score says."""

import numpy as np
import pytest

from matching.dutch import lemmas
from matching.features import partner_themes
from matching.model import Ranker
from matching.profiles import profile_texts, work_texts
from matching.reasons import KINDS, LEAST_CONTRIBUTION, N_SHOWN, TOLD_SHARE, YEAR_THEME, Reason, worth_saying
from matching.suggest import Matcher
from tests.builders import collaboration, network, partner, theme


def reasons_between(built, one, other):
    """The reasons why `other` is suggested to `one`, by kind, by the prior's weights."""
    suggestions = Matcher(built, Ranker.prior()).suggest([one], top=built.n_partners, balanced=False)
    (reasons,) = [suggestion.reasons for suggestion in suggestions if suggestion.suggested_id == other]
    return {reason.kind: reason for reason in reasons}


SIDES = network(
    [
        partner("a", name="", seeks=["boeken", "taallessen"], offers=["een zaal", "koffie"]),
        partner("b", name="", seeks=["een vrijwilliger", "zalen"], offers=["taallessen voor ouders", "een tuin"]),
        partner("c", name=""),
    ]
)


def test_phrases_stand_on_the_side_of_who_says_them():
    there, back = reasons_between(SIDES, "a", "b"), reasons_between(SIDES, "b", "a")

    assert (there["they_offer"].own, there["they_offer"].theirs) == ("taallessen", "taallessen voor ouders")
    assert (there["they_seek"].own, there["they_seek"].theirs) == ("een zaal", "zalen")
    assert (back["they_offer"].own, back["they_offer"].theirs) == ("zalen", "een zaal")
    assert (back["they_seek"].own, back["they_seek"].theirs) == ("taallessen voor ouders", "taallessen")


def test_where_no_phrases_meet_none_are_named():
    found = reasons_between(SIDES, "a", "c")

    assert (found["they_offer"].own, found["they_offer"].theirs, found["they_seek"].own) == ("", "", "")
    assert found["they_offer"].contribution < 0 < reasons_between(SIDES, "a", "b")["they_offer"].contribution


def test_shared_themes_are_named_the_rarest_first():
    built = network(
        [
            partner("a", themes=["vis", "vogel", "zee", "bos"]),
            partner("b", themes=["zee", "vis", "vogel"]),
            partner("c", themes=["vis", "vogel"]),
            partner("d", themes="vis"),
        ]
    )

    assert reasons_between(built, "a", "b")["shared_themes"].theme_ids == ("zee", "vogel", "vis")
    assert reasons_between(built, "d", "c")["shared_themes"].theme_ids == ("vis",)


def test_themes_of_the_work_are_shared_too():
    built = network(
        [partner(partner_id) for partner_id in "abc"],
        [collaboration("x", "2018", "a", themes="vis"), collaboration("y", "2018", "b", themes="vis")],
        [theme("vis")],
    )

    assert reasons_between(built, "a", "b")["shared_themes"].theme_ids == ("vis",)


def test_shared_partners_are_named_the_one_with_fewer_ties_first():
    built = network(
        [partner(partner_id) for partner_id in ["a", "b", "busy", "quiet", "x", "y"]],
        [
            *[collaboration(f"busy-{other}", "2018", ["busy", other]) for other in ["a", "b", "x", "y"]],
            *[collaboration(f"quiet-{other}", "2018", ["quiet", other]) for other in ["a", "b"]],
        ],
    )

    assert reasons_between(built, "a", "b")["shared_partners"].partner_ids == ("quiet", "busy")
    assert reasons_between(built, "a", "x")["shared_partners"].partner_ids == ("busy",)


def test_shared_partners_are_named_the_one_they_did_more_with_first():
    built = network(
        [partner(partner_id) for partner_id in ["a", "b", "often", "never", "once"]],
        [
            collaboration("1", "2018", ["a", "once"]),
            collaboration("2", "2018", ["b", "once"]),
            collaboration("3", "2018", ["a", "often"]),
            collaboration("4", "2018", ["b", "often"]),
            collaboration("5", "2018", ["b", "often"]),
        ],
    )

    assert reasons_between(built, "a", "b")["shared_partners"].partner_ids == ("often", "once")


def test_no_more_than_three_are_named():
    between = [f"m{number}" for number in range(5)]
    built = network(
        [partner(partner_id) for partner_id in ["a", "b", "c", *between]],
        [collaboration(f"{end}-{one}", "2018", [end, one]) for end in "ab" for one in between],
    )

    # All the same: by id.
    assert reasons_between(built, "a", "b")["shared_partners"].partner_ids == ("m0", "m1", "m2")
    assert N_SHOWN == 3


def test_terms_stand_in_what_both_say_or_did():
    built = network(
        [partner("a", name="", description="paarden"), partner("b", name=""), partner("c", name="", offers="paard")],
        [collaboration("x", "2018", "a", title="viool"), collaboration("y", "2018", "b", title="violen")],
    )

    assert reasons_between(built, "a", "c")["similar_work"].terms == ("paard",)
    assert reasons_between(built, "a", "b")["similar_work"].terms == ("viool",)
    assert reasons_between(built, "b", "c")["similar_work"].terms == ()


@pytest.mark.parametrize(
    ("other", "terms"), [("b", ("Oss",)), ("c", ()), ("d", ())], ids=["the-same", "another", "not-known"]
)
def test_the_place_of_both_is_named(other, terms):
    places = {"a": "Oss", "b": " oss", "c": "Heesch", "d": ""}
    built = network([partner(partner_id, place=place) for partner_id, place in places.items()])

    assert reasons_between(built, "a", other)["place"].terms == terms


@pytest.mark.parametrize(("n_users", "terms"), [(2, ("paard",)), (3, ())])
def test_a_word_that_many_use_of_themselves_is_not_named(n_users, terms):
    users = [partner(partner_id, name="", description="paarden") for partner_id in "abc"[:n_users]]
    others = [partner(partner_id, name="", description="tuin") for partner_id in "def"]

    assert reasons_between(network([*users, *others]), "a", "b")["similar_work"].terms == terms


def test_reasons_come_strongest_first_each_kind_once():
    for suggestion in Matcher(SIDES, Ranker.prior()).suggest():
        contributions = [reason.contribution for reason in suggestion.reasons]
        assert contributions == sorted(contributions, reverse=True)
        assert sorted(reason.kind for reason in suggestion.reasons) == sorted({*KINDS} - {YEAR_THEME})


@pytest.fixture(scope="module")
def oss_reasons(oss_matcher):
    """(position of the partner, position of the suggested one, reason) for all reasons in Oss."""
    position = oss_matcher.network.position
    return [
        (position(suggestion.partner_id), position(suggestion.suggested_id), reason)
        for suggestion in oss_matcher.suggest()
        for reason in suggestion.reasons
    ]


def of_kind(reasons, kind):
    return [(one, other, reason) for one, other, reason in reasons if reason.kind == kind]


@pytest.mark.parametrize(
    ("kind", "own_side", "their_side"), [("they_offer", "seeks", "offers"), ("they_seek", "offers", "seeks")]
)
def test_in_oss_every_phrase_is_one_of_these_two_partners(oss, oss_reasons, kind, own_side, their_side):
    phrases = set(oss.phrases.itertuples(index=False, name=None))
    named = [(one, other, reason) for one, other, reason in of_kind(oss_reasons, kind) if reason.own or reason.theirs]

    assert len(named) > 100
    for one, other, reason in named:
        assert (one, own_side, reason.own) in phrases
        assert (other, their_side, reason.theirs) in phrases


@pytest.mark.parametrize(
    ("kind", "what"),
    [("they_offer", "own"), ("they_seek", "theirs"), ("shared_themes", "theme_ids")],
)
def test_in_oss_what_speaks_for_a_pair_is_named(oss_reasons, kind, what):
    nameless = [r for _, _, r in of_kind(oss_reasons, kind) if r.contribution > 0 and not getattr(r, what)]

    assert nameless == []


def test_in_oss_every_partner_named_is_tied_to_both(oss, oss_reasons):
    is_tied = oss.adjacency.toarray() > 0
    named = [(one, other, oss.position(each)) for one, other, r in oss_reasons for each in r.partner_ids]

    assert len(named) > 100
    assert all(is_tied[one, between] and is_tied[other, between] for one, other, between in named)


def test_in_oss_every_theme_named_is_one_of_both(oss, oss_reasons):
    has_theme = partner_themes(oss).toarray() > 0
    named = [(one, other, oss.theme_positions[each]) for one, other, r in oss_reasons for each in r.theme_ids]

    assert len(named) > 100
    assert all(has_theme[one, theme_at] and has_theme[other, theme_at] for one, other, theme_at in named)


def test_in_oss_every_term_named_stands_in_what_both_say_or_did_or_is_a_concept(oss, oss_reasons):
    told = [set(lemmas(text)) for text in profile_texts(oss)]
    titles = np.array([set(lemmas(text)) for text in work_texts(oss)], dtype=object)
    done = [set() for _ in told]
    for part in oss.participations.itertuples():
        done[part.partner] |= titles[part.collaboration]
    named = [(one, other, term) for one, other, r in of_kind(oss_reasons, "similar_work") for term in r.terms]

    assert len(named) > 100
    labels = set(oss.themes["label"])
    words = [(one, other, term) for one, other, term in named if term not in labels]
    assert len(words) > 100
    assert all(term in told[one] & told[other] or term in done[one] & done[other] for one, other, term in words)


def test_words_of_the_place_are_not_named_as_likeness():
    built = network(
        [
            partner("a", name="", place="Oss", description="Osse fietsenmakers in Oss"),
            partner("b", name="", place="Oss", description="De Osse fietsenmakers"),
            *(partner(f"other-{i}", name="") for i in range(8)),
        ]
    )

    assert reasons_between(built, "a", "b")["similar_work"].terms == tuple(lemmas("fietsenmakers"))


def kinds_told(*reasons):
    return [reason.kind for reason in worth_saying(sorted(reasons, key=lambda reason: -reason.contribution))]


@pytest.mark.parametrize(
    ("contributions", "n_told"),
    [
        pytest.param([4.0, 1.0], 1, id="exactly-four-fifths-are-enough"),
        pytest.param([3.9, 1.1], 2, id="less-is-not"),
        pytest.param([2.0, 2.0, 2.0, 2.0], 4, id="of-four-equal-ones-three-are-too-little"),
        pytest.param([3.0, 1.0, -2.0], 1, id="what-speaks-against-lowers-what-must-be-carried"),
        pytest.param([1.0, 0.0, -0.5], 1, id="what-adds-nothing-is-not-told"),
        pytest.param([0.1, 0.1, -5.0], 1, id="below-0-the-strongest-alone"),
        pytest.param([-0.1, -0.2], 0, id="where-nothing-adds-none"),
        pytest.param([], 0, id="nothing"),
    ],
)
def test_those_are_told_that_carry_four_fifths_of_the_score(contributions, n_told):
    reasons = [Reason(kind, amount) for kind, amount in zip(KINDS, contributions, strict=False)]

    assert worth_saying(reasons) == reasons[:n_told]


@pytest.mark.parametrize(
    ("adds", "told"), [(LEAST_CONTRIBUTION, ["place", "they_offer"]), (LEAST_CONTRIBUTION - 0.01, ["place"])]
)
def test_phrases_that_meet_are_told_though_enough_is_said_unless_they_add_next_to_nothing(adds, told):
    assert kinds_told(Reason("place", 4.0), Reason("they_offer", adds, own="taalles", theirs="les")) == told


def test_in_oss_what_is_told_carries_the_score_and_nothing_that_adds_nothing(oss_matcher):
    for suggestion in oss_matcher.suggest():
        told = worth_saying(suggestion.reasons)
        carried = sum(reason.contribution for reason in told)
        assert carried >= TOLD_SHARE * suggestion.score - 1e-9 or suggestion.score <= 0
        assert min(reason.contribution for reason in told) > 0
