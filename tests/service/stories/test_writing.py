"""Writing a story: by whom, within which bounds, and that whatever changes is asked anew."""

import pytest
from sqlalchemy import select

from graph.errors import UnknownCollaboration
from graph.model import Participation
from graph.stories import MOST_PICTURES, StoryAgreement, StoryPicture, UnknownStory
from graph.telling import pictures_of
from service.access import OPERATOR, Asker, NotAllowed, Role
from service.stories.writing import (
    BadStory,
    TooManyPictures,
    add_picture,
    begin_story,
    change_texts,
    describe_picture,
    own_story,
    remove_picture,
    remove_story,
)
from tests.service.stories.telling import TEXTS, agree, make_public, photo, tell

SCHOOL, CLUB = (Asker(Role.PARTNER, frozenset({each})) for each in ("school", "club"))


def test_who_takes_part_tells_and_nobody_else(session):
    story = begin_story(session, SCHOOL, "lezen", TEXTS)

    with pytest.raises(NotAllowed):
        change_texts(session, CLUB, story, TEXTS)
    with pytest.raises(NotAllowed):
        begin_story(session, CLUB, "lezen", TEXTS)
    with pytest.raises(UnknownStory):
        own_story(session, "club", story.id)
    assert own_story(session, "bieb", story.id) is story


def test_who_only_pays_does_not_tell(session):
    session.add(Participation(collaboration_id="lezen", role="funder", position=0, partner_id="club"))

    with pytest.raises(NotAllowed):
        begin_story(session, CLUB, "lezen", TEXTS)


def test_a_story_is_about_a_collaboration_that_is_there(session):
    with pytest.raises(UnknownCollaboration):
        begin_story(session, OPERATOR, "niets", TEXTS)


@pytest.mark.parametrize(
    ("texts", "codes"),
    [
        ({"title": " "}, {"title": "missing"}),
        ({"done": ""}, {"done": "missing"}),
        ({"title": "x" * 121}, {"title": "too_long"}),
        ({"quote_by": ""}, {"quote_by": "missing"}),
        ({"quote": "", "quote_by": ""}, {}),
    ],
)
def test_what_a_story_needs(session, texts, codes):
    if codes:
        with pytest.raises(BadStory) as bad:
            tell(session, "lezen", **texts)
        assert bad.value.codes == codes
    else:
        assert tell(session, "lezen", **texts).quote == ""


def test_addresses_are_made_of_titles_and_none_twice(session):
    titles = ["Voorleesdagen", "Voorleesdagen", "Feed", "Nieuw", "Ø", "a" * 90, "Wat /een\\ ?#titel"]

    slugs = [tell(session, "lezen", title=title).slug for title in titles]

    assert slugs == [
        *("voorleesdagen", "voorleesdagen-2", "feed-2", "nieuw-2", slugs[4], "a" * 60, "wat-een-titel"),
    ]
    assert slugs[4].isascii()


def test_an_address_stays_when_the_title_changes(session):
    story = tell(session, "lezen")
    change_texts(session, OPERATOR, story, {**TEXTS, "title": "Anders"})

    assert (story.title, story.slug) == ("Anders", "voorleesdagen")


@pytest.mark.parametrize("change", ["text", "new picture", "alt", "picture out"])
def test_whatever_changes_is_asked_of_all_anew(session, change):
    story = tell(session, "lezen", pictures=1)
    agree(session, story)
    (picture,) = pictures_of(session, story)

    if change == "text":
        change_texts(session, OPERATOR, story, {**TEXTS, "gave": "Veel."})
    elif change == "new picture":
        add_picture(session, OPERATOR, story, photo(), "Nog een")
    elif change == "alt":
        describe_picture(session, OPERATOR, story, picture.id, "Cirkels")
    else:
        remove_picture(session, OPERATOR, story, picture.id)

    assert story.asked is None
    assert session.scalars(select(StoryAgreement)).all() == []


def test_saving_the_same_again_asks_nobody(session):
    story = tell(session, "lezen", pictures=1)
    agree(session, story)

    change_texts(session, OPERATOR, story, {**TEXTS, "done": TEXTS["done"].replace("\n", "\r\n")})
    describe_picture(session, OPERATOR, story, pictures_of(session, story)[0].id, "  Twee cirkels, 0 ")

    assert story.asked is not None


def test_a_story_has_six_pictures_each_with_words(session):
    story = tell(session, "lezen", pictures=MOST_PICTURES)

    with pytest.raises(TooManyPictures):
        add_picture(session, OPERATOR, story, photo(), "Een te veel")
    with pytest.raises(BadStory) as bad:
        add_picture(session, OPERATOR, story, photo(), " ")
    assert bad.value.codes == {"alt": "missing"}
    assert len(pictures_of(session, story)) == 6


def test_what_is_public_stays_what_it_was_while_the_story_is_changed(session):
    story = make_public(session, "lezen", pictures=1)
    before, (picture,) = story.released, pictures_of(session, story)

    change_texts(session, OPERATOR, story, {**TEXTS, "title": "Anders"})
    remove_picture(session, OPERATOR, story, picture.id)

    assert story.released == before
    assert session.get(StoryPicture, picture.id) is not None


def test_a_story_thrown_away_is_gone_with_its_pictures(session):
    story = make_public(session, "lezen", pictures=2)

    remove_story(session, OPERATOR, story)

    assert session.scalars(select(StoryPicture)).all() == []
