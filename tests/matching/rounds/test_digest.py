from itertools import product

import numpy as np
from pydantic import TypeAdapter

from matching.model import Ranker
from matching.rounds import DigestPlan, check_digest, plan_digest
from matching.rounds.digest import rooms_of
from matching.suggest import Matcher
from tests.builders import network, partner

WORDS = ("taallessen", "techniek", "zwemles", "muziek", "moestuin", "stageplekken")


def town(n_partners=8, **columns):
    """Partners of whom each offers what the next one seeks."""
    return network(
        partner(f"p{at}", seeks=WORDS[at % len(WORDS)], offers=WORDS[(at + 1) % len(WORDS)], **columns)
        for at in range(n_partners)
    )


def test_everybody_gets_something_and_nobody_more_than_there_is_room_for():
    matcher = Matcher(town(capacity=3), Ranker.prior())
    plan = plan_digest(matcher, per_partner=2)

    assert not plan.without
    assert plan.is_proven
    assert not check_digest(plan, rooms=dict.fromkeys(rooms_of(matcher.network), 3), shown_lately=(), per_partner=2)
    assert TypeAdapter(DigestPlan).validate_json(TypeAdapter(DigestPlan).dump_json(plan)) == plan


def test_what_was_shown_lately_is_not_shown_again():
    matcher = Matcher(town(), Ranker.prior())
    first = plan_digest(matcher, per_partner=1)
    shown = {(one.partner_id, one.suggested_id) for one in first.suggestions}
    second = plan_digest(matcher, shown_lately=shown, per_partner=1)

    assert second.suggestions
    assert not shown & {(one.partner_id, one.suggested_id) for one in second.suggestions}


def test_who_gets_nothing_is_told_why():
    matcher = Matcher(town(2), Ranker.prior())
    ids = ["p0", "p1"]
    both = [pair for pair in product(ids, ids) if len(set(pair)) == 2]

    assert {one.reason for one in plan_digest(matcher, shown_lately=both).without} == {"all_shown"}
    assert [(one.partner_id, one.reason) for one in plan_digest(matcher, left={"p0": 0}).without] == [
        ("p0", "no_room"),
        ("p1", "others_full"),
    ]
    assert [one.reason for one in plan_digest(Matcher(town(1), Ranker.prior())).without] == ["nobody_fits"]


def test_ranks_begin_at_one_for_each_and_scores_fall():
    plan = plan_digest(Matcher(town(), Ranker.prior()))
    for one in {one.partner_id for one in plan.suggestions}:
        own = [suggestion for suggestion in plan.suggestions if suggestion.partner_id == one]
        assert [suggestion.rank for suggestion in own] == list(range(1, len(own) + 1))
        assert (np.diff([suggestion.score for suggestion in own]) <= 0).all()
