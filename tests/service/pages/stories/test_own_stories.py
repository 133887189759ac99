"""A partner writes of its own collaborations, and answers for itself; of others it learns nothing."""

from datetime import date

import pytest

from service.access import OPERATOR
from service.casework import notes_of
from service.introductions.asking import ask as ask_both
from service.introductions.deciding import decide, propose_by_hand
from service.keys import read_safe
from service.pages.queue import LANE_NAMES
from service.stories.agreeing import answer, ask_partners
from service.stories.writing import find_story
from tests.service.serving import ELSEWHERE, serving, writing
from tests.service.signed_in import database, sign_in
from tests.service.stories.telling import TEXTS, TODAY, make_public, photo, tell

HOME = "/mijn/bakker/verhalen"


@pytest.fixture
def client(settings, people):
    with serving(settings, ELSEWHERE) as client:
        sign_in(client, settings, people["baker"])
        yield client


def ask(settings):
    with writing(settings) as session:
        story = tell(session, "brood", pictures=1)
        ask_partners(session, OPERATOR, story, TODAY)
        return story.id


def test_a_partner_writes_a_story_with_a_picture_that_is_not_public(client):
    empty = client.get(HOME).text
    page = client.post(f"{HOME}/nieuw?samenwerking=brood", data=TEXTS)
    added = client.post(f"{HOME}/1/fotos", data={"alt": "Brood"}, files={"foto": ("foto.jpg", photo())})

    assert "samenwerking=brood" in empty
    assert page.url.path == f"{HOME}/1"
    assert 'alt="Brood"' in added.text
    assert "Het bureau leest het verhaal als het af is" in added.text
    assert client.get(f"{HOME}/1/fotos/1-600.webp").status_code == 200
    assert client.get("/verhalen/voorleesdagen").status_code == 404


def test_a_partner_agrees_and_takes_that_back(client, settings):
    story_id = ask(settings)
    listed = client.get(HOME).text
    shown = client.get(f"{HOME}/{story_id}/akkoord").text
    agreed = client.post(f"{HOME}/{story_id}/akkoord", data={"zegt": "yes", "keer": "1"}).text
    taken_back = client.post(f"{HOME}/{story_id}/akkoord", data={"zegt": "no", "keer": "1"}).text

    assert "Wij wachten op uw antwoord." in listed
    for text in (*TEXTS.values(), "Twee cirkels, 0", "Broodweek", "De Lindeschool", "Bakkerij De Korst"):
        assert text.partition("\n")[0] in shown
    assert "nog niet elke partner vindt het goed" in agreed
    assert "U zei nee" in taken_back


def test_a_yes_to_what_has_changed_is_asked_again(client, settings):
    story_id = ask(settings)
    with writing(settings) as session:
        ask_partners(session, OPERATOR, find_story(session, story_id), TODAY)

    page = client.post(f"{HOME}/{story_id}/akkoord", data={"zegt": "yes", "keer": "1"})

    assert page.status_code == 400
    assert "Lees het nog een keer" in page.text


def test_who_said_no_is_told_to_no_other_partner(client, settings):
    story_id = ask(settings)
    with writing(settings) as session:
        answer(session, OPERATOR, find_story(session, story_id), "school", "no", is_by_staff=True)

    page = client.post(f"{HOME}/{story_id}/akkoord", data={"zegt": "yes", "keer": "1"}).text

    assert "U zei ja. Het verhaal is nog niet openbaar: nog niet elke partner vindt het goed." in page


@pytest.mark.parametrize("path", ["", "/akkoord", "/fotos/1-480.webp"])
def test_a_story_of_others_is_not_there(settings, people, path):
    story_id = ask(settings)
    with serving(settings, ELSEWHERE) as client:
        sign_in(client, settings, people["club"])

        assert client.get(f"/mijn/club/verhalen/{story_id}{path}").status_code == 404
        assert client.get(f"/mijn/bakker/verhalen/{story_id}{path}").status_code == 403
        assert client.post(f"/mijn/club/verhalen/{story_id}{path}", data=TEXTS).status_code in {400, 404, 405}
        assert client.post("/mijn/club/verhalen/nieuw?samenwerking=brood", data=TEXTS).status_code == 404


