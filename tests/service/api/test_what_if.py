"""What the API tells of what could be, and measures and growth as CSV."""

import csv
import io
from dataclasses import fields

import pytest

from graph.database import open_engine, transaction
from graph.growth import YearOfGrowth
from graph.introducing import PROGRAM, Introductions
from graph.model import FieldVisibility
from graph.repository import Repository
from tests.builders import partner
from tests.service.serving import ELSEWHERE, make_database, serving


def rows_of(answer):
    return list(csv.DictReader(io.StringIO(answer.text)))


def test_named_pairs_are_looked_ahead_to(town):
    answer = town.get("/v1/what-if", params={"pair": ["bieb|club", "club|bieb"], "share": 1}).json()
    figures = {each["name"]: each for each in answer["figures"]}

    assert [each["partnerIds"] for each in answer["pairs"]] == [["bieb", "club"]]
    assert (answer["nPartners"], answer["nTies"]) == (4, 3)
    # school leads club and bond; bieb worked with bond: four of six pairs.
    assert (figures["density"]["today"], figures["density"]["mean"]) == (3 / 6, 4 / 6)
    assert figures["density"]["draws"] == 1
    assert all(each["meaning"] for each in answer["figures"])


def test_without_pairs_the_best_suggestions_are_meant(town):
    answer = town.get("/v1/what-if?top=1&share=0.5&draws=20&seed=3")

    assert len(answer.json()["pairs"]) == 1
    assert 0 <= answer.json()["pairs"][0]["chance"] <= 1
    assert answer.json() == town.get("/v1/what-if?top=1&share=0.5&draws=20&seed=3").json()


def test_a_pair_with_somebody_unknown_is_not_found_and_one_that_is_none_is_refused(town):
    assert town.get("/v1/what-if?pair=bieb%7Cniemand").status_code == 404
    assert town.get("/v1/what-if?pair=bieb").status_code == 400
    assert town.get("/v1/what-if?share=1.5").status_code == 400


def test_the_leaving_of_a_partner_tells_who_is_cut_off(town):
    answer = town.get("/v1/what-if/leaving?partnerId=bond").json()
    figures = {each["name"]: (each["before"], each["after"]) for each in answer["figures"]}

    # bieb – bond – school – club: without bond, bieb stands alone.
    assert (answer["tiedTo"], answer["cutOff"]) == (["bieb", "school"], ["bieb"])
    assert figures["n_isolates"] == (0, 1)
    assert town.get("/v1/what-if/leaving?partnerId=niemand").status_code == 404


def test_the_best_ties_tell_what_they_gain(town):
    items = town.get("/v1/what-if/ties?aim=shorten&top=1").json()["items"]

    # bieb – bond – school – club: the ends from 3 steps to 1, or one pair from 2 to 1 and the ends to 2, both add 2/3.
    assert items[0]["efficiency"] == pytest.approx(2 / 3 / 6)
    assert items[0]["nNearer"] == (1 if items[0]["partnerIds"] == ["bieb", "club"] else 2)
    assert items[0]["nIsolates"] is None


def test_what_if_is_for_the_office(peopled):
    settings, tokens = peopled
    with serving(settings, ELSEWHERE) as client:
        statuses = {
            desk: client.get("/v1/what-if/ties", headers={"Authorization": f"Bearer {tokens[desk]}"}).status_code
            for desk in ("staff", "working_group", "bieb")
        }
        assert client.get("/v1/what-if").status_code == 401

    assert statuses == {"staff": 200, "working_group": 200, "bieb": 403}


def tied_by(desk, query):
    return [each["partnerIds"] for each in desk.get(f"/what-if?{query}").json()["pairs"]]


def test_what_partners_hide_from_the_working_group_tells_it_nothing(desks, town_settings):
    change(town_settings, FieldVisibility(partner_id="bieb", field="place", level="staff"))

    assert all("bieb" in pair for pair in tied_by(desks["staff"], "place=Heesch"))
    assert tied_by(desks["staff"], "place=Heesch")
    assert tied_by(desks["working_group"], "place=Heesch") == []


