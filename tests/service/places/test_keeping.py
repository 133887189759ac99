"""A partner keeps its place: newcomers stand beside others, and all are laid out anew when the network doubled."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from unittest.mock import Mock

import numpy as np
import pytest
from scipy import sparse
from sqlalchemy import delete

from graph.database import open_engine, reading, transaction
from graph.model import Partner
from service.places.giving import complete, lay_out_anew, needs_layout, place_newcomers
from service.places.keeping import PlaceKeeper, Standing
from service.places.stored import Stored, last_number, read_places, write_places
from service.places.ties import PublicTies
from tests.builders import partner, store


def ties(n_partners, *pairs):
    dense = np.zeros((n_partners, n_partners))
    for one, other in pairs:
        dense[one, other] = dense[other, one] = 1.0
    return PublicTies([f"p{at}" for at in range(n_partners)], sparse.csr_array(dense))


def fill(engine, n_partners=8):
    with transaction(engine) as session:
        store(session, [partner(f"p{at}") for at in range(n_partners)])


@pytest.fixture
def filled(sqlite_template, tmp_path):
    """An engine on a database with partners p0 … p7."""
    path = tmp_path / "places.db"
    path.write_bytes(sqlite_template.read_bytes())
    engine = open_engine(f"sqlite:///{path}")
    fill(engine)
    yield engine
    engine.dispose()


PATH = ((0, 1), (1, 2), (2, 3))


def test_places_are_stored_and_found_again(engine):
    fill(engine)
    with transaction(engine) as session:
        write_places(session, {"p0": (0.5, -0.25, "laid_out"), "gone": (0.0, 0.0, "alone")})
    with transaction(engine) as session:
        write_places(session, {"p1": (1.0, 0.0, "beside")})
    with reading(engine) as session:
        assert read_places(session) == Stored(2, {"p0": (0.5, -0.25, "laid_out"), "p1": (1.0, 0.0, "beside")})


def test_a_place_goes_with_its_partner(filled):
    with transaction(filled) as session:
        write_places(session, {"p0": (0.0, 0.0, "alone"), "p1": (1.0, 0.0, "alone")})
    with transaction(filled) as session:
        session.execute(delete(Partner).where(Partner.id == "p1"))
    with reading(filled) as session:
        assert set(read_places(session).places) == {"p0"}


def test_whoever_comes_moves_nobody(filled):
    keeper = PlaceKeeper(filled)
    before = keeper.stand(ties(4, *PATH)).places

    after = keeper.stand(ties(6, *PATH, (0, 4), (1, 4))).places

    assert {each: after[each] for each in before} == before
    assert set(after) == {f"p{at}" for at in range(6)}


def test_another_process_finds_the_same_places(filled):
    network = ties(4, *PATH)

    assert PlaceKeeper(filled).stand(network).places == PlaceKeeper(filled).stand(network).places
    with reading(filled) as session:
        assert last_number(session) == 1


def test_what_was_asked_before_is_at_hand_until_somebody_writes(filled):
    keeper, network = PlaceKeeper(filled), ties(4, *PATH)
    first = keeper.stand(network)

    assert keeper.stand(network) is first
    lay_out_anew(filled, network, lambda _share: None)
    assert keeper.stand(network) is not first


def test_the_first_tie_takes_a_partner_in_from_the_edge(filled):
    keeper = PlaceKeeper(filled)
    alone = keeper.stand(ties(5, *PATH, (3, 0))).places["p4"]

    tied = keeper.stand(ties(5, *PATH, (3, 0), (0, 4), (2, 4))).places["p4"]

    assert np.hypot(*tied) < np.hypot(*alone)


def test_while_all_are_laid_out_anew_the_places_beside_the_old_ones_are_found_once(filled, monkeypatch):
    begun, may_end = Event(), Event()

    def lay_out_slowly(*_):
        begun.set()
        may_end.wait(20)

    counted = Mock(side_effect=place_newcomers)
    monkeypatch.setattr("service.places.keeping.lay_out_anew", lay_out_slowly)
    monkeypatch.setattr("service.places.keeping.place_newcomers", counted)
    with transaction(filled) as session:
        write_places(session, {"p0": (0.0, 0.0, "laid_out")})
    keeper, network = PlaceKeeper(filled), ties(4, *PATH)

    found = keeper.stand(network)

    assert begun.wait(20)
    assert found.places["p0"] == (0.0, 0.0)
    assert [keeper.stand(network) for _ in range(3)] == [found] * 3
    assert counted.call_count == 1
    may_end.set()


def test_others_can_write_while_a_place_is_sought_and_what_they_placed_stays(filled, monkeypatch):
    def seek(stored, network):
        if not stored.places:
            with transaction(filled) as session:
                write_places(session, {"p0": (0.5, 0.5, "alone")})
        return place_newcomers(stored, network)

    monkeypatch.setattr("service.places.giving.place_newcomers", seek)

    stored = complete(filled, ties(2))

    assert stored.places["p0"] == (0.5, 0.5, "alone")
    with reading(filled) as session:
        assert read_places(session) == stored


def test_processes_that_place_the_same_newcomer_at_once_agree(engine):
    fill(engine)
    network, start = ties(4, *PATH), Barrier(3)

    def place(_):
        start.wait(20)
        return complete(engine, network).places

    with ThreadPoolExecutor(3) as pool:
        first, *others = pool.map(place, range(3))

    assert others == [first, first]


def test_a_network_that_doubled_is_laid_out_anew(filled):
    with transaction(filled) as session:
        write_places(session, {f"p{at}": (at / 10, 0.0, "laid_out") for at in range(4)})
        stored = read_places(session)

    assert not needs_layout(stored, ties(7, *PATH, (3, 4), (3, 5), (3, 6)))
    assert needs_layout(stored, ties(8, *PATH, (3, 4), (3, 5), (3, 6), (3, 7)))


def test_without_ties_all_stand_on_the_ring_and_nothing_is_laid_out(filled):
    stored = complete(filled, ties(3))

    assert {standing for _, _, standing in stored.places.values()} == {"alone"}
    assert not needs_layout(stored, ties(3))


def test_an_empty_network_has_no_places(filled):
    assert PlaceKeeper(filled).stand(ties(0)).places == {}


def test_a_layout_that_fails_is_told_and_tried_again(filled, monkeypatch):
    keeper, network = PlaceKeeper(filled), ties(4, *PATH)
    with monkeypatch.context() as broken:
        broken.setattr("service.places.giving.lay_out", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            keeper.stand(network)

    assert isinstance(keeper.stand(network), Standing)


def test_while_a_layout_takes_long_it_is_told_how_far_it_is(filled, monkeypatch):
    monkeypatch.setattr("service.later.MOMENT_SECONDS", 0.0)
    keeper = PlaceKeeper(filled)

    found = keeper.stand(ties(4, *PATH))

    assert found == 0.0 or isinstance(found, Standing)
