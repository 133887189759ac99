"""Rounds as staff make them and partners read them."""

import re
from datetime import date, datetime

import pytest
from sqlalchemy import select

from graph.introductions import Introduction
from graph.outbox import Mail
from graph.rounds import Round, RoundGuest, RoundPair
from service.days import today
from service.keys import read_safe
from service.links import Links
from service.pages.rounds.signing_up import read_now
from tests.service.rounds.gathered import DAY, new_rows, wait_for_plan
from tests.service.serving import ELSEWHERE, copy_database, serving
from tests.service.signed_in import add_person, database, sign_in

FORM = {
    "kind": "market",
    "title": "Beursvloer Oss",
    "days": DAY,
    "begins_at": "15:00",
    "slot_minutes": "10",
    "n_slots": "4",
    "usual_room": "2",
    "seconds": "5",
    "sign_up_until": "2027-03-10",
}


@pytest.fixture
def settings(sqlite_template, tmp_path):
    return copy_database(sqlite_template, tmp_path, new_rows())


@pytest.fixture
def client(settings):
    with serving(settings) as client:
        client.app.dependency_overrides[today] = lambda: date(2027, 3, 1)
        client.app.dependency_overrides[read_now] = lambda: datetime(2027, 3, 18, 15, 5)  # noqa: DTZ001 -- where the service is
        yield client


def make(client, **changes):
    answer = client.post("/werkbank/rondes", data=FORM | changes)
    assert answer.status_code == 200, answer.text
    return int(answer.url.path.rpartition("/")[2])


def fill(client, round_id):
    for side, stem in (("one", "School"), ("other", "Bakker")):
        names = "\n".join(f"{stem} {n}" for n in range(3))
        form = {"side": side, "lijst": names, "komt": "ja"}
        client.post(f"/werkbank/rondes/{round_id}/deelnemers", data=form).raise_for_status()


def planned(client, round_id):
    client.post(f"/werkbank/rondes/{round_id}/plannen", follow_redirects=False)
    return wait_for_plan(client, round_id)


def link_to(settings, round_id, partner_id):
    person = add_person(settings, f"{partner_id}@voorbeeld.example", partners=partner_id)
    carried = {"person": person, "partner": partner_id, "round": round_id}
    return f"/ronde/{Links(read_safe(settings)).make('round', carried)}"


def test_a_form_with_faults_comes_back_filled_in_with_a_sentence_at_each(client):
    answer = client.post("/werkbank/rondes", data=FORM | {"title": "", "days": "morgen", "n_slots": "0"})

    assert answer.status_code == 400
    for sentence in (
        "Geef de ronde een naam.",
        "Vul één dag in, zoals 2027-03-18.",
        "Vul een heel getal in van 1 tot 60.",
    ):
        assert sentence in answer.text
    assert 'value="morgen"' in answer.text


def test_a_list_with_a_name_that_nobody_bears_adds_nobody_and_names_the_line(client, settings):
    round_id = make(client)

    answer = client.post(f"/werkbank/rondes/{round_id}/deelnemers", data={"side": "one", "lijst": "School 0\nSchol 1"})

    assert answer.status_code == 400
    assert "Regel 2" in answer.text
    with database(settings) as session:
        assert session.scalars(select(RoundGuest)).all() == []


def test_a_sector_is_added_at_once(client, settings):
    round_id = make(client)

    client.post(f"/werkbank/rondes/{round_id}/deelnemers", data={"side": "other", "sector": "bedrijf"})

    with database(settings) as session:
        assert set(session.scalars(select(RoundGuest.partner_id))) == {"bakker0", "bakker1", "bakker2"}


def test_a_plan_tells_its_pairs_why_and_what_is_proven_and_was_checked(client):
    round_id = make(client)
    fill(client, round_id)

    page = client.get(planned(client, round_id)).text

    assert "School 0 – Bakker" in page
    assert "“stageplek”" in page
    assert "Nagekeken." in page
    assert "Bewezen." in page


