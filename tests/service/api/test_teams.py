"""/v1/teams."""

import pytest

from tests.builders import collaboration, partner, theme
from tests.service.serving import ELSEWHERE, make_database, serving

PARTNERS = [
    partner("bakker", sector="bedrijf", offers="maaltijd voor groepen"),
    partner("smid", sector="industrie", offers="techniek met metaal"),
    partner("taalhuis", sector="bibliotheek", offers="taalles"),
    partner("school", sector="primair-onderwijs", offers="lokaal"),
    partner("vol", sector="sport", offers="techniek, taalles en maaltijd", capacity=0),
]
PLAN = "techniek; taalles; maaltijd; raketten"


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    return make_database(
        tmp_path_factory.mktemp("teams"),
        PARTNERS,
        [collaboration("c", "2020", ["school", "smid", "bakker"], title="Taalles")],
        [theme("taal-test", label="Taalles-thema")],
    )


@pytest.fixture(scope="module")
def staff(settings):
    with serving(settings) as client:
        yield client


def test_teams_tell_the_part_of_each_and_what_is_missing(staff):
    answer = staff.get("/v1/teams", params={"text": PLAN, "partnerId": "school"})
    found = answer.json()
    team = found["items"][0]
    parts = {
        each["need"]: member["partnerId"] for member in team["members"] for each in member["answers"] if each["isPart"]
    }

    assert answer.status_code == 200
    assert [need["text"] for need in found["needs"]] == PLAN.split("; ")
    assert parts == {"techniek": "smid", "taalles": "taalhuis", "maaltijd": "bakker"}
    assert [gap["need"] for gap in team["missing"]] == ["raketten"]
    assert {member["partnerId"]: member["way"] for member in team["members"]} == {
        "smid": [],
        "bakker": [],
        "taalhuis": None,
    }
    for member in team["members"]:
        assert member["score"] == pytest.approx(sum(each["contribution"] for each in member["contributions"]))
    assert team["aims"][0]["aim"] == "needs answered"
    assert all(aim["value"] == aim["bound"] for aim in team["aims"])


def test_a_team_by_hand_and_a_draft(staff):
    by_hand = staff.get("/v1/teams", params={"text": PLAN, "memberId": ["smid", "school"]}).json()
    draft = staff.get("/v1/teams", params={"collaborationId": "c", "most": 4}).json()
    joined = staff.get("/v1/teams", params={"text": PLAN, "givenId": ["smid"]}).json()

    assert by_hand["total"] == 1
    assert {member["partnerId"] for member in by_hand["items"][0]["members"]} == {"smid", "school"}
    assert {m["partnerId"]: m["isGiven"] for m in draft["items"][0]["members"]} == {
        "school": True, "smid": True, "bakker": True, "taalhuis": False,
    }  # fmt: skip
    assert [m["partnerId"] for m in joined["items"][0]["members"] if m["isGiven"]] == ["smid"]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 200),
        ("text=x&least=2", 400),
        ("text=x&colour=red", 400),
        ("themeId=nergens", 404),
        ("text=x&partnerId=niemand", 404),
        ("text=x&sectorId=nergens", 404),
        ("collaborationId=nergens", 404),
        ("text=x&memberId=niemand", 404),
        ("text=x", 200),
    ],
)
def test_what_cannot_be_is_told(staff, query, status):
    assert staff.get(f"/v1/teams?{query}").status_code == status


def test_others_are_refused(settings):
    with serving(settings, ELSEWHERE) as public:
        assert public.get("/v1/teams?text=x").status_code in {401, 403}
