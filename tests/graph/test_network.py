"""Tests of graph.network: small networks, with ties worked out by hand."""

from datetime import date
from itertools import combinations

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import UnknownPartner
from tests.builders import answer, collaboration, network, partner

ABCD = [partner(partner_id) for partner_id in "abcd"]


def ties_by_id(built):
    """Ties as {(first id, second id, collaboration id): weight}."""
    who, what = built.partners["id"], built.collaborations["id"]
    return {(who[tie.first], who[tie.second], what[tie.collaboration]): tie.weight for tie in built.ties.itertuples()}


def pairs_by_id(built):
    return {(first, second) for first, second, _ in ties_by_id(built)}


def test_without_a_lead_everybody_is_tied_to_everybody():
    built = network(ABCD, [collaboration("x", "2018", [*"abc"])])

    assert ties_by_id(built) == {("a", "b", "x"): 1 / 2, ("a", "c", "x"): 1 / 2, ("b", "c", "x"): 1 / 2}


def test_a_lead_is_tied_to_everybody_and_the_others_are_not_tied():
    built = network(ABCD, [collaboration("x", "2018", [*"abcd"], lead="b")])

    assert ties_by_id(built) == {("a", "b", "x"): 1 / 3, ("b", "c", "x"): 1 / 3, ("b", "d", "x"): 1 / 3}


def test_two_leads_are_tied_to_each_other_once_and_to_everybody():
    built = network(ABCD, [collaboration("x", "2018", [*"abcd"], lead=["a", "b"])])

    assert pairs_by_id(built) == {("a", "b"), ("a", "c"), ("a", "d"), ("b", "c"), ("b", "d")}
    assert built.ties["weight"].tolist() == [1 / 3] * 5


def test_a_funder_counts_as_a_participant():
    without_lead = network(ABCD, [collaboration("x", "2018", [*"ab"], funders="c")])
    with_lead = network(ABCD, [collaboration("x", "2018", [*"ab"], lead="a", funders="c")])

    assert pairs_by_id(without_lead) == {("a", "b"), ("a", "c"), ("b", "c")}
    assert ties_by_id(with_lead) == {("a", "b", "x"): 1 / 2, ("a", "c", "x"): 1 / 2}


def test_a_partner_that_leads_and_funds_counts_once():
    built = network(ABCD, [collaboration("x", "2018", [*"ab"], lead="a", funders="a")])

    assert ties_by_id(built) == {("a", "b", "x"): 1.0}


@pytest.mark.parametrize("roles", [{}, {"lead": "a"}], ids=["participant", "lead"])
def test_a_single_participant_is_tied_to_nobody(roles):
    built = network(ABCD, [collaboration("x", "2018", "a", **roles)])

    assert built.ties.empty
    assert built.adjacency.nnz == 0


def test_the_adjacency_sums_what_a_pair_did_together():
    built = network(ABCD, [collaboration("x", "2018", [*"abc"]), collaboration("y", "2019", [*"ab"])])

    assert built.adjacency.toarray().tolist() == [
        [0.0, 1.5, 0.5, 0.0],
        [1.5, 0.0, 0.5, 0.0],
        [0.5, 0.5, 0.0, 0.0],
        [0.0, 0.0, 0.0, 0.0],
    ]


def test_the_days_of_a_tie_run_from_its_first_beginning_to_its_last_end():
    built = network(
        ABCD,
        [
            collaboration("x", "2018", [*"ab"], end="2019"),
            collaboration("y", "2019-05", [*"abc"], lead="a", end="2020-02"),
            collaboration("z", "2020-03-04", [*"ac"]),
        ],
    )

    days = built.tie_days.set_index(["first", "second"])

    a_b, a_c = days.loc[(0, 1)], days.loc[(0, 2)]
    assert (a_b["n_collaborations"], a_b["weight"]) == (2, 1.5)
    assert (a_b["since"], a_b["latest"]) == (pd.Timestamp(2018, 1, 1), pd.Timestamp(2019, 5, 1))
    assert a_b["until"] == pd.Timestamp(2020, 2, 29)
    assert pd.isna(a_c["until"])


@pytest.mark.parametrize(
    ("start", "day", "had_begun"),
    [
        pytest.param("2018", date(2017, 12, 31), False, id="before-the-year"),
        pytest.param("2018", date(2018, 1, 1), True, id="first-day-of-the-year"),
        pytest.param("2018-11", date(2018, 10, 31), False, id="before-the-month"),
        pytest.param("2018-11", date(2018, 11, 1), True, id="first-day-of-the-month"),
        pytest.param("2018-11-05", date(2018, 11, 4), False, id="the-day-before"),
        pytest.param("2018-11-05", date(2018, 11, 5), True, id="the-day-itself"),
    ],
)
def test_a_collaboration_begins_with_the_first_day_that_its_date_can_mean(start, day, had_begun):
    built = network(ABCD, [collaboration("x", start, [*"ab"])]).at(day)

    assert len(built.ties) == had_begun
    assert built.day == day


