"""/v1/collaborations, /v1/themes, /v1/sectors, /v1/network and /v1/find."""

import pytest


def test_a_collaboration_is_told_in_full(town):
    assert town.get("/v1/collaborations/sport").json() == {
        "id": "sport",
        "title": "sport",
        "description": "",
        "kind": "",
        "startDate": "2018-05",
        "endDate": "2019",
        "actionLine": "",
        "grantEuro": None,
        "themes": ["lezen"],
        "leads": ["school"],
        "participants": ["club"],
        "funders": ["bond"],
        "source": "",
    }


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param("", ["sport", "dag"], id="all-the-earliest-first"),
        pytest.param("?partner=club", ["sport"], id="partner"),
        pytest.param("?partner=bond", ["sport", "dag"], id="a-funder-takes-part"),
        pytest.param("?theme=lezen", ["sport"], id="theme"),
        pytest.param("?year=2019", ["dag"], id="the-year-it-began"),
        pytest.param("?partner=club&year=2019", [], id="all-conditions-at-once"),
        pytest.param("?partner=nobody", [], id="unknown-partner"),
    ],
)
def test_collaborations_are_filtered(town, query, expected):
    answer = town.get(f"/v1/collaborations{query}").json()

    assert [item["id"] for item in answer["items"]] == expected


def test_themes_tell_how_they_are_said_and_what_they_belong_to(town):
    themes = {item["id"]: item for item in town.get("/v1/themes").json()["items"]}

    assert themes["taal"]["alternatives"] == ["talen"]
    assert themes["lezen"]["broader"] == ["taal"]
    assert list(themes) == ["lezen", "taal"]


def test_sectors_come_all_at_once(town):
    answer = town.get("/v1/sectors").json()

    assert [item["id"] for item in answer["items"]] == ["bibliotheek", "onderwijs", "sport"]
    assert answer["total"] == 3


def test_the_network_of_a_day_holds_what_had_begun(town):
    answer = town.get("/v1/network?at=2018-12-31").json()

    assert answer["at"] == "2018-12-31"
    assert [node["id"] for node in answer["nodes"]] == ["bieb", "bond", "club", "school"]
    # school leads club and bond: two ties of weight 1 / (3 - 1); the day of bieb and bond is a week later
    assert [(edge["source"], edge["target"], edge["weight"]) for edge in answer["edges"]] == [
        ("bond", "school", 0.5),
        ("club", "school", 0.5),
    ]
    assert answer["edges"][0] | {} == {
        "source": "bond",
        "target": "school",
        "weight": 0.5,
        "nCollaborations": 1,
        "since": "2018-05-01",
        "latest": "2018-05-01",
        "until": "2019-12-31",
    }


def test_who_was_not_a_partner_yet_is_not_in_the_network(town):
    nodes = town.get("/v1/network?at=2016-12-31").json()["nodes"]

    assert "bieb" not in [node["id"] for node in nodes]


def test_the_network_is_that_of_today_unless_a_day_is_named(town):
    assert len(town.get("/v1/network").json()["edges"]) == 3


def test_a_question_finds_who_offers_it(town):
    found = town.get("/v1/find", params={"text": "vrijwilligers voor taal"}).json()["items"]

    assert (found[0]["partnerId"], found[0]["phrase"], found[0]["side"]) == ("bieb", "taalvrijwilligers", "offers")
    assert found[0]["name"] == "Bibliotheek"
    assert 0 < found[0]["score"] <= 1


def test_an_empty_question_is_refused(town):
    assert town.get("/v1/find?text=").status_code == 400


def test_measures_are_of_a_day_and_a_part_each_with_its_meaning(town):
    answer = town.get("/v1/measures?at=2018-12-31&sector=sport").json()

    figures = {each["name"]: each["value"] for each in answer["measures"]}
    assert (answer["at"], answer["nPartners"]) == ("2018-12-31", 2)
    assert (figures["n_ties"], figures["density"], figures["cross_share"]) == (0, 0.0, None)
    assert all(each["meaning"] and each["source"] for each in answer["measures"])


def test_growth_is_told_year_by_year_and_not_of_years_to_come(town):
    years = town.get("/v1/growth?at=2019-12-31").json()["items"]

    assert [(each["year"], each["partners"], each["ties"]) for each in years] == [(2018, 3, 2), (2019, 4, 3)]
    assert town.get("/v1/growth?at=9999-12-31").json()["items"] == town.get("/v1/growth").json()["items"]
