"""A round for one partner, by the link in its mail."""

from datetime import datetime

import pytest
from sqlalchemy import select

from graph.rounds import Round, RoundDeal, RoundGuest, RoundPair
from tests.service.rounds.played import fill, link_to, make, planned, shared
from tests.service.serving import set_clock
from tests.service.signed_in import add_person, database, sign_in


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


def test_a_deal_that_the_other_wrote_down_is_said_by_one_button(client, settings):
    round_id = make(client)
    fill(client, round_id)
    client.post(f"{planned(client, round_id)}/delen")
    links = {each: link_to(settings, round_id, each) for each in ("school0", "bakker1")}
    client.post(f"{links['school0']}/afspraak", data={"met": "bakker1", "wat": "Twee stageplekken"})

    waiting, asked = client.get(links["school0"]).text, client.get(links["bakker1"]).text
    said = client.post(f"{links['bakker1']}/afspraak", data={"met": "school0", "wat": "Twee stageplekken"}).text

    assert "Bakker 1 schreef het nog niet op." in waiting
    assert "School 0 schreef dit op." in asked
    assert "Ja, dit spraken wij af" in asked
    assert "Ja, dit spraken wij af" not in said
    assert "schreef het nog niet op" not in client.get(links["school0"]).text


def test_who_was_not_planned_says_on_its_phone_that_it_is_here_and_has_a_programme_from_now_on(client, settings):
    round_id = make(client)
    fill(client, round_id)
    form = {"state": "not_coming", "side": "one", "room": "2"}
    client.post(f"/werkbank/rondes/{round_id}/deelnemers/school2", data=form)
    client.post(f"{planned(client, round_id)}/delen")
    link = link_to(settings, round_id, "school2")
    set_clock(client.app, datetime(2027, 3, 17, 15, 25))  # noqa: DTZ001 -- the day before
    early = client.get(link).text
    set_clock(client.app, datetime(2027, 3, 18, 15, 25))  # noqa: DTZ001 -- the third slot

    offered, page = client.get(link).text, client.post(f"{link}/hier").text

    assert "Wij zijn er: plan ons in" not in early
    assert "Wij zijn er: plan ons in" in offered
    assert "Wij zijn er: plan ons in" not in page
    assert "15:20 – 15:30" in page
    assert "15:00 – 15:10" not in page
    with database(settings) as session:
        assert session.get(Round, round_id).shared_number == 2


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


def test_who_opened_the_link_of_another_signs_up_only_once_it_says_for_whom(client, settings):
    round_id = make(client)
    client.post(f"/werkbank/rondes/{round_id}/deelnemers", data={"side": "one", "lijst": "School 0"})
    link = link_to(settings, round_id, "school0")
    sign_in(client, settings, add_person(settings, "ander@voorbeeld.example", role="staff"))
    form = {"komt": "ja", "room": "2"}

    answer = client.post(link, data=form)
    with database(settings) as session:
        before = session.get(RoundGuest, (round_id, "school0")).state
    client.post(link, data=form | {"namens": "ja"})

    assert (answer.status_code, before) == (400, "invited")
    assert "Vink dit aan als u namens deze partner antwoordt." in answer.text
    with database(settings) as session:
        assert session.get(RoundGuest, (round_id, "school0")).state == "coming"


@pytest.mark.parametrize(("day", "other"), [(17, "bakker0"), (18, "school1"), (18, "kapper")])
def test_a_deal_is_made_on_the_day_and_with_whom_one_can_meet(client, settings, day, other):
    round_id = shared(client)
    link = link_to(settings, round_id, "school0")
    set_clock(client.app, datetime(2027, 3, day, 15, 5))  # noqa: DTZ001 -- where the service is

    answer = client.post(f"{link}/afspraak", data={"met": other, "wat": "Twee stageplekken"})

    assert answer.status_code == 400
    assert ('name="met"' in answer.text) == (day == 18)
    with database(settings) as session:
        assert session.scalars(select(RoundDeal)).all() == []


def test_who_is_to_leave_later_still_reads_its_programme_until_then(client, settings):
    round_id = shared(client)
    link = link_to(settings, round_id, "school0")
    set_clock(client.app, datetime(2027, 3, 18, 15, 0))  # noqa: DTZ001 -- where the service is
    client.post(f"/werkbank/rondes/{round_id}/dag", data={"hoe": "absent", "vanaf": "3", "wie": "school0"})

    before = client.get(link).text
    set_clock(client.app, datetime(2027, 3, 18, 15, 35))  # noqa: DTZ001 -- the last slot
    after = client.get(link).text

    assert "Het hele programma" in before
    assert "Wij zijn er: plan ons in" not in before
    assert "Wij zijn er: plan ons in" in after
