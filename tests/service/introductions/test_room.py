"""How many partners each one can still be asked about."""

from datetime import UTC, date, datetime

import pytest

from graph.database import open_engine, transaction
from graph.introducing import By, Introductions
from service.introductions.room import Rooms, count_mailed, quarter_begins, read_rooms
from service.snapshot import Snapshots
from tests.builders import partner
from tests.service.serving import make_database
from tests.service.signed_in import add_person

TODAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("day", "first"),
    [(date(2026, 1, 1), date(2026, 1, 1)), (date(2026, 9, 30), date(2026, 7, 1)), (TODAY, date(2026, 10, 1))],
)
def test_a_quarter_begins_on_the_first_of_its_first_month(day, first):
    assert quarter_begins(day) == first


def test_what_is_left_is_what_a_partner_says_less_what_was_asked_this_quarter_and_will_be(tmp_path):
    settings = make_database(tmp_path, [partner("a", capacity=4), *(partner(one) for one in "bcde")])
    engine = open_engine(settings.database_url)
    snapshot = Snapshots(engine, settings.model_path).current()
    with transaction(engine) as session:
        introductions = Introductions(session)
        ways = [
            ("b", ["approved", "asked"], 9),
            ("c", ["approved", "asked"], 11),
            ("d", ["approved"], 11),
            ("e", [], 11),
        ]
        for other, steps, month in ways:
            introduction = introductions.propose("a", other, By("staff"))
            for step in steps:
                introductions.take_step(introduction, step, By("staff"), now=datetime(2026, month, 2, tzinfo=UTC))
        rooms = read_rooms(session, snapshot, TODAY)
    engine.dispose()

    # Of four, c was asked this quarter and d will be; b was asked the quarter before, and e is only proposed.
    assert (rooms.before_sending("a"), rooms.left("a")) == (3, 2)
    assert rooms.left("b") == 10  # who says nothing has room for ten (matching.exposure.CONTACTS)
    assert rooms.all_left() == {"a": 2, "b": 10, "c": 9, "d": 9, "e": 10}


def test_who_is_not_there_has_no_room():
    assert Rooms({}, {}, {}).left("niemand") == 0


def test_only_who_is_confirmed_gets_mail_for_a_partner(tmp_path):
    settings = make_database(tmp_path, [partner("a"), partner("b")])
    add_person(settings, "een@example.org", partners=["a"])
    add_person(settings, "twee@example.org", partners=["a"])
    add_person(settings, "drie@example.org", partners=["b"], state="invited")
    engine = open_engine(settings.database_url)
    with transaction(engine) as session:
        assert count_mailed(session) == {"a": 2}
    engine.dispose()
