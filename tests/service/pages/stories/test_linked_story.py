"""The link of a mail about a story: read by whoever has it, answered by a button, good as long as it is asked."""

import pytest

from graph.database import transaction
from graph.stories import StoryAgreement
from graph.telling import unask
from service.access import OPERATOR
from service.links import Links
from service.people import People
from service.stories.agreeing import ask_partners
from service.stories.reading import public_stories
from service.stories.writing import find_story
from tests.service.posting import house_of
from tests.service.serving import ELSEWHERE, serving
from tests.service.signed_in import sign_in
from tests.service.stories.telling import TEXTS, TODAY, make_public, tell


@pytest.fixture
def house(settings):
    with house_of(settings) as house:
        yield house


@pytest.fixture
def client(settings):
    with serving(settings, ELSEWHERE) as client:
        yield client


def link(house, *, public=False):
    with transaction(house.engine) as session:
        story = make_public(session, "brood", pictures=1) if public else tell(session, "brood", pictures=1)
        if not public:
            ask_partners(session, OPERATOR, story, TODAY)
        person = People(session, house.safe).contacts("school")[0].person.id
        carried = {"person": person, "partner": "school", "story": story.id, "n_asked": story.n_asked}
    return f"/verhaal/{Links(house.safe).make('story', carried)}"


def said(house):
    with transaction(house.engine) as session:
        return session.get_one(StoryAgreement, (1, "school")).said


def test_reading_changes_nothing_and_shows_all_that_would_be_public(client, house):
    where = link(house)
    page = client.get(where)

    for text in (*TEXTS.values(), "Twee cirkels, 0", "Broodweek", "De Lindeschool", "Bakkerij De Korst"):
        assert text.partition("\n")[0] in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert client.get(f"{where}/foto/1-480.webp").headers["Content-Type"] == "image/webp"
    assert client.get(f"{where}/foto/2-480.webp").status_code == 404
    assert said(house) == ""


def test_a_button_answers_and_another_takes_it_back(client, house):
    where = link(house)

    yes = client.post(where, data={"zegt": "yes", "keer": "1"}).text
    after_yes = said(house)
    client.post(where, data={"zegt": "no"})

    assert "U zei ja." in yes
    assert (after_yes, said(house)) == ("yes", "no")


def test_taking_back_takes_the_story_off_at_once(client, house):
    where = link(house, public=True)
    before = client.get("/verhalen/voorleesdagen").status_code

    page = client.post(where, data={"zegt": "no"}).text

    assert "U zei nee: dit verhaal is niet openbaar." in page
    assert (before, client.get("/verhalen/voorleesdagen").status_code) == (200, 404)
    with transaction(house.engine) as session:
        assert public_stories(session) == []


@pytest.mark.parametrize("data", [{}, {"zegt": "misschien"}, {"zegt": "yes", "keer": "7"}])
def test_what_is_no_answer_to_this_story_is_not_taken(client, house, data):
    page = client.post(link(house), data=data)

    assert page.status_code == 400
    assert said(house) == ""


def test_somebody_else_says_that_it_answers_for_the_partner(client, settings, house, people):
    where = link(house)
    sign_in(client, settings, people["club"])

    asked = client.post(where, data={"zegt": "yes", "keer": "1"})
    client.post(where, data={"zegt": "yes", "keer": "1", "namens": "ja"})

    assert asked.status_code == 400
    assert said(house) == "yes"


def test_once_it_is_taken_back_the_link_says_so(client, house):
    where = link(house)
    with transaction(house.engine) as session:
        unask(session, find_story(session, 1))

    for answer in (client.get(where), client.post(where, data={"zegt": "yes", "keer": "1"})):
        assert answer.status_code == 410
        assert "Deze vraag staat niet meer open" in answer.text


def test_a_link_of_another_purpose_opens_nothing(client, house):
    token = Links(house.safe).make("answer", {"person": 1, "partner": "school", "story": 1})

    assert client.get(f"/verhaal/{token}").status_code == 404
