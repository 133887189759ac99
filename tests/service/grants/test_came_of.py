"""What came of grants: ties that are new, and which of these lasted."""

from dataclasses import replace
from datetime import date

import pytest

from graph.lasting import AfterGrant
from graph.repository import Repository
from service.access import OPERATOR
from service.grants.came_of import CameOf, Pair, judge, what_came_of
from service.grants.deciding import grant
from service.pages.grants.came_of import say_what_came
from tests.builders import collaboration, store
from tests.service.grants.applying_team import DAY, granted, handed_in, open_scheme

TODAY = date(2035, 1, 1)


def pair(*ids, **told):
    return Pair(ids, ids, **told)  # in this town the name of each is its id


def came_of(session, scheme_id=None):
    return what_came_of(session, Repository(session).network(), TODAY, scheme_id)


def test_a_grant_is_told_with_its_pairs_and_what_became_of_them(session):
    store(
        session,
        [],
        [
            collaboration("eerder", "2029", ["school", "bieb"], end="2029"),
            collaboration("later", "2032-01", ["bieb", "bakker"]),
        ],
    )
    granted(session, open_scheme(session), "school", "bieb", "bakker")

    (told,) = came_of(session)
    assert told.partners == ("school", "bieb", "bakker")
    assert told.ends_on == date(2031, 8, 31)
    assert sorted(told.pairs, key=lambda each: each.ids) == [
        pair("bakker", "bieb", is_new=True, fate="kept"),
        pair("bakker", "school", is_new=True, fate="gone"),
        pair("bieb", "school", is_new=False, fate="gone"),
    ]
    assert judge([told]) == (AfterGrant(n_ties=2, n_kept=1), 0)


def test_what_ended_less_than_a_year_ago_is_not_judged(session):
    granted(session, open_scheme(session), "school", "bieb", begins_on=date(2034, 1, 1), ends_on=date(2034, 3, 1))

    (told,) = came_of(session)
    assert [each.fate for each in told.pairs] == ["later"]
    assert judge([told]) == (AfterGrant(0, 0), 1)


def test_what_the_team_did_already_makes_no_new_ties_and_others_in_it_are_not_of_the_team(session):
    store(session, [], [collaboration("loopt", "2030", ["school", "bieb", "bakker"], end="2031-08-31")])
    application = handed_in(session, open_scheme(session), "school", "bieb")
    grant(session, OPERATOR, application, 100, DAY, "loopt")

    (told,) = came_of(session)
    assert told.pairs == (pair("bieb", "school", is_new=False, fate="gone"),)


def test_a_pair_that_two_grants_brought_together_counts_once():
    one, other = (replace(GRANT, pairs=(pair("a", "b", is_new=True, fate=fate),)) for fate in ("later", "kept"))

    assert judge([one, other]) == (AfterGrant(n_ties=1, n_kept=1), 0)
    assert "1 paar ging samenwerken" in " ".join(say_what_came([one, other]))


def test_each_scheme_has_its_own(session):
    one, other = open_scheme(session), open_scheme(session, title="Anders")
    granted(session, one, "school", "bieb")
    granted(session, other, "school", "bakker", day=DAY)

    assert [each.scheme for each in came_of(session)] == ["Anders", "Samen nieuw"]
    assert [each.scheme for each in came_of(session, one.id)] == ["Samen nieuw"]


def pairs(*fates):
    return tuple(pair("a", f"{fate} {at}", is_new=True, fate=fate) for at, fate in enumerate(fates))


GRANT = CameOf(1, "Samen", "Iets", ("a",), None, 100, 0, None, ())


@pytest.mark.parametrize(
    ("grants", "sentence"),
    [
        pytest.param([], "Er is nog geen subsidie toegekend.", id="none"),
        pytest.param(
            [GRANT],
            "Er is 1 subsidie toegekend. 0 paren gingen samenwerken die daarvoor niets samen deden, voor zover het"
            " netwerk weet.",
            id="without-ties",
        ),
        pytest.param(
            [replace(GRANT, pairs=pairs("later"))],
            "Er is 1 subsidie toegekend. 1 paar ging samenwerken dat daarvoor niets samen deed, voor zover het netwerk"
            " weet. Van 1 paar is dat nog niet te zeggen: de subsidie loopt, heeft geen einddatum of eindigde minder"
            " dan een jaar geleden.",
            id="too-early",
        ),
        pytest.param(
            [replace(GRANT, pairs=pairs("kept", "gone")), replace(GRANT, pairs=pairs("later", "later"))],
            "Er zijn 2 subsidies toegekend. 4 paren gingen samenwerken die daarvoor niets samen deden, voor zover het"
            " netwerk weet. Van 2 van deze paren is het einde van de subsidie een jaar of langer geleden: 1 deed een"
            " jaar daarna nog iets anders samen, of begon in dat jaar iets nieuws. Dat is 50 % (tussen 9 en 91 %,"
            " 95 %-interval volgens Wilson). Van 2 paren is dat nog niet te zeggen: de subsidie loopt, heeft geen"
            " einddatum of eindigde minder dan een jaar geleden.",
            id="many",
        ),
    ],
)
def test_the_sentence_is_true_for_none_one_and_many(grants, sentence):
    assert " ".join(say_what_came(grants)) == sentence
