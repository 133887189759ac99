"""The 0/1 program against every team there is, on small drawn ones."""

from itertools import combinations

import numpy as np
import pytest

from matching.teams.choosing import ANSWER_WORTH, Choosing
from matching.teams.coverage import COVERS
from matching.teams.team import LEAST


def drawn(seed, n=8, n_needs=3, **changes):
    chance = np.random.default_rng(seed)
    return Choosing(
        **{
            "scores": np.where(chance.random((n, n_needs)) < 0.4, chance.uniform(0.1, 1, (n, n_needs)).round(3), 0.0),
            "worth": chance.normal(size=n).round(3),
            "is_given": np.arange(n) == (0 if seed % 3 == 0 else -1),
            "is_far": chance.random(n) < 0.3,
            "is_usual": chance.random(n) < 0.2,
            "sector": chance.integers(0, 4, n),
            "sectors_asked": frozenset({1, 2}) if seed % 2 else frozenset(),
            "least": 3,
            "most": 5,
        }
        | changes
    )


def aims_of(asked, members):
    """What a team reaches of each aim, in their order."""
    members = np.array(members)
    scores = asked.scores[members]
    answered = scores.max(axis=0) >= COVERS
    sectors = {int(each) for each in asked.sector[members]}
    sectors = sectors & asked.sectors_asked if asked.sectors_asked else sectors
    has_part = (scores >= COVERS).any(axis=1) | asked.is_given[members]
    is_new = ~asked.is_given[members]
    total = asked.worth[members].sum() + ANSWER_WORTH * scores.max(axis=0)[answered].sum()
    n_sectors = min(len(sectors), LEAST)
    return (
        int(answered.sum()),
        n_sectors if asked.sectors_asked else 0,
        -int((~has_part).sum()),
        -int(asked.is_far[members].sum()),
        -int((asked.is_usual[members] & is_new).sum()),
        n_sectors,
        -len(members),
        round(float(total), 6),
    )


def all_teams(asked):
    given = set(np.flatnonzero(asked.is_given).tolist())
    for size in range(asked.least, asked.most + 1):
        yield from (each for each in combinations(range(len(asked.worth)), size) if given <= set(each))


@pytest.mark.parametrize("seed", range(12))
def test_no_team_does_better(seed):
    asked = drawn(seed)
    members, proofs = asked.choose([])
    best = max(aims_of(asked, each) for each in all_teams(asked))

    assert aims_of(asked, members)[:-1] == best[:-1]
    assert aims_of(asked, members)[-1] == pytest.approx(best[-1], abs=0.01)  # worth is counted in thousandths
    assert all(proof.is_proven for proof in proofs)


def test_a_second_team_shares_at_most_half_of_its_new_members():
    asked = drawn(3)  # who stands first is given
    first, _ = asked.choose([])
    second, _ = asked.choose([first])

    new = [set(team.tolist()) - {0} for team in (first, second)]
    assert len(new[0] & new[1]) <= len(new[0]) // 2


def test_with_too_few_candidates_there_is_no_team():
    assert drawn(1, n=2).choose([]) is None
