"""A partner begins, the team agrees, one of it hands in; others see nothing of it."""

import re
from datetime import timedelta

import pytest

from graph.grants import GrantApplication, GrantScheme
from graph.model import Partner, Sector
from service.access import OPERATOR
from service.grants.deciding import send_back
from service.grants.draft import draft_of
from tests.service.grants.applying_team import granted, handed_in, open_scheme
from tests.service.pages.grants.conftest import TODAY
from tests.service.serving import writing
from tests.service.signed_in import sign_in

HOME = "/mijn/bakker/subsidies"
FIELDS = {
    "title": "Brood op school",
    "plan": "Wij bakken samen.",
    "nieuw_lid": ["De Lindeschool", ""],
    "begins_on": "2031-01-05",
    "ends_on": "2031-06-30",
    "wat": ["Oven", "Meel"],
    "bedrag": ["1.000", "250,50"],
    "asked": "1000",
    "own": "250,50",
}


@pytest.fixture
def open_as(settings, public, people):
    """Opens the application as somebody who signed in."""

    def open_as(name):
        public.cookies.clear()
        sign_in(public, settings, people[name])
        return public

    return open_as


def begin(client, scheme_id):
    return client.post(HOME, data={"regeling": str(scheme_id), "title": "Brood"})


def save(client, **changed):
    page = client.get(f"{HOME}/1").text
    stamp = re.search(r'name="stand" value="([^"]+)"', page)[1]
    kept = re.findall(r'name="lid" value="([^"]+)" checked', page)
    return client.post(f"{HOME}/1", data={**FIELDS, "lid": kept, "stand": stamp, **changed})


def put_in_two_sectors(settings):
    with writing(settings) as session:
        session.merge(Sector(id="onderwijs", label="Onderwijs", position=9))
        session.flush()
        session.get_one(Partner, "school").sector_id = "onderwijs"


def test_a_team_applies_from_the_first_word_to_handing_in(open_as, settings, scheme_id):
    put_in_two_sectors(settings)
    baker = open_as("baker")
    listed = baker.get(HOME).text
    begun = begin(baker, scheme_id)
    saved = save(baker)
    asked = baker.post(f"{HOME}/1/stap", data={"stap": "vragen"})
    too_soon = baker.post(f"{HOME}/1/stap", data={"stap": "indienen"})
    school = open_as("school")
    waits = school.get("/mijn/school").text
    agreed = school.post("/mijn/school/subsidies/1/antwoord", data={"zegt": "yes", "keer": "1"})
    done = school.post("/mijn/school/subsidies/1/stap", data={"stap": "indienen"})
    changed = school.post("/mijn/school/subsidies/1", data=FIELDS)

    assert "Samen nieuw" in listed
    assert "Er doen ten minste 2 partners mee." in listed
    assert begun.url.path == f"{HOME}/1"
    assert "Nog 1 partner nodig." in begun.text
    assert "De kosten van € 1.250,50 zijn gedekt." in saved.text
    assert "Het team wordt gevraagd" in asked.text
    assert too_soon.status_code == 400
    assert "niet elk lid is akkoord" in too_soon.text
    assert "wacht op uw antwoord" in waits
    assert "Alles is in orde." in agreed.text
    assert "Er verandert niets meer." in done.text
    assert changed.url.path == "/mijn/school/subsidies/1"
    with writing(settings) as session:
        application = session.get_one(GrantApplication, 1)
        assert application.state == "handed_in"
        assert draft_of(session, application).costs == (("Oven", 100_000), ("Meel", 25_050))
        assert draft_of(session, application).member_ids == ("bakker", "school")


def test_what_is_typed_is_checked_before_it_is_saved(open_as, scheme_id, settings):
    client = open_as("baker")
    begin(client, scheme_id)
    part = client.post(f"{HOME}/1/controle", data=FIELDS).text

    assert "2 partners doen mee." in part
    assert "Nog 1 sector nodig." in part
    assert "<html" not in part
    with writing(settings) as session:
        assert session.get_one(GrantApplication, 1).plan == ""


