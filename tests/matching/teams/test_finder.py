"""Teams in a town in which every answer can be worked out by hand."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import UnknownCollaboration, UnknownPartner
from matching.errors import UnknownSector
from matching.teams.finder import of_draft
from matching.teams.team import TeamAsked
from tests.builders import answer, collaboration, network, partner
from tests.matching.teams.towns import PARTNERS, THEMES, WORK, finder_in, town

TOWN = town()
FINDER = finder_in(TOWN)
PLAN = TeamAsked("techniek; taalles; maaltijd")


def ids(team):
    return {member.partner_id for member in team.members}


def test_a_team_answers_each_need_by_somebody_and_says_by_which_words():
    team = FINDER.find(PLAN)[0]
    parts = {
        answer.need.text: (member.partner_id, answer.phrase) for member in team.members for answer in member.answers
    }

    assert parts["taalles"] == ("taalhuis", "taalles")
    assert parts["techniek"][0] in {"smid", "garage"}
    assert parts["maaltijd"][0] in {"bakker", "buurthuis"}
    assert team.gaps == ()


def test_a_need_that_nobody_answers_is_missing_and_it_is_said_what_would_help():
    team = FINDER.find(replace(PLAN, text="techniek; taalles; vervoer"))[0]

    assert [(gap.need.text, gap.answered_by) for gap in team.gaps] == [("vervoer", ("Bus",))]
    assert FINDER.find(TeamAsked("vervoer")) == []
    assert [gap.need.text for gap in FINDER.gaps(TeamAsked("vervoer"))] == ["vervoer"]


def test_who_has_no_room_or_is_left_out_or_asks_is_in_no_team_and_no_alternative():
    asked = replace(PLAN, asker_id="school", excluded_ids=frozenset({"smid"}))
    teams = FINDER.find(asked)

    named = {each for team in teams for each in ids(team)}
    named |= {other.partner_id for team in teams for several in team.alternatives.values() for other in several}
    assert named
    assert not named & {"vol", "smid", "school"}


def test_who_declined_to_meet_the_one_who_asks_is_in_no_team_of_it():
    built = network(PARTNERS, WORK, THEMES, [answer("taalhuis", "school", "declined")])

    assert "taalhuis" in {each for team in finder_in(built).find(PLAN) for each in ids(team)}
    assert "taalhuis" not in {
        each for team in finder_in(built).find(replace(PLAN, asker_id="school")) for each in ids(team)
    }


def test_the_way_from_the_one_who_asks_is_told():
    # school – garage – taalhuis – bakker; buurthuis stands a fourth tie away.
    team = FINDER.judge(replace(PLAN, asker_id="school"), ["garage", "taalhuis", "bakker", "buurthuis", "smid"])
    ways = {member.partner_id: member.way for member in team.members}

    assert ways == {
        "garage": (),
        "taalhuis": ("garage",),
        "bakker": ("garage", "taalhuis"),
        "buurthuis": None,
        "smid": None,
    }


def test_who_is_near_comes_before_who_is_out_of_reach():
    assert ids(FINDER.find(replace(PLAN, asker_id="school"))[0]) == {"garage", "taalhuis", "bakker"}


def test_the_sectors_asked_for_are_in_it():
    team = FINDER.find(replace(PLAN, sectors=("welzijn",)))[0]

    assert "buurthuis" in ids(team)
    with pytest.raises(UnknownSector):
        FINDER.find(replace(PLAN, sectors=("x",)))


def test_what_speaks_for_a_member_adds_up_to_its_score_and_members_to_that_of_the_team():
    for team in FINDER.find(replace(PLAN, asker_id="school")):
        for member in team.members:
            assert member.score == pytest.approx(sum(member.contributions.values()))
            assert member.contributions["answers"] == pytest.approx(3 * sum(one.score for one in member.answers))
        assert team.score == pytest.approx(team.proofs[-1].value, abs=0.01)


def test_an_alternative_does_what_the_member_does():
    team = FINDER.judge(PLAN, ["smid", "taalhuis", "bakker"])

    assert [other.partner_id for other in team.alternatives["smid"]] == ["garage"]
    assert [other.partner_id for other in team.alternatives["bakker"]] == ["buurthuis"]


def test_a_draft_gives_its_partners_and_asks_by_its_title_and_themes():
    built = town(
        work=[
            *WORK,
            collaboration("plan", "2030", ["smid", "bakker"], lead="bakker", title="Taalles", themes=["techniek-test"]),
        ]
    )
    asked = of_draft(built, "plan")
    team = finder_in(built).find(asked)[0]

    assert (asked.text, asked.theme_ids, asked.given_ids) == ("Taalles", ("techniek-test",), ("bakker", "smid"))
    assert {member.partner_id for member in team.members[:2]} == {"bakker", "smid"}
    assert [member.is_given for member in team.members] == [True, True, False, False]
    # Both given are firms: two more make three sectors, and one of them teaches the language.
    assert {"taalhuis", "buurthuis"} & ids(team)
    assert team.alternatives["smid"] == ()
    with pytest.raises(UnknownCollaboration):
        of_draft(built, "x")


def test_a_usual_suspect_gives_way_to_who_does_the_same():
    busy = [collaboration(f"b{at}", "2018-04", ["garage", "school"]) for at in range(5)]
    team = finder_in(town(work=[*WORK, *busy])).find(PLAN)[0]

    assert "smid" in ids(team)
    assert "garage" not in ids(team)


@pytest.mark.parametrize(("least", "most"), [(3, 3), (4, 5), (6, 6)])
def test_a_team_has_the_size_asked_for(least, most):
    for team in FINDER.find(replace(PLAN, least=least, most=most)):
        assert least <= len(team.members) <= most


def test_there_is_no_team_of_more_than_there_are_nor_in_an_empty_network():
    assert FINDER.find(replace(PLAN, least=9, most=9)) == []
    assert finder_in(network([], themes=THEMES)).find(PLAN) == []
    assert finder_in(network([partner("a", offers="taalles")], themes=THEMES)).find(PLAN) == []


def test_what_cannot_be_is_refused():
    for asked, top in ((PLAN, 0), (replace(PLAN, least=4, most=3), 1), (replace(PLAN, least=0), 1)):
        with pytest.raises(ValueError, match="expected"):
            FINDER.find(asked, top)
    with pytest.raises(UnknownPartner):
        FINDER.find(replace(PLAN, asker_id="x"))


NAMES = [rows[0].id for rows in PARTNERS]


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    texts=st.lists(st.sampled_from(["techniek", "taalles", "maaltijd", "vervoer"]), min_size=1, max_size=4),
    asker=st.sampled_from(["", *NAMES]),
    excluded=st.sets(st.sampled_from(NAMES), max_size=3),
    least=st.integers(1, 4),
)
def test_laws_of_teams(texts, asker, excluded, least):
    asked = TeamAsked("; ".join(texts), asker_id=asker, excluded_ids=frozenset(excluded), least=least, most=5)
    teams = FINDER.find(asked, 2)

    # A proof tells how long it took.
    assert [replace(team, proofs=()) for team in teams] == [replace(one, proofs=()) for one in FINDER.find(asked, 2)]
    for number, team in enumerate(teams):
        assert least <= len(team.members) <= 5
        assert not ids(team) & {*excluded, asker, "vol"}
        needs = [answer.need for member in team.members for answer in member.answers] + [gap.need for gap in team.gaps]
        assert sorted(need.text for need in needs) == sorted(set(texts))  # each is answered by one, or is missing
        assert all(len(ids(team) & ids(other)) <= len(other.members) // 2 for other in teams[:number])
