"""Activities of a partner: proposing one, signing up, changing the number, signing off."""

import re
from datetime import date

from graph.activities import Activity
from tests.service.activities.holding import moment
from tests.service.pages.activities.conftest import come, office_of
from tests.service.pages.activities.test_desk import FORM
from tests.service.serving import writing

AT = "/mijn/club/activiteiten"


def test_without_activities_the_page_says_what_to_do(public, speaking):
    page = speaking(public, "club").get(AT).text

    assert "U hebt zich nog nergens voor aangemeld." in page
    assert f'href="{AT}/nieuw"' in page


def test_a_partner_proposes_changes_its_proposal_and_staff_publish_it(public, speaking, settings):
    client = speaking(public, "club")
    assert "Sportclub</textarea>" in client.get(f"{AT}/nieuw").text
    faulty = client.post(AT, data=FORM | {"title": ""})
    assert (faulty.status_code, "Geef de activiteit een naam." in faulty.text) == (400, True)

    page = client.post(AT, data=FORM | {"organisers": "school", "round": "1"})
    here = str(page.url.path)
    assert "Het bureau leest uw voorstel" in page.text
    assert "Bakkerij" not in page.text
    page = client.post(f"{here}/wijzigen", data=FORM | {"title": "Sportdag", "organisers": "school"})
    assert "Sportdag" in page.text
    number = int(re.search(r"\d+$", here)[0])
    assert client.get(f"/agenda/{number}").status_code == 200  # who holds it sees it

    with office_of(settings) as office:
        assert "Voorgesteld door partners" in office.get("/werkbank/activiteiten").text
        office.post(f"/werkbank/activiteiten/{number}/stand", data={"stand": "published"})
    assert client.get(f"{here}/wijzigen").status_code == 404
    assert client.post(f"{here}/wijzigen", data=FORM).status_code == 404
    assert "Sportdag" in client.get("/agenda").text


def test_another_partner_sees_no_proposal_and_cannot_change_it(public, publish, speaking):
    number = publish(title="Geheim plan", state="proposed", held_by=["school"])
    client = speaking(public, "club")

    for path in (f"{AT}/{number}", f"{AT}/{number}/wijzigen", f"/agenda/{number}"):
        assert client.get(path).status_code == 404
    assert client.post(f"{AT}/{number}/wijzigen", data=FORM).status_code == 404
    assert client.post(f"{AT}/{number}/aanmelden", data={"aantal": "1"}).status_code == 404
    assert client.get(f"/mijn/school/activiteiten/{number}").status_code == 403


def test_a_partner_signs_up_changes_its_number_and_signs_off(public, publish, speaking):
    number = publish(title="Studiedag", capacity=3)
    client = speaking(public, "club")

    assert "Sportclub komt met 2 personen." in client.post(f"{AT}/{number}/aanmelden", data={"aantal": "2"}).text
    assert "2 personen" in client.get(AT).text
    refused = client.post(f"{AT}/{number}/aanmelden", data={"aantal": "9"})
    assert (refused.status_code, "Vul een heel getal in van 1 tot 3." in refused.text) == (400, True)
    assert 'value="9"' in refused.text
    client.post(f"{AT}/{number}/aanmelden", data={"aantal": "3"})
    page = client.post(f"{AT}/{number}/afmelden")
    assert "U bent afgemeld." in page.text
    assert client.post(f"{AT}/{number}/afmelden").status_code == 404


def test_who_waits_is_told_so_and_by_what_rule(public, publish, speaking, settings):
    number = publish(capacity=2, held_by=["school"])
    come(settings, number, "bakker", 1)
    client = speaking(public, "club")

    page = client.post(f"{AT}/{number}/aanmelden", data={"aantal": "2"})

    assert "Sportclub staat op de wachtlijst met 2 personen. Er komt een mail als er plaats is." in page.text
    assert "Er is 1 plaats vrij, te weinig voor wie het eerst wacht." in page.text
    assert "niemand wordt overgeslagen" in page.text
    assert "Bakkerij" not in page.text  # only who holds it sees who comes
    holder = speaking(public, "school").get(f"/mijn/school/activiteiten/{number}").text
    assert "Bakkerij De Korst" in holder
    assert "Sportclub" in holder


def test_who_has_places_and_wants_more_than_there_are_is_told_how_many(public, publish, speaking, settings):
    number = publish(capacity=4)
    for partner_id, n_people in (("club", 2), ("bakker", 1)):
        come(settings, number, partner_id, n_people)

    refused = speaking(public, "club").post(f"{AT}/{number}/aanmelden", data={"aantal": "4"})

    assert refused.status_code == 400
    assert "Er is nog plaats voor 1 persoon meer. Er is niets gewijzigd." in refused.text
    assert "Sportclub komt met 2 personen." in refused.text


def test_nothing_is_signed_up_for_what_is_called_off_or_takes_none(public, publish, speaking):
    client = speaking(public, "club")

    for columns in ({"state": "called_off"}, {"takes_sign_ups": False}):
        answer = client.post(f"{AT}/{publish(**columns)}/aanmelden", data={"aantal": "1"})
        assert answer.status_code == 400
        assert "Sportclub komt" not in answer.text


def test_what_comes_stands_first_and_what_is_over_last_the_latest_first(public, publish, speaking, settings):
    for title, year in (("Eerst", 2091), ("Oud", 2001), ("Later", 2092), ("Jonger", 2002)):
        number = publish(title=title)
        come(settings, number, "club", 1)
        with writing(settings) as session:
            row = session.get_one(Activity, number)
            row.begins_at, row.ends_at = moment(f"{year}-03-16T13:00"), moment(f"{year}-03-16T16:00")

    page = speaking(public, "club").get(AT).text

    assert re.findall(rf'href="{AT}/\d+">([^<]+)', page) == ["Eerst", "Later", "Jonger", "Oud"]
    assert page.count("is geweest") == 2


def test_who_is_signed_up_can_sign_off_also_where_nobody_signs_up_any_more(public, publish, speaking, settings):
    number = publish(capacity=3)
    come(settings, number, "club", 1)
    with writing(settings) as session:
        session.get_one(Activity, number).takes_sign_ups = False
    client = speaking(public, "club")

    for path in (f"{AT}/{number}", f"/agenda/{number}"):
        assert f'action="{AT}/{number}/afmelden"' in client.get(path).text
    assert "U bent afgemeld." in client.post(f"{AT}/{number}/afmelden").text


def test_who_comes_too_late_is_told_so(public, publish, speaking):
    number = publish(sign_up_until=date(2020, 1, 1))

    answer = speaking(public, "club").post(f"{AT}/{number}/aanmelden", data={"aantal": "1"})

    assert answer.status_code == 400
    assert "Aanmelden is gesloten. Bel het bureau als er iets verandert." in answer.text
