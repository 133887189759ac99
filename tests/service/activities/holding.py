"""Activities in tests: one is made and published, and partners with a person each can come to it."""

from datetime import UTC, datetime

from graph.activities import ZONE, Activity
from graph.sealing import Safe
from service.access import OPERATOR
from service.activities.writing import make_activity, set_state
from service.people import People
from tests.builders import partner, store

NOW = datetime(2027, 1, 10, 12, tzinfo=UTC)
SAFE = Safe(["a key of a test"])


def moment(text):
    """Return a moment of the clock in Amsterdam, such as 2027-03-18T13:00, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


def hold(session, *, held_by=(), state="published", now=NOW, **columns) -> Activity:
    """Make an activity on a Thursday afternoon in March 2027."""
    usual = {
        "title": "Studiedag techniek",
        "kind": "study_day",
        "begins_at": moment("2027-03-18T13:00"),
        "ends_at": moment("2027-03-18T16:30"),
        "capacity": None,
        "most_each": None,
    }
    row = make_activity(session, OPERATOR, usual | columns, held_by, is_proposal=state == "proposed")
    if state in {"published", "called_off"}:
        set_state(session, OPERATOR, row, "published", now)
    if state == "called_off":
        set_state(session, OPERATOR, row, "called_off", now)
    return row


def columns_of(row, **changed):
    """Return the columns of an activity as a form gives them, some of them changed."""
    names = (
        *("title", "description", "kind", "begins_at", "ends_at", "place", "address", "latitude", "longitude"),
        *("sector_ids", "audience", "theme_ids", "takes_sign_ups", "capacity", "most_each", "sign_up_until"),
        "is_public",
    )
    return {name: getattr(row, name) for name in names} | changed


def add_partners(session, *names):
    """Store partners, each with one person who speaks for it."""
    store(session, [partner(name) for name in names])
    people = People(session, SAFE)
    for name in names:
        people.join(people.add(f"{name}@example.org").id, name)
