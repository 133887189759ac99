"""Tests of matching.said: phrases that are taken back and added."""

import numpy as np
import pytest

from matching.said import Said
from matching.texts import TextSpace
from tests.associations import NO_ASSOCIATIONS
from tests.builders import network, partner

BUILT = network(
    [partner("a", offers=["fiets", "viool"], seeks="zaal"), partner("b", offers="zaal"), partner("c", seeks="fiets")]
)
SPACE = TextSpace(BUILT, known=NO_ASSOCIATIONS)
OFFERS = Said.side(BUILT, "offers", SPACE.offered)
NOBODY, A, B = np.array([False, False, False]), np.array([True, False, False]), np.array([False, True, False])


def said(*phrases):
    """What partners say, given as (partner, text)."""
    return Said.of(np.array([one for one, _ in phrases], np.int64), [text for _, text in phrases], SPACE.offered)


def answering(of, need):
    return {
        text: round(float(score), 2)
        for text, score in zip(of.text, of.answering(SPACE, SPACE.sought([need]))[0], strict=True)
        if score
    }


def test_a_side_holds_its_phrases_with_who_says_them():
    assert OFFERS.text.tolist() == ["fiets", "viool", "zaal"]
    assert OFFERS.partner.tolist() == [0, 0, 1]
    assert OFFERS.is_said.all()


def test_what_is_said_later_stands_in_the_last_rows():
    after = OFFERS.updated(A, said((0, "viool"), (0, "podium")))

    assert after.text.tolist() == ["fiets", "viool", "zaal", "viool", "podium"]
    assert after.partner.tolist() == [0, 0, 1, 0, 0]
    assert after.is_said.tolist() == [False, False, True, True, True]


def test_what_is_taken_back_answers_nothing():
    after = OFFERS.updated(A, said())

    assert answering(OFFERS, "fiets") == {"fiets": pytest.approx(answering(OFFERS, "fiets")["fiets"])}
    assert answering(after, "fiets") == {}
    assert answering(after, "zaal") == answering(OFFERS, "zaal")


def test_what_is_said_later_answers_as_if_it_had_always_been_said():
    after = OFFERS.updated(A, said()).updated(A, said((0, "fiets"))).updated(B, said((1, "viool")))

    assert answering(after, "fiets") == answering(OFFERS, "fiets")
    assert answering(after, "viool") == answering(OFFERS, "viool")
    assert answering(after, "zaal") == {}


def test_a_need_taken_back_is_met_by_nothing():
    needs = Said.side(BUILT, "seeks", SPACE.sought)

    before, after = (of.needing(SPACE, SPACE.offered(["zaal", "fiets"])) for of in (needs, needs.updated(A, said())))

    assert before.shape == after.shape == (2, 2)
    assert (before[0, 0] > 0, after[0, 0], after[1, 1]) == (True, 0, before[1, 1])


def test_where_nothing_was_said_the_first_phrase_counts():
    nothing = said()

    after = nothing.updated(NOBODY, said((2, "zaal")))

    assert answering(after, "zaal") == answering(OFFERS, "zaal")