def test_who_is_forbidden_meets_no_more_in_the_next_plan_and_the_first_stays_readable(client, settings):
    round_id = make(client)
    fill(client, round_id)
    first = planned(client, round_id)
    form = {"een": "bakker0", "ander": "school0", "besluit": "forbidden"}

    client.post(f"/werkbank/rondes/{round_id}/paren", data=form)
    second = planned(client, round_id)

    assert (first[-1], second[-1]) == ("1", "2")
    assert "School 0 – Bakker 0 <" not in client.get(second).text.replace("</th>", " <")
    assert client.get(first).status_code == 200
    with database(settings) as session:
        pair = session.scalars(select(RoundPair)).one()
        assert (pair.partner_id, pair.other_id, pair.kind) == ("school0", "bakker0", "forbidden")


def test_a_round_with_one_side_empty_is_told_in_a_clear_sentence(client):
    round_id = make(client)
    client.post(f"/werkbank/rondes/{round_id}/deelnemers", data={"side": "one", "lijst": "School 0", "komt": "ja"})
    client.post(f"/werkbank/rondes/{round_id}/plannen")

    with pytest.raises(AssertionError, match="Eén van de twee kanten is leeg"):
        wait_for_plan(client, round_id)


def test_a_partner_signs_up_by_its_link_with_a_wish_and_a_veto_that_only_staff_see(client, settings):
    round_id = make(client)
    for side, name in (("one", "School 0"), ("other", "Bakker 0\nBakker 1")):
        client.post(f"/werkbank/rondes/{round_id}/deelnemers", data={"side": side, "lijst": name})
    link, other = link_to(settings, round_id, "school0"), link_to(settings, round_id, "bakker1")
    form = {"komt": "ja", "room": "3", "wens": ["bakker0", ""], "liever_niet": ["bakker1"]}

    answer = client.post(link, data=form)

    assert "Dank u" in answer.text
    with database(settings) as session:
        guest = session.get(RoundGuest, (round_id, "school0"))
        assert (guest.state, guest.room) == ("coming", 3)
        said = session.execute(select(RoundPair.other_id, RoundPair.kind)).all()
        assert set(said) == {("bakker0", "wish"), ("bakker1", "veto")}
    assert "selected" not in client.get(other).text
    assert "1 wens, 1 veto" in client.get(f"/werkbank/rondes/{round_id}").text


def test_after_the_last_day_nobody_signs_up(client, settings):
    round_id = make(client, sign_up_until="2027-02-28")
    client.post(f"/werkbank/rondes/{round_id}/deelnemers", data={"side": "one", "lijst": "School 0"})

    answer = client.post(link_to(settings, round_id, "school0"), data={"komt": "ja", "room": "3"})

    assert answer.status_code == 400
    assert "Aanmelden is gesloten" in answer.text


def test_the_invited_get_a_mail_and_who_has_nobody_to_mail_to_is_told(client, settings):
    round_id = make(client)
    names = "School 0\nSchool 1"
    client.post(f"/werkbank/rondes/{round_id}/deelnemers", data={"side": "one", "lijst": names})
    link_to(settings, round_id, "school0")  # and with it a person

    page = client.post(f"/werkbank/rondes/{round_id}/uitnodigen").text

    assert "1 partner" in page
    assert "1 heeft geen contactpersoon" in page
    with database(settings) as session:
        assert session.scalars(select(Mail.kind)).all() == ["round"]


def test_a_shared_programme_shows_now_and_next_on_a_phone_and_takes_a_deal(client, settings):
    round_id = make(client)
    fill(client, round_id)
    client.post(f"{planned(client, round_id)}/delen")
    link = link_to(settings, round_id, "school0")

    page = client.get(link).text
    agreed = client.post(f"{link}/afspraak", data={"met": "bakker1", "wat": "Twee stageplekken", "samen": "ja"})

    assert "15:00 – 15:10" in page
    assert ">Nu<" in page
    assert "Twee stageplekken" in agreed.text
    with database(settings) as session:
        assert session.get(Round, round_id).shared_number == 1


