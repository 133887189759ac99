"""How partners stand before a team is made."""

from datetime import date

import numpy as np

from matching.teams.standing import Reach, busyness, has_room, usual_suspects
from tests.builders import collaboration, network, partner
from tests.matching.networks import PATH, tied


def test_ways_over_ties_are_followed_and_who_is_too_far_is_not_near():
    reach = Reach.of(tied(6, [*PATH, (3, 4)]), 0)

    assert reach.n_steps.tolist() == [0, 1, 2, 3, 4, -1]
    assert reach.is_near.tolist() == [False, True, True, True, False, False]
    assert (reach.between(3), reach.between(1)) == ([1, 2], [])


def test_the_busiest_are_those_who_began_most_lately():
    built = network(
        [partner(each) for each in "abc"],
        [collaboration("old", "2010", ["a", "c"]), *(collaboration(f"n{at}", "2020", ["a", "b"]) for at in range(2))],
    )
    busy = busyness(built)

    assert busy[0] == 1 > busy[1] > busy[2] > 0  # by the eleventh year what c began has all but faded
    assert usual_suspects(busy).tolist() == [True, False, False]
    assert not usual_suspects(np.zeros(3)).any()


def test_who_says_to_have_no_room_or_pauses_has_none():
    built = network(
        [
            partner("free"),
            partner("full", capacity=0),
            partner("paused", paused_until=date(2024, 3, 1)),
            partner("back", paused_until=date(2023, 12, 1)),
        ]
    ).at(date(2024, 1, 1))

    assert dict(zip(built.partners["id"], has_room(built), strict=True)) == {
        "back": True, "free": True, "full": False, "paused": False,
    }  # fmt: skip
