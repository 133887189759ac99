"""The day of a round for staff."""

import pytest
from sqlalchemy import select

from graph.introductions import Introduction
from graph.outbox import Mail
from graph.rounds import Round
from tests.builders import partner
from tests.service.rounds.played import fill, link_to, make, planned, shared
from tests.service.serving import add_rows
from tests.service.signed_in import database


def test_staff_note_who_is_absent_and_read_whose_programme_changed(client):
    round_id = shared(client)

    page = client.post(f"/werkbank/rondes/{round_id}/dag", data={"hoe": "absent", "vanaf": "0", "wie": "bakker0"})

    assert page.url.path == f"/werkbank/rondes/{round_id}/dag"
    assert "Opnieuw gepland." in page.text
    assert "Niet gekomen: Bakker 0" in page.text
    assert "Nu geldt plan 2" in page.text


@pytest.mark.parametrize("name", ["Niemand", "Gestopt"])
def test_a_name_that_nobody_bears_any_more_changes_nothing_on_the_day(client, settings, name):
    add_rows(settings, [partner("gestopt", name="Gestopt", until="2020")])
    round_id = shared(client)
    form = {"hoe": "unasked", "vanaf": "1", "naam": name, "side": "one"}

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


@pytest.mark.parametrize(
    ("said", "is_told"), [({}, False), ({"beiden": "ja"}, True)], ids=["staff-alone", "both-there"]
)
def test_who_met_reads_why_it_sees_no_contact_details_until_both_said_so(client, said, is_told):
    where = f"/werkbank/rondes/{shared(client)}"
    client.post(f"{where}/afspraken", data={"een": "school0", "ander": "bakker1", "wat": "Rondleiding"} | said)
    client.post(f"{where}/plan/1/terugschrijven")

    page = client.get("/mijn/school0/kennismakingen/1")

    assert page.status_code == 200
    assert "Zo bereikt u elkaar" in page.text
    assert ("U ziet elkaars gegevens alleen als" in page.text) is not is_told


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
