"""What members of a team read in their mails, and when a mail is overtaken."""

from datetime import date, timedelta

import pytest

from graph.database import transaction
from graph.grants import GrantApplicant, GrantApplication
from service.access import OPERATOR
from service.grants.applying import answer, ask_members, begin_application
from service.grants.deciding import refuse, send_back
from service.grants.mails import is_past
from service.mail.letters import write_letter
from tests.service.grants.applying_team import draft, granted, handed_in, open_scheme
from tests.service.posting import house_of, mails_of

TODAY = date(2031, 5, 20)
TEAM = ("bakker", "school")


def letters(house, kind):
    with transaction(house.engine) as session:
        return [write_letter(session, house, each, TODAY) for each in mails_of(house) if each.kind == kind]


def test_a_member_is_asked_with_what_and_until_when(town):
    with house_of(town()) as house:
        with transaction(house.engine) as session:
            ask_members(
                session, OPERATOR, begin_application(session, OPERATOR, open_scheme(session), draft(*TEAM), TODAY)
            )

        letter, other = letters(house, "grant_asked")
        assert letter.subject == "Gaat u akkoord met deze aanvraag? “Zomerschool techniek”"
        assert "voor € 4.000 uit Samen nieuw" in letter.text
        assert "tot en met 30 mei 2031" in letter.text
        assert "https://osmose.example/subsidie/" in letter.text
        assert "solderen" not in letter.text
        assert letter.refuse_url
        assert other.to_address == "school@example.org"


@pytest.mark.parametrize(
    ("decide", "subject", "words"),
    [
        pytest.param(
            lambda session, one: refuse(session, OPERATOR, one, "Het is niet nieuw.", TODAY),
            "Niet toegekend: “Zomerschool techniek”",
            "Het is niet nieuw.",
            id="refused",
        ),
        pytest.param(
            lambda session, one: send_back(session, OPERATOR, one, "Te vaag.", TODAY + timedelta(days=30)),
            "Teruggestuurd: “Zomerschool techniek”",
            "tot en met 19 juni 2031",
            id="sent-back",
        ),
    ],
)
def test_what_was_decided_is_told_with_its_reason(town, decide, subject, words):
    with house_of(town()) as house:
        with transaction(house.engine) as session:
            decide(session, handed_in(session, open_scheme(session), *TEAM))

        letter, _other = letters(house, "grant_news")
        assert letter.subject == subject
        assert words in letter.text


def test_a_grant_is_told_with_its_amount(town):
    with house_of(town()) as house:
        with transaction(house.engine) as session:
            granted(session, open_scheme(session), *TEAM, cents=350_000)

        letter, _other = letters(house, "grant_news")
        assert "uw team krijgt € 3.500" in letter.text
        assert letter.refuse_url == ""


def test_a_question_that_is_answered_or_asked_anew_leaves_no_more(town):
    with house_of(town()) as house:
        with transaction(house.engine) as session:
            application = begin_application(session, OPERATOR, open_scheme(session), draft(*TEAM), TODAY)
            ask_members(session, OPERATOR, application)
            answer(session, OPERATOR, application, "bakker", "no")

        with transaction(house.engine) as session:
            to_baker, to_school = (each for each in mails_of(house) if each.kind == "grant_asked")
            assert (is_past(session, to_baker), is_past(session, to_school)) == (True, False)
            session.delete(session.get_one(GrantApplicant, (1, "school")))
            session.flush()
            assert is_past(session, to_school)


def test_news_that_is_overtaken_leaves_no_more(town):
    with house_of(town()) as house:
        with transaction(house.engine) as session:
            application = handed_in(session, open_scheme(session), *TEAM)
            send_back(session, OPERATOR, application, "Te vaag.", TODAY)
            application_id = application.id
        mail = next(each for each in mails_of(house) if each.kind == "grant_news")

        with transaction(house.engine) as session:
            assert not is_past(session, mail)
            session.get_one(GrantApplication, application_id).state = "withdrawn"
            session.flush()
            assert is_past(session, mail)
