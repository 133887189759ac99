"""What is served is one state, whole, and the present one."""

import gc
from datetime import date
from threading import Event, Thread, Timer

import pytest

from graph.database import open_engine, schema_version
from matching.errors import UnreadableModel
from matching.model import Ranker
from service import snapshot
from service.snapshot import CHECK_SECONDS, Snapshots, load_ranker
from tests.builders import collaboration, partner
from tests.encoders import FakeEncoder
from tests.service.serving import add_rows, ids_in


def test_the_network_is_that_of_today(snapshots):
    assert ids_in(snapshots.current()) == ["bieb", "school"]
    assert snapshots.current().history.n_partners == 3
    assert snapshots.current().matcher.network is snapshots.current().network


def test_the_collector_of_rings_passes_over_what_a_large_network_holds(snapshots, monkeypatch):
    monkeypatch.setattr(snapshot, "N_QUICK", 1)
    n_before = gc.get_freeze_count()
    try:
        snapshots.current()

        assert gc.get_freeze_count() > n_before
    finally:
        gc.unfreeze()


def test_the_first_use_makes_an_empty_database_ready(tmp_path, clock):
    engine = open_engine(f"sqlite:///{tmp_path / 'new.db'}")

    made = Snapshots(engine, tmp_path / "model.json", clock=lambda: clock.seconds).current()

    assert schema_version(engine) is not None
    assert made.network.n_partners == 0
    assert "bibliotheek" in made.network.sectors["id"].tolist()
    assert made.matcher.suggest() == []
    engine.dispose()


def test_a_change_is_looked_for_now_and_then(snapshots, settings, clock):
    before = snapshots.current()
    add_rows(settings, [partner("firma")])

    clock.seconds += CHECK_SECONDS * 0.9
    assert snapshots.current() is before
    clock.seconds += CHECK_SECONDS * 0.2
    after = snapshots.current()

    assert ids_in(after) == ["bieb", "firma", "school"]
    assert ids_in(before) == ["bieb", "school"]
    assert after.version != before.version


def test_without_a_change_the_same_snapshot_stays(snapshots, clock):
    before = snapshots.current()

    clock.seconds += 3600

    assert snapshots.current() is before


def test_the_next_day_has_its_own_network(snapshots, clock):
    snapshots.current()

    clock.seconds, clock.day = clock.seconds + 86400, date(2020, 6, 2)

    assert ids_in(snapshots.current()) == ["bieb", "club", "school"]


def test_a_model_fitted_meanwhile_is_used(snapshots, settings, clock):
    assert snapshots.current().matcher.ranker.card == Ranker.prior().card
    prior = Ranker.prior()
    type(prior)(**{**vars(prior), "card": {"learned_from": "a test"}}).save(settings.model_path)

    clock.seconds += 2

    assert snapshots.current().matcher.ranker.card == {"learned_from": "a test"}


@pytest.fixture
def read_slowly(snapshots, settings, clock, monkeypatch):
    """Have another thread read a change, some seconds after the last look, and be held up; told are the thread, and the
    event that lets it go on."""

    def begin(seconds):
        has_begun, may_go_on = Event(), Event()
        read = snapshot._read  # noqa: SLF001 -- the slow part, held up here

        def read_held_up(*arguments):
            has_begun.set()
            assert may_go_on.wait(10)
            return read(*arguments)

        monkeypatch.setattr(snapshot, "_read", read_held_up)
        add_rows(settings, [partner("firma")], [collaboration("c", "2019", ["school", "firma"])])
        clock.seconds += seconds
        waiting = Thread(target=snapshots.current)
        waiting.start()
        assert has_begun.wait(10)
        return waiting, may_go_on

    return begin


def test_while_one_reader_waits_for_the_new_state_the_others_get_the_old_one(snapshots, read_slowly):
    old = snapshots.current()
    waiting, may_go_on = read_slowly(2)

    assert snapshots.current() is old
    may_go_on.set()
    waiting.join(10)

    assert ids_in(snapshots.current()) == ["bieb", "firma", "school"]


def test_nobody_is_given_a_state_that_is_seconds_old_while_another_is_read(snapshots, read_slowly):
    snapshots.current()
    waiting, may_go_on = read_slowly(snapshot.LATE_SECONDS + 1)
    Timer(0.1, may_go_on.set).start()

    assert ids_in(snapshots.current()) == ["bieb", "firma", "school"]
    waiting.join(10)


def test_a_read_that_goes_on_for_very_long_holds_nobody_up(snapshots, clock, read_slowly):
    old = snapshots.current()
    waiting, may_go_on = read_slowly(2)
    clock.seconds += snapshot.WAIT_SECONDS

    assert snapshots.current() is old
    may_go_on.set()
    waiting.join(10)


def test_with_another_encoder_it_is_another_state(settings, clock):
    engine = open_engine(settings.database_url)
    encoders = [None, FakeEncoder({"fiets": [1.0]}, "one"), FakeEncoder({"fiets": [1.0]}, "other")]
    made = [
        Snapshots(engine, settings.model_path, encoder, clock=lambda: clock.seconds, today=lambda: clock.day).current()
        for encoder in encoders
    ]
    engine.dispose()

    assert [one.matcher.encoder for one in made] == encoders
    assert len({one.version for one in made}) == 3


def test_without_a_model_the_prior_ranks(tmp_path):
    assert load_ranker(tmp_path / "model.json").card == Ranker.prior().card


def test_a_file_that_is_no_model_is_refused(tmp_path):
    (tmp_path / "model.json").write_text("[]", encoding="utf-8")

    with pytest.raises(UnreadableModel):
        load_ranker(tmp_path / "model.json")
