"""Tests of graph.doubles: who is perhaps the same, and why."""

import pytest

from graph.database import open_engine, transaction, upgrade
from graph.doubles import find_doubles, set_apart, take_together
from graph.model import PartnerAlias
from tests.builders import partner, store


@pytest.fixture
def session(tmp_path):
    engine = open_engine(f"sqlite:///{tmp_path / 'osmose.db'}")
    upgrade(engine)
    with transaction(engine) as session:
        yield session
    engine.dispose()


def pairs(session):
    return [(double.first_id, double.second_id, double.why) for double in find_doubles(session)]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        pytest.param({"name": "De Sprong"}, {"name": "de sprong"}, ("name",), id="name"),
        pytest.param({"name": "De Sprong"}, {"name": "Muzelinck"}, None, id="nothing"),
        pytest.param(
            {"name": "De Sprong", "website": "https://www.desprong.nl/"},
            {"name": "Basisschool De Sprong", "website": "desprong.nl"},
            ("website",),
            id="website",
        ),
        pytest.param(
            {"name": "De Sprong", "postcode": "5341 GD"},
            {"name": "OBS De Sprong Oss", "postcode": "5341gd"},
            ("postcode",),
            id="postcode-and-a-similar-name",
        ),
        pytest.param(
            {"name": "De Sprong", "postcode": "5341 GD"},
            {"name": "Muzelinck", "postcode": "5341GD"},
            None,
            id="neighbours",
        ),
        pytest.param(
            {"name": "De Sprong", "brin": "19xh00"}, {"name": "Muzelinck", "brin": "19XH00"}, ("brin",), id="brin"
        ),
        pytest.param({"name": "A", "lrk": "123456"}, {"name": "B", "lrk": "123456"}, ("lrk",), id="lrk"),
        pytest.param({"name": "A", "kvk": "12345678"}, {"name": "B", "kvk": "12345678"}, ("kvk",), id="kvk"),
    ],
)
def test_two_partners_are_perhaps_one_for_a_reason(session, one, other, expected):
    store(session, [partner("a", **one), partner("b", **other)])

    assert pairs(session) == ([("a", "b", expected)] if expected else [])


def test_a_name_that_is_an_alias_of_another_is_a_reason(session):
    store(session, [partner("a", name="Mondriaan College"), partner("b", name="Het Hooghuis")])
    session.add(PartnerAlias(partner_id="b", position=0, text="Mondriaan college"))

    assert pairs(session) == [("a", "b", ("alias",))]


def test_a_school_and_its_board_may_share_a_website(session):
    store(
        session,
        [
            partner("a", name="De Sprong", website="x.nl"),
            partner("b", name="De Sprong Oss", website="x.nl", part_of="a"),
        ],
    )

    assert pairs(session) == []


def test_many_that_share_a_number_are_parts_of_a_whole(session):
    store(session, [partner(each, name=f"{each} {each}", kvk="12345678") for each in "abcde"])

    assert pairs(session) == []


def test_those_that_agree_in_most_come_first(session):
    store(
        session,
        [
            partner("a", name="De Sprong"),
            partner("b", name="De sprong"),
            partner("c", name="Muzelinck", brin="19XH00"),
            partner("d", name="muzelinck", brin="19XH00"),
        ],
    )

    assert pairs(session) == [("c", "d", ("name", "brin")), ("a", "b", ("name",))]


def test_who_is_said_to_be_distinct_is_not_shown_until_that_is_taken_back(session):
    store(session, [partner("a", name="De Sprong"), partner("b", name="de sprong")])

    set_apart(session, "b", "a")
    set_apart(session, "a", "b")
    session.flush()
    hidden = pairs(session)
    take_together(session, "b", "a")

    assert hidden == []
    assert pairs(session) == [("a", "b", ("name",))]


def test_an_empty_network_has_no_doubles(session):
    assert pairs(session) == []
