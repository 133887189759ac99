"""Which members are hidden, at which place they stand, and what the table of teams says."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from matching.teams.missing import cases_of
from tests.benchmarks.teams import (
    FUSED,
    METHODS,
    OURS,
    Found,
    baselines,
    caption,
    daily_trials,
    drawn_by_team,
    measure,
    place_of,
    table_of,
    yearly_trial,
)
from tests.builders import collaboration, network, partner

BUILT = network(
    [partner(each, name=each * 3, offers=f"werk met {each * 4}") for each in "abcdefgh"],
    [
        *(collaboration(f"abc{year}", str(year), ["a", "b", "c"], title="Samen") for year in range(2014, 2019)),
        collaboration("pair", "2016", ["d", "e"]),
        collaboration("later", "2018-06", ["a", "b", "d"], title="dddd"),
    ],
)


def test_each_team_is_seen_beside_the_network_of_the_day_before_it_began():
    trials = list(daily_trials(BUILT, [2018]))

    assert [trial.before.day for trial in trials] == [date(2017, 12, 31), date(2018, 5, 31)]
    assert [len(trial.cases) for trial in trials] == [3, 3]
    drawn = yearly_trial(BUILT, 2018, n_teams=1)
    assert (len(drawn.cases), drawn.before.day) == (1, date(2017, 12, 31))
    assert drawn.cases[0].collaboration_id in {"abc2018", "later"}


def test_the_place_counts_who_is_not_in_the_team_and_equal_ones_share_theirs():
    case = cases_of(BUILT, BUILT, 0)[2]  # a and b are there, c is hidden

    assert place_of(np.array([9.0, 9, 5, 1, 1, 1, 1, 1]), case) == 1
    assert place_of(np.array([0.0, 0, 5, 7, 5, 5, 1, 1]), case) == 3  # one before it, two beside it
    assert place_of(np.zeros(8), case) == 3.5


def test_a_baseline_knows_nothing_but_what_came_before():
    before = BUILT.at(date(2018, 5, 31))
    hidden = next(case for case in cases_of(BUILT, before, len(BUILT.collaborations) - 1) if case.hidden == 3)
    places = {name: place_of(scorer(hidden), hidden) for name, scorer in baselines(before).items()}

    assert places["popularity: all"] == 2.5  # after c; e took part as often
    assert places["co-occurrence: count"] == 2.5
    assert places["text similarity: tf-idf, draft, told"] == 1  # nobody else says dddd


def test_everybody_is_measured_on_the_same_cases():
    found = measure(BUILT, list(daily_trials(BUILT, range(2015, 2019))), [2018])

    assert len(found.places) == 6
    assert (found.places[[OURS, *METHODS, FUSED]] >= 1).all(axis=None)
    assert found.recall(OURS).mean() == 1  # of eight partners all stand among the first ten
    assert table_of("town", found).row_count == 5


def test_the_caption_compares_with_the_best_of_the_others_and_whole_teams_are_drawn():
    places = pd.DataFrame({"collaboration": ["x", "x", "y"], OURS: [1.0, 1, 20], "popularity": [1.0, 20, 20]})
    places[["co-occurrence", "text similarity", FUSED]] = 30.0
    values = drawn_by_team(np.array([1.0, 1.0, 0.0]), places["collaboration"])

    assert caption(Found(places)).startswith("osmose less popularity: +0.333")
    assert set(values.round(3).tolist()) == {0.0, 0.667, 1.0}
    assert values.mean() == pytest.approx(7 / 12, abs=0.05)  # x twice, y twice, or one of each in either order