def test_the_portal_shows_the_rounds_of_a_partner_to_it_alone(settings):
    with serving(settings) as staff:
        staff.app.dependency_overrides[today] = lambda: date(2027, 3, 1)
        round_id = make(staff)
        staff.post(f"/werkbank/rondes/{round_id}/deelnemers", data={"side": "one", "lijst": "School 0"})
    person = add_person(settings, partners="school0")
    with serving(settings, ELSEWHERE) as client:
        client.app.dependency_overrides[today] = lambda: date(2027, 3, 1)
        sign_in(client, settings, person)
        listed = client.get("/mijn/school0/rondes").text
        answer = client.post(f"/mijn/school0/rondes/{round_id}", data={"komt": "nee"})

        assert "Beursvloer Oss" in listed
        assert answer.status_code == 200
        assert client.get(f"/mijn/school1/rondes/{round_id}").status_code == 403
        assert client.get(f"/werkbank/rondes/{round_id}").status_code == 403
    with database(settings) as session:
        assert session.get(RoundGuest, (round_id, "school0")).state == "not_coming"
        assert session.scalars(select(Introduction)).all() == []


def shared(client):
    round_id = make(client)
    fill(client, round_id)
    client.post(f"{planned(client, round_id)}/delen")
    return round_id


def test_staff_note_who_is_absent_and_read_whose_programme_changed(client):
    round_id = shared(client)

    page = client.post(f"/werkbank/rondes/{round_id}/dag", data={"hoe": "absent", "vanaf": "0", "wie": "bakker0"})

    assert page.url.path == f"/werkbank/rondes/{round_id}/dag"
    assert "Opnieuw gepland." in page.text
    assert "Niet gekomen: Bakker 0" in page.text
    assert "Nu geldt plan 2" in page.text


def test_a_name_that_nobody_bears_changes_nothing_on_the_day(client, settings):
    round_id = shared(client)
    form = {"hoe": "unasked", "vanaf": "1", "naam": "Niemand", "side": "one"}

    page = client.post(f"/werkbank/rondes/{round_id}/dag", data=form)

    assert page.status_code == 400
    assert "Typ de naam van een partner zoals die in het netwerk staat" in page.text
    with database(settings) as session:
        assert session.get(Round, round_id).shared_number == 1


def test_several_no_shows_are_ticked_at_once(client):
    round_id = shared(client)
    form = {"hoe": "absent", "vanaf": "0", "wie": ["bakker0", "school1"]}

    page = client.post(f"/werkbank/rondes/{round_id}/dag", data=form)
    nobody = client.post(f"/werkbank/rondes/{round_id}/dag", data={"hoe": "absent", "vanaf": "0"})

    assert "Niet gekomen: Bakker 0, School 1" in page.text
    assert "Nu geldt plan 2" in page.text
    assert (nobody.status_code, "Vink aan wie er niet is." in nobody.text) == (400, True)


def test_who_comes_unasked_is_mailed_its_programme(client, settings):
    round_id = make(client)
    fill(client, round_id)
    client.post(f"/werkbank/rondes/{round_id}/deelnemers/school2/weg")
    client.post(f"{planned(client, round_id)}/delen")
    link = link_to(settings, round_id, "school2")
    form = {"hoe": "unasked", "vanaf": "1", "naam": "School 2", "side": "one"}

    client.post(f"/werkbank/rondes/{round_id}/dag", data=form)

    with database(settings) as session:
        mail = session.scalars(select(Mail).where(Mail.partner_id == "school2")).one()
        assert (mail.kind, mail.facts["is_changed"]) == ("programme", True)
    assert "15:10 – 15:20" in client.get(link).text


def test_who_was_not_planned_says_on_its_phone_that_it_is_here_and_has_a_programme_from_now_on(client, settings):
    round_id = make(client)
    fill(client, round_id)
    form = {"state": "not_coming", "side": "one", "room": "2"}
    client.post(f"/werkbank/rondes/{round_id}/deelnemers/school2", data=form)
    client.post(f"{planned(client, round_id)}/delen")
    link = link_to(settings, round_id, "school2")
    client.app.dependency_overrides[read_now] = lambda: datetime(2027, 3, 17, 15, 25)  # noqa: DTZ001 -- the day before
    early = client.get(link).text
    client.app.dependency_overrides[read_now] = lambda: datetime(2027, 3, 18, 15, 25)  # noqa: DTZ001 -- the third slot

    offered, page = client.get(link).text, client.post(f"{link}/hier").text

    assert "Wij zijn er: plan ons in" not in early
    assert "Wij zijn er: plan ons in" in offered
    assert "Wij zijn er: plan ons in" not in page
    assert "15:20 – 15:30" in page
    assert "15:00 – 15:10" not in page
    with database(settings) as session:
        assert session.get(Round, round_id).shared_number == 2


