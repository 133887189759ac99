"""A team proposed: one introduction for each member whom the one who asks does not know."""

from datetime import date

from graph.database import open_engine, reading
from graph.introducing import Introductions
from graph.repository import Repository
from service.access import OPERATOR
from service.introductions.room import Rooms
from service.teams.proposing import propose_team
from tests.builders import collaboration, partner
from tests.service.serving import make_database, writing

DAY = date(2024, 5, 1)
NO_ROOMS = Rooms({}, {}, {})


def test_who_is_known_and_who_is_asked_already_is_passed_over(tmp_path):
    partners = [partner(each) for each in ("asking", "known", "new", "running")]
    settings = make_database(tmp_path, partners, [collaboration("c", "2020", ["asking", "known"])])
    engine = open_engine(settings.database_url)
    with reading(engine) as session:
        network = Repository(session).network()
    engine.dispose()

    def propose(session, ids):
        return propose_team(session, OPERATOR, network, NO_ROOMS, "asking", ids, DAY)

    with writing(settings) as session:
        first = propose(session, ["running"])
        done = propose(session, ["known", "new", "new", "asking", "running"])
        stored = {
            (each.first_id, each.second_id, each.origin, each.state)
            for each in Introductions(session).in_state("proposed")
        }

    assert first.new == ("running",)
    assert (done.new, done.acquainted, done.running) == (("new",), ("known",), ("running",))
    assert stored == {("asking", each, "by_hand", "proposed") for each in ("new", "running")}
