"""Plans of a round on their pages."""

import pytest
from sqlalchemy import select

from graph.introductions import Introduction
from graph.rounds import Round, RoundPair
from tests.service.rounds.gathered import wait_for_plan
from tests.service.rounds.played import fill, make, planned, shared
from tests.service.signed_in import database


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


@pytest.mark.parametrize("file", ["bestand.xlsx", "bestand.csv", "agenda.ics", "programma.pdf"])
def test_a_plan_is_taken_along(client, file):
    round_id = shared(client)

    answer = client.get(f"/werkbank/rondes/{round_id}/plan/1/{file}")

    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]


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
