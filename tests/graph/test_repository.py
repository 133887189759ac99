"""Tests of graph.repository, on both databases: what is stored comes out, in the same order."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from graph.database import reading, transaction
from graph.model import PartnerAlias, Sector
from graph.repository import Repository
from tests.builders import answer, collaboration, network, partner, store, theme


@pytest.fixture
def read(engine):
    """Store rows in one transaction and read the network in another."""

    def store_and_read(*rows, **named_rows):
        with transaction(engine) as session:
            store(session, *rows, **named_rows)
        with reading(engine) as session:
            return Repository(session).network()

    return store_and_read


def records(table):
    return table.to_dict("records")


def test_an_empty_database_gives_an_empty_network(read):
    built = read()

    assert built.n_partners == 0
    assert built.ties.empty
    assert built.day is None


def test_a_partner_comes_out_as_it_was_stored(read):
    built = read(
        [
            partner(
                "het-hooghuis",
                name="Het Hooghuis",
                sector="voortgezet-onderwijs",
                description="Een school",
                place="Oss",
                postcode="5342 AB",
                latitude=51.76,
                longitude=5.52,
                country="NL",
                website="hooghuis.nl",
                since="2017",
                until="2020-02",
                capacity=3,
                paused_until=date(2020, 3, 1),
                source="een blad",
            )
        ]
    )

    assert records(built.partners) == [
        {
            "id": "het-hooghuis",
            "name": "Het Hooghuis",
            "sector": "voortgezet-onderwijs",
            "description": "Een school",
            "place": "Oss",
            "postcode": "5342 AB",
            "latitude": 51.76,
            "longitude": 5.52,
            "country": "NL",
            "website": "hooghuis.nl",
            "since": pd.Timestamp(2017, 1, 1),
            "until": pd.Timestamp(2020, 2, 29),
            "capacity": 3.0,
            "paused_until": pd.Timestamp(2020, 3, 1),
            "source": "een blad",
        }
    ]


def test_what_a_partner_did_not_say_is_unknown(read):
    [row] = records(read([partner()]).partners)

    assert [row[column] for column in ("place", "website", "description")] == ["", "", ""]
    assert all(pd.isna(row[column]) for column in ("latitude", "longitude", "capacity", "since", "until"))


def test_ids_are_ordered_as_python_orders_them(read):
    # A Dutch collation would say: a, a-b, B, é, z.
    ids = ["é", "z", "a-b", "B", "a"]

    built = read([partner(one) for one in ids], themes=[theme(one) for one in ids])

    assert built.partners["id"].tolist() == ["B", "a", "a-b", "z", "é"]
    assert built.themes["id"].tolist() == ["B", "a", "a-b", "z", "é"]


def test_phrases_themes_and_memberships_keep_the_order_of_their_partner(read):
    built = read(
        [
            partner("a", seeks=["tijd", "brood"], offers="boeken", themes=["zorg", "taal"], part_of=["c", "B"]),
            partner("B", seeks="ruimte", themes="zorg", part_of="c"),
            partner("c"),
        ]
    )

    assert records(built.phrases) == [
        {"partner": 0, "side": "seeks", "text": "ruimte"},
        {"partner": 1, "side": "offers", "text": "boeken"},
        {"partner": 1, "side": "seeks", "text": "tijd"},
        {"partner": 1, "side": "seeks", "text": "brood"},
    ]
    assert built.themes["id"].tolist() == ["taal", "zorg"]
    assert built.partner_themes.to_numpy().tolist() == [[0, 1], [1, 1], [1, 0]]
    assert built.memberships.to_numpy().tolist() == [[0, 2], [1, 2], [1, 0]]


def test_a_collaboration_comes_out_as_it_was_stored(read):
    built = read(
        [partner("a"), partner("b"), partner("c")],
        [
            collaboration(
                "x",
                "2018-11",
                ["a", "b"],
                lead="b",
                funders=["b", "c"],
                end="2019",
                themes=["zorg", "taal"],
                title="Samen",
                description="Iets",
                kind="project",
                action_line="1",
                grant_euro=1000,
                source="een blad",
            )
        ],
    )

    assert records(built.collaborations) == [
        {
            "id": "x",
            "title": "Samen",
            "description": "Iets",
            "kind": "project",
            "start": pd.Timestamp(2018, 11, 1),
            "end": pd.Timestamp(2019, 12, 31),
            "start_date": "2018-11",
            "end_date": "2019",
            "action_line": "1",
            "grant_euro": 1000.0,
            "has_grant": True,
            "source": "een blad",
            "n_partners": 3,
            "has_lead": True,
        }
    ]
    assert built.participations.to_numpy().tolist() == [
        [0, 0, "participant"],
        [0, 1, "funder"],
        [0, 1, "lead"],
        [0, 2, "funder"],
    ]
    assert built.collaboration_themes.to_numpy().tolist() == [[0, 1], [0, 0]]


def test_collaborations_are_ordered_by_their_start_and_then_by_id(read):
    built = read(
        [partner("a"), partner("b")],
        [collaboration(name, start, ["a", "b"]) for name, start in [("y", "2018"), ("z", "2003-05"), ("X", "2018-01")]],
    )

    assert built.collaborations["id"].tolist() == ["z", "X", "y"]
    assert built.collaborations["has_lead"].tolist() == [False, False, False]


def test_a_collaboration_without_participants_has_none(read):
    built = read([partner("a")], [collaboration("x", "2018", [])])

    assert built.collaborations["n_partners"].tolist() == [0]
    assert built.ties.empty


def test_a_theme_comes_out_with_its_labels_and_its_place_among_others(read):
    built = read(
        themes=[
            theme("taal", label="Taal", alternatives=["talen", "Nederlands"], broader="leren", description="Spreken"),
            theme("taalles", kind="need", answers=["taal", "vrijwilligers"]),
            theme("leren"),
        ]
    )

    assert built.themes["id"].tolist() == ["leren", "taal", "taalles", "vrijwilligers"]
    assert records(built.themes)[1] == {"id": "taal", "label": "Taal", "description": "Spreken", "kind": "theme"}
    assert built.theme_labels["text"].tolist() == ["leren", "Taal", "talen", "Nederlands", "taalles", "vrijwilligers"]
    assert built.theme_labels["theme"].tolist() == [0, 1, 1, 1, 2, 3]
    assert built.theme_broader.to_numpy().tolist() == [[1, 0]]
    assert built.theme_answers.to_numpy().tolist() == [[2, 1], [2, 3]]


def test_sectors_keep_their_own_order(engine):
    with transaction(engine) as session:
        session.add_all([Sector(id="zorg", label="Zorg", position=0), Sector(id="mbo", label="Mbo", position=1)])
    with reading(engine) as session:
        sectors = Repository(session).network().sectors

    assert sectors.to_numpy().tolist() == [["zorg", "Zorg"], ["mbo", "Mbo"]]


def test_days_long_ago_and_far_ahead_can_be_stored(read):
    built = read([partner("a", since="0001", until="9999")], [collaboration("x", "1203-05-06", ["a"], end="9999")])

    assert built.partners["since"].to_numpy() == [np.datetime64("0001-01-01", "s")]
    assert built.collaborations["end"].to_numpy() == [np.datetime64("9999-12-31", "s")]
    assert built.at(date(1203, 5, 6)).collaborations["id"].tolist() == ["x"]


def test_both_databases_give_the_same_columns(read):
    rows = [partner("a", themes="taal"), partner("b")], [collaboration("x", "2018", ["a", "b"])], [theme("taal")]

    expected = network(*rows)
    built = read(*rows)

    for table in ("partners", "collaborations", "participations", "themes", "partner_themes", "theme_labels"):
        pd.testing.assert_frame_equal(getattr(built, table), getattr(expected, table))


def test_the_version_counts_the_changes(engine):
    with transaction(engine) as session:
        before = Repository(session).version()
        Repository(session).record_change("import of partners.csv")
        Repository(session).record_change("import of themes.csv")
    with reading(engine) as session:
        after = Repository(session).version()

    assert (before, after) == (0, 2)


def test_aliases_come_by_partner_in_their_own_order(engine):
    with transaction(engine) as session:
        store(session, [partner("a"), partner("b")])
        session.add_all(
            PartnerAlias(partner_id="a", position=at, text=text) for at, text in [(1, "De A"), (0, "Stichting A")]
        )
    with reading(engine) as session:
        assert Repository(session).aliases() == {"a": ["Stichting A", "De A"]}


def test_answers_refer_to_partners_and_come_by_day_then_partner_then_suggested(read):
    built = read(
        [partner(one) for one in "abc"],
        answers=[
            answer("c", "a", "ignored", "2024-05-02"),
            answer("b", "c", "declined", "2024-05-01", reason="te ver weg"),
            answer("b", "a", "no_room", "2024-05-01"),
            answer("a", "c", "accepted", "2024-05-03"),
        ],
    )

    assert records(built.answers) == [
        {"partner": 1, "suggested": 0, "answer": "no_room", "day": pd.Timestamp(2024, 5, 1)},
        {"partner": 1, "suggested": 2, "answer": "declined", "day": pd.Timestamp(2024, 5, 1)},
        {"partner": 2, "suggested": 0, "answer": "ignored", "day": pd.Timestamp(2024, 5, 2)},
        {"partner": 0, "suggested": 2, "answer": "accepted", "day": pd.Timestamp(2024, 5, 3)},
    ]


def test_profiles_that_changed_are_named_once_and_only_since_a_change(engine):
    with transaction(engine) as session:
        for what, partner_ids in [("before", ["a"]), ("one", ["c", "b"]), ("other", ["b"])]:
            Repository(session).record_change(what, partner_ids)
    with reading(engine) as session:
        assert Repository(session).changed_profiles(since=1) == ["b", "c"]
        assert Repository(session).changed_profiles(since=3) == []


def test_of_a_change_that_names_nobody_anything_may_have_changed(engine):
    with transaction(engine) as session:
        Repository(session).record_change("one", ["a"])
        Repository(session).record_change("other")
    with reading(engine) as session:
        assert Repository(session).changed_profiles(since=0) is None
