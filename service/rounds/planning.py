"""A round planned from what is stored, and the plan kept: beside the requests, in transactions of its own."""

from graph.database import reading, transaction
from matching.rounds.staged import Progress
from service.house import House
from service.rounds.asking import ask_round
from service.rounds.gathering import find_round
from service.rounds.kept import keep_plan
from service.rounds.solving import check, solve


def plan_beside(house: House, round_id: int, occasion: str, seconds: int) -> None:
    """Begin to plan a round in the background, unless it is being planned."""
    house.solving.begin(round_id, seconds, lambda progress: plan_now(house, round_id, occasion, seconds, progress))


def plan_now(house: House, round_id: int, occasion: str, seconds: float, progress: Progress | None = None) -> int:
    """Plan a round, keep the plan and return its number; raise `ImpossibleRound` or `UnknownRound`."""
    matcher = house.snapshots.current().matcher
    with reading(house.engine) as session:
        asked = ask_round(session, find_round(session, round_id), matcher)
    # Outside of any transaction: it may take a minute, and others write meanwhile.
    planned = solve(asked, matcher, seconds, progress)
    faults = check(asked, planned)
    with transaction(house.engine) as session:
        return keep_plan(session, find_round(session, round_id), occasion, asked, planned, faults)
