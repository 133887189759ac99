"""What an approved batch asks of everybody, and the sending of it."""

from datetime import date

import pytest

from graph.database import open_engine, transaction
from graph.introducing import Introductions
from service.access import OPERATOR
from service.introductions.deciding import decide, propose_by_hand, take_back
from service.introductions.sending import send
from tests.builders import partner
from tests.service.serving import make_database
from tests.service.signed_in import add_person

TODAY = date(2026, 11, 26)


@pytest.fixture
def session(tmp_path):
    settings = make_database(tmp_path, [partner(one) for one in "abc"])
    add_person(settings, "een@example.org", partners=["a", "b"])
    engine = open_engine(settings.database_url)
    with transaction(engine) as session:
        yield session
    engine.dispose()


def approved(session, one, other):
    introduction = propose_by_hand(session, OPERATOR, one, other)
    decide(session, OPERATOR, introduction, "approve")
    return introduction


def test_a_batch_asks_the_partners_of_what_was_chosen(session):
    first, second = approved(session, "a", "b"), approved(session, "a", "c")

    sent = send(session, OPERATOR, [first.id], TODAY)

    assert (first.state, second.state) == ("asked", "approved")
    assert (sent.n_persons, sent.to_call, sent.n_passed_over) == (1, [], 0)  # one person speaks for both


def test_what_is_not_approved_any_more_is_passed_over_and_nobody_asked_twice(session):
    first, second = approved(session, "a", "b"), approved(session, "a", "c")
    take_back(session, OPERATOR, first)

    sent = send(session, OPERATOR, [first.id, second.id, second.id], TODAY)
    again = send(session, OPERATOR, [second.id], TODAY)

    assert (len(sent.introductions), sent.n_passed_over, sent.to_call) == (1, 1, ["c"])
    assert (len(again.introductions), again.n_passed_over, again.n_persons) == (0, 1, 0)
    assert [step.to_state for step in Introductions(session).steps(second.id)] == ["proposed", "approved", "asked"]
