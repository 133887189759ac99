"""A beursvloer, a meeloopdag and a lunch in a small town, for the tests of rounds."""

import time
from contextlib import contextmanager

from graph.database import transaction
from service.access import OPERATOR
from service.rounds.gathering import add_guests, find_round, make_round
from service.rounds.kept import read_plan
from service.rounds.on_the_day import note_arrivals
from service.rounds.planning import plan_now
from tests.builders import partner
from tests.service.posting import house_of

DAY = "2027-03-18"


def new_rows():
    """Return new rows of three schools and three bakers."""
    schools = [
        partner(f"school{n}", name=f"School {n}", sector="primair-onderwijs", seeks="stageplek", place="Oss")
        for n in range(3)
    ]
    firms = [partner(f"bakker{n}", name=f"Bakker {n}", offers="stageplek", place="Oss") for n in range(3)]
    return schools + firms


@contextmanager
def gathered(settings, kind, *, state="coming", **columns):
    """Lend a house in which a round was made, schools on side one and bakers on the other, and the id of the round."""
    with house_of(settings) as house:
        usual = {"title": "Beursvloer Oss", "days": [DAY], "usual_room": 2, "n_slots": 4, "seconds": 5}
        with transaction(house.engine) as session:
            row = make_round(session, OPERATOR, kind, usual | columns)
            if kind != "digest":
                for side, stem in (("one", "school"), ("other", "bakker")):
                    add_guests(session, OPERATOR, row, [f"{stem}{n}" for n in range(3)], side=side, state=state)
            round_id = row.id
        yield house, round_id


def plan_and_share(house, round_id):
    """Plan a round, and have partners see the plan."""
    number = plan_now(house, round_id, "planned", 1)
    with transaction(house.engine) as session:
        find_round(session, round_id).shared_number = number


def arrive(house, round_id, partner_id, state, from_slot=0, now_slot=0):  # noqa: PLR0913, PLR0917 -- what happened
    """Note that guests are absent or there, and return the plan that follows."""
    matcher = house.snapshots.current().matcher
    with transaction(house.engine) as session:
        row = find_round(session, round_id)
        ids = [partner_id] if isinstance(partner_id, str) else partner_id
        slots = {"from_slot": from_slot, "now_slot": now_slot}
        number = note_arrivals(session, OPERATOR, row, matcher, ids, state, **slots)
        return read_plan(session, row, number)


def wait_for_plan(client, round_id, seconds=20):
    """Wait until a round is planned; return the address of the plan."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        answer = client.get(f"/werkbank/rondes/{round_id}/bezig", follow_redirects=False)
        if answer.status_code == 303:
            return answer.headers["Location"]
        assert 'class="fault"' not in answer.text, answer.text
        time.sleep(0.05)
    raise AssertionError("no plan came")
