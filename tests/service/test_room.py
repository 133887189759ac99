"""How much room a partner has left this quarter."""

import shutil
from datetime import date

import pytest
from sqlalchemy import select

from graph.database import open_engine, transaction
from graph.introducing import By
from graph.model import Change, Partner
from graph.people import AuditEntry
from service.access import OPERATOR
from service.introductions.asking import answer, ask
from service.introductions.deciding import decide, propose_by_hand
from service.room import NoSuchPause, NoSuchRoom, room_left, set_pause, set_room
from tests.builders import partner, store

TODAY = date(2026, 11, 26)


@pytest.fixture
def session(sqlite_template, tmp_path):
    engine = open_engine(f"sqlite:///{shutil.copy(sqlite_template, tmp_path)}")
    with transaction(engine) as session:
        store(session, [partner("bakker", capacity=2), partner("school")])
        yield session
    engine.dispose()


@pytest.fixture
def asked(session):
    introduction = propose_by_hand(session, OPERATOR, "school", "bakker")
    decide(session, OPERATOR, introduction, "approve")
    ask(session, OPERATOR, introduction, TODAY)
    return introduction


@pytest.mark.usefixtures("asked")
def test_what_is_asked_takes_no_room(session):
    assert room_left(session, "bakker", TODAY) == 2
    assert room_left(session, "school", TODAY) is None  # it did not say


def test_a_yes_takes_room_until_the_quarter_is_over(session, asked):
    answer(session, asked, "first", "yes", By("first"), TODAY)
    assert room_left(session, "bakker", TODAY) == 1

    answer(session, asked, "second", "yes", By("second"), TODAY)
    assert room_left(session, "bakker", TODAY) == 1
    assert room_left(session, "bakker", date(2027, 1, 1)) == 2


def test_who_has_more_than_it_wanted_has_none_left(session, asked):
    answer(session, asked, "first", "yes", By("first"), TODAY)
    set_room(session, OPERATOR, "bakker", "0")

    assert room_left(session, "bakker", TODAY) == 0


def test_what_is_no_room_or_no_pause_changes_nothing(session):
    with pytest.raises(NoSuchRoom):
        set_room(session, OPERATOR, "bakker", "51")
    with pytest.raises(NoSuchPause):
        set_pause(session, OPERATOR, "bakker", "2026-11-26", TODAY)

    assert session.get_one(Partner, "bakker").capacity == 2
    assert session.query(AuditEntry).count() == 0


def test_room_is_a_change_of_one_profile_and_a_pause_may_change_everything(session):
    set_room(session, OPERATOR, "bakker", "4")
    set_pause(session, OPERATOR, "bakker", "2026-11-27", TODAY)

    changes = session.scalars(select(Change.partner_ids).order_by(Change.id)).all()
    assert changes[-2:] == [["bakker"], None]
    assert session.get_one(Partner, "bakker").paused_until == date(2026, 11, 27)
