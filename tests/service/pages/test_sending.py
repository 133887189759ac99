"""The page of what was approved, before it goes out."""

import pytest

from tests.builders import partner
from tests.service.serving import make_database, serving
from tests.service.signed_in import add_person

NEW = "/werkbank/nieuw"


@pytest.fixture
def client(tmp_path):
    settings = make_database(
        tmp_path,
        [
            partner("school", name="De Lindeschool", capacity=1),
            partner("firma", name="Zaagbedrijf"),
            partner("bieb", name="Bibliotheek"),
        ],
    )
    add_person(settings, "school@example.org", partners=["school"])
    with serving(settings) as client:
        for other in ("firma", "bieb"):
            client.post(NEW, data={"een": "school", "ander": other, "wat": "approve"})
        yield client


def test_each_partner_sees_what_it_is_asked_and_whether_that_is_too_much(client):
    page = client.get("/werkbank/versturen").text
    school = page.split("<tbody>")[1].split("</tr>")[0]  # above its room: first

    assert "De Lindeschool" in school
    assert "1 – 1 te veel" in school
    assert "1 persoon" in school
    assert page.count("Niemand: u belt") == 2
    assert "2 partners hebben niemand om te mailen" in page


def test_what_is_ticked_is_sent_and_the_rest_waits(client):
    answer = client.post("/werkbank/versturen", data={"kennismaking": ["1"]})

    assert "1 kennismaking verstuurd. 1 persoon krijgt mail. Bel zelf: Zaagbedrijf." in answer.text
    assert "1 kennismaking</h2>" in answer.text
    again = client.post("/werkbank/versturen", data={"kennismaking": ["1", "2"]})
    assert "1 was al verstuurd of teruggenomen." in again.text
    assert "Er wacht niets om te versturen" in again.text


def test_nothing_ticked_sends_nothing(client):
    assert "Er is niets verstuurd" in client.post("/werkbank/versturen").text


def test_an_approval_is_taken_back_from_here(client):
    here = {"Referer": "http://localhost/werkbank/versturen"}
    answer = client.post("/werkbank/kennismakingen/2/terugnemen", headers=here)

    assert answer.url.path == "/werkbank/versturen"
    assert "1 kennismaking</h2>" in answer.text
