"""A profile confirmed, or asked about: written, logged, and told to a running service."""

from datetime import date

import pytest
from sqlalchemy import select

from graph.errors import UnknownPartner
from graph.model import Change, Partner
from graph.outbox import Mail
from graph.people import AuditEntry
from service.access import OPERATOR
from service.people import People
from service.standing import ask_whether_right, confirm
from tests.service.desk_rows import two_partners, writing

TODAY = date(2026, 11, 26)


@pytest.fixture
def desk(tmp_path):
    with writing(two_partners(tmp_path)) as at:
        yield at


@pytest.fixture
def session(desk):
    return desk[0]


def last_change(session):
    session.flush()
    return session.scalars(select(Change).order_by(Change.id.desc())).first()


def test_a_profile_is_confirmed_as_of_today(session):
    confirm(session, OPERATOR, "school", TODAY)

    assert session.get_one(Partner, "school").confirmed_on == TODAY
    assert last_change(session).partner_ids == ["school"]
    assert session.scalars(select(AuditEntry.action)).all() == ["confirm profile"]


@pytest.mark.parametrize(
    "do",
    [
        lambda session: confirm(session, OPERATOR, "niemand", TODAY),
        lambda session: ask_whether_right(session, OPERATOR, "niemand", TODAY),
    ],
    ids=["confirm", "ask"],
)
def test_a_partner_that_is_not_there_is_unknown(session, do):
    with pytest.raises(UnknownPartner):
        do(session)


def test_everybody_confirmed_is_asked_about_the_profile_once_a_month(desk):
    session = desk[0]
    people = People(*desk)
    for name, state in (("directie", "confirmed"), ("bestuur", "confirmed"), ("nieuw", "invited")):
        people.join(people.add(f"{name}@voorbeeld.example").id, "school", state=state)

    n_mails = [ask_whether_right(session, OPERATOR, "school", day) for day in (TODAY, TODAY, date(2026, 12, 1))]

    assert n_mails == [2, 0, 2]
    assert {tuple(row) for row in session.execute(select(Mail.kind, Mail.partner_id))} == {("profile_check", "school")}
    assert session.scalars(select(AuditEntry.action)).all() == ["ask about profile"] * 2
