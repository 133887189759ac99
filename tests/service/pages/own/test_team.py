"""A partner looks for a team, and asks the office to bring it together with some of its members."""

import re
from html import unescape

import pytest
from sqlalchemy import select

from graph.introductions import Introduction, IntroductionStep
from graph.model import FieldVisibility
from service.casework import notes_of
from service.keys import read_safe
from tests.builders import answer, collaboration, partner, theme
from tests.service.serving import ELSEWHERE, add_rows, make_database, serving, writing
from tests.service.signed_in import add_person, database, sign_in

HOME = "/mijn/school"
PLAN = {"tekst": "techniek; taalles; maaltijd; raketten"}


def partners():
    return [
        partner("school", name="De School", sector="primair-onderwijs", offers="lokaal"),
        partner("bakker", name="Bakkerij", sector="bedrijf", offers="maaltijd voor groepen"),
        partner("kok", name="De Kok", sector="bedrijf", offers="maaltijd aan huis"),
        partner("smid", name="Smederij", sector="industrie", offers="techniek met metaal"),
        partner("taalhuis", name="Taalhuis", sector="bibliotheek", offers="taalles"),
    ]


@pytest.fixture
def settings(tmp_path):
    works = [
        collaboration("c", "2020", ["school", "smid"], title="Werkplaats"),
        collaboration("d", "2021", ["kok", "bakker"], title="Van een ander"),
    ]
    return make_database(tmp_path, partners(), works)


@pytest.fixture
def teacher(settings):
    person_id = add_person(settings, partners="school")
    with serving(settings, ELSEWHERE) as client:
        sign_in(client, settings, person_id)
        yield client


def page(client, **parameters):
    answered = client.get(f"{HOME}/team", params=parameters)
    assert answered.status_code == 200
    return unescape(answered.text)


def asked_for(settings):
    with database(settings) as session:
        rows = session.execute(
            select(Introduction.first_id, Introduction.second_id, Introduction.state, IntroductionStep.by_whom)
            .join(IntroductionStep, IntroductionStep.introduction_id == Introduction.id)
            .order_by(Introduction.id)
        )
        return [tuple(row) for row in rows]


def test_it_sees_who_could_do_it_with_it_and_may_ask_to_meet_whom_it_does_not_work_with(teacher):
    text = page(teacher, **PLAN)

    assert "<strong>techniek</strong>: “techniek met metaal”" in text
    assert "Werkt met u samen, of deed dat." in text
    assert "raketten" in text.partition("Wat nog ontbreekt")[2]
    assert "Voor 3 van de 4 behoeften is er iemand." in text
    assert 'name="kennismaken" value="taalhuis" checked' in text
    assert 'name="kennismaken" value="smid"' not in text
    assert "team__why" not in text


def test_the_office_gets_introductions_to_decide_on_and_reads_the_plan(settings, teacher):
    data = {"kennismaken": ["taalhuis", "bakker", "nobody", "school"]}
    answered = teacher.post(f"{HOME}/team", params=PLAN, data=data, follow_redirects=False)

    assert (answered.status_code, answered.headers["location"]) == (303, f"{HOME}/kennismakingen")
    told = unescape(teacher.get(answered.headers["location"]).text)
    assert "weet nu dat u wilt kennismaken met 2 partners." in told
    assert asked_for(settings) == [
        ("school", "taalhuis", "proposed", "first"),
        ("bakker", "school", "proposed", "second"),
    ]
    with database(settings) as session:
        (noted,) = notes_of(session, read_safe(settings), "school")
    assert noted.text == (
        "Zoekt een team voor “techniek; taalles; maaltijd; raketten”, en wil kennismaken met: Taalhuis, Bakkerij."
    )


def test_without_a_text_the_theme_and_the_draft_say_what_it_is_for(settings, teacher):
    add_rows(settings, [theme("metaal-test", label="Metaal")])
    with serving(settings, ELSEWHERE) as later:
        later.cookies = teacher.cookies
        params = {"thema": "metaal-test", "ontwerp": "c"}
        later.post(f"{HOME}/team", params=params, data={"kennismaken": "taalhuis"})

    with database(settings) as session:
        (noted,) = notes_of(session, read_safe(settings), "school")
    assert noted.text == "Zoekt een team voor “Metaal, Werkplaats (2020)”, en wil kennismaken met: Taalhuis."


def test_asking_twice_tells_the_same_and_adds_nothing(settings, teacher):
    tellings = []
    for _ in range(2):
        teacher.post(f"{HOME}/team", params=PLAN, data={"kennismaken": "taalhuis"})
        tellings.append(len(asked_for(settings)))

    assert tellings == [1, 1]
    with database(settings) as session:
        assert len(notes_of(session, read_safe(settings), "school")) == 1


