"""Small rounds from a few letters, and made-up ones of any size: what several tests of rounds look at."""

from datetime import date

import numpy as np
from hypothesis import strategies as st

from matching.rounds import Attendee, Floor, Guest, Host, LunchRound, MarketRound, Scores, Visitor, VisitRound

MONDAY, TUESDAY = date(2031, 3, 3), date(2031, 3, 4)


def visit_round(scores, *, days=(MONDAY,), room=1, visitors=None, hosts=None, **rules):
    """A meeloopdag of visitors v0, v1, … (the rows of `scores`) and hosts h0, h1, …, with changes by id."""
    values = np.array(scores, float)
    visitor_ids, host_ids = ([f"{side}{at}" for at in range(n)] for side, n in zip("vh", values.shape, strict=True))
    return VisitRound(
        tuple(Visitor(one, **{"days": days, **(visitors or {}).get(one, {})}) for one in visitor_ids),
        tuple(Host(one, **{"days": days, "room": room, **(hosts or {}).get(one, {})}) for one in host_ids),
        Scores.of(visitor_ids, host_ids, values),
        **rules,
    )


def market_round(scores, *, n_slots=3, meetings=3, attendees=None, floor=None, **rules):
    """A beursvloer of seekers s000, … (the rows of `scores`) and offerers o000, …, with changes by id."""
    values = np.array(scores, float)
    ids = [[f"{side}{at:03}" for at in range(n)] for side, n in zip("so", values.shape, strict=True)]
    sides = [
        tuple(Attendee(one, **{"meetings": meetings, **(attendees or {}).get(one, {})}) for one in side) for side in ids
    ]
    floor = floor or Floor.grid(len(ids[1]), per_row=12)
    return MarketRound(*sides, Scores.of(*ids, values), n_slots, floor, **rules)


def made_up_market(n_seekers, n_offerers, *, meetings, n_slots=12, seed=0):
    """Scores of some likings, some chance and some who are liked by all."""
    chance = np.random.default_rng(seed)
    likings = chance.normal(size=(n_seekers, 6)) @ chance.normal(size=(n_offerers, 6)).T
    scores = 0.6 * likings + 0.5 * chance.normal(size=likings.shape) + 0.5 * chance.normal(size=n_offerers)
    return market_round(scores, n_slots=n_slots, meetings=meetings)


def made_up_lunch(n_guests, *, n_sectors=4, n_known=0, seed=0, **rules):
    """Guests g000, … in sectors by turns, some of whom know each other."""
    chance = np.random.default_rng(seed)
    ids = [f"g{at:03}" for at in range(n_guests)]
    scores = chance.normal(size=(n_guests, n_guests))
    pairs = [sorted(chance.choice(ids, 2, replace=False).tolist()) for _ in range(n_known)]
    return LunchRound(
        tuple(Guest(one, f"sector {at % n_sectors}") for at, one in enumerate(ids)),
        Scores.of(ids, ids, scores + scores.T),
        known=frozenset((one, other) for one, other in pairs),
        **rules,
    )


@st.composite
def grids(draw, most=4):
    """Scores of up to so many with up to so many, in halves."""
    n_rows, n_columns = draw(st.integers(1, most)), draw(st.integers(1, most))
    halves = st.integers(-4, 6).map(lambda n: n / 2)
    row = st.lists(halves, min_size=n_columns, max_size=n_columns)
    return draw(st.lists(row, min_size=n_rows, max_size=n_rows))
