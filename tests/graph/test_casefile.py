"""What is stored of one partner beside its profile."""

from datetime import date

from sqlalchemy.orm import Session

from graph.casefile import answers_of, levels_of, names_of
from graph.database import open_engine, transaction
from graph.model import FieldVisibility
from tests.builders import answer, partner, store
from tests.service.serving import make_database


def in_database(tmp_path, read):
    rows = [partner("a"), partner("b", name="Bieb"), partner("c", name="Club")]
    engine = open_engine(make_database(tmp_path, rows).database_url)
    with transaction(engine) as session:
        store(
            session,
            answers=[
                answer("a", "b", "declined", "2026-01-05", reason="te ver"),
                answer("a", "c", "no_room", "2026-03-01"),
                answer("b", "a", "accepted", "2026-02-01"),
            ],
        )
        session.add(FieldVisibility(partner_id="a", field="place", level="staff"))
        session.flush()
        found = read(session)
    engine.dispose()
    return found


def test_answers_of_a_partner_come_with_names_the_latest_first(tmp_path):
    answers = in_database(tmp_path, lambda session: answers_of(session, "a"))

    assert [(one.suggested_name, one.answer, one.answered_on) for one in answers] == [
        ("Club", "no_room", date(2026, 3, 1)),
        ("Bieb", "declined", date(2026, 1, 5)),
    ]
    assert answers[1].reason == "te ver"


def test_levels_and_names_are_those_that_were_asked_for(tmp_path):
    def read(session: Session):
        return levels_of(session, "a"), levels_of(session, "b"), names_of(session, {"b", "niemand"})

    assert in_database(tmp_path, read) == ({"place": "staff"}, {}, {"b": "Bieb"})
