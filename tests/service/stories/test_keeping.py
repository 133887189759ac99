"""What is kept of stories and how long; that erased persons are struck out; and what a partner takes along."""

from datetime import UTC, datetime, timedelta

import pytest

from graph.stories import Story
from service.access import OPERATOR
from service.erasing import erase_person
from service.keys import read_safe
from service.own_data import gather
from service.people import People
from service.retention import carry_out
from tests.service.stories.telling import agree, make_public, tell

LATER = datetime.now(UTC) + timedelta(days=800)


@pytest.mark.parametrize(("told", "is_kept"), [(tell, False), (make_public, True)])
def test_what_nobody_reads_or_changes_goes_after_two_years_and_what_is_public_stays(session, settings, told, is_kept):
    story_id = told(session, "lezen").id

    carry_out(session, settings, LATER - timedelta(days=100))
    assert session.get(Story, story_id) is not None
    carry_out(session, settings, LATER)
    session.expire_all()

    assert (session.get(Story, story_id) is not None) is is_kept


def test_who_is_erased_is_struck_out_of_all_that_is_told_and_public(session, settings):
    safe = read_safe(settings)
    person = People(session, safe).add("merkteken@example.org", "Merkteken Van Test")
    story = make_public(
        session, "lezen", done="Merkteken Van Test las voor.", quote_by="Merkteken Van Test, merkteken@example.org"
    )

    erased = erase_person(session, safe, settings, OPERATOR, person.id)

    assert erased.n_texts == 2
    assert story.done == story.released["done"] == story.asked["done"] == "… las voor."
    assert story.released["quote_by"] == "…, …"


def test_a_partner_takes_along_its_stories_and_what_it_said(session, settings):
    agree(session, tell(session, "lezen"))

    data = gather(session, read_safe(settings), OPERATOR, "bieb")["stories"]

    assert [(each["title"], each["own_answer"], each["public"]) for each in data] == [("Voorleesdagen", "yes", None)]
    assert gather(session, read_safe(settings), OPERATOR, "club")["stories"] == []