def test_wij_willen_ook_becomes_an_introduction_that_tells_where_it_comes_from(settings, people):
    with writing(settings) as session:
        make_public(session, "brood")
    with serving(settings, ELSEWHERE) as client:
        sign_in(client, settings, people["club"])
        offered = client.get("/verhalen/voorleesdagen/wij-ook").text
        for _ in range(2):  # the second time changes nothing
            thanked = client.post("/verhalen/voorleesdagen/wij-ook", data={"eigen": "club", "met": "bakker"})
        faulty = client.post("/verhalen/voorleesdagen/wij-ook", data={"eigen": "bakker", "met": "xyzzy"})
        sign_in(client, settings, people["staff"])
        listed = client.get("/werkbank/kennismakingen/1").text
        file = client.get("/werkbank/kennismakingen/bestand.csv").text
        queue = "".join(client.get(f"/werkbank?baan={lane}").text for lane in LANE_NAMES)

    assert "U vraagt dit voor Sportclub." in offered
    assert thanked.url.path == "/verhalen/voorleesdagen"
    assert faulty.status_code == 400
    assert "Gevraagd na het lezen van" in listed
    assert queue.count("Gevraagd na het lezen van") == file.count("Gevraagd na het lezen") == 1


@pytest.mark.parametrize(
    ("are_asked", "told", "notes"),
    [
        (False, "Dank u wel.", ["Las “Voorleesdagen”, en wil kennismaken met: Bakkerij De Korst."]),
        (True, "al bij elkaar", []),
    ],
    ids=["partners-never-hear-of-it", "both-were-asked"],
)
def test_an_introduction_that_runs_is_told_only_to_whom_it_was_asked(settings, people, are_asked, told, notes):
    with writing(settings) as session:
        make_public(session, "brood")
        introduction = propose_by_hand(session, OPERATOR, "club", "bakker")
        if are_asked:
            decide(session, OPERATOR, introduction, "approve")
            ask_both(session, OPERATOR, introduction, date(2024, 5, 1))
    with serving(settings, ELSEWHERE, base_url="https://osmose.example") as client:
        sign_in(client, settings, people["club"])
        for _ in range(2):
            page = client.post("/verhalen/voorleesdagen/wij-ook", data={"eigen": "club", "met": "bakker"}).text
    with database(settings) as session:
        noted = [each.text for each in notes_of(session, read_safe(settings), "club")]

    assert told in page
    assert noted == notes


@pytest.mark.parametrize(
    ("who", "told"),
    [
        (None, "verder=%2Fverhalen%2Fvoorleesdagen%2Fwij-ook"),
        ("stranger", "Zoek uw organisatie bij de partners"),
        ("baker", "Uw organisatie deed zelf mee"),
    ],
)
def test_who_cannot_ask_reads_what_to_do(settings, people, who, told):
    with writing(settings) as session:
        make_public(session, "brood")
    with serving(settings, ELSEWHERE) as client:
        if who:
            sign_in(client, settings, people[who])

        assert told in client.get("/verhalen/voorleesdagen/wij-ook").text


def test_the_first_page_of_a_partner_tells_what_waits_and_its_public_page_shows_its_stories(client, settings):
    story_id = ask(settings)
    waiting = client.get("/mijn/bakker").text
    client.post(f"{HOME}/{story_id}/akkoord", data={"zegt": "yes", "keer": "1"})
    with writing(settings) as session:
        make_public(session, "brood", title="Brood bakken")

    assert "Een verhaal over wat u met anderen deed, wacht op uw antwoord." in waiting
    assert "wacht op uw antwoord" not in client.get("/mijn/bakker").text
    assert "Brood bakken" in client.get("/partners/bakker").text
    assert "Brood bakken" not in client.get("/partners/club").text
