"""“Wij willen ook”: an introduction for staff to decide on, told where it comes from."""

import pytest

from graph.errors import AlreadyRunning
from graph.introducing import Introductions
from service.access import OPERATOR, Asker, NotAllowed, Role
from service.introductions.deciding import decide
from service.stories.joining import propose_to, stories_followed
from service.stories.reading import public_stories
from tests.service.stories.telling import make_public

CLUB = Asker(Role.PARTNER, frozenset({"club"}), 1)


@pytest.fixture
def story(session):
    make_public(session, "lezen")
    return public_stories(session)[0]


def test_it_waits_for_staff_and_tells_whose_wish_and_which_story_it_was(session, story):
    introduction = propose_to(session, CLUB, story, "club", "school")

    assert (introduction.state, introduction.origin) == ("proposed", "by_hand")
    assert [step.by_whom for step in Introductions(session).steps(introduction.id)] == ["first"]
    assert stories_followed(session, [introduction.id, 99]) == {introduction.id: "Voorleesdagen"}
    decide(session, OPERATOR, introduction, "approve")
    assert introduction.state == "approved"


@pytest.mark.parametrize(("own", "other"), [("school", "bieb"), ("club", "weg"), ("club", "club")])
def test_only_who_was_not_in_it_meets_only_who_was(session, story, own, other):
    asker = Asker(Role.PARTNER, frozenset({own}))
    with pytest.raises(NotAllowed):
        propose_to(session, asker, story, own, other)


def test_nobody_asks_for_another_partner(session, story):
    with pytest.raises(NotAllowed):
        propose_to(session, CLUB, story, "weg", "school")


def test_two_that_are_brought_together_already_are_not_twice(session, story):
    propose_to(session, CLUB, story, "club", "school")

    with pytest.raises(AlreadyRunning):
        propose_to(session, CLUB, story, "club", "school")
