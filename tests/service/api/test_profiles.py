"""/v1/partners/{partnerId}: what its owner reads of it, and changes."""

import pytest

from graph.database import open_engine, transaction
from service.tokens import make_token
from tests.service.api.desks import TODAY


def fields(answer, *names):
    return {name: answer.json()[name] for name in names}


def test_what_a_partner_changes_is_stored_and_the_rest_stays(desks):
    changed = desks["bieb"].patch(
        "/partners/bieb",
        {"seeks": ["ruimte", "gidsen"], "capacity": None, "pausedUntil": "2027-01-31", "website": "bieb.example"},
    )

    assert changed.status_code == 200
    assert changed.headers["Cache-Control"] == "no-store"
    assert desks["bieb"].get("/partners/bieb").json() == changed.json()
    assert fields(changed, "seeks", "offers", "capacity", "pausedUntil", "website", "name") == {
        "seeks": ["ruimte", "gidsen"],
        "offers": ["taalvrijwilligers", "zaal"],
        "capacity": None,
        "pausedUntil": "2027-01-31",
        "website": "bieb.example",
        "name": "Bibliotheek",
    }


def test_what_is_hidden_from_others_its_owner_still_reads(desks):
    desks["bieb"].patch("/partners/bieb", {"visibility": {"offers": "staff", "seeks": "public"}})

    own, others = desks["bieb"].get("/partners/bieb"), desks["club"].get("/partners/bieb")

    assert own.json()["offers"] == ["taalvrijwilligers", "zaal"]
    assert own.json()["visibility"]["offers"] == "staff"
    assert own.json()["capacity"] == 2
    assert fields(others, "offers", "capacity", "pausedUntil", "visibility") == {
        "offers": [],
        "capacity": None,
        "pausedUntil": None,
        "visibility": None,
    }
    assert desks["staff"].get("/partners/bieb").json() == own.json()
    assert own.headers["ETag"] != others.headers["ETag"]


def test_a_level_that_is_usual_again_is_not_kept_as_a_choice(desks):
    for level in ("staff", "public"):
        changed = desks["bieb"].patch("/partners/bieb", {"visibility": {"offers": level}})
    assert changed.json()["visibility"]["offers"] == "public"
    assert desks["public"].get("/partners/bieb").json()["offers"] == ["taalvrijwilligers", "zaal"]


def test_only_staff_and_who_speaks_for_it_change_a_partner(desks):
    answers = {who: desks[who].patch("/partners/bieb", {"place": "Oss"}).status_code for who in desks}

    assert answers == {"staff": 200, "bieb": 200, "school": 403, "club": 403, "working_group": 403, "public": 401}
    assert desks["staff"].patch("/partners/nobody", {"place": "Oss"}).status_code == 404


def test_a_change_goes_out_from_what_if_match_names(desks):
    seen = desks["bieb"].get("/partners/bieb").headers["ETag"]
    first = desks["bieb"].patch("/partners/bieb", {"place": "Oss"}, If_Match=seen)
    second = desks["staff"].patch("/partners/bieb", {"place": "Berghem"}, If_Match=seen)

    assert (first.status_code, second.status_code) == (200, 412)
    assert desks["bieb"].get("/partners/bieb", If_None_Match=first.headers["ETag"]).status_code == 304
    assert desks["bieb"].get("/partners/bieb").json()["place"] == "Oss"


@pytest.mark.parametrize(
    "body",
    [
        pytest.param({"seeks": ["stages; gastlessen"]}, id="two-values-in-one"),
        pytest.param({"seeks": "stages"}, id="no-list"),
        pytest.param({"capacity": -1}, id="less-than-no-room"),
        pytest.param({"capacity": "3"}, id="a-text-for-a-number"),
        pytest.param({"visibility": {"name": "staff"}}, id="a-field-that-is-not-its-own"),
        pytest.param({"visibility": {"offers": "secret"}}, id="no-level"),
        pytest.param({"name": "Boekerij"}, id="a-name-is-given-by-staff"),
        pytest.param({"pausedUntil": "2027-02-30"}, id="no-day"),
        pytest.param({"description": "a\u0000b"}, id="no-text"),
        pytest.param({"place": "#REF!"}, id="what-a-spreadsheet-could-not-compute"),
    ],
)
def test_what_no_profile_holds_is_refused_and_nothing_changes(desks, body):
    before = desks["bieb"].get("/partners/bieb").json()

    refused = desks["bieb"].patch("/partners/bieb", body)

    assert refused.status_code == 400
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert desks["bieb"].get("/partners/bieb").json() == before


def test_a_token_is_good_for_what_its_scopes_say(desks, town_settings):
    engine = open_engine(town_settings.database_url)
    with transaction(engine) as session:
        desks["bieb"].token = make_token(session, 3, "leest alleen", ["read"], today=TODAY)[1]
    engine.dispose()

    assert desks["bieb"].get("/partners/bieb").json()["visibility"] is not None
    refused = desks["bieb"].patch("/partners/bieb", {"place": "Oss"})
    assert (refused.status_code, refused.json()["detail"]) == (403, "this token is not good for 'profile'")


def test_a_token_that_is_none_is_told_even_where_none_is_needed(desks):
    desks["bieb"].token = f"{desks['bieb'].token}x"

    refused = desks["bieb"].get("/partners")

    assert refused.status_code == 401
    assert refused.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("path", ["/partners/a%00b", "/introductions?partnerId=a%00b", "/introductions/99999999999"])
def test_what_no_database_could_compare_is_refused(desks, path):
    assert desks["staff"].get(path).status_code == 400
