import numpy as np
import pytest
from scipy import sparse

from matching.errors import ImpossibleRound
from matching.rounds.staged import Aim, Choice, Proof


def two_of(n):
    choice = Choice(n)
    choice.keep_groups(np.zeros(n, int), [2])
    return choice


def test_a_later_aim_gives_up_nothing_of_an_earlier_one():
    # Two of four. First most of the first two; only then worth: without the first aim 9 + 8 would be best.
    chosen, proofs = two_of(4).pursue([Aim("first", np.array([1, 1, 0, 0])), Aim("worth", np.array([1, 2, 9, 8]))])

    assert chosen.tolist() == [True, True, False, False]
    assert [(proof.aim, proof.value, proof.bound) for proof in proofs] == [("first", 2, 2), ("worth", 3, 3)]


def test_equals_are_decided_by_the_draw_and_worth_is_not():
    aims = [Aim("worth", np.array([5, 5, 5, 6]))]

    assert two_of(4).pursue(aims, ties=np.array([0.1, 0.9, 0.2, 0.0]))[0].tolist() == [False, True, False, True]


def test_what_is_in_no_group_is_not_limited():
    choice = Choice(3)
    choice.keep_groups(np.array([0, 0, -1]), [1])

    assert choice.pursue([Aim("n", np.ones(3, int))])[1][0].value == 2


def test_what_is_demanded_is_chosen_before_what_is_worth_more():
    choice = two_of(3)
    choice.keep(sparse.csr_array(np.array([[1.0, 0.0, 0.0]])), 1, 1)

    assert choice.pursue([Aim("worth", np.array([0, 5, 6]))], time_limit_seconds=0.0)[0].tolist() == [True, False, True]


def test_rules_that_contradict_each_other_are_refused():
    choice = two_of(3)
    choice.keep(sparse.csr_array(np.ones((1, 3))), 3, 3)

    with pytest.raises(ImpossibleRound):
        choice.pursue([Aim("n", np.ones(3, int))])


def test_nothing_to_choose_is_a_choice_too():
    chosen, proofs = Choice(0).pursue([Aim("n", np.zeros(0, int))])

    assert chosen.tolist() == []
    assert proofs[0].is_proven


def test_a_gap_is_told_in_the_unit_of_the_aim():
    assert Proof("total", 3.5, 4.0, 1.0).gap == 0.5
    assert not Proof("total", 3.5, 4.0, 1.0).is_proven
    assert Proof("pairs twice", 2, 2, 1.0).is_proven
