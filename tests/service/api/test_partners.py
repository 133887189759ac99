"""/v1/partners and their suggestions."""

import pytest

USUAL = {
    **dict.fromkeys(("aliases", "description", "offers", "themes", "place", "website", "memberships"), "public"),
    **dict.fromkeys(("seeks", "address"), "network"),
}


def ids(answer):
    return [item["id"] for item in answer.json()["items"]]


def test_a_partner_is_told_in_full(town):
    assert town.get("/v1/partners/bieb").json() == {
        "id": "bieb",
        "name": "Bibliotheek",
        "aliases": [],
        "sector": "bibliotheek",
        "description": "",
        "seeks": [],
        "offers": ["taalvrijwilligers", "zaal"],
        "themes": ["taal", "lezen"],
        "partOf": [],
        "place": "Heesch",
        "postcode": "",
        "latitude": 51.73,
        "longitude": None,
        "country": "",
        "website": "",
        "since": "2017-01-01",
        "until": None,
        "capacity": 2,
        "source": "",
        "pausedUntil": None,
        "visibility": USUAL,
    }


def test_a_partner_names_those_it_belongs_to(town):
    assert town.get("/v1/partners/club").json()["partOf"] == ["bond"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param("", ["bieb", "bond", "club", "school"], id="all-by-id"),
        pytest.param("?sector=sport", ["bond", "club"], id="sector"),
        pytest.param("?theme=taal", ["bieb", "school"], id="theme"),
        pytest.param("?place=Oss", ["club", "school"], id="place"),
        pytest.param("?q=TAALVRIJ", ["bieb", "school"], id="words-of-the-profile"),
        pytest.param("?q=lezen", ["bieb"], id="label-of-a-theme"),
        pytest.param("?q=zaal+lezen+heesch", ["bieb"], id="each-word-elsewhere-in-the-profile"),
        pytest.param("?q=bieb", [], id="an-id-is-no-word"),
        pytest.param("?q=zaal+ruimtevaart", [], id="a-word-of-nobody"),
        pytest.param("?q=taalvrijwilligers&place=Heesch", ["bieb"], id="all-conditions-at-once"),
        pytest.param("?sector=ruimtevaart", [], id="unknown-sector"),
        pytest.param("?q=ruimtevaart", [], id="no-hit"),
    ],
)
def test_partners_are_filtered(town, query, expected):
    answer = town.get(f"/v1/partners{query}")

    assert ids(answer) == expected
    assert answer.json()["total"] == len(expected)


def test_a_list_leads_from_page_to_page(town):
    first = town.get("/v1/partners?pageSize=3")
    second = town.get(first.json()["links"]["next"])

    assert ids(first) + ids(second) == ["bieb", "bond", "club", "school"]
    assert first.json()["total"] == second.json()["total"] == 4
    assert first.json()["links"] == {
        "self": "/v1/partners?pageSize=3",
        "prev": None,
        "next": "/v1/partners?pageSize=3&page=2",
    }
    assert second.json()["links"]["prev"] == "/v1/partners?pageSize=3&page=1"
    assert second.json()["links"]["next"] is None


def test_the_page_after_the_last_is_empty_and_leads_back(town):
    answer = town.get("/v1/partners?pageSize=3&page=9")

    assert ids(answer) == []
    assert answer.json()["links"]["prev"] == "/v1/partners?pageSize=3&page=2"


def test_links_keep_the_filters(town):
    assert town.get("/v1/partners?sector=sport&pageSize=1").json()["links"]["next"] == (
        "/v1/partners?sector=sport&pageSize=1&page=2"
    )


def test_suggestions_come_with_reasons_that_add_up_to_the_score(town):
    answer = town.get("/v1/partners/school/suggestions").json()
    best = answer["items"][0]

    assert best["partnerId"] == "bieb"
    assert best["name"] == "Bibliotheek"
    assert best["rank"] == 1
    assert sum(reason["contribution"] for reason in best["reasons"]) == pytest.approx(best["score"])
    by_kind = {reason["kind"]: reason for reason in best["reasons"]}
    assert by_kind["they_offer"]["own"] == by_kind["they_offer"]["theirs"] == "taalvrijwilligers"
    assert by_kind["they_offer"]["text"] == "U zoekt “taalvrijwilligers” – zij bieden “taalvrijwilligers”"
    assert by_kind["shared_themes"]["themeIds"][0] == "taal"


def test_nobody_is_suggested_who_works_with_the_partner_already(town):
    items = town.get("/v1/partners/school/suggestions?top=100").json()["items"]

    assert "club" not in [item["partnerId"] for item in items]


def test_as_many_are_suggested_as_asked(town):
    assert town.get("/v1/partners/school/suggestions?top=1").json()["total"] == 1


def test_what_is_known_already_is_not_sent_again(town):
    first = town.get("/v1/partners")
    again = town.get("/v1/partners", headers={"If-None-Match": f'"other", {first.headers["ETag"]}'})

    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["API-Version"] == "1.0.0"
    assert town.get("/v1/partners", headers={"If-None-Match": '"old"'}).status_code == 200
