"""What is compared with is as good as it can be: texts in their full width, and the busier first among equals."""

import numpy as np
import pytest

from matching.baselines import baselines, told_and_done
from tests.builders import collaboration, network, partner
from tests.matching.networks import STAR, tied

ALL = np.arange(4)


def test_a_partner_is_read_with_all_its_work():
    built = network(
        [partner("a", name="De A", seeks="zaal"), partner("b", name="De B")],
        [collaboration("x", "2018", [*"ab"], title="Viool"), collaboration("y", "2019", "a", title="Piano")],
    )

    words = [set(text.lower().replace(".", " ").split()) for text in told_and_done(built)]

    assert words == [{"de", "a", "zaal", "viool", "piano"}, {"de", "b", "viool"}]


def test_bm25_asks_with_the_profile_and_reads_the_work_too():
    built = network(
        [partner("a", name="", seeks="viool"), *(partner(one, name="") for one in "bcd")],
        [collaboration("x", "2018", "b", title="viool"), collaboration("y", "2018", "c", title="piano")],
    )

    scores = baselines(built)["bm25"](ALL)

    # a asks for what b did; b did it, but its profile is empty and asks for nothing.
    assert np.flatnonzero(scores[0]).tolist() == [0, 1]
    assert not scores[1:].any()


def test_bm25_holds_a_word_that_fewer_use_to_tell_more():
    built = network(
        [partner("a", name="", seeks=["viool", "piano"]), partner("b", name="", offers="viool")]
        + [partner(one, name="", offers="piano") for one in "cd"]
    )

    scores = baselines(built)["bm25"](ALL)[0]

    # Lengths are equal but for a: of 4, 2 use viool, log(1 + 2.5 / 2.5); 3 use piano, log(1 + 1.5 / 3.5).
    assert scores[1] / scores[2] == pytest.approx(np.log(2) / np.log(1 + 1.5 / 3.5))
    assert scores[2] == scores[3]


def test_of_those_whose_texts_tell_nothing_the_busier_come_first():
    methods = baselines(tied(4, STAR))

    assert [np.argmax(methods[name](ALL)[3]) for name in ("tf-idf", "bm25")] == [0, 0]


def test_without_words_texts_tell_nothing():
    built = network([partner("a", name=""), partner("b", name="")])

    assert not baselines(built)["bm25"](np.arange(2)).any()
