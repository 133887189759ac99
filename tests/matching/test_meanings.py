"""Tests of matching.meanings: what an encoder adds to a match, and that nothing changes without one."""

import numpy as np
import pytest

from matching.comparing import MIN_SIMILARITY, N_ROWS
from matching.encoder import load_encoder
from matching.finding import PROFILE_SHARE, Finder
from matching.meanings import ENCODED, FEW_PHRASES, N_CENTRING, USUAL_FLOOR, Meanings
from matching.meetings import meet
from matching.model import Ranker
from matching.suggest import Matcher, fit
from matching.texts import ASSOCIATED, TextSpace
from tests.associations import NO_ASSOCIATIONS, associating
from tests.builders import network, partner
from tests.encoders import FakeEncoder, save_model

BIKES = network([partner("a", seeks="fiets"), partner("b", offers="rijwiel"), partner("c", offers="zaal")])
WORDS = {"fiets": [1.0, 0.0, 0.0], "rijwiel": [0.96, 0.28, 0.0], "zaal": [0.0, 0.0, 1.0]}
FAKE = FakeEncoder(WORDS)


def space_of(built, encoder=None):
    return TextSpace(built, encoder, NO_ASSOCIATIONS)


@pytest.fixture
def words(tmp_path):
    return load_encoder(str(save_model(tmp_path / "woorden", WORDS)))


def alike(cosine, floor=USUAL_FLOOR):
    return max((cosine - floor) / (1 - floor), 0)


def centred(words, counted):
    """The vectors of some words less the mean of those counted, worked out from the definition."""
    vectors = np.array([WORDS[word] for word in words]) - sum(np.array(WORDS[word]) for word in counted) / (
        len(counted) + N_CENTRING
    )
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_a_word_that_the_encoder_knows_as_alike_meets(words):
    fiets, rijwiel = centred(["fiets", "rijwiel"], WORDS)

    table = meet(BIKES, space_of(BIKES, words)).table

    assert table[["seeker", "offerer"]].to_numpy().tolist() == [[0, 1]]
    assert table["similarity"].tolist() == pytest.approx([ENCODED * alike(fiets @ rijwiel)])


def test_without_an_encoder_the_two_words_have_nothing_in_common():
    assert meet(BIKES, space_of(BIKES)).table.empty


def test_an_encoder_is_found_by_too(words):
    fiets, rijwiel, zaal = centred(["fiets", "rijwiel", "zaal"], WORDS)

    found = Finder(BIKES, space_of(BIKES, words)).find("fiets")

    assert [(finding.partner_id, finding.phrase) for finding in found] == [("b", "rijwiel")]
    assert found[0].score == pytest.approx(ENCODED * alike(fiets @ rijwiel))
    assert alike(fiets @ zaal) == 0


def test_a_profile_counts_for_its_share_with_an_encoder_too(words):
    built = network([partner("a", name="rijwiel")])

    assert Finder(built, space_of(built, words)).find("fiets")[0].score == pytest.approx(
        PROFILE_SHARE * ENCODED * alike(0.96)
    )


def test_the_same_text_is_as_alike_as_can_be_with_an_encoder_too(words):
    built = network([partner("a", seeks="fiets"), partner("b", offers="fiets")])
    without = meet(built, space_of(built)).table["similarity"][0]

    assert meet(built, space_of(built, words)).table["similarity"][0] == pytest.approx(
        (1 - ENCODED) * without + ENCODED
    )


def test_what_the_encoder_does_not_know_keeps_the_share_of_words(words):
    built = network([partner("a", seeks="taallessen"), partner("b", offers="taallessen")])
    without = meet(built, space_of(built)).table["similarity"][0]

    assert meet(built, space_of(built, words)).table["similarity"].tolist() == pytest.approx([(1 - ENCODED) * without])


@pytest.mark.parametrize(
    "built",
    [
        pytest.param(network(), id="empty"),
        pytest.param(network([partner("a", name=""), partner("b", name="")]), id="without-texts"),
        pytest.param(network([partner("a", seeks="fiets"), partner("b", seeks="rijwiel")]), id="nobody-offers"),
        pytest.param(network([partner("a", offers="fiets"), partner("b", offers="rijwiel")]), id="nobody-seeks"),
        pytest.param(network([partner("a", seeks="fiets", offers="fiets")]), id="one-partner"),
    ],
)
def test_nobody_meets_where_there_is_nobody_to_meet(built):
    space = space_of(built, FAKE)

    assert meet(built, space).table.empty
    assert meet(built, space).matrix.shape == (built.n_partners, built.n_partners)
    assert Finder(built, space).find("onbekend") == []


