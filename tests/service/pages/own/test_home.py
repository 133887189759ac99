"""The first page of a partner, its room and its pauses, and who may open it."""

from datetime import date, timedelta

from graph.model import Partner
from matching.questions import Question
from service.pages.own.home import completeness
from service.profiles import Profile
from tests.service.pages.own.towns import looking, peeking
from tests.service.serving import ELSEWHERE, serving
from tests.service.signed_in import add_person, sign_in


def test_strangers_are_sent_to_sign_in_and_others_kept_out(town):
    settings, baker, _teacher = town
    with serving(settings, ELSEWHERE) as client:
        for path in ("/mijn", "/mijn/bakker", "/mijn/bakker/gegevens"):
            assert client.get(path, follow_redirects=False).headers["location"].startswith("/aanmelden?")
        sign_in(client, settings, baker)
        assert client.get("/mijn/school").status_code == 403


def test_who_speaks_for_several_chooses_and_who_speaks_for_none_is_told_how(town):
    settings, _baker, _teacher = town
    both = add_person(settings, "beide@voorbeeld.example", partners=["bakker", "club"])
    claimer = add_person(settings, "nieuw@voorbeeld.example", partners="club", state="claimed")
    with looking(settings, both) as client:
        page = client.get("/mijn").text
        assert '<a class="utrecht-link utrecht-link--html-a" href="/mijn/bakker">Bakkerij Kruim</a>' in page
        assert "Hockeyclub" in page
        sign_in(client, settings, claimer)
        assert "U spreekt nog voor geen organisatie." in client.get("/mijn").text
        assert client.get("/mijn/club").status_code == 403


def test_staff_open_the_pages_of_each_partner(town):
    settings, _baker, _teacher = town
    staff = add_person(settings, "bureau@voorbeeld.example", role="staff")
    with looking(settings, staff) as client:
        assert "(u kijkt als medewerker)" in client.get("/mijn/bakker").text
        assert client.get("/mijn/niemand").status_code == 404


def test_room_is_a_whole_number_or_not_said(town):
    settings, baker, _teacher = town
    with looking(settings, baker) as client:
        for typed, room in (("3", 3), ("0", 0), ("50", 50), (" ", None)):
            assert client.post("/mijn/bakker/ruimte", data={"ruimte": typed}).status_code == 200
            with peeking(settings) as session:
                assert session.get_one(Partner, "bakker").capacity == room
        for typed in ("51", "-1", "2,5", "veel", "9" * 5000):
            answer = client.post("/mijn/bakker/ruimte", data={"ruimte": typed})
            assert answer.status_code == 400
            assert f'value="{typed}"' in answer.text


def test_a_pause_begins_and_ends(town):
    settings, baker, _teacher = town
    today = date.today()  # noqa: DTZ011 -- the day of the page
    later = today + timedelta(days=40)
    with looking(settings, baker) as client:
        for refused in (today.isoformat(), (today + timedelta(days=732)).isoformat(), "ooit"):
            assert client.post("/mijn/bakker/pauze", data={"tot": refused}).status_code == 400
        page = client.post("/mijn/bakker/pauze", data={"tot": later.isoformat()}).text
        assert "Pauze stoppen" in page
        with peeking(settings) as session:
            assert session.get_one(Partner, "bakker").paused_until == later
        client.post("/mijn/bakker/pauze", data={"tot": ""})

    with peeking(settings) as session:
        assert session.get_one(Partner, "bakker").paused_until is None


def test_completeness_names_the_one_addition_and_what_it_brings():
    profile = Profile("Naam", "Wij bakken.", ("hulp",), (), (), "Oss", "", "", (), {})

    told = completeness(profile, Question("offers", 0.9163))

    assert (told.n_said, told.n_parts) == (3, 6)
    assert told.missing == ["wat u biedt", "thema’s", "website"]
    assert told.question == "Wat biedt u?"
    assert "2,5 keer" in told.gain  # exp(0.9163) = 2.5
