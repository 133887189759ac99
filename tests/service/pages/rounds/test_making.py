"""Rounds as staff make them."""

import re

from tests.service.rounds.played import FORM, fill, make


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


def test_the_list_tells_how_many_take_part_in_each_round(client):
    round_id, _empty = make(client, title="Vol"), make(client, title="Leeg")
    fill(client, round_id)

    page = client.get("/werkbank/rondes").text

    assert re.findall(r'data-label="Deelnemers">(\d+)<', page) == ["0", "6"]


def test_a_round_and_a_plan_that_are_not_there_are_not_found(client):
    round_id = make(client)

    assert client.get("/werkbank/rondes/99").status_code == 404
    assert client.get(f"/werkbank/rondes/{round_id}/plan/1").status_code == 404
