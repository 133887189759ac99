"""Tests of matching.thesaurus: concepts found in texts by all the words of a label."""

import numpy as np
import pytest

from matching.dutch import Compounds, lemmas
from matching.thesaurus import ANSWER, BROADER, Thesaurus
from tests.builders import network, theme

LEXICON = ("taal", "maatje", "vrijwilliger", "kinder", "opvang", "techniek", "workshop")


def thesaurus(*themes, lexicon=LEXICON):
    return Thesaurus(network(themes=themes), Compounds(lexicon))


def words(text):
    compounds = Compounds(LEXICON)
    return [part for word in lemmas(text) for part in compounds.take_apart(word)]


def named(built, *texts):
    return built.concepts([words(text) for text in texts]).toarray()


@pytest.mark.parametrize(
    ("label", "text", "clarity"),
    [
        pytest.param("muziek", "Muziek in de wijk", 1 / 1.5, id="one-word"),
        pytest.param("oudere werknemer", "werknemers die ouder worden", 0, id="another-word-than-the-label"),
        pytest.param("sociale veiligheid", "veiligheid, ook sociale", 2 / 2.5, id="two-words-in-any-order"),
        pytest.param("sociale veiligheid", "veiligheid op straat", 0, id="one-of-two-words"),
        pytest.param("leren op de werkvloer", "werkvloer om te leren", 2 / 2.5, id="stop-words-do-not-count"),
        pytest.param("taalmaatje", "maatje voor taal", 2 / 2.5, id="a-compound-label-found-apart"),
        pytest.param("vrijwilliger taal", "taalvrijwilligers", 2 / 2.5, id="words-of-a-label-in-a-compound"),
        pytest.param("taal", "taalvrijwilligers", 1 / 1.5, id="a-part-of-a-compound"),
        pytest.param("kinderopvang", "opvang van ouderen", 0, id="a-part-of-a-label"),
        pytest.param("muziek", "", 0, id="an-empty-text"),
    ],
)
def test_a_label_is_found_where_all_its_words_stand(label, text, clarity):
    built = thesaurus(theme("t", label=label))

    assert named(built, text) == pytest.approx(np.array([[clarity]]))


def test_a_concept_is_found_by_its_other_names_and_never_louder_than_1():
    built = thesaurus(theme("t", label="muziek", alternatives=["zingen", "orkest", "band"]))

    assert named(built, "orkest", "zingen in een orkest met band en muziek") == pytest.approx(np.array([[2 / 3], [1]]))


def test_each_text_names_its_own_concepts():
    built = thesaurus(theme("a", label="muziek"), theme("b", label="sport"))

    assert (named(built, "sport", "muziek", "sport en muziek") > 0).tolist() == [[0, 1], [1, 0], [1, 1]]


def test_a_label_of_stop_words_alone_names_nothing():
    built = thesaurus(theme("a", label="de het een"), theme("b", label="sport"))

    assert (named(built, "de het een sport", "") > 0).tolist() == [[0, 1], [0, 0]]


def test_a_word_said_twice_is_no_clearer():
    built = thesaurus(theme("a", label="sociale veiligheid"))

    assert named(built, "sociale sociale").tolist() == [[0]]


def test_broader_concepts_are_named_weaker_with_each_step():
    built = thesaurus(
        theme("viool", broader="strijkers"), theme("strijkers", broader="muziek"), theme("muziek", broader="kunst")
    )
    narrow = built.concepts([["viool"]])

    widened = built.widen(narrow).toarray()[0]

    # By id: kunst (three steps away: too far), muziek, strijkers, viool.
    assert widened == pytest.approx([0, BROADER**2 * 2 / 3, BROADER * 2 / 3, 2 / 3])


def test_two_broader_concepts_both_get_their_share():
    built = thesaurus(theme("viool", broader=["hout", "muziek"]))

    assert built.widen(built.concepts([["viool"]])).toarray()[0] == pytest.approx([0.2, 0.2, 2 / 3])


def test_a_need_points_to_what_answers_it_and_not_back():
    built = thesaurus(theme("eenzaamheid", kind="need", answers="buddy"), theme("buddy", kind="resource"))

    assert built.answers(built.concepts([["eenzaamheid"]])).toarray()[0] == pytest.approx([ANSWER * 2 / 3, 2 / 3])
    assert built.answers(built.concepts([["buddy"]])).toarray()[0] == pytest.approx([2 / 3, 0])


def test_without_themes_there_is_nothing_to_name():
    built = thesaurus()

    assert built.n_concepts == 0
    assert named(built, "muziek", "").shape == (2, 0)
    assert built.widen(built.concepts([["muziek"]])).shape == (1, 0)


def test_without_texts_nothing_is_named():
    assert thesaurus(theme("muziek")).concepts([]).shape == (0, 1)
