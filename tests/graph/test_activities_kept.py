"""What becomes of activities where a partner is merged with another, or leaves."""

import shutil
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from graph.activities import Activity, ActivityOrganiser, ActivitySignUp
from graph.activities_kept import activities_of, forget_in_activities, merge_activities
from graph.database import open_engine, transaction
from tests.builders import partner, store

BEGIN, END = datetime(2027, 3, 18, 12, tzinfo=UTC), datetime(2027, 3, 18, 15, tzinfo=UTC)


@pytest.fixture
def session(sqlite_template, tmp_path):
    engine = open_engine(f"sqlite:///{shutil.copy(sqlite_template, tmp_path)}")
    with transaction(engine) as session:
        store(session, [partner(name) for name in ("kept", "gone", "other")])
        for number in (1, 2, 3):
            words = {"title": f"Dag {number} van Gone", "description": "Gone nodigt u uit."}
            session.add(Activity(id=number, kind="workshop", begins_at=BEGIN, ends_at=END, **words))
        session.flush()
        yield session
    engine.dispose()


def come(session, activity_id, partner_id, n_people, *, waits=False):
    columns = {"activity_id": activity_id, "partner_id": partner_id, "n_people": n_people}
    session.add(ActivitySignUp(**columns, is_waiting=waits))
    session.flush()


def hold(session, activity_id, *partner_ids):
    for position, each in enumerate(partner_ids):
        session.add(ActivityOrganiser(activity_id=activity_id, partner_id=each, position=position))
    session.flush()


def comes(session, partner_id):
    columns = (ActivitySignUp.activity_id, ActivitySignUp.n_people, ActivitySignUp.is_waiting)
    found = select(*columns).where(ActivitySignUp.partner_id == partner_id).order_by(ActivitySignUp.activity_id)
    return [tuple(each) for each in session.execute(found)]


def test_the_one_that_stays_holds_what_either_held_and_comes_where_either_comes(session):
    hold(session, 1, "gone", "other")
    hold(session, 2, "gone", "kept")
    come(session, 1, "gone", 3)

    merge_activities(session, "kept", "gone")

    held = select(ActivityOrganiser.activity_id).where(ActivityOrganiser.partner_id == "kept")
    assert sorted(session.scalars(held)) == [1, 2]
    assert comes(session, "kept") == [(1, 3, False)]


@pytest.mark.parametrize(
    ("kept", "gone", "stands"),
    [
        pytest.param((2, False), (3, False), (2, False), id="both-have-places"),
        pytest.param((2, True), (3, True), (2, True), id="both-wait"),
        pytest.param((2, True), (3, False), (3, False), id="the-other-has-places"),
        pytest.param((2, False), (3, True), (2, False), id="the-one-that-stays-has"),
    ],
)
def test_where_both_signed_up_the_one_with_places_stands(session, kept, gone, stands):
    for partner_id, (n_people, waits) in (("kept", kept), ("gone", gone)):
        come(session, 1, partner_id, n_people, waits=waits)

    merge_activities(session, "kept", "gone")

    assert comes(session, "kept") == [(1, *stands)]


def test_who_leaves_comes_nowhere_and_its_name_is_in_no_words_of_what_it_held(session):
    hold(session, 1, "gone")
    come(session, 2, "gone", 3)

    forget_in_activities(session, "gone", lambda text: text.replace("Gone", "een partner"))

    assert activities_of(session, "gone") == []
    titles = list(session.scalars(select(Activity.title).order_by(Activity.id)))
    assert titles == ["Dag 1 van een partner", "Dag 2 van een partner", "Dag 3 van Gone"]
    assert session.get_one(Activity, 1).description == "een partner nodigt u uit."
