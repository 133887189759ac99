"""The mail about a story: what it asks, whose link it carries, and that it does not leave when it is too late."""

import re

import pytest
from sqlalchemy import select

from graph.database import transaction
from graph.outbox import Mail
from graph.telling import unask
from service.access import OPERATOR
from service.links import Links
from service.mail.letters import write_letter
from service.mail.overtaken import is_overtaken
from service.stories.agreeing import answer, ask_partners
from service.stories.writing import change_texts
from tests.service.posting import NOW, house_of
from tests.service.stories.telling import TEXTS, TODAY, tell


@pytest.fixture
def house(settings):
    with house_of(settings) as house:
        yield house


def asked(session, **told):
    story = tell(session, "lezen", **told)
    ask_partners(session, OPERATOR, story, TODAY)
    return story, session.scalars(select(Mail)).one()


def test_it_tells_which_story_and_links_to_it(house):
    with transaction(house.engine) as session:
        story, mail = asked(session, pictures=2)
        letter = write_letter(session, house, mail, TODAY)
        carried = {"person": mail.person_id, "story": story.id, "partner": "bieb", "n_asked": 1}

    assert letter.subject.startswith("Mag dit verhaal openbaar zijn? ")
    assert "Voorleesdagen" in letter.subject
    assert "Er staan 2 foto’s bij." in letter.text
    assert "Wij lazen voor" not in letter.text
    (token,) = re.findall(r"/verhaal/(\S+)", letter.text)
    assert Links(house.safe).read("story", token) == carried


@pytest.mark.parametrize("what", ["nothing", "answered", "changed", "asked anew", "taken back"])
def test_it_leaves_only_as_long_as_the_question_is_open(house, what):
    with transaction(house.engine) as session:
        story, mail = asked(session)
        if what == "answered":
            answer(session, OPERATOR, story, "bieb", "yes", is_by_staff=True)
        elif what == "changed":
            change_texts(session, OPERATOR, story, {**TEXTS, "title": "Anders"})
        elif what == "asked anew":
            ask_partners(session, OPERATOR, story, TODAY)
        elif what == "taken back":
            unask(session, story)

        assert is_overtaken(session, house.safe, mail, NOW) is (what != "nothing")
