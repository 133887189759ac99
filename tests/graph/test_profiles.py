"""Tests of graph.profiles: a network in which some partners tell something else."""

from dataclasses import fields
from datetime import date

import pandas as pd
import pytest

from graph.database import reading, transaction
from graph.model import Offering, Partner
from graph.profiles import with_profiles
from graph.repository import Repository
from tests.builders import collaboration, partner, store, theme


def partners():
    return [
        partner("bieb", offers=["boeken", "taallessen"], themes="taal"),
        partner("club", seeks="een zaal", offers="sport", until="2019"),
        partner("firma", description="Maakt fietsen", capacity=2, latitude=51.7, longitude=5.5, since="2010"),
        partner("school", seeks=["stageplekken", "boeken"], themes=["taal", "techniek"], part_of="firma"),
    ]


def work():
    return [collaboration("c", "2018", ["bieb", "school"]), collaboration("d", "2019", ["club", "firma"], lead="firma")]


def rewrite(session, partner_id, offers=(), **columns):
    session.query(Offering).filter_by(partner_id=partner_id).delete()
    session.add_all([Offering(partner_id=partner_id, position=at, text=text) for at, text in enumerate(offers)])
    for name, value in columns.items():
        setattr(session.get(Partner, partner_id), name, value)


def read(engine, held=None, partner_ids=()):
    """Read all, or only some profiles into a network that is held."""
    with reading(engine) as session:
        repository = Repository(session)
        if held is None:
            return repository.network()
        return with_profiles(held, repository.profiles(partner_ids, held.theme_positions))


def assert_same(one, other):
    for field in fields(one):
        found, expected = getattr(one, field.name), getattr(other, field.name)
        if isinstance(expected, pd.DataFrame):
            pd.testing.assert_frame_equal(found, expected, obj=field.name)
        else:
            assert found == expected


@pytest.fixture
def filled(engine):
    with transaction(engine) as session:
        store(session, partners(), work(), [theme("aardrijkskunde"), theme("taal"), theme("techniek")])
    return engine


@pytest.mark.parametrize(
    ("partner_id", "profile"),
    [
        pytest.param("school", {"offers": ["een gymzaal", "een kas"]}, id="more-phrases"),
        pytest.param("bieb", {}, id="fewer-phrases"),
        pytest.param("bieb", {"offers": ["taallessen", "boeken"]}, id="another-order"),
        pytest.param("firma", {"description": "", "capacity": None, "latitude": None}, id="columns-emptied"),
        pytest.param("club", {"name": "De Club", "place": "Oss", "capacity": 3, "offers": ["sport"]}, id="columns"),
    ],
)
def test_with_profiles_replaced_it_equals_a_network_read_anew(filled, partner_id, profile):
    held = read(filled)
    with transaction(filled) as session:
        rewrite(session, partner_id, **profile)

    anew, replaced = read(filled), read(filled, held, [partner_id])

    assert_same(replaced, anew)
    assert_same(with_profiles(held.at(date(2020, 1, 1)), profiles_of(filled, held, [partner_id])), at_2020(anew))


def profiles_of(engine, held, partner_ids):
    with reading(engine) as session:
        return Repository(session).profiles(partner_ids, held.theme_positions)


def at_2020(network):
    return network.at(date(2020, 1, 1))


def test_several_at_once_equal_a_network_read_anew(filled):
    held = read(filled)
    with transaction(filled) as session:
        rewrite(session, "school", offers=["een kas"])
        rewrite(session, "bieb", description="Een plek om te lezen")

    assert_same(read(filled, held, ["school", "bieb"]), read(filled))


def test_where_nobody_says_anything_any_more_no_phrase_is_left(engine):
    with transaction(engine) as session:
        store(session, [partner("a", offers="boeken"), partner("b")])
    held = read(engine)
    with transaction(engine) as session:
        rewrite(session, "a")

    assert read(engine, held, ["a"]).phrases.empty


def test_the_first_phrase_of_a_network_is_taken_in(engine):
    with transaction(engine) as session:
        store(session, [partner("a"), partner("b")])
    held = read(engine)
    with transaction(engine) as session:
        rewrite(session, "b", offers=["boeken"])

    assert read(engine, held, ["b"]).phrases.to_dict("records") == [{"partner": 1, "side": "offers", "text": "boeken"}]


def test_the_network_before_stays_as_it_was(filled):
    held, again = read(filled), read(filled)
    with transaction(filled) as session:
        rewrite(session, "school", offers=["een kas"])

    read(filled, held, ["school"])

    assert_same(held, again)


def test_what_follows_from_work_is_not_computed_again(filled):
    held = read(filled)
    ties = held.ties

    replaced = read(filled, held, ["school"])

    assert replaced.ties is ties
    assert "adjacency" not in vars(replaced)


def test_of_somebody_who_is_not_there_nothing_is_replaced(filled):
    held = at_2020(read(filled))

    assert with_profiles(held, profiles_of(filled, held, ["club"])) is held
