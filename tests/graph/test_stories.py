"""Stories in both databases: pictures come back as they were, and merging, leaving and deleting leave nothing."""

import shutil
from datetime import date

import pytest
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from graph.backup import backup, restore
from graph.database import open_engine, reading, transaction
from graph.introducing import By
from graph.leaving import make_nameless
from graph.merging.partners import merge_partners
from graph.model import Collaboration
from graph.stories import Story, StoryAgreement, StoryPicture
from graph.telling import named_in, stories_of, take_off
from service.access import USUAL_LEVELS
from tests.builders import collaboration, partner, store

TODAY = date(2026, 11, 26)
BYTES = bytes(range(256)) * 40


@pytest.fixture
def small(sqlite_template, tmp_path):
    """One database only, where both can do no other."""
    shutil.copy(sqlite_template, tmp_path / "osmose.db")
    engine = open_engine(f"sqlite:///{tmp_path / 'osmose.db'}")
    yield engine
    engine.dispose()


def copy_of(*partners, pictures=()):
    return {
        "title": "De Molen leest",
        "partners": [{"id": each, "name": each.title()} for each in partners],
        "pictures": [{"id": each, "alt": "De Molen van binnen"} for each in pictures],
        "start_date": "2024",
    }


def tell(session, *partners, released=True):
    """Store a story of these partners with one picture, asked about and public."""
    store(session, [partner(each, name=each.title()) for each in partners], [collaboration("c", "2024", partners)])
    story = Story(collaboration_id="c", slug="molen-leest", title="De Molen leest", done="In de Molen.")
    session.add(story)
    session.flush()
    picture = StoryPicture(story_id=story.id, position=1, alt="De Molen van binnen", width=480, height=320, small=BYTES)
    session.add(picture)
    session.flush()
    story.asked = copy_of(*partners, pictures=[picture.id])
    story.released = story.asked if released else None
    session.add_all(StoryAgreement(story_id=story.id, partner_id=each, said="yes") for each in partners)
    session.flush()
    return story


def test_a_backup_holds_the_pictures(engine, tmp_path):
    with transaction(engine) as session:
        tell(session, "molen", "school")
    backup(engine, tmp_path / "copy")
    with transaction(engine) as session:
        session.delete(session.get_one(Story, 1))

    restore(engine, tmp_path / "copy")

    with reading(engine) as session:
        assert session.scalars(select(StoryPicture.small)).one() == BYTES


def test_with_a_collaboration_go_its_story_its_pictures_and_what_was_said_of_it(engine):
    with transaction(engine) as session:
        tell(session, "molen", "school")
        session.execute(delete(Collaboration).where(Collaboration.id == "c"))
    with reading(engine) as session:
        assert [session.scalars(select(table)).all() for table in (Story, StoryPicture, StoryAgreement)] == [[], [], []]


def test_nobody_says_anything_but_yes_and_no(engine):
    with transaction(engine) as session:
        story = tell(session, "molen", "school")
        session.get_one(StoryAgreement, (story.id, "molen")).said = "perhaps"
        with pytest.raises(IntegrityError):
            session.flush()
        session.rollback()


@pytest.mark.parametrize(
    ("kept", "gone", "together"),
    [("yes", "yes", "yes"), ("yes", "no", "no"), ("no", "yes", "no"), ("yes", "", ""), ("", "no", "no")],
)
def test_of_two_partners_that_are_one_both_must_have_agreed(small, kept, gone, together):
    with transaction(small) as session:
        story = tell(session, "molen", "molen-oss", "school")
        session.get_one(StoryAgreement, (story.id, "molen")).said = kept
        session.get_one(StoryAgreement, (story.id, "molen-oss")).said = gone

        merge_partners(session, "molen", "molen-oss", By("staff"), from_gone=(), usual_levels=USUAL_LEVELS)

        said = dict(session.execute(select(StoryAgreement.partner_id, StoryAgreement.said)).all())
        assert said == {"molen": together, "school": "yes"}
        assert named_in(story.released) == ["molen", "school"]


def test_who_leaves_takes_its_stories_off_and_its_name_and_pictures_out_of_them(engine):
    with transaction(engine) as session:
        tell(session, "molen", "school")

        former = make_nameless(session, "molen", "Voormalige partner", TODAY)

        (story,) = stories_of(session, "school")
        assert (story.released, story.asked) == (None, None)
        assert (story.title, story.done) == ("De Voormalige partner leest", "In de Voormalige partner.")
        assert "molen" not in story.slug
        assert session.scalars(select(StoryPicture)).all() == session.scalars(select(StoryAgreement)).all() == []
        assert [each.id for each in stories_of(session, former)] == [story.id]


def test_a_picture_that_was_taken_out_goes_once_it_is_public_no_more(small):
    with transaction(small) as session:
        story = tell(session, "molen", "school")
        session.get_one(StoryPicture, 1).position = None
        story.asked = None
        take_off(session, story)

        assert session.scalars(select(StoryPicture)).all() == []
