"""/v1/users: persons, for staff alone."""

import pytest

from graph.database import open_engine, reading
from graph.people import AuditEntry

NEW = {"address": "conrector@school.example", "name": "Conrector", "role": "", "partnerIds": ["school"]}


def test_staff_add_a_person_read_it_and_erase_it(desks):
    made = desks["staff"].post("/users", NEW)
    path = made.headers["Location"].removeprefix("/v1")

    assert made.status_code == 201
    assert made.json()["partners"] == [{"partnerId": "school", "function": "", "state": "confirmed"}]
    assert made.json()["madeAt"].endswith("Z")
    assert desks["staff"].get(path).json() == made.json()
    assert desks["staff"].get("/users?pageSize=2&page=3").json()["items"][-1] == made.json()
    assert desks["staff"].delete(path).status_code == 204
    assert desks["staff"].get(path).status_code == 404
    assert desks["staff"].delete(path).status_code == 404


def test_persons_are_readable_to_staff_only_and_kept_nowhere(desks):
    listed = desks["staff"].get("/users")
    assert listed.headers["Cache-Control"] == "no-store"
    assert listed.json()["items"][0]["address"] == "kantoor@voorbeeld.example"
    assert "sealed" not in listed.text

    for who, status in (("bieb", 403), ("working_group", 403), ("public", 401)):
        answers = [desks[who].get("/users"), desks[who].get("/users/1"), desks[who].post("/users", NEW)]
        answers.append(desks[who].delete("/users/1"))
        assert {answer.status_code for answer in answers} == {status}
        assert not any("@" in answer.text for answer in answers)


@pytest.mark.parametrize(
    ("change", "status"),
    [
        pytest.param({"address": "KANTOOR@voorbeeld.example"}, 409, id="known-however-written"),
        pytest.param({"address": "nobody"}, 400, id="no-address"),
        pytest.param({"role": "boss"}, 400, id="no-role"),
        pytest.param({"partnerIds": ["nobody"]}, 404, id="an-unknown-partner"),
    ],
)
def test_who_cannot_be_added_is_refused(desks, change, status):
    refused = desks["staff"].post("/users", NEW | change)

    assert refused.status_code == status
    assert "@" not in refused.text.replace("naam@voorbeeld.nl", "")
    assert desks["staff"].get("/users").json()["total"] == 5


def test_the_last_of_the_staff_stays(desks):
    assert desks["staff"].delete("/users/1").status_code == 409

    desks["staff"].post("/users", {"address": "tweede@voorbeeld.example", "role": "staff"})

    assert desks["staff"].delete("/users/1").status_code == 204
    assert desks["staff"].get("/users").status_code == 401  # the token went with its person


def test_the_log_says_who_was_added_by_number(desks, town_settings):
    desks["staff"].post("/users", NEW)
    desks["staff"].delete("/users/6")
    engine = open_engine(town_settings.database_url)
    with reading(engine) as session:
        entries = [(each.action, each.subject, each.person_id) for each in session.query(AuditEntry)]
    engine.dispose()

    assert entries == [("add person", "person 6", 1), ("erase person", "person 6", 1)]