def test_a_round_that_is_open_takes_in_who_was_not_asked(settings):
    with serving(settings) as staff:
        staff.app.dependency_overrides[today] = lambda: date(2027, 3, 1)
        closed, opened = make(staff), make(staff, is_open="ja")
        staff.post(f"/werkbank/rondes/{opened}/deelnemers", data={"side": "other", "lijst": "Bakker 0"})
    person = add_person(settings, partners="school0")
    with serving(settings, ELSEWHERE) as client:
        client.app.dependency_overrides[today] = lambda: date(2027, 3, 1)
        invited = client.get(f"/rondes/{opened}").text
        sign_in(client, settings, person)
        led = client.get(f"/rondes/{opened}").url.path
        listed = client.get("/mijn/school0/rondes").text
        sideless = client.post(f"/mijn/school0/rondes/{opened}", data={"komt": "ja", "room": "2"})
        answer = client.post(f"/mijn/school0/rondes/{opened}", data={"komt": "ja", "room": "2", "side": "one"})

        assert "Aanmelden en meedoen" in invited
        assert led == f"/mijn/school0/rondes/{opened}"
        assert "Hiervoor kunt u zich ook aanmelden" in listed
        assert (sideless.status_code, "Kies waarvoor u komt." in sideless.text) == (400, True)
        assert "Bakker 0" in answer.text  # whom it may wish for, now that its side is known
        client.post(f"/mijn/school0/rondes/{opened}/hier", data={"side": "one"})  # not the day itself: nothing happens
        assert client.get(f"/rondes/{closed}").status_code == 404
        assert client.get(f"/mijn/school0/rondes/{closed}").status_code == 404
    with database(settings) as session:
        guest = session.get(RoundGuest, (opened, "school0"))
        assert (guest.state, guest.side) == ("coming", "one")


def test_who_was_not_asked_says_at_an_open_round_that_it_is_here(settings):
    with serving(settings) as staff:
        staff.app.dependency_overrides[today] = lambda: date(2027, 3, 1)
        round_id = make(staff, is_open="ja")
        for side, names in (("one", "School 1\nSchool 2"), ("other", "Bakker 0\nBakker 1\nBakker 2")):
            form = {"side": side, "lijst": names, "komt": "ja"}
            staff.post(f"/werkbank/rondes/{round_id}/deelnemers", data=form)
        staff.post(f"{planned(staff, round_id)}/delen")
    where, person = f"/mijn/school0/rondes/{round_id}", add_person(settings, partners="school0")
    with serving(settings, ELSEWHERE) as client:
        client.app.dependency_overrides[read_now] = lambda: datetime(2027, 3, 18, 15, 15)  # noqa: DTZ001 -- in Oss
        sign_in(client, settings, person)

        sideless = client.post(f"{where}/hier").text
        page = client.post(f"{where}/hier", data={"side": "one"}).text
        agreed = client.post(f"{where}/afspraak", data={"met": "bakker0", "wat": "Rondleiding"}).text

    times = set(re.findall(r"15:\d0 – 15:\d0", page))
    assert "Kies waarvoor u komt." in sideless
    assert times
    assert times <= {"15:10 – 15:20", "15:20 – 15:30", "15:30 – 15:40"}
    assert "Rondleiding" in agreed


def test_who_has_no_meeting_reads_why_and_nothing_of_what_others_said(client, settings):
    round_id = make(client)
    client.post(f"/werkbank/rondes/{round_id}/deelnemers", data={"side": "one", "lijst": "School 0", "komt": "ja"})
    client.post(f"/werkbank/rondes/{round_id}/deelnemers", data={"side": "other", "lijst": "Bakker 0", "komt": "ja"})
    veto = {"state": "coming", "side": "other", "room": "2", "liever_niet": ["school0"]}
    client.post(f"/werkbank/rondes/{round_id}/deelnemers/bakker0", data=veto)
    client.post(f"{planned(client, round_id)}/delen")

    page = client.get(link_to(settings, round_id, "school0")).text

    assert "Deze keer vonden wij niemand die goed genoeg bij u past." in page
    assert "wenst" not in page


