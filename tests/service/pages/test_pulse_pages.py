"""A question of the pulse behind its link: read without being signed in, answered by a button, changed, and over."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from graph.database import reading, transaction
from graph.every_table import Base
from graph.model import Collaboration
from graph.people import AuditEntry, Contact, Person
from graph.pulse.tables import PulseAnswer
from tests.service.posting import house_of
from tests.service.pulse.pulsing import QUARTER, link, opening, tell_before, working_together
from tests.service.signed_in import add_person, sign_in


@pytest.fixture
def settings(town):
    return working_together(town)


@pytest.fixture
def house(settings):
    with house_of(settings) as house:
        yield house


@pytest.fixture
def client(settings):
    with opening(settings) as client:
        yield client


def kept(house):
    with reading(house.engine) as session:
        rows = select(PulseAnswer.partner_id, PulseAnswer.collaboration_id, PulseAnswer.level)
        return sorted(session.execute(rows).all())


def dump(house):
    with reading(house.engine) as session:
        return {
            table.name: sorted(map(repr, session.execute(select(table)).all())) for table in Base.metadata.sorted_tables
        }


def test_the_page_asks_one_question_with_four_steps_and_cannot_say(client, house):
    page = client.get(link(house)).text

    assert "Leesweek 0, met De Lindeschool, Sportclub" in page
    assert len(re.findall(r"<h1[^>]*>In hoeverre", page)) == 1
    assert re.findall(r'name="zegt" value="(\w+)"', page) == ["1", "2", "3", "4", "geen"]
    assert "Niemand ziet uw antwoord apart" in page
    assert kept(house) == []


def test_an_answer_is_stored_once_with_thanks_and_the_way_to_the_next_question(client, house):
    page = client.post(link(house), data={"zegt": "3"}).text

    assert "Dank u voor uw antwoord" in page
    assert "tot en met 31 december 2026" in page
    assert "als er vijf of meer antwoord gaven" in page
    assert kept(house) == [("bakker", "c0", 3)]

    (after,) = re.findall(r'href="(/vraag/[^"]+)"', page)
    last = client.post(after, data={"zegt": "geen"}).text
    assert re.findall(r'href="(/vraag/[^"]+)"', last) == []
    assert kept(house) == [("bakker", "c0", 3), ("bakker", "c1", None)]


def test_the_thanks_tell_what_the_network_said_in_the_quarter_before(client, house):
    tell_before(house)

    page = client.post(link(house), data={"zegt": "3"}).text

    assert (
        "In het 3e kwartaal van 2026 gaven partners het vertrouwen in de anderen 75 % van het hoogste antwoord" in page
    )


def test_an_answer_can_be_changed_and_the_page_shows_which_one_stands(client, house):
    for said in ("1", "4"):
        client.post(link(house), data={"zegt": said})

    assert kept(house) == [("bakker", "c0", 4)]
    assert re.search(r'value="4">In hoge mate <span class="step__mark">', client.get(link(house)).text)


def test_no_answer_is_told_and_stores_nothing(client, house):
    for said in ("", "5", "0", "heel veel", "-1"):
        answer = client.post(link(house), data={"zegt": said})
        assert (answer.status_code, "Kies een van de antwoorden." in answer.text) == (400, True)

    assert kept(house) == []


def test_a_link_opened_ten_times_changes_nothing(client, house):
    before = dump(house)
    for method in ["GET"] * 10 + ["HEAD"] * 10:
        client.cookies.clear()
        assert client.request(method, link(house)).status_code < 500

    assert dump(house) == before


def test_no_person_and_no_answer_stands_in_the_log(client, house):
    client.post(link(house), data={"zegt": "3"})

    with reading(house.engine) as session:
        (entry,) = session.scalars(select(AuditEntry)).all()
        assert (entry.action, entry.subject, entry.detail) == ("answer pulse", "partner bakker", "")
        assert (entry.role, entry.person_id) == ("partner", None)
        assert session.get_one(Person, 1).seen_at is not None


def assert_ends_with_a_page(client, house, words, status=410, **others):
    for ask in (client.get, client.post):
        answer = ask(link(house, **others))
        assert (answer.status_code, words in answer.text) == (status, True)
    assert kept(house) == []


def test_a_link_of_a_quarter_that_is_over_says_so(settings, house):
    with opening(settings, QUARTER.last + timedelta(days=1)) as client:
        assert_ends_with_a_page(client, house, "een kwartaal dat voorbij is")
    with opening(settings, QUARTER.last) as client:
        assert client.get(link(house)).status_code == 200


def test_a_link_about_what_has_ended_says_that_nothing_is_asked(client, house):
    with transaction(house.engine) as session:
        session.execute(update(Collaboration).values(ends_on=date(2026, 10, 20), end_date="2026-10-20"))

    assert_ends_with_a_page(client, house, "De vraag is ingetrokken")


def test_nothing_is_asked_where_the_pulse_is_off(settings, house):
    with opening(settings.model_copy(update={"pulse": False})) as client:
        assert_ends_with_a_page(client, house, "De vraag is ingetrokken")


def test_who_speaks_for_the_partner_no_more_answers_no_more(client, house):
    with transaction(house.engine) as session:
        session.delete(session.get_one(Contact, (1, "bakker")))

    assert_ends_with_a_page(client, house, "U spreekt niet meer namens deze partner")
    assert_ends_with_a_page(client, house, "U spreekt niet meer namens deze partner", partner_id="niemand")


def test_a_link_that_was_altered_is_none_of_ours(client, house):
    assert client.post(link(house)[:-3] + "abc", data={"zegt": "3"}).status_code == 404
    assert kept(house) == []


def test_whoever_is_signed_in_as_somebody_else_says_for_whom_it_answers(client, house, settings):
    sign_in(client, settings, add_person(settings, "ander@voorbeeld.example"))

    assert client.post(link(house), data={"zegt": "3"}).status_code == 400
    assert kept(house) == []
    assert client.post(link(house), data={"zegt": "3", "namens": "ja"}).status_code == 200
    assert kept(house) == [("bakker", "c0", 3)]


def test_the_own_pages_show_what_is_open_and_take_the_same_answers(client, house, settings):
    sign_in(client, settings, 1)

    assert "2 vragen voor u" in client.get("/mijn/bakker").text
    page = client.post("/mijn/bakker/vragen/c0", data={"zegt": "2"}).text
    assert "Een beetje <span" in page
    assert page.count('<section class="panel pulse"') == 2
    assert kept(house) == [("bakker", "c0", 2)]
    assert "1 vraag voor u" in client.get("/mijn/bakker").text
    for about, said in (("onbekend", "2"), ("c1", "9")):
        client.post(f"/mijn/bakker/vragen/{about}", data={"zegt": said})
    assert kept(house) == [("bakker", "c0", 2)]
    data = client.get("/mijn/bakker/gegevens/bestand.json").json()["pulse"]
    assert [(each["about"], each["answer"]) for each in data] == [("Leesweek 0", "Een beetje")]
    assert "Een beetje" in client.get("/mijn/bakker/gegevens").text


@pytest.mark.parametrize("role", ["staff", ""])
def test_nobody_else_reads_or_gives_an_answer_staff_neither(client, house, settings, role):
    client.post(link(house), data={"zegt": "3"})
    sign_in(client, settings, add_person(settings, "ander@voorbeeld.example", role=role, partners=["school"]))

    for address in (
        "/mijn/bakker",
        "/mijn/bakker/vragen",
        "/mijn/bakker/gegevens",
        "/mijn/bakker/gegevens/bestand.json",
    ):
        page = client.get(address)
        assert "Behoorlijk" not in page.text
        assert "1 vraag voor u" not in page.text
    client.post("/mijn/bakker/vragen/c0", data={"zegt": "1"})
    assert kept(house) == [("bakker", "c0", 3)]


def test_without_questions_the_own_page_says_so(settings):
    with opening(settings.model_copy(update={"pulse": False})) as client:
        sign_in(client, settings, 1)

        assert "Er wordt u dit kwartaal niets gevraagd." in client.get("/mijn/bakker/vragen").text
        assert "U hoeft nu niets te doen" in client.get("/mijn/bakker").text