def test_nobody_else_hears_of_it(settings, teacher):
    teacher.post(f"{HOME}/team", params=PLAN, data={"kennismaken": "taalhuis"})
    other = add_person(settings, "ander@voorbeeld.example", partners="taalhuis")

    with serving(settings, ELSEWHERE) as client:
        sign_in(client, settings, other)
        assert "De School" not in unescape(client.get("/mijn/taalhuis/kennismakingen").text)
        assert client.get(f"{HOME}/team").status_code in {403, 404}


def test_staff_see_who_asked_for_it(settings, teacher):
    teacher.post(f"{HOME}/team", params=PLAN, data={"kennismaken": "taalhuis"})

    with serving(settings) as staff:
        assert "Gevraagd door De School" in unescape(staff.get("/werkbank/kennismakingen/1").text)


def test_who_chooses_nobody_is_asked_again_with_the_team_still_there(settings, teacher):
    answered = teacher.post(f"{HOME}/team", params={**PLAN, "lid": ["taalhuis", "bakker"]}, data={})

    assert answered.status_code == 400
    text = unescape(answered.text)
    assert "Kies met wie u wilt kennismaken." in text
    assert 'value="taalhuis">' in text
    assert asked_for(settings) == []


def test_what_a_partner_shows_to_staff_alone_finds_it_for_nobody(settings, teacher):
    with writing(settings) as session:
        session.add(FieldVisibility(partner_id="taalhuis", field="offers", level="staff"))
    with serving(settings) as staff:
        assert "“taalles”" in unescape(staff.get("/werkbank/team", params={"tekst": "taalles", "van": "3"}).text)

    assert "“taalles”" not in page(teacher, **PLAN)


def test_the_no_of_another_is_not_told_and_the_own_no_holds(tmp_path):
    answers = [
        answer("taalhuis", "school", "declined", day="2024-01-05"),
        answer("school", "bakker", "declined", day="2024-01-05"),
    ]
    settings = make_database(tmp_path, partners(), answers)
    person_id = add_person(settings, partners="school")
    with serving(settings, ELSEWHERE) as client:
        sign_in(client, settings, person_id)
        text = page(client, **PLAN)

    assert "<strong>taalles</strong>" in text
    assert "<strong>maaltijd</strong>: “maaltijd aan huis”" in text
    assert "maaltijd voor groepen" not in text


def test_a_draft_is_one_of_its_own_and_who_joins_in_already_is_in_every_team(teacher):
    text = page(teacher, tekst="taalles", erbij="De Kok")

    assert "Werkplaats" in text
    assert "Van een ander" not in text
    assert 'name="mee" value="kok"' in text
    assert "doet al mee" in text
    leaving = re.search(r'href="([^"]+)"><span aria-hidden="true">× ', text)
    assert leaving
    assert "mee=" not in leaving[1]
    assert "doet al mee" not in page(teacher, tekst="taalles", ontwerp="d")


def test_whom_it_means_is_asked_where_that_is_not_clear(teacher):
    assert "Niemand heet zo" in page(teacher, tekst="taalles", erbij="xyzzy")


def test_staff_who_look_there_see_no_more_and_ask_as_staff(settings):
    with serving(settings) as staff:
        assert "(u kijkt als medewerker)" in page(staff, **PLAN)
        staff.post(f"{HOME}/team", params=PLAN, data={"kennismaken": "taalhuis"})

    assert asked_for(settings) == [("school", "taalhuis", "proposed", "staff")]


def test_a_partner_that_left_is_told_so(tmp_path):
    settings = make_database(tmp_path, [*partners(), partner("weg", name="Weg", until="2020")])
    person_id = add_person(settings, partners="weg")
    with serving(settings, ELSEWHERE) as client:
        sign_in(client, settings, person_id)
        assert "staat nu niet in het netwerk" in unescape(client.get("/mijn/weg/team", params=PLAN).text)
        assert client.post("/mijn/weg/team", params=PLAN, data={"kennismaken": "taalhuis"}).status_code == 400

    assert asked_for(settings) == []


def test_the_queue_leads_to_what_it_asked_for(settings, teacher):
    teacher.post(f"{HOME}/team", params=PLAN, data={"kennismaken": "taalhuis"})

    with serving(settings) as staff:
        lane = unescape(staff.get("/werkbank?baan=passend").text) + unescape(staff.get("/werkbank?baan=nieuw").text)
        assert 'href="/werkbank/partners/school#notes"' in lane
        assert 'href="/werkbank/partners/school#notes"' in staff.get("/werkbank/kennismakingen/1").text
        assert "techniek; taalles; maaltijd; raketten" in staff.get("/werkbank/partners/school").text


def test_a_partner_asks_the_office_for_so_many_teams_a_day_and_no_more(teacher):
    statuses = [
        teacher.post(f"{HOME}/team", params=PLAN, data={"kennismaken": "taalhuis"}, follow_redirects=False).status_code
        for _ in range(11)
    ]

    assert statuses == [303] * 10 + [429]