def test_all_that_is_encoded_at_once_agrees_with_one_by_one():
    angles = np.random.default_rng(1).uniform(0, 2 * np.pi, N_ROWS + 20)
    vectors = {f"w{at}x": [np.cos(angle), np.sin(angle)] for at, angle in enumerate(angles)}
    needs, answers = list(vectors)[: N_ROWS + 10], list(vectors)[N_ROWS + 10 :]
    seekers = [partner(f"a{at:03}", name="", seeks=need) for at, need in enumerate(needs)]
    offerers = [partner(f"b{at:03}", name="", offers=answer) for at, answer in enumerate(answers)]
    built = network([*seekers, *offerers])
    space = space_of(built, FakeEncoder(vectors))
    offered = space.offered(answers)

    found = meet(built, space).matrix.toarray()[: len(needs), len(needs) :]

    one_by_one = np.vstack([space.similarity(space.sought([need]), offered) for need in needs])
    assert found == pytest.approx(np.where(one_by_one > MIN_SIMILARITY, one_by_one, 0), abs=1e-5)
    assert found[:N_ROWS].any()
    assert found[N_ROWS:].any()


def test_an_encoder_has_its_share_beside_words_that_go_together():
    space = TextSpace(BIKES, FAKE, associating({"fiets": [1.0, 0.0], "zaal": [1.0, 0.0]}))

    found = space.similarity(space.sought(["fiets"]), space.offered(["zaal"]))

    # To the encoder the two have nothing to do with each other.
    assert found == pytest.approx((1 - ENCODED) * ASSOCIATED)


def test_unrelated_phrases_reach_the_floor_and_no_more():
    # A hundred phrases, all with much in common as sentences are to an encoder, and each with something of its own.
    own = np.eye(101)[:100] * 0.5
    own[:, 100] = np.sqrt(0.75)
    vectors = {f"woord{at}": row.tolist() for at, row in enumerate(own)}
    built = network([partner("a", offers=list(vectors))])

    meanings = Meanings(FakeEncoder(vectors), built)
    likeness = meanings.of(list(vectors)) @ meanings.of(list(vectors)).T

    # 0.75 as they come. A third of the common part is left (100 of 150 taken off), less a little of the others' own:
    # two of them have 0.75/9 - 2·0.5·0.5/150 + 100·(0.5/150)² = 0.081 in common, of a length² of 0.331.
    assert likeness[0, 1] == pytest.approx(0.0811 / 0.3311, abs=1e-3)
    assert meanings.floor == pytest.approx(likeness[0, 1], abs=1e-6)


def test_with_few_phrases_the_usual_floor_holds():
    vectors = {f"woord{at}": [1.0, 0.0] for at in range(FEW_PHRASES - 1)}

    assert Meanings(FakeEncoder(vectors), network([partner("a", offers=list(vectors))])).floor == USUAL_FLOOR


def test_a_text_without_a_vector_stays_without_one():
    assert Meanings(FAKE, BIKES).of(["", "onbekend"]).tolist() == [[0, 0, 0], [0, 0, 0]]


def test_without_an_encoder_nothing_changes_to_the_bit(oss, oss_ranker, oss_matcher):
    again = fit(oss, encoder=None)

    assert again.weights.tobytes() == oss_ranker.weights.tobytes()
    assert (again.prices, again.card) == (oss_ranker.prices, oss_ranker.card)
    assert "encoder" not in again.card
    assert Matcher(oss, again, encoder=None).suggest() == oss_matcher.suggest()


def test_what_was_learned_with_an_encoder_says_so_and_works_without_one(oss, tmp_path):
    ranker = fit(oss, encoder=FAKE)
    ranker.save(tmp_path / "model.json")
    read = Ranker.load(tmp_path / "model.json")

    assert read.card["encoder"] == "fake"
    assert Matcher(oss, read).suggest(["het-hooghuis"])


def test_a_suggestion_has_the_phrases_that_the_encoder_brought_together(words):
    matcher = Matcher(BIKES, Ranker.prior(), encoder=words)

    suggestion = matcher.suggest(["a"])[0]

    assert matcher.encoder is words
    assert suggestion.suggested_id == "b"
    assert (suggestion.reasons[0].own, suggestion.reasons[0].theirs) == ("fiets", "rijwiel")
