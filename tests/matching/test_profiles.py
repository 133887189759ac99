"""Tests of matching.profiles: what partners say and did, as words."""

import numpy as np
import pytest
from scipy import sparse

from matching.associations import N_DIMENSIONS
from matching.profiles import N_TERMS, Profiles, Wording, profile_texts, work_texts
from matching.texts import TextSpace
from tests.associations import NO_ASSOCIATIONS, associating
from tests.builders import collaboration, network, partner, theme


def profiles_of(built, known=NO_ASSOCIATIONS):
    return Profiles.of(built, TextSpace(built, known=known))


def words_by_weight(profiles, vectors, position):
    """The words of one partner's row with their weights, by word."""
    row = sparse.coo_array(vectors[[position]])
    return dict(zip(profiles.words[row.coords[1]].tolist(), row.data.tolist(), strict=True))


def test_a_profile_text_is_all_that_a_partner_says():
    built = network(
        [
            partner("a", name="De A", description="Een school", seeks=["zaal"], offers=["gym", "tuin"], themes="sport"),
            partner("b", name="De B"),
        ],
        themes=[theme("sport", label="Sport en bewegen")],
    )

    texts = [sorted(text.strip() for text in told.split(".") if text.strip()) for told in profile_texts(built)]

    assert texts == [["De A", "Een school", "Sport en bewegen", "gym", "tuin", "zaal"], ["De B"]]


def test_a_work_text_is_title_and_description():
    built = network(
        [partner("a")],
        [collaboration("x", "2018", "a", title="Viool", description="Muziekles."), collaboration("y", "2019", "a")],
    )

    assert work_texts(built) == ["Viool. Muziekles.", "y. "]


def test_what_is_told_and_what_is_done_are_kept_apart():
    built = network(
        [partner("a", description="gymzaal"), partner("b")],
        [collaboration("x", "2018", [*"ab"], title="viool")],
    )

    profiles = profiles_of(built)

    assert words_by_weight(profiles, profiles.told, 0) == {"gymzaal": 1.0}
    assert words_by_weight(profiles, profiles.done, 0) == words_by_weight(profiles, profiles.done, 1) == {"viool": 1.0}


def test_work_of_larger_gatherings_counts_less():
    many = [f"p{number}" for number in range(8)]
    built = network(
        [partner(partner_id, name="") for partner_id in many],
        [collaboration("x", "2018", many[:2], title="viool"), collaboration("y", "2018", many, title="piano")],
    )

    profiles = profiles_of(built)

    # 1/√2 for the pair and 1/√8 for the eight: two to one, brought to length 1.
    expected = {"viool": 2 / np.sqrt(5), "piano": 1 / np.sqrt(5)}
    assert words_by_weight(profiles, profiles.done, 0) == pytest.approx(expected)


def test_a_partner_with_two_roles_took_part_once():
    built = network(
        [partner("a", name="")],
        [
            collaboration("x", "2018", "a", lead="a", funders="a", title="viool"),
            collaboration("y", "2018", "a", title="piano"),
        ],
    )

    profiles = profiles_of(built)

    assert words_by_weight(profiles, profiles.done, 0) == pytest.approx({"viool": 0.5**0.5, "piano": 0.5**0.5})


def test_rows_have_length_1_or_are_empty():
    profiles = profiles_of(network([partner("a", description="viool en piano"), partner("b", name="")]))

    assert sparse.linalg.norm(profiles.told.whole, axis=1) == pytest.approx([1, 0])
    assert profiles.done.whole.nnz == 0


def test_of_many_words_the_most_telling_are_kept():
    words = [f"woord{number:03}" for number in range(N_TERMS + 30)]
    built = network([partner("a", description=" ".join(words)), partner("b", description=" ".join(words[30:]))])

    kept = words_by_weight(profiles_of(built), profiles_of(built).told, 0)

    assert len(kept) == N_TERMS
    assert set(words[:30]) <= set(kept)  # those that only one partner has


@pytest.mark.parametrize("n_partners", [0, 1, 3])
def test_without_a_word_all_rows_are_empty(n_partners):
    profiles = profiles_of(network([partner(partner_id, name="") for partner_id in "abc"[:n_partners]]))

    assert profiles.told.shape == profiles.done.shape == (n_partners, len(profiles.words))
    assert profiles.told.whole.nnz == profiles.done.whole.nnz == profiles.weights.whole.nnz == 0
    assert profiles.meant.shape == (n_partners, N_DIMENSIONS)


def test_stop_words_alone_are_no_word():
    assert profiles_of(network([partner("a", name="De Het", seeks="wij zoeken een partner")])).told.whole.nnz == 0


def test_what_is_meant_is_what_goes_with_the_words_that_are_told():
    built = network([partner("a", name="", offers="viool"), partner("b", name="", seeks="zaal"), partner("c")])

    meant = profiles_of(built, associating({"viool": [3.0, 4.0]})).meant

    assert meant.shape == (3, N_DIMENSIONS)
    assert meant[:, :2] == pytest.approx(np.array([[0.6, 0.8], [0, 0], [0, 0]]))


def test_the_wording_of_a_network_is_compared_by_words_and_parts_of_compounds():
    built = network(
        [
            partner("a", name="", seeks="muziekzaal"),
            partner("b", name="", description="muziek"),
            partner("c", name="", description="zaal"),
            partner("d", name="", description="fietsen"),
        ]
    )

    profiles = profiles_of(built)
    alike = (profiles.asked.whole @ profiles.weights.whole.T).toarray()

    assert (alike[0] > 0).tolist() == [True, True, True, False]
    assert (alike[1] > 0).tolist() == [True, True, False, False]


def test_words_are_weighed_as_bm25_does():
    weights = Wording.of([["viool", "viool", "zaal"], ["zaal"], ["zaal", "fiets"]]).weights.toarray()

    # Two words a text; columns by letter: fiets, viool, zaal. One of three texts has the first two, all have the last.
    rare, usual = np.log(1 + 2.5 / 1.5), np.log(1 + 0.5 / 3.5)
    long, short, mean = 0.5 * (0.7 + 0.3 * 1.5), 0.5 * (0.7 + 0.3 * 0.5), 0.5
    assert weights == pytest.approx(
        np.array(
            [
                [0, rare * 2 * 1.5 / (2 + long), usual * 1.5 / (1 + long)],
                [0, 0, usual * 1.5 / (1 + short)],
                [rare * 1.5 / (1 + mean), 0, usual * 1.5 / (1 + mean)],
            ]
        )
    )


def test_a_text_asks_with_each_of_its_words_once():
    assert Wording.of([["viool", "viool", "zaal"], ["zaal"]]).asked.toarray().tolist() == [[1, 1], [0, 1]]


@pytest.mark.parametrize("texts", [[], [[]], [[], []]])
def test_without_a_word_there_is_nothing_to_weigh(texts):
    wording = Wording.of(texts)

    assert wording.asked.shape == wording.weights.shape == (len(texts), 1)
    assert wording.asked.nnz == wording.weights.nnz == 0
