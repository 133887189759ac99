"""Tests of matching.model: a sum that is learned, saved and read again."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.errors import UnreadableModel
from matching.features import FEATURES, KIND_BY_SIGNAL, Pairs
from matching.history import Examples
from matching.model import IS_SIGNED, MIN_EXAMPLES, PRIOR_BY_KIND, SITUATIONS, Ranker
from tests.builders import network, partner

N_FEATURES = len(FEATURES)
PLANTED = FEATURES.index("themes_z")


def pairs(features, is_newcomer=None):
    """Pairs with these features, of partners with ties unless said otherwise."""
    n_pairs = len(features)
    none = np.zeros(n_pairs, np.int64)
    newcomers = np.zeros(n_pairs, bool) if is_newcomer is None else np.array(is_newcomer)
    return Pairs(none, none, np.asarray(features, np.float32).reshape(n_pairs, N_FEATURES), newcomers)


def planted_past(n_pairs=600, n_newcomers=0, seed=0):
    """Pairs of random features of which those came true, mostly, that are high in one."""
    chance = np.random.default_rng(seed)
    features = chance.normal(size=(n_pairs, N_FEATURES)).astype(np.float32)
    came_true = features[:, PLANTED] + chance.normal(scale=0.5, size=n_pairs) > 1.2
    return Examples(features, np.arange(n_pairs) < n_newcomers, came_true, ["2018-01-01"], np.zeros(n_pairs, np.int64))


def past(n_true, n_pairs=100):
    """Pairs of which the first `n_true` came true, and which differ in the planted feature alone."""
    came_true = np.arange(n_pairs) < n_true
    features = np.zeros((n_pairs, N_FEATURES), np.float32)
    features[:, PLANTED] = np.where(came_true, 1, -1)
    return Examples(features, np.zeros(n_pairs, bool), came_true, ["2018-01-01"], np.zeros(n_pairs, np.int64))


@st.composite
def scored(draw):
    """A ranker of random weights and pairs of random features."""
    chance = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    n_pairs = draw(st.integers(0, 30))
    weights = chance.exponential(size=(len(SITUATIONS), N_FEATURES)) * draw(st.sampled_from([0, 1e-3, 1, 100]))
    return Ranker(weights), pairs(chance.normal(size=(n_pairs, N_FEATURES)), chance.random(n_pairs) < 0.5)


@given(scored())
def test_contributions_add_up_to_the_score(case):
    ranker, asked = case

    added = sum(ranker.contributions(asked).values())

    np.testing.assert_allclose(added, ranker.score(asked), rtol=1e-9, atol=1e-9)


@given(scored())
def test_there_is_a_contribution_of_every_kind_for_every_pair(case):
    ranker, asked = case

    contributions = ranker.contributions(asked)

    assert list(contributions) == list(dict.fromkeys(KIND_BY_SIGNAL.values()))
    assert {len(amounts) for amounts in contributions.values()} == {len(asked.features)}


def test_a_score_is_the_sum_of_weight_times_feature_of_its_situation():
    weights = np.zeros((2, N_FEATURES))
    weights[0, :2], weights[1, :2] = [0.5, 2.0], [3.0, 0.0]
    features = np.zeros((2, N_FEATURES))
    features[:, :2] = [4.0, 1.0]

    scores = Ranker(weights).score(pairs(features, [False, True]))

    assert scores.tolist() == [0.5 * 4 + 2 * 1, 3 * 4]


def test_evidence_of_one_kind_is_added_up():
    # seeks_offered (rank and z) is they_offer; shared_partners and rooted_pagerank are both shared_partners.
    features = np.zeros((1, N_FEATURES))
    for name, value in {
        "seeks_offered_rank": 1,
        "seeks_offered_z": 2,
        "shared_partners_z": 4,
        "rooted_pagerank_z": 8,
    }.items():
        features[0, FEATURES.index(name)] = value

    contributions = Ranker(np.ones((2, N_FEATURES))).contributions(pairs(features))

    assert contributions["they_offer"].tolist() == [3]
    assert contributions["shared_partners"].tolist() == [12]
    assert contributions["they_seek"].tolist() == [0]


def test_the_prior_shares_the_weight_of_a_kind_among_its_features():
    one_of_each = pairs(np.ones((1, N_FEATURES)))

    contributions = Ranker.prior().contributions(one_of_each)

    assert {kind: amounts[0] for kind, amounts in contributions.items()} == pytest.approx(PRIOR_BY_KIND)


@pytest.mark.parametrize("n_true", [0, MIN_EXAMPLES - 1])
def test_with_too_few_that_came_true_the_prior_stands(n_true):
    learned = Ranker.fit(past(n_true), {})

    assert learned.weights.tolist() == Ranker.prior().weights.tolist()
    assert "nothing yet" in learned.card["learned_from"]


def test_without_any_past_the_prior_stands():
    nothing = Examples(
        np.zeros((0, N_FEATURES), np.float32), np.zeros(0, bool), np.zeros(0, bool), [], np.zeros(0, np.int64)
    )

    assert Ranker.fit(nothing, {}).weights.tolist() == Ranker.prior().weights.tolist()


def test_with_just_enough_that_came_true_weights_are_learned():
    learned = Ranker.fit(past(MIN_EXAMPLES), {"seed": 0})

    assert learned.weights[0, PLANTED] > Ranker.prior().weights[0, PLANTED]
    assert 0.5 < learned.card["auc_of_newest_window"] <= 1
    assert learned.card | {"auc_of_newest_window": None} == {
        "seed": 0,
        "learned_from": "the network's own history",
        "windows_begin": ["2018-01-01"],
        "n_pairs": 100,
        "n_came_true": MIN_EXAMPLES,
        "auc_of_newest_window": None,
    }


def test_a_planted_signal_is_learned():
    weights = Ranker.fit(planted_past(), {}).weights[0]

    assert weights.argmax() == PLANTED
    assert weights[PLANTED] > 4 * np.delete(weights, PLANTED).max()


def test_a_signal_that_speaks_against_a_pair_gets_no_weight():
    learned_from = planted_past()
    learned_from.features[:, PLANTED] *= -1

    assert Ranker.fit(learned_from, {}).weights[0, PLANTED] == 0


def test_to_offer_the_same_may_speak_against_a_pair():
    learned_from = planted_past()
    same = FEATURES.index("offers_alike_z")
    learned_from.features[:, [PLANTED, same]] = -learned_from.features[:, [same, PLANTED]]

    assert Ranker.fit(learned_from, {}).weights[0, same] < 0


@given(st.integers(0, 1000), st.integers(0, 300))
def test_no_weight_is_below_0_but_of_who_seeks_or_offers_the_same(seed, n_newcomers):
    weights = Ranker.fit(planted_past(200, n_newcomers, seed), {}).weights

    assert (weights[:, ~IS_SIGNED] >= 0).all()
    assert np.isfinite(weights).all()


def test_where_everything_came_true_weights_stay_finite():
    assert np.isfinite(Ranker.fit(past(100, n_pairs=100), {}).weights).all()


def test_learning_twice_gives_the_same():
    assert Ranker.fit(planted_past(), {}).weights.tolist() == Ranker.fit(planted_past(), {}).weights.tolist()


def test_newcomers_have_weights_of_their_own_where_enough_of_them_came_true():
    by_half = planted_past(n_newcomers=300)
    tied, newcomer = Ranker.fit(by_half, {}).weights

    alone = Examples(
        by_half.features[:300], by_half.is_newcomer[:300], by_half.came_true[:300], [], by_half.window[:300]
    )
    assert newcomer.tolist() == Ranker.fit(alone, {}).weights[1].tolist()
    assert tied.tolist() != newcomer.tolist()


def test_a_situation_with_too_few_that_came_true_keeps_the_weights_of_all_together():
    few = planted_past(n_newcomers=5)
    together = Examples(few.features, np.zeros(600, bool), few.came_true, [], few.window)

    assert Ranker.fit(few, {}).weights[1].tolist() == Ranker.fit(together, {}).weights[0].tolist()


def test_prices_stand_at_the_places_of_their_partners():
    built = network([partner("a"), partner("b"), partner("c")])

    prices = Ranker(np.zeros((2, N_FEATURES)), prices={"c": 1.5, "a": -0.5, "left": 9.0}).price_column(built)

    assert prices.tolist() == [-0.5, 0, 1.5]


@given(scored(), st.dictionaries(st.text(max_size=5), st.floats(-10, 10), max_size=3))
def test_what_is_saved_is_read_again(tmp_path_factory, case, prices):
    card = {"last_day": "2021-11-03", "windows_begin": ["één"], "seed": 3}
    ranker = Ranker(case[0].weights, (-3.5, 0.75), prices, card)
    path = tmp_path_factory.mktemp("model") / "new folder" / "model.json"

    ranker.save(path)
    again = Ranker.load(path)

    assert again.weights.tolist() == ranker.weights.tolist()
    assert (again.link, again.prices, again.card) == (ranker.link, ranker.prices, ranker.card)


def test_a_model_is_readable_by_people(tmp_path):
    Ranker.prior().save(tmp_path / "model.json")

    content = json.loads((tmp_path / "model.json").read_text(encoding="utf-8"))

    assert list(content["weights"]) == list(SITUATIONS)
    assert content["weights"]["tied"]["themes_rank"] == pytest.approx(PRIOR_BY_KIND["shared_themes"] / 2)


def saved_content(path):
    Ranker.prior().save(path)
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\x89PNG\r\n\x1a\n\x00\xff", id="a-picture"),
        pytest.param(b"weights", id="no-json"),
        pytest.param(b"null", id="null"),
        pytest.param(b"[1, 2]", id="a-list"),
        pytest.param(b"{}", id="nothing-in-it"),
        pytest.param(b"[" * 100_000, id="a-well-without-a-bottom"),
    ],
)
def test_a_file_that_is_no_model_is_told(tmp_path, content):
    path = tmp_path / "model.json"
    path.write_bytes(content)

    with pytest.raises(UnreadableModel, match="does not hold a model of this version; run: osmose fit"):
        Ranker.load(path)


def without_a_situation(content):
    del content["weights"]["newcomer"]


def of_other_features(content):
    content["weights"]["tied"]["phase_of_the_moon"] = content["weights"]["tied"].pop("themes_z")


def without_card(content):
    del content["card"]


def with_a_card_of_text(content):
    content["card"] = "learned"


def without_prices(content):
    del content["prices"]


def with_a_list_of_prices(content):
    content["prices"] = [1.0]


def with_a_word_for_a_price(content):
    content["prices"] = {"a": "cheap"}


def with_no_number_for_a_price(content):
    content["prices"] = {"a": float("nan")}


def without_a_link(content):
    del content["link"]


def with_a_link_that_falls(content):
    content["link"]["slope"] = -0.5


def with_a_link_without_end(content):
    content["link"]["intercept"] = float("inf")


@pytest.mark.parametrize(
    "spoil",
    [
        without_a_situation,
        of_other_features,
        without_card,
        with_a_card_of_text,
        without_prices,
        with_a_list_of_prices,
        with_a_word_for_a_price,
        with_no_number_for_a_price,
        without_a_link,
        with_a_link_that_falls,
        with_a_link_without_end,
    ],
)
def test_a_model_of_another_version_is_told(tmp_path, spoil):
    path = tmp_path / "model.json"
    content = saved_content(path)
    spoil(content)
    path.write_text(json.dumps(content), encoding="utf-8")

    with pytest.raises(UnreadableModel, match=r"model\.json does not hold a model"):
        Ranker.load(path)


@pytest.mark.parametrize("weight", [None, "much", [], -0.1, float("nan"), float("inf")])
def test_a_weight_that_is_none_is_told(tmp_path, weight):
    path = tmp_path / "model.json"
    content = saved_content(path)
    content["weights"]["tied"]["themes_z"] = weight
    path.write_text(json.dumps(content), encoding="utf-8")

    with pytest.raises(UnreadableModel):
        Ranker.load(path)


@pytest.mark.parametrize("name", ["", "absent.json"], ids=["a-folder", "no-file"])
def test_what_cannot_be_read_is_told(tmp_path, name):
    with pytest.raises(UnreadableModel):
        Ranker.load(tmp_path / name)
