"""Activities at the workbench: made, changed, published, called off; and who comes."""

import re

import pytest

from service.access import OPERATOR
from service.pages.activities.form import MOST_ROOM
from service.rounds.gathering import make_round
from tests.service.pages.activities.conftest import copy_club, office_of
from tests.service.serving import writing
from tests.service.signed_in import add_person, mailed

FORM = {
    "title": "Studiedag techniek",
    "kind": "study_day",
    "description": "Zelf doen.",
    "day": "2090-03-16",
    "begins": "13:00",
    "ends": "16:30",
    "place": "Oss",
    "address": "Raadhuislaan 2",
    "coordinates": "51.765, 5.518",
    "sectors": ["primair-onderwijs", "geen-sector"],
    "themes": ["techniek", ""],
    "audience": "leerkrachten",
    "organisers": "De Lindeschool\nbakker",
    "sign_ups": "ja",
    "capacity": "4",
    "most_each": "3",
    "public": "ja",
}


def make(staff, **changed):
    answer = staff.post("/werkbank/activiteiten", data=FORM | changed)
    return answer, int(re.search(r"activiteiten/(\d+)$", str(answer.url))[1]) if answer.history else 0


def publish_one(staff):
    number = make(staff)[1]
    staff.post(f"/werkbank/activiteiten/{number}/stand", data={"stand": "published"})
    return number, f"/werkbank/activiteiten/{number}"


@pytest.fixture(scope="module")
def desk(sqlite_template, tmp_path_factory):
    """A client of staff, for what changes nothing."""
    with office_of(copy_club(sqlite_template, tmp_path_factory.mktemp("desk"))) as client:
        yield client


@pytest.fixture(scope="module")
def published(desk):
    """The address of an activity that nothing changes."""
    return publish_one(desk)[1]


def test_without_activities_the_list_says_what_to_do(staff):
    assert "Er is nog geen activiteit." in staff.get("/werkbank/activiteiten").text


def test_an_activity_is_made_as_a_draft_published_and_changed(staff, public):
    page, number = make(staff)
    here = f"/werkbank/activiteiten/{number}"

    assert "De activiteit staat klaar als concept." in page.text
    assert public.get(f"/agenda/{number}").status_code == 404
    staff.post(f"{here}/stand", data={"stand": "published"})
    shown = public.get(f"/agenda/{number}").text
    for text in (
        "Raadhuislaan 2, Oss",
        "De Lindeschool",
        "Bakkerij De Korst",
        "primair-onderwijs, leerkrachten",
        "Techniek",
    ):
        assert text in shown

    form = staff.get(f"{here}/wijzigen").text
    for value in ('value="2090-03-16"', 'value="13:00"', 'value="51.765, 5.518"', "De Lindeschool\nBakkerij De Korst"):
        assert value in form
    assert re.search(r'value="primair-onderwijs" checked', form)
    staff.post(f"{here}/wijzigen", data=FORM | {"ends": "01:00", "last_day": "2090-03-17", "themes": "Techniek"})
    assert "13:00 tot vrijdag 17 maart 2090 01:00" in public.get(f"/agenda/{number}").text


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("title", " ", "Geef de activiteit een naam."),
        ("day", "", "Kies een dag."),
        ("day", "31-02-2090", "Kies een dag."),
        ("day", "9999-12-31", "Kies een dag."),
        ("begins", "half drie", "Vul een tijd in, zoals 13:00."),
        ("ends", "12:00", "Het einde moet na het begin liggen."),
        ("last_day", "2090-03-15", "Het einde moet na het begin liggen."),
        ("coordinates", "51.7", "Vul twee getallen in"),
        ("coordinates", "nan, 5", "Vul twee getallen in"),
        ("coordinates", "91, 5", "Vul twee getallen in"),
        ("capacity", "0", f"Vul een heel getal in van 1 tot {MOST_ROOM}"),
        ("capacity", "veel", f"Vul een heel getal in van 1 tot {MOST_ROOM}"),
        ("most_each", "99999999999999999999", "Vul een heel getal in van 1 tot 1000"),
        ("sign_up_until", "morgen", "Kies een dag, of laat het leeg."),
        ("organisers", "Niemand BV", "Er is niet precies één partner die “Niemand BV” heet."),
        ("title", "x" * 201, "Dit is te lang. Gebruik ten hoogste 200 tekens."),
        ("description", "x" * 5001, "Dit is te lang. Gebruik ten hoogste 5000 tekens."),
        ("place", "O\0ss", "Dit kunnen wij niet bewaren."),
        ("organisers", "Sport\0club", "Dit kunnen wij niet bewaren."),
        ("themes", "zweven", "“zweven” staat niet in de lijst met thema’s."),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(desk, field, text, said):
    answer, number = make(desk, **{field: text})

    assert answer.status_code == 400
    assert said in answer.text
    assert 'aria-invalid="true"' in answer.text or "themes-fault" in answer.text
    assert "Raadhuislaan 2" in answer.text
    assert number == 0