def test_a_collaboration_that_ended_still_ties():
    built = network(ABCD, [collaboration("x", "2018", [*"ab"], end="2018")])

    assert pairs_by_id(built.at(date(2025, 1, 1))) == {("a", "b")}


@pytest.mark.parametrize(
    ("day", "present"),
    [
        (date(2017, 12, 31), ["always"]),
        (date(2018, 1, 1), ["always", "came"]),
        (date(2018, 6, 30), ["always", "came"]),
    ],
)
def test_a_partner_is_there_from_its_first_day(day, present):
    built = network([partner("always"), partner("came", since="2018")])

    assert built.at(day).partners["id"].tolist() == present


@pytest.mark.parametrize(("day", "n_present"), [(date(2018, 12, 31), 1), (date(2019, 1, 1), 0)])
def test_a_partner_is_there_up_to_its_last_day(day, n_present):
    assert network([partner("left", until="2018")]).at(day).n_partners == n_present


def test_every_table_is_renumbered_when_a_partner_is_not_there_yet():
    built = network(
        [
            partner("a", since="2020", seeks="brood", themes="taal", part_of="c"),
            partner("b", offers="boeken", themes="zorg", part_of="c"),
            partner("c", seeks="tijd"),
        ],
        [collaboration("x", "2018", [*"ab"], themes="taal"), collaboration("y", "2019", [*"bc"], themes="zorg")],
    ).at(date(2019, 6, 1))

    assert built.partners["id"].tolist() == ["b", "c"]
    assert built.position("c") == 1
    assert built.phrases.to_dict("records") == [
        {"partner": 0, "side": "offers", "text": "boeken"},
        {"partner": 1, "side": "seeks", "text": "tijd"},
    ]
    assert built.partner_themes.to_dict("records") == [{"partner": 0, "theme": 1}]
    assert built.memberships.to_dict("records") == [{"member": 0, "parent": 1}]
    assert built.participations[["collaboration", "partner"]].to_numpy().tolist() == [[0, 0], [1, 0], [1, 1]]
    assert ties_by_id(built) == {("b", "c", "y"): 1.0}


def test_collaborations_are_renumbered_when_one_has_not_begun():
    built = network(
        ABCD, [collaboration("x", "2019", [*"ab"], themes="taal"), collaboration("y", "2018", [*"cd"], themes="zorg")]
    ).at(date(2018, 6, 1))

    assert built.collaborations["id"].tolist() == ["y"]
    assert built.participations["collaboration"].tolist() == [0, 0]
    assert built.collaboration_themes.to_dict("records") == [{"collaboration": 0, "theme": 1}]


def test_when_the_lead_has_left_the_others_are_still_not_tied():
    built = network([partner("a", until="2019"), *ABCD[1:]], [collaboration("x", "2018", [*"abcd"], lead="a")])

    assert built.at(date(2020, 1, 1)).ties.empty


def test_when_a_partner_has_left_the_ties_of_the_others_keep_their_weight():
    built = network([partner("a", until="2019"), *ABCD[1:]], [collaboration("x", "2018", [*"abc"])])

    assert ties_by_id(built.at(date(2020, 1, 1)).at(date(2020, 1, 1))) == {("b", "c", "x"): 1 / 2}


def test_an_unknown_partner_has_no_position():
    with pytest.raises(UnknownPartner, match="no partner has the id 'nobody'"):
        network(ABCD).position("nobody")


def test_an_empty_network_has_no_ties_on_any_day():
    built = network().at(date(2020, 1, 1))

    assert built.n_partners == 0
    assert built.adjacency.shape == (0, 0)
    assert built.tie_days.empty
    assert built.to_networkx().number_of_nodes() == 0


def test_partners_without_collaborations_stand_alone():
    built = network(ABCD).at(date(2020, 1, 1))

    assert built.adjacency.shape == (4, 4)
    assert sorted(built.to_networkx()) == ["a", "b", "c", "d"]


def test_networkx_gets_ids_dates_and_sectors_and_nothing_unknown():
    built = network(
        [partner("a", name="De A", sector="mbo", place="Oss", since="2017"), partner("b"), partner("c")],
        [collaboration("x", "2018", [*"ab"], end="2019-02")],
    )

    graph = built.to_networkx()

    assert graph.nodes["a"] == {"name": "De A", "sector": "mbo", "place": "Oss", "since": "2017-01-01"}
    assert graph.nodes["c"] == {"name": "c", "sector": "bedrijf"}
    assert dict(graph.edges) == {
        ("a", "b"): {
            "n_collaborations": 1,
            "weight": 1.0,
            "since": "2018-01-01",
            "latest": "2018-01-01",
            "until": "2019-02-28",
        }
    }