def test_staff_write_down_a_deal_and_write_it_back(client, settings):
    round_id = shared(client)
    where = f"/werkbank/rondes/{round_id}"
    form = {"een": "school0", "ander": "bakker1", "wat": "Rondleiding"}

    empty = client.post(f"{where}/afspraken", data=form | {"wat": ""})
    client.post(f"{where}/afspraken", data=form)
    page = client.post(f"{where}/plan/1/terugschrijven").text

    assert empty.status_code == 400
    assert "Er kwam 1 kennismaking bij." in page
    with database(settings) as session:
        assert session.scalars(select(Introduction.state)).all() == ["met"]


@pytest.mark.parametrize("file", ["bestand.xlsx", "bestand.csv", "agenda.ics", "programma.pdf"])
def test_a_plan_is_taken_along(client, file):
    round_id = shared(client)

    answer = client.get(f"/werkbank/rondes/{round_id}/plan/1/{file}")

    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]


def test_a_round_and_a_plan_that_are_not_there_are_not_found(client):
    round_id = make(client)

    assert client.get("/werkbank/rondes/99").status_code == 404
    assert client.get(f"/werkbank/rondes/{round_id}/plan/1").status_code == 404


@pytest.mark.parametrize(("kind", "said"), [("visits", "Het beste plan waarin minstens"), ("lunch", "Gang 1")])
def test_a_plan_of_each_kind_has_its_page(client, kind, said):
    round_id = make(client, kind=kind, seats="3", n_slots="2")
    fill(client, round_id)

    page = client.get(f"{planned(client, round_id)}?volgende=ja")

    assert page.status_code == 200
    assert said in page.text


def test_the_suggestions_of_a_month_have_their_page_and_are_proposed(client, settings):
    round_id = make(client, kind="digest", usual_room="1")
    where = planned(client, round_id)

    page = client.post(f"{where}/terugschrijven").text

    assert "suggesties" in page
    with database(settings) as session:
        assert set(session.scalars(select(Introduction.state))) == {"proposed"}
        assert session.get(Round, round_id).shared_number == 1


def test_suggestions_go_out_once_and_a_partner_says_whom_it_wants_to_meet(client, settings):
    round_id = make(client, kind="digest", usual_room="1", days="2027-03-01")
    where = planned(client, round_id)
    person = add_person(settings, "directie@voorbeeld.example", partners="school0")

    told = client.post(f"{where}/delen").text
    again = client.post(f"{where}/delen").text

    carried = {"person": person, "partner": "school0", "round": round_id}
    link = f"/suggesties/{Links(read_safe(settings)).make('suggested', carried)}"
    page = client.get(link).text
    suggested = page.partition('name="wie" value="')[2].partition('"')[0]
    said = client.post(link, data={"wie": suggested}).text
    client.post(link, data={"wie": suggested})
    wrong = client.post(link, data={"wie": "school1"})

    assert "Voor 1 partner staat een mail met suggesties klaar." in told
    assert "Voor 0 partners" in again
    assert suggested.startswith("bakker")
    assert "Een kennismaking loopt." in said
    assert wrong.status_code == 410
    with database(settings) as session:
        introduction = session.scalars(select(Introduction)).one()
        assert (introduction.state, introduction.origin) == ("proposed", "round")
        assert session.scalars(select(Mail.kind)).all() == ["suggested"]


def test_staff_keep_two_from_each_other_in_a_digest(client):
    round_id = make(client, kind="digest", usual_room="3")
    where = planned(client, round_id)
    assert "School 0 – Bakker 0" in client.get(where).text

    client.post(
        f"/werkbank/rondes/{round_id}/paren", data={"een": "school0", "ander": "bakker0", "besluit": "forbidden"}
    )

    page = client.get(planned(client, round_id)).text
    assert "School 0 – Bakker 0" not in page
    assert "Bakker 0 – School 0" not in page
    assert "Bakker 0 – School 0: verboden" in client.get(f"/werkbank/rondes/{round_id}").text
