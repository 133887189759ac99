"""The suggestions of a month for one partner."""

from sqlalchemy import select

from graph.introducing import By, Introductions
from graph.introductions import Introduction
from graph.outbox import Mail
from service.casework import notes_of
from service.keys import read_safe
from service.links import Links
from tests.service.rounds.played import make, planned
from tests.service.signed_in import add_person, database


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
    assert "Hier hebt u ons om gevraagd." in said
    assert wrong.status_code == 410
    with database(settings) as session:
        introduction = session.scalars(select(Introduction)).one()
        assert (introduction.state, introduction.origin) == ("proposed", "round")
        assert session.scalars(select(Mail.kind)).all() == ["suggested"]


def test_that_the_other_asked_for_it_too_is_not_told_and_the_wish_is_noted(client, settings):
    round_id = make(client, kind="digest", usual_room="3", days="2027-03-01")
    where = planned(client, round_id)
    person = add_person(settings, "directie@voorbeeld.example", partners="school0")
    client.post(f"{where}/delen")
    with database(settings, writes=True) as session:
        Introductions(session).propose("bakker0", "school0", By("first"), origin="round")
    carried = {"person": person, "partner": "school0", "round": round_id}
    link = f"/suggesties/{Links(read_safe(settings)).make('suggested', carried)}"

    before = client.get(link).text
    said = client.post(link, data={"wie": "bakker0"})

    assert "Een kennismaking loopt." not in before + said.text
    assert 'value="bakker0"' in before
    assert 'value="bakker0"' not in said.text
    assert "Hier hebt u ons om gevraagd." in said.text
    with database(settings) as session:
        assert session.scalars(select(Introduction.state)).all() == ["proposed"]
        (noted,) = notes_of(session, read_safe(settings), "school0")
    assert noted.text == "Wil graag kennismaken met Bakker 0, die in “Beursvloer Oss” is voorgesteld."