@st.composite
def collaborations(draw):
    """Up to five collaborations of a to e, with any number of leads."""
    count = draw(st.integers(0, 5))
    return [
        collaboration(
            f"c{number}",
            str(draw(st.integers(2010, 2014))),
            draw(st.sets(st.sampled_from("abcde"), min_size=1)),
            lead=draw(st.sets(st.sampled_from("abcde"), max_size=2)),
        )
        for number in range(count)
    ]


def built_of(rows):
    return network([partner(partner_id) for partner_id in "abcde"], rows)


@given(collaborations())
def test_the_adjacency_equals_a_walk_over_all_pairs(rows):
    built = built_of(rows)
    walked = nx.Graph()
    walked.add_nodes_from(range(5))
    for _, parts in built.participations.groupby("collaboration"):
        leads = set(parts[parts["role"] == "lead"]["partner"])
        members = set(parts["partner"])
        for first, second in combinations(sorted(members), 2):
            if not leads or {first, second} & leads:
                before = walked.get_edge_data(first, second, {"weight": 0.0})["weight"]
                walked.add_edge(first, second, weight=before + 1 / (len(members) - 1))

    np.testing.assert_allclose(built.adjacency.toarray(), nx.to_numpy_array(walked))


@given(collaborations())
def test_a_pair_is_tied_once_in_one_collaboration_and_nobody_to_itself(rows):
    ties = built_of(rows).ties

    assert not ties.duplicated(["first", "second", "collaboration"]).any()
    assert (ties["first"] < ties["second"]).all()


@given(collaborations(), st.dates(date(2009, 1, 1), date(2015, 1, 1)), st.dates(date(2009, 1, 1), date(2015, 1, 1)))
def test_a_later_day_knows_all_ties_of_an_earlier_one(rows, one, other):
    built = built_of(rows)

    assert pairs_by_id(built.at(min(one, other))) <= pairs_by_id(built.at(max(one, other)))


@given(collaborations(), st.dates(date(2009, 1, 1), date(2015, 1, 1)), st.dates(date(2009, 1, 1), date(2015, 1, 1)))
def test_a_day_of_a_day_has_the_ties_of_the_earlier_one(rows, one, other):
    built = built_of(rows)

    assert ties_by_id(built.at(one).at(other)) == ties_by_id(built.at(min(one, other)))


def test_what_has_yet_to_begin_is_left_out_and_its_partners_stay():
    built = network(
        [partner("a"), partner("b"), partner("late", since="2030")], [collaboration("plan", "2040", [*"ab"])]
    )

    begun = built.begun_by(date(2026, 1, 1))

    assert begun.collaborations.empty
    assert begun.ties.empty
    assert begun.partners["id"].tolist() == ["a", "b", "late"]


def answers_by_id(built):
    who = built.partners["id"]
    return [(who[one.partner], who[one.suggested], one.answer) for one in built.answers.itertuples()]


def test_a_day_knows_the_answers_up_to_it():
    built = network([partner("a"), partner("b")], answers=[answer("a", "b", "no_room", "2024-05-01"), answer("b", "a")])
    later = network([partner("a"), partner("b")], answers=[answer("a", "b", "accepted", "2024-05-02")])

    assert answers_by_id(built.at(date(2024, 5, 1))) == [("a", "b", "no_room"), ("b", "a", "accepted")]
    assert answers_by_id(built.at(date(2024, 4, 30))) == []
    assert answers_by_id(later.begun_by(date(2024, 5, 1))) == []
    assert answers_by_id(later) == [("a", "b", "accepted")]


def test_who_left_takes_the_answers_along_and_the_others_are_renumbered():
    built = network(
        [partner("a", until="2020"), partner("b"), partner("c")],
        answers=[answer("a", "b"), answer("c", "a"), answer("c", "b", "declined")],
    )

    assert answers_by_id(built.at(date(2024, 5, 1))) == [("c", "b", "declined")]


def test_a_network_without_answers_has_an_empty_table_of_them():
    answers = network([partner("a")]).at(date(2024, 5, 1)).answers

    assert answers.columns.tolist() == ["partner", "suggested", "answer", "day"]
    assert answers["day"].dtype == np.dtype("datetime64[s]")
    assert answers["partner"].dtype == answers["suggested"].dtype == np.dtype("int64")


def test_not_to_answer_takes_nothing_back():
    built = network(
        [partner("a"), partner("b")],
        answers=[
            answer("a", "b", "declined", "2024-05-01"),
            answer("a", "b", "ignored", "2024-06-01"),
            answer("b", "a", "ignored", "2024-06-02"),
        ],
    )

    assert built.last_answers["answer"].tolist() == ["declined", "ignored"]
