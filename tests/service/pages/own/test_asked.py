"""Introductions as partners meet them on their pages."""

import re
from datetime import date

import pytest
from sqlalchemy import select

from graph.choosing import choose_levels
from graph.model import Answer, Partner
from graph.people import AuditEntry
from matching.reasons import Reason
from matching.suggestion import Suggestion
from service.access import OPERATOR
from service.introductions.asking import ask
from service.introductions.deciding import decide, propose_by_hand, take_up
from tests.service.pages.own.towns import ask_both, looking, peeking, state_of, writing

ADDRESSES = ("bakker@voorbeeld.example", "directie@voorbeeld.example")


def test_both_yes_and_only_then_each_sees_how_to_reach_the_other(town):
    settings, baker, teacher = town
    number = ask_both(settings)
    where = f"/mijn/bakker/kennismakingen/{number}"
    with looking(settings, baker) as client:
        before = client.get(where)
        home = client.get("/mijn", follow_redirects=True)
        after = client.post(f"{where}/antwoord", data={"antwoord": "yes"})
    assert home.url.path == "/mijn/bakker"
    assert "1 vraag voor u" in home.text
    assert "U zei ja. Wij wachten op de ander" in after.text
    for page in (before, home, after):
        assert "directie" not in page.text

    with looking(settings, teacher) as client:
        unaware = client.get(f"/mijn/school/kennismakingen/{number}").text
        assert "Wacht op uw antwoord" in unaware
        assert "bakker@" not in unaware
        introduced = client.post(f"/mijn/school/kennismakingen/{number}/antwoord", data={"antwoord": "yes"}).text
    assert "bakker@voorbeeld.example" in introduced
    assert "mailto:bakker@voorbeeld.example?subject=Kennismaking" in introduced
    assert state_of(settings, number) == "introduced"


def test_a_second_answer_changes_nothing_and_tells_the_first(town):
    settings, baker, _teacher = town
    number = ask_both(settings)
    where = f"/mijn/bakker/kennismakingen/{number}/antwoord"
    with looking(settings, baker) as client:
        client.post(where, data={"antwoord": "yes"})
        again = client.post(where, data={"antwoord": "no", "reden": "too_far"})

    assert "U hebt hier al op geantwoord: ja. Er is niets veranderd." in again.text
    assert state_of(settings, number) == "accepted_by_one"


def test_a_no_keeps_the_reason_and_the_words_from_the_other_side(town):
    settings, baker, teacher = town
    number = ask_both(settings)
    with looking(settings, baker) as client:
        said = {"antwoord": "no", "reden": "too_far", "woorden": "veel te ver fietsen"}
        client.post(f"/mijn/bakker/kennismakingen/{number}/antwoord", data=said)
    with looking(settings, teacher) as client:
        page = client.get(f"/mijn/school/kennismakingen/{number}").text

    assert "Dit contact gaat nu niet door." in page
    assert "fietsen" not in page
    with peeking(settings) as session:
        assert session.scalars(select(Answer)).one().reason == "veel te ver fietsen"
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "answer introduction")).one()
        assert (entry.subject, entry.detail, entry.person_id) == (f"introduction {number}", "no", baker)


def test_a_no_without_a_reason_asks_for_it_and_keeps_the_words(town):
    settings, baker, _teacher = town
    number = ask_both(settings)
    with looking(settings, baker) as client:
        data = {"antwoord": "no", "woorden": "het past niet"}
        page = client.post(f"/mijn/bakker/kennismakingen/{number}/antwoord", data=data)

    assert page.status_code == 400
    assert "Kies waarom het niet past." in page.text
    assert "het past niet</textarea>" in page.text
    assert state_of(settings, number) == "asked"


@pytest.mark.parametrize("decision", ["", "approve", "hold", "dismiss"])
def test_what_staff_have_in_hand_is_not_found(town, decision):
    settings, baker, _teacher = town
    with writing(settings) as session:
        introduction = propose_by_hand(session, OPERATOR, "bakker", "school")
        if decision:
            decide(session, OPERATOR, introduction, decision, reason="other")
        number = introduction.id
    with looking(settings, baker) as client:
        assert client.get(f"/mijn/bakker/kennismakingen/{number}").status_code == 404
        assert (
            client.post(f"/mijn/bakker/kennismakingen/{number}/antwoord", data={"antwoord": "yes"}).status_code == 404
        )
        assert "Lindeschool" not in client.get("/mijn/bakker/kennismakingen").text


