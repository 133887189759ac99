"""What a look ahead starts from is kept as long as it is of the present, and no longer."""

import gc
from weakref import ref

import pytest

from graph.database import transaction
from graph.introducing import PROGRAM, Introductions
from service.access import Asker, Role
from service.figures.batches import Ahead
from service.visibility import as_seen_by
from tests.builders import collaboration, partner
from tests.service.posting import house_of
from tests.service.serving import make_database


@pytest.fixture
def house(tmp_path, monkeypatch):
    monkeypatch.setattr("service.snapshot.CHECK_SECONDS", 0)
    partners = [partner(each, seeks="tolken", offers="tolken") for each in "abcd"]
    work = [collaboration("c1", "2019", ["a", "b"]), collaboration("c2", "2019", ["b", "c"])]
    with house_of(make_database(tmp_path, partners, work)) as house:
        yield house


def propose(house):
    with transaction(house.engine) as session:
        Introductions(session).propose("a", "c", PROGRAM)


def test_a_step_of_an_introduction_makes_another_look_ahead_and_lets_the_one_before_go(house):
    first = Ahead.of(house, house.snapshots.current())
    assert Ahead.of(house, house.snapshots.current()) is first
    first.outlook(tuple(first.candidates.values()))
    before, holders, graph = ref(first), first.holders, first.graph

    propose(house)
    second = Ahead.of(house, house.snapshots.current())

    assert set(first.candidates) - set(second.candidates) == {("a", "c")}
    assert (second.holders is holders, second.graph is graph, holders) == (True, True, [("b", 1)])
    del first
    gc.collect()
    assert before() is None


def test_the_look_ahead_of_the_working_group_stays_the_same(house):
    group = Asker(Role.WORKING_GROUP)
    first = Ahead.of(house, as_seen_by(house.snapshots.current(), group))

    propose(house)

    assert Ahead.of(house, as_seen_by(house.snapshots.current(), group)) is first
    assert {each.chance for each in first.candidates.values()} == {None}


def test_what_is_looked_ahead_to_is_counted_once(house):
    ahead = Ahead.of(house, house.snapshots.current())
    some = tuple(ahead.candidates.values())[:2]

    assert ahead.outlook(some) is ahead.outlook(some)
    assert ahead.best_ties("connect") is ahead.best_ties("connect")