def test_what_is_wrong_is_told_at_its_field_and_what_was_typed_stays(open_as, scheme_id):
    client = open_as("baker")
    begin(client, scheme_id)
    wrong = {
        "Geef het plan een naam.": {"title": " "},
        "Typ een bedrag als 1250 of 1250,50.": {"asked": "veel"},
        "Typ een bedrag als 1250 of 1250,50 bij “Oven”.": {"bedrag": ["1,2,3", ""]},
        "Zeg bij elk bedrag waarvoor het is.": {"wat": ["", ""]},
        "Kies een dag.": {"begins_on": "morgen"},
        "Kies een dag. ": {"begins_on": "0231-01-05"},
        "Er is ruimte voor 30 regels.": {"wat": ["Oven"] * 31, "bedrag": ["1"] * 31},
        "Het kan niet eindigen voordat het begint.": {"ends_on": "2030-12-31"},
        "Niemand heet “Niemand BV”.": {"nieuw_lid": ["Niemand BV"]},
        "Geen thema heet “Geen thema”.": {"nieuw_thema": ["Geen thema"]},
        "Dit is te lang: hooguit 8000 tekens.": {"plan": "x" * 8_001},
        "Iemand van het team wijzigde de aanvraag intussen.": {"stand": "2020"},
    }
    answers = {told: save(client, **typed) for told, typed in wrong.items()}

    assert [told for told, answer in answers.items() if told.strip() not in answer.text] == []
    assert {answer.status_code for answer in answers.values()} == {400}
    assert all('value="250,50"' in answer.text for answer in answers.values())


def test_what_the_office_sent_back_says_why(open_as, settings):
    with writing(settings) as session:
        application = handed_in(session, open_scheme(session, TODAY), "bakker", "school", day=TODAY)
        send_back(session, OPERATOR, application, "De begroting klopt niet.", TODAY + timedelta(days=400))

    page = open_as("baker").get(f"{HOME}/1").text
    assert "De begroting klopt niet." in page
    assert "Vraag het team" in page


@pytest.mark.parametrize(
    ("opens", "closes", "told"),
    [(-20, -1, "Deze regeling sloot op"), (1, 20, "U kunt dit indienen vanaf")],
    ids=["closed", "not-yet"],
)
def test_out_of_its_days_handing_in_is_refused_in_a_clear_sentence(open_as, settings, opens, closes, told):
    with writing(settings) as session:
        scheme = open_scheme(session, TODAY)
        application = handed_in(session, scheme, "bakker", "school", day=TODAY)
        scheme.opens_on, scheme.closes_on = TODAY + timedelta(days=opens), TODAY + timedelta(days=closes)
        application.state = "asked"

    answer = open_as("baker").post(f"{HOME}/1/stap", data={"stap": "indienen"})
    assert answer.status_code == 400
    assert answer.text.count(told) == 2  # how it stands, and what stopped the step


def test_a_scheme_that_has_closed_is_not_begun(open_as, settings, scheme_id):
    with writing(settings) as session:
        session.get_one(GrantScheme, scheme_id).closes_on = TODAY - timedelta(days=1)
    client = open_as("baker")

    assert "Er is nu geen regeling open." in client.get(HOME).text
    assert "Deze regeling is gesloten." in begin(client, scheme_id).text


def test_nobody_outside_of_the_team_sees_or_does_anything(open_as, scheme_id):
    begin(open_as("baker"), scheme_id)
    club = open_as("club")

    assert club.get("/mijn/club/subsidies/1").status_code == 404
    assert club.get(f"{HOME}/1").status_code == 403
    assert club.post("/mijn/club/subsidies/1", data=FIELDS).status_code == 404
    assert club.post("/mijn/club/subsidies/1/stap", data={"stap": "intrekken"}).status_code == 404
    assert "Brood" not in club.get("/mijn/club/subsidies").text


def test_a_member_sees_its_grant_with_what_was_paid(open_as, settings):
    with writing(settings) as session:
        granted(session, open_scheme(session, TODAY), "bakker", "school", day=TODAY, cents=300_000)

    page = open_as("baker").get(f"{HOME}/1").text
    assert "Uw subsidie" in page
    assert "€ 3.000" in page
    assert "<form" not in page.partition("<main")[2]


def test_a_yes_to_what_has_changed_is_asked_again(open_as, scheme_id):
    client = open_as("baker")
    begin(client, scheme_id)
    save(client)
    client.post(f"{HOME}/1/stap", data={"stap": "vragen"})
    answer = client.post(f"{HOME}/1/antwoord", data={"zegt": "yes", "keer": "0"})

    assert answer.status_code == 400
    assert "De aanvraag is gewijzigd sinds u deze pagina opende." in answer.text


def test_a_step_that_cannot_be_taken_any_more_says_so(open_as, settings):
    with writing(settings) as session:
        handed_in(session, open_scheme(session, TODAY), "bakker", "school", day=TODAY)
    client = open_as("baker")
    again = client.post(f"{HOME}/1/stap", data={"stap": "indienen"})
    answered = client.post(f"{HOME}/1/antwoord", data={"zegt": "no", "keer": "1"})

    assert (again.status_code, answered.status_code) == (400, 400)
    assert "deed intussen een stap" in again.text
    assert "De aanvraag is gewijzigd sinds u deze pagina opende." in answered.text