def test_later_shows_as_later_to_who_said_it_alone(town):
    settings, baker, teacher = town
    number = ask_both(settings)
    with looking(settings, baker) as client:
        page = client.post(f"/mijn/bakker/kennismakingen/{number}/antwoord", data={"antwoord": "later"}).text
    with looking(settings, teacher) as client:
        other = client.get(f"/mijn/school/kennismakingen/{number}").text

    assert "U zei: later. Wij komen erop terug." in page
    assert "Dit contact gaat nu niet door." in other


def test_others_do_not_find_it(town):
    settings, baker, _teacher = town
    number = ask_both(settings, "club", "school")
    with looking(settings, baker) as client:
        assert client.get(f"/mijn/bakker/kennismakingen/{number}").status_code == 404
        assert client.get(f"/mijn/school/kennismakingen/{number}").status_code == 403


def test_no_more_waits_than_there_is_room_for(town):
    settings, baker, _teacher = town
    for other in ("school", "club"):
        ask_both(settings, "bakker", other)
    with writing(settings) as session:
        session.get_one(Partner, "bakker").capacity = 1
    with looking(settings, baker) as client:
        home = client.get("/mijn/bakker").text
        all_of_them = client.get("/mijn/bakker/kennismakingen?alles=ja").text

    assert re.findall(r"Wilt u kennismaken met ([^?]+)\?", home) == ["De Lindeschool"]
    assert "Er wacht nog 1 kennismaking" in home
    assert re.findall(r"Wilt u kennismaken met ([^?]+)\?", all_of_them) == ["De Lindeschool", "Hockeyclub"]


def test_what_they_start_becomes_a_collaboration_and_can_end(town):
    settings, baker, teacher = town
    number = ask_both(settings)
    for partner_id, person in (("bakker", baker), ("school", teacher)):
        with looking(settings, person) as client:
            client.post(f"/mijn/{partner_id}/kennismakingen/{number}/antwoord", data={"antwoord": "yes"})
    with looking(settings, baker) as client:
        where = f"/mijn/bakker/kennismakingen/{number}"
        started = client.post(f"{where}/uitkomst", data={"uitkomst": "started"}).text
        assert "Het staat nu bij uw samenwerkingen." in started
        assert "Samenwerking van Bakkerij Kruim en De Lindeschool" in client.get("/mijn/bakker/samenwerkingen").text
        assert client.post(f"{where}/uitkomst", data={"uitkomst": "onzin"}).status_code == 200
        client.post(f"{where}/einde")
        ended = client.get(where).text

    assert state_of(settings, number) == "ended"
    assert ADDRESSES[1] not in ended


def test_a_reason_names_what_is_hidden_to_the_side_that_hides_it_alone(town):
    settings, baker, teacher = town
    reason = Reason("they_offer", 1.0, own="hulp bij taal", theirs="lokalen")
    with writing(settings) as session:
        introduction = take_up(
            session, OPERATOR, Suggestion("bakker", "school", 1, 1.0, (reason,), chance=0.1), "close"
        )
        decide(session, OPERATOR, introduction, "approve")
        ask(session, OPERATOR, introduction, date.today())  # noqa: DTZ011 -- the day of the pages
        number = introduction.id
    told = "Zij zoeken “hulp bij taal” – u biedt “lokalen”"
    with looking(settings, teacher) as client:
        assert told in client.get(f"/mijn/school/kennismakingen/{number}").text
    with writing(settings) as session:
        choose_levels(session, "bakker", {"seeks": "staff"})
    with looking(settings, teacher) as client:
        assert "hulp bij taal" not in client.get(f"/mijn/school/kennismakingen/{number}").text
    with looking(settings, baker) as client:
        own = client.get(f"/mijn/bakker/kennismakingen/{number}").text
    assert "U zoekt “hulp bij taal” – zij bieden “lokalen”" in own
    assert told not in own  # they are not told it any more