def test_a_text_as_long_as_the_field_takes_is_stored_whole(staff):
    """A browser sends two characters for each line break that it counts as one."""
    number = make(staff, description="regel\r\n" * 833 + "x" * 2)[1]

    form = staff.get(f"/werkbank/activiteiten/{number}/wijzigen").text
    assert "regel\n" * 833 + "xx</textarea>" in form


def test_staff_sign_partners_up_who_called_and_off_again(staff):
    _number, here = publish_one(staff)

    page = staff.post(f"{here}/aanmeldingen", data={"partner": "Sportclub", "aantal": "3"})
    assert "Sportclub komt met 3 personen." in page.text
    page = staff.post(f"{here}/aanmeldingen", data={"partner": "bakker", "aantal": "2"})
    assert "Bakkerij De Korst staat op de wachtlijst met 2 personen." in page.text
    assert "3 personen aangemeld van 4, 2 personen op de wachtlijst." in page.text
    staff.post(f"{here}/afmelden", data={"partner": "club"})

    assert "2 personen aangemeld van 4." in staff.get(here).text
    rows = staff.get(f"{here}/aanmeldingen/bestand.csv").content.decode("utf-8-sig").splitlines()
    assert [row.replace(";", ",") for row in rows[1:]] == ["bakker,Bakkerij De Korst,2,komt"]
    assert staff.get(f"{here}/aanmeldingen/bestand.xlsx").content.startswith(b"PK")
    assert staff.get(f"{here}/aanmeldingen/lijst.pdf").content.startswith(b"%PDF")
    assert staff.post(f"{here}/afmelden", data={"partner": "club"}).status_code == 404


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"partner": "Niemand BV", "aantal": "1"}, "Er is niet precies één partner die zo heet."),
        ({"partner": "club", "aantal": "4"}, "Vul een heel getal in van 1 tot 3."),
        ({"partner": "club", "aantal": "twee"}, "Vul een heel getal in van 1 tot 3."),
        ({}, "Er is niet precies één partner die zo heet."),
    ],
)
def test_who_cannot_be_signed_up_is_not_and_the_page_says_why(desk, published, typed, said):
    answer = desk.post(f"{published}/aanmeldingen", data=typed)

    assert answer.status_code == 400
    assert said in answer.text
    assert "Nog niemand heeft zich aangemeld." in answer.text


def test_there_cannot_be_fewer_places_than_are_taken(staff):
    _number, here = publish_one(staff)
    staff.post(f"{here}/aanmeldingen", data={"partner": "club", "aantal": "3"})

    answer = staff.post(f"{here}/wijzigen", data=FORM | {"capacity": "2", "title": "Andere naam"})

    assert answer.status_code == 400
    assert "Er zijn minstens 3 plaatsen nodig" in answer.text
    assert "Andere naam" not in staff.get(here).text


def test_calling_off_mails_who_signed_up_and_says_so(staff, settings):
    _number, here = publish_one(staff)
    staff.post(f"{here}/aanmeldingen", data={"partner": "club", "aantal": "1"})
    person = add_person(settings, "club@voorbeeld.example", partners="club")

    page = staff.post(f"{here}/wijzigen", data=FORM | {"begins": "14:00"})
    assert "1 partner die is aangemeld, krijgt een mail." in page.text
    page = staff.post(f"{here}/stand", data={"stand": "called_off"})

    assert "Afgelast. In de agenda staat dat het niet doorgaat. 1 partner die" in page.text
    assert [each[0] for kind in ("activity_changed", "activity_off") for each in mailed(settings, kind)] == [person] * 2
    assert staff.post(f"{here}/stand", data={"stand": "draft"}).status_code == 409
    assert staff.post(f"{here}/weg").status_code == 409


def test_a_draft_is_thrown_away(staff):
    number = make(staff)[1]

    page = staff.post(f"/werkbank/activiteiten/{number}/weg")

    assert "Weggegooid." in page.text
    assert staff.get(f"/werkbank/activiteiten/{number}").status_code == 404


def test_a_round_that_is_held_in_it_is_one_click_away(staff, settings):
    with writing(settings) as session:
        row = make_round(
            session, OPERATOR, "market", {"title": "Beursvloer Oss", "days": ["2090-03-16"], "usual_room": 2}
        )
        round_id = row.id
    number = make(staff, round=str(round_id))[1]

    assert (
        f'href="/werkbank/rondes/{round_id}">Beursvloer Oss</a>' in staff.get(f"/werkbank/activiteiten/{number}").text
    )
    assert make(staff, round="999")[0].status_code == 200  # a round that is gone is none
