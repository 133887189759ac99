"""Answers are kept with the state that they were given from."""

from service.made_once import Answers


def test_of_one_state_the_latest_answers_are_kept_and_no_other_state_has_them(snapshots, tell, clock):
    asked = []
    answers = snapshots.current().answers

    def answer(what):
        return answers.get(what, lambda: asked.append(what) or b"to " + what)

    assert [answer(b"a"), answer(b"a")] == [b"to a", b"to a"]
    assert asked == [b"a"]
    tell({"id": "school", "name": "school", "sector": "bedrijf", "offers": "boeken"})
    clock.seconds += 2
    assert snapshots.current().answers is not answers


def test_beyond_so_many_the_answer_that_was_asked_for_longest_ago_is_forgotten():
    made, answers = [], Answers(most=4)

    for what in (b"aa", b"bb", b"aa", b"cc", b"aa", b"bb"):
        answers.get(what, lambda what=what: made.append(what) or what)

    assert made == [b"aa", b"bb", b"cc", b"bb"]
