"""The rounds of a partner in its portal."""

import re
from datetime import date, datetime

from sqlalchemy import select

from graph.introductions import Introduction
from graph.rounds import RoundGuest
from tests.service.rounds.played import make, planned
from tests.service.serving import ELSEWHERE, serving, set_clock
from tests.service.signed_in import add_person, database, sign_in


def test_the_portal_shows_the_rounds_of_a_partner_to_it_alone(settings):
    with serving(settings) as staff:
        set_clock(staff.app, today=date(2027, 3, 1))
        round_id = make(staff)
        staff.post(f"/werkbank/rondes/{round_id}/deelnemers", data={"side": "one", "lijst": "School 0"})
    person = add_person(settings, partners="school0")
    with serving(settings, ELSEWHERE) as client:
        set_clock(client.app, today=date(2027, 3, 1))
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


def test_a_round_that_is_open_takes_in_who_was_not_asked(settings):
    with serving(settings) as staff:
        set_clock(staff.app, today=date(2027, 3, 1))
        closed, opened = make(staff), make(staff, is_open="ja")
        staff.post(f"/werkbank/rondes/{opened}/deelnemers", data={"side": "other", "lijst": "Bakker 0"})
    person = add_person(settings, partners="school0")
    with serving(settings, ELSEWHERE) as client:
        set_clock(client.app, today=date(2027, 3, 1))
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
        set_clock(staff.app, today=date(2027, 3, 1))
        round_id = make(staff, is_open="ja")
        for side, names in (("one", "School 1\nSchool 2"), ("other", "Bakker 0\nBakker 1\nBakker 2")):
            form = {"side": side, "lijst": names, "komt": "ja"}
            staff.post(f"/werkbank/rondes/{round_id}/deelnemers", data=form)
        staff.post(f"{planned(staff, round_id)}/delen")
    where, person = f"/mijn/school0/rondes/{round_id}", add_person(settings, partners="school0")
    with serving(settings, ELSEWHERE) as client:
        set_clock(client.app, datetime(2027, 3, 18, 15, 15))  # noqa: DTZ001 -- in Oss
        sign_in(client, settings, person)

        sideless = client.post(f"{where}/hier").text
        page = client.post(f"{where}/hier", data={"side": "one"}).text
        agreed = client.post(f"{where}/afspraak", data={"met": "bakker0", "wat": "Rondleiding"}).text

    times = set(re.findall(r"15:\d0 – 15:\d0", page))
    assert "Kies waarvoor u komt." in sideless
    assert times
    assert times <= {"15:10 – 15:20", "15:20 – 15:30", "15:30 – 15:40"}
    assert "Rondleiding" in agreed


def test_who_takes_no_part_in_an_open_round_is_not_told_who_does(settings):
    with serving(settings) as staff:
        set_clock(staff.app, today=date(2027, 3, 1))
        round_id = make(staff, is_open="ja")
        for side, names in (("one", "School 1\nSchool 2"), ("other", "Bakker 0\nBakker 1")):
            form = {"side": side, "lijst": names, "komt": "ja"}
            staff.post(f"/werkbank/rondes/{round_id}/deelnemers", data=form)
        staff.post(f"{planned(staff, round_id)}/delen")
    person = add_person(settings, partners="school0")
    with serving(settings, ELSEWHERE) as client:
        set_clock(client.app, datetime(2027, 3, 18, 23, 15))  # noqa: DTZ001 -- in Oss
        sign_in(client, settings, person)
        page = client.get(f"/mijn/school0/rondes/{round_id}")

    assert page.status_code == 200
    assert "School 1" not in page.text
    assert "Bakker" not in page.text
