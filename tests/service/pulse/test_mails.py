"""The mail of the pulse: made once a quarter for who has something to answer, and true when it leaves."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from graph.database import reading, transaction
from graph.model import Collaboration, Partner
from graph.outbox import Mail
from graph.people import Person
from graph.pulse.questions import find_question, questions_of
from service.introductions.tending import tend
from service.mail.letters import write_letter
from service.mail.overtaken import is_overtaken
from service.pulse.answering import answer
from service.pulse.mails import post_questions
from tests.service.posting import house_of
from tests.service.pulse.pulsing import DAY, DUE, noon, working_together


@pytest.fixture
def house(town):
    with house_of(working_together(town)) as house:
        yield house


def posted(house, day=DUE, **changes):
    """Whom mails are posted to on a day; asked again, none are."""
    settings = house.settings.model_copy(update=changes)
    with transaction(house.engine) as session:
        n_posted = post_questions(session, settings, noon(day))
        assert post_questions(session, settings, noon(day)) == 0
    with reading(house.engine) as session:
        found = session.execute(select(Mail.partner_id, Mail.person_id).where(Mail.kind == "pulse").order_by(Mail.id))
        rows = found.all()
    assert n_posted == len(rows)
    return rows


def test_who_speaks_for_a_partner_gets_one_mail_however_often_time_is_asked(house):
    assert posted(house) == [("bakker", 1), ("school", 2)]
    with transaction(house.engine) as session:
        for days in (0, 7, 28):
            assert "questions about collaborations" not in tend(
                session, house.settings, noon(DUE + timedelta(days=days))
            )


def test_nobody_is_asked_when_it_is_off_or_not_the_time(house):
    assert posted(house, DUE, pulse=False) == []
    for days in (-1, 29):  # too early in the quarter, and too late
        assert posted(house, DUE + timedelta(days=days)) == []


@pytest.mark.parametrize(
    "column",
    [
        pytest.param({"paused_until": DUE}, id="paused"),
        pytest.param({"until": "2026-09"}, id="left"),
    ],
)
def test_a_partner_that_paused_or_left_is_not_asked(house, column):
    with transaction(house.engine) as session:
        session.execute(update(Partner).where(Partner.id == "bakker").values(**column))

    assert posted(house) == [("school", 2)]


def test_who_refused_it_or_answered_all_is_not_asked(house):
    with transaction(house.engine) as session:
        session.get_one(Person, 2).refused_mail = ["pulse"]
        for question in questions_of(session, "bakker", DUE):
            answer(session, question, 3)

    assert posted(house) == []


def test_nobody_is_asked_about_what_is_over(house):
    with transaction(house.engine) as session:
        session.execute(update(Collaboration).values(ends_on=DUE - timedelta(days=20), end_date="2026"))

    assert posted(house) == []


def letter(house, day=DAY):
    with reading(house.engine) as session:
        mail = session.scalars(select(Mail).where(Mail.person_id == 1)).one()
        return write_letter(session, house, mail, day)


def test_the_mail_names_each_collaboration_with_its_question_and_its_link(house):
    posted(house)
    written = letter(house)

    assert written.subject == "2 korte vragen over uw samenwerkingen"
    assert all(f"Geef antwoord: Leesweek {at}" in written.text for at in (0, 1))
    assert written.text.count("In hoeverre") == 2
    assert "tot en met 31 december 2026" in written.text
    assert len(set(re.findall(r"https://osmose\.example/vraag/\S+", written.text))) == 2
    assert "/post-afmelden/" in written.refuse_url


def test_no_more_than_three_are_asked_at_once(town):
    with house_of(working_together(town, n=9)) as house:
        posted(house)

        assert letter(house).text.count("In hoeverre") == 3


def test_what_is_answered_meanwhile_is_not_asked_and_a_mail_without_questions_does_not_leave(house):
    posted(house)

    def overtaken(day=DAY):
        with reading(house.engine) as session:
            mail = session.scalars(select(Mail).where(Mail.person_id == 1)).one()
            return is_overtaken(session, house.safe, mail, noon(day))

    for about, subject in (("c0", "Eén korte vraag over uw samenwerking"), ("c1", "")):
        assert not overtaken()
        with transaction(house.engine) as session:
            answer(session, find_question(session, "bakker", about, DAY), None)
        assert not subject or letter(house).subject == subject
    assert overtaken()


def test_a_mail_of_a_quarter_that_is_over_does_not_leave(house):
    posted(house)
    with reading(house.engine) as session:
        for mail in session.scalars(select(Mail)):
            assert is_overtaken(session, house.safe, mail, noon(DAY + timedelta(days=60)))
