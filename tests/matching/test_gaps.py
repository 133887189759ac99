"""Which introductions link two groups: judged against every choice there is, and by who may not be introduced."""

from dataclasses import dataclass
from datetime import date
from itertools import chain, combinations

import numpy as np
import pytest

from graph.network import Network
from matching.gaps import MOST_EACH, Groups, plan_links
from matching.model import Ranker
from matching.suggest import Matcher
from tests.builders import answer, collaboration, network, partner


@dataclass
class Scorer:
    """Scores every pair as a table says, the same from both sides; what the table lacks is worth 1."""

    network: Network
    table: dict

    def scores_between(self, ones, others):
        pairs = [[self.table.get((one, other), self.table.get((other, one), 1.0)) for other in others] for one in ones]
        return np.array(pairs, np.float64).reshape(len(ones), len(others))


def town(n_schools, n_colleges, *collaborations, answers=(), **of_first_college):
    colleges = [partner(f"c{at}", **(of_first_college if at == 0 else {})) for at in range(n_colleges)]
    return network([partner(f"s{at}") for at in range(n_schools)] + colleges, collaborations, answers=answers)


def groups_of(built, *, alone=None, gaps=()):
    ids = built.partners["id"].tolist()
    ones, others = (tuple(each for each in ids if each.startswith(letter)) for letter in "sc")
    return Groups(ones, others, frozenset(ids if alone is None else alone), tuple(map(frozenset, gaps)))


def plan(built, table=None, *, left=10, kept_away=(), **chosen):
    rooms = {each: left.get(each, 10) if isinstance(left, dict) else left for each in built.partners["id"]}
    return plan_links(Scorer(built, table or {}), [groups_of(built, **chosen)], left=rooms, kept_away=kept_away)


def pairs(planned):
    return {(fit.one_id, fit.other_id) for fit in planned.chosen}


def test_everybody_without_a_link_gets_one_and_nobody_stands_in_more_than_three():
    planned = plan(town(6, 2), {(f"s{at}", "c0"): 4.0 for at in range(6)})

    assert len(planned.chosen) == 6  # as few as it takes: the colleges have theirs by these
    assert {one for one, _ in pairs(planned)} == {f"s{at}" for at in range(6)}
    assert sorted(other for _, other in pairs(planned)) == ["c0"] * MOST_EACH + ["c1"] * MOST_EACH
    assert planned.without == {}
    assert all(proof.is_proven for proof in planned.proofs)


def test_who_has_a_link_already_is_met_by_who_has_none_and_by_nobody_else():
    planned = plan(town(2, 2), {("s0", "c0"): 9.0, ("s1", "c1"): 3.0}, alone={"s1"})

    assert pairs(planned) == {("s1", "c1")}


def test_where_not_all_can_be_served_a_place_without_any_link_comes_first():
    planned = plan(town(4, 1), {("s3", "c0"): 0.5}, alone={"s0", "s1", "s2", "s3"}, gaps=[{"s3"}])

    assert len(planned.chosen) == MOST_EACH
    assert ("s3", "c0") in pairs(planned)
    assert list(planned.without.values()) == ["others_full"]


@pytest.mark.parametrize(
    ("built", "chosen", "why"),
    [
        pytest.param(town(1, 1, collaboration("c", "2020", ["s0", "c0"])), {}, "nobody_fits", id="known"),
        pytest.param(town(1, 1, answers=[answer("s0", "c0", "declined")]), {}, "nobody_fits", id="declined"),
        pytest.param(town(1, 1), {"kept_away": [("c0", "s0")]}, "nobody_fits", id="introduced"),
        pytest.param(town(1, 1), {"left": {"c0": 0}}, "nobody_fits", id="other-without-room"),
        pytest.param(town(1, 1), {"left": {"s0": 0}}, "no_room", id="own-room"),
        pytest.param(town(1, 1), {"table": {("s0", "c0"): -0.001}}, "nobody_fits", id="below-average"),
    ],
)
def test_who_may_not_be_introduced_is_not_and_why_is_told(built, chosen, why):
    planned = plan(built, chosen.pop("table", None), alone={"s0"}, **chosen)

    assert planned.chosen == ()
    assert planned.without == {(0, "s0"): why}


def test_groups_in_which_everybody_has_a_link_are_left_as_they_are():
    built = town(2, 2)
    linked, open_one = groups_of(built, alone=set()), groups_of(built, alone={"s1"})
    planned = plan_links(Scorer(built, {}), [linked, open_one], left=dict.fromkeys(built.partners["id"], 1))

    assert [(fit.group, fit.one_id) for fit in planned.chosen] == [(1, "s1")]


def test_who_pauses_meets_nobody():
    built = town(1, 1, paused_until=date(2024, 6, 1)).at(date(2024, 5, 1))

    assert plan(built).without == {(0, "c0"): "paused", (0, "s0"): "nobody_fits"}


def worth(chosen, table, groups):
    met = {each for pair in chosen for each in pair}
    n_gaps = sum(bool(gap & met) for gap in groups.gaps)
    total = sum(round(1000 * table[pair]) for pair in chosen)
    return (n_gaps, len(met & groups.alone), -len(chosen), len(met), total)


@pytest.mark.parametrize("seed", range(12))
def test_no_choice_of_all_there_are_is_better(seed):
    random = np.random.default_rng(seed)
    built = town(3, 3)
    ids = built.partners["id"].tolist()
    table = {(f"s{i}", f"c{j}"): round(float(random.normal(0.5)), 3) for i in range(3) for j in range(3)}
    left = {each: int(random.integers(0, 3)) for each in ids}
    alone = {each for each in ids if random.random() < 0.7}
    gaps = [{each for each in alone if random.random() < 0.5} for _ in range(2)]
    groups = groups_of(built, alone=alone, gaps=gaps)

    planned = plan(built, table, left=left, alone=alone, gaps=gaps)

    may = [pair for pair, score in table.items() if score >= 0 and set(pair) & alone]
    choices = chain.from_iterable(combinations(may, n) for n in range(len(may) + 1))
    kept = [one for one in choices if all(sum(each in pair for pair in one) <= left[each] for each in ids)]
    assert worth(pairs(planned), table, groups) == max(worth(one, table, groups) for one in kept)


def test_the_matcher_of_a_network_scores_them_and_without_anybody_nothing_is_planned():
    built = town(2, 2)
    matcher = Matcher(built, Ranker.prior())

    assert plan_links(matcher, [groups_of(built)], left=dict.fromkeys(built.partners["id"], 5)).without == {}
    assert plan_links(matcher, [Groups((), (), frozenset())], left={}).chosen == ()
