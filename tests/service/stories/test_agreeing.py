"""Nothing is public before all agreed and staff said so, and one no takes it off."""

from datetime import date

import pytest
from sqlalchemy import select

from graph.model import Collaboration, Participation, Partner
from graph.outbox import Mail
from graph.people import AuditEntry
from graph.stories import UnknownStory
from service.access import OPERATOR, Asker, Role
from service.stories.agreeing import NobodyToAsk, NotAgreed, answer, ask_partners, release, standing_of, take_down
from service.stories.reading import public_stories
from service.stories.writing import change_texts
from tests.service.stories.telling import TEXTS, TODAY, agree, make_public, tell

SCHOOL = Asker(Role.PARTNER, frozenset({"school"}))


def say(session, story, partner_id, said):
    answer(session, Asker(Role.PARTNER, frozenset({partner_id})), story, partner_id, said, is_by_staff=False)


def test_everybody_who_is_a_partner_is_asked_and_who_speaks_for_it_gets_a_mail(session):
    story = tell(session, "lezen")

    n_mails = ask_partners(session, OPERATOR, story, TODAY)

    assert standing_of(session, story).said == {"bieb": "", "school": ""}
    assert n_mails == 1
    (mail,) = session.scalars(select(Mail)).all()
    assert (mail.kind, mail.partner_id, mail.facts) == ("story", "bieb", {"story": story.id, "n_asked": 1})
    assert story.asked["partners"] == [
        {"id": "school", "name": "De Lindeschool"},
        {"id": "bieb", "name": "Bibliotheek"},
    ]
    assert story.asked["n_unnamed"] == 1


@pytest.mark.parametrize("said", [{}, {"bieb": "yes"}, {"bieb": "yes", "school": "no"}])
def test_it_is_not_released_before_all_said_yes(session, said):
    story = tell(session, "lezen")
    ask_partners(session, OPERATOR, story, TODAY)
    for partner_id, what in said.items():
        say(session, story, partner_id, what)

    with pytest.raises(NotAgreed):
        release(session, OPERATOR, story, TODAY)
    assert public_stories(session) == []


def test_agreeing_alone_makes_nothing_public_and_no_partner_releases(session):
    story = tell(session, "lezen")
    agree(session, story)

    assert public_stories(session) == []
    with pytest.raises(NotAgreed):
        release(session, SCHOOL, story, TODAY)


def test_one_no_takes_a_story_off_at_once_and_a_yes_does_not_bring_it_back(session):
    story = make_public(session, "lezen")
    say(session, story, "bieb", "no")
    after_no = public_stories(session)
    say(session, story, "bieb", "yes")

    assert after_no == public_stories(session) == []
    assert standing_of(session, story).state == "agreed"


def test_a_partner_takes_its_yes_back_while_the_story_is_changed(session):
    story = make_public(session, "lezen")
    change_texts(session, OPERATOR, story, {**TEXTS, "title": "Anders"})

    say(session, story, "school", "no")

    assert public_stories(session) == []


def test_nobody_answers_who_is_not_asked(session):
    story = make_public(session, "lezen")

    with pytest.raises(UnknownStory):
        say(session, story, "club", "no")
    with pytest.raises(UnknownStory):
        say(session, tell(session, "lezen"), "bieb", "yes")


def test_what_is_public_is_what_was_asked_whatever_changes_meanwhile(session):
    story = tell(session, "lezen")
    agree(session, story)
    session.get_one(Partner, "bieb").name = "Andere naam"
    session.get_one(Collaboration, "lezen").title = "Andere titel"
    release(session, OPERATOR, story, TODAY)

    (public,) = public_stories(session)
    assert [each.name for each in public.content.partners] == ["De Lindeschool", "Bibliotheek"]
    assert public.content.collaboration == "Leesweek"


def test_who_takes_part_by_now_has_to_be_asked_too(session):
    story = tell(session, "lezen")
    agree(session, story)
    session.add(Participation(collaboration_id="lezen", role="funder", position=0, partner_id="club"))

    with pytest.raises(NotAgreed):
        release(session, OPERATOR, story, TODAY)


def test_where_nobody_is_a_partner_any_more_nobody_can_be_asked(session):
    for each in session.scalars(select(Partner)):
        each.until = "2100"

    with pytest.raises(NobodyToAsk):
        ask_partners(session, OPERATOR, tell(session, "lezen"), date(2200, 1, 1))


def test_asking_anew_asks_by_a_new_mail_and_counts_no_old_answer(session):
    story = tell(session, "lezen")
    agree(session, story)
    ask_partners(session, OPERATOR, story, TODAY)

    assert set(standing_of(session, story).said.values()) == {""}
    assert len(session.scalars(select(Mail)).all()) == 2


def test_staff_take_off_and_release_again_what_all_agreed_to(session):
    story = make_public(session, "lezen")
    first = story.first_released_at
    take_down(session, OPERATOR, story)
    off = public_stories(session)
    release(session, OPERATOR, story, TODAY)

    assert off == []
    assert (story.first_released_at, len(public_stories(session))) == (first, 1)


def test_the_log_tells_of_each_step_and_of_no_words(session):
    story = make_public(session, "lezen")
    say(session, story, "bieb", "no")
    entries = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()

    assert [entry.action for entry in entries if entry.subject == f"story {story.id}"] == [
        *("write story", "ask about story", "record story answer", "record story answer", "release story"),
        "answer story",
    ]
    assert entries[-1].detail == "bieb no"