def test_no_introduction_changes_what_the_working_group_is_told_and_chances_are_for_staff(desks, town_settings):
    paths = ("/what-if?top=100", "/what-if?pair=bieb%7Cclub", "/what-if/ties?aim=cross")

    def told(name):
        answers = [desks[name].get(path) for path in paths]
        return [(answer.headers["etag"], answer.json()) for answer in answers]

    before = {name: told(name) for name in ("staff", "working_group")}
    change(town_settings, introduces=("bieb", "club"))

    assert told("working_group") == before["working_group"]
    assert told("staff") != before["staff"]
    best, named = (answer["pairs"] for _etag, answer in before["working_group"][:2])
    assert {each["chance"] for each in [*best, *named]} == {None}
    assert ["bieb", "club"] in [each["partnerIds"] for each in best]
    assert ["bieb", "club"] not in tied_by(desks["staff"], "top=100")


def change(settings, *rows, introduces=()):
    engine = open_engine(settings.database_url)
    with transaction(engine) as session:
        session.add_all(rows)
        if introduces:
            Introductions(session).propose(*introduces, PROGRAM)
        else:
            Repository(session).record_change("a test")
    engine.dispose()


@pytest.mark.parametrize(
    ("path", "columns"),
    [
        ("/v1/measures", ["at", "n_partners", "name", "value", "at_most", "meaning", "source", "version"]),
        ("/v1/measures/partners/definitions", ["name", "meaning", "source"]),
        ("/v1/what-if", ["share", "name", "today", "mean", "low", "high", "draws", "meaning"]),
        ("/v1/what-if/leaving?partnerId=bond", ["partner_id", "name", "before", "after", "meaning"]),
        (
            "/v1/what-if/ties?aim=cross",
            ["rank", "one_id", "other_id", "n_isolates", "n_joined", "n_ties", "efficiency", "n_nearer"],
        ),
    ],
)
def test_every_table_comes_as_csv_to_whom_asks_for_it(town, path, columns):
    answer = town.get(path, headers={"Accept": "text/csv"})

    assert answer.headers["content-type"] == "text/csv; charset=utf-8; header=present"
    assert "Accept" in answer.headers["vary"]
    assert list(rows_of(answer)[0]) == columns
    assert town.get(f"{path}{'&' if '?' in path else '?'}format=csv").text == answer.text


def test_json_and_csv_of_one_address_have_names_of_their_own(town):
    as_json, as_csv = (
        town.get("/v1/growth", headers={"Accept": accept}) for accept in ("application/json", "text/csv")
    )

    assert as_json.headers["etag"] != as_csv.headers["etag"]
    again = {"Accept": "text/csv", "If-None-Match": as_csv.headers["etag"]}
    assert town.get("/v1/growth", headers=again).status_code == 304
    assert town.get("/v1/growth", headers=again | {"Accept": "application/json"}).status_code == 200


@pytest.mark.parametrize(
    ("accept", "status", "kind"),
    [
        ("*/*", 200, "application/json"),
        ("text/html, */*;q=0.1", 200, "application/json"),
        ("text/*, application/json;q=0.5", 200, "text/csv"),
        ("application/json;q=0, */*", 200, "text/csv"),
        ("text/html", 406, "application/problem+json"),
    ],
)
def test_the_header_accept_chooses(town, accept, status, kind):
    answer = town.get("/v1/growth", headers={"Accept": accept})

    assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (status, kind)
    assert "Accept" in answer.headers["vary"]


def test_growth_as_csv_has_the_columns_of_the_command_line(town):
    # service/commands/growing.py prints the fields of a year.
    assert list(rows_of(town.get("/v1/growth?format=csv"))[0]) == [field.name for field in fields(YearOfGrowth)]


def test_growth_of_a_part_is_of_what_its_partners_did(town):
    years = town.get("/v1/growth?place=Oss&at=2019-12-31").json()["items"]

    # school and club, in "sport"; "dag" was of others.
    assert [(each["year"], each["partners"], each["newCollaborations"]) for each in years] == [
        (2018, 2, 1),
        (2019, 2, 0),
    ]


def test_no_cell_of_csv_is_a_formula(tmp_path):
    with serving(make_database(tmp_path, [partner("=1+1"), partner("b")])) as client:
        assert [each["partner_id"] for each in rows_of(client.get("/v1/measures/partners?format=csv"))] == [
            "'=1+1",
            "b",
        ]
