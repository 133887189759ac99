"""/v1/collaborations, written by staff and by who takes part."""

import pytest

LEESCLUB = {"title": "Leesclub", "startDate": "2019-09", "leads": ["bieb"], "participants": ["school"]}


def test_what_a_partner_adds_is_in_the_network_at_once(desks):
    made = desks["bieb"].post("/collaborations", {**LEESCLUB, "themes": ["taal"], "grantEuro": 12.5})

    assert made.status_code == 201
    assert made.headers["Location"] == "/v1/collaborations/leesclub"
    assert desks["public"].get("/collaborations/leesclub").json() == made.json()
    assert made.json() | {"leads": ["bieb"], "participants": ["school"], "grantEuro": 12.5} == made.json()
    ties = desks["public"].get("/network").json()["edges"]
    assert ("bieb", "school") in {(tie["source"], tie["target"]) for tie in ties}


def test_a_second_one_of_a_title_gets_another_id_and_a_given_id_is_used_once(desks):
    ids = [desks["staff"].post("/collaborations", LEESCLUB).json()["id"] for _ in range(2)]
    assert ids == ["leesclub", "leesclub-2"]

    assert desks["staff"].post("/collaborations", {**LEESCLUB, "id": "sport"}).status_code == 409
    assert desks["staff"].post("/collaborations", {**LEESCLUB, "title": "!?"}).json()["id"] == "samenwerking"


def test_it_is_added_by_staff_and_by_who_takes_part(desks):
    answers = {who: desks[who].post("/collaborations", LEESCLUB).status_code for who in desks}

    assert answers == {"staff": 201, "bieb": 201, "school": 201, "club": 403, "working_group": 403, "public": 401}


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"participants": ["bieb"]}, id="one-partner"),
        pytest.param({"participants": ["nobody"]}, id="an-unknown-partner"),
        pytest.param({"participants": []}, id="nobody"),
        pytest.param({"startDate": "2019-13"}, id="no-month"),
        pytest.param({"startDate": "2019-02-30"}, id="no-day"),
        pytest.param({"endDate": "2018"}, id="ended-before-it-began"),
        pytest.param({"title": " "}, id="no-title"),
        pytest.param({"id": ".."}, id="no-id"),
    ],
)
def test_what_no_file_could_hold_is_refused(desks, change):
    refused = desks["staff"].post("/collaborations", {**LEESCLUB, **change})

    assert refused.status_code == 400
    assert desks["staff"].get("/collaborations").json()["total"] == 2


def test_who_takes_part_tells_when_it_ended(desks):
    assert desks["public"].patch("/collaborations/dag", {"endDate": "2020"}).status_code == 401
    assert desks["school"].patch("/collaborations/dag", {"endDate": "2020"}).status_code == 403
    ended = desks["bieb"].patch("/collaborations/dag", {"endDate": "2020-05"})

    assert ended.status_code == 200
    assert ended.json()["endDate"] == "2020-05"
    assert ended.json()["grantEuro"] == 2500
    assert desks["public"].get("/collaborations/dag").json() == ended.json()
    assert desks["bieb"].patch("/collaborations/dag", {"endDate": None}).json()["endDate"] == ""
    assert desks["bieb"].patch("/collaborations/nothing", {"endDate": "2020"}).status_code == 404
    assert desks["bieb"].patch("/collaborations/dag", {"endDate": "2018"}).status_code == 400


def test_who_only_funds_it_does_not_end_it(desks):
    assert desks["club"].patch("/collaborations/sport", {"endDate": "2020"}).status_code == 200
    made = desks["staff"].post("/collaborations", {**LEESCLUB, "funders": ["club"]}).json()

    assert desks["club"].patch(f"/collaborations/{made['id']}", {"endDate": "2020"}).status_code == 403
