"""What the program checks by itself, with what is there."""

from dataclasses import replace

import pytest

from graph.model import Partner
from service.grants.checking import Check, check
from service.grants.draft import Draft
from service.pages.grants.words import say_check, say_demands
from tests.service.grants.applying_team import draft, open_scheme


def unmet(session, said, **asked):
    return [each for each in check(session, open_scheme(session, **asked), said) if not each.is_met]


def test_a_full_plan_meets_a_scheme_that_asks_nothing(session):
    assert unmet(session, draft("school", "bieb")) == []


def test_an_empty_plan_lacks_all_that_each_needs(session):
    assert [each.code for each in unmet(session, Draft("Leeg", member_ids=("school",)))] == [
        "plan",
        "dates",
        "asked",
        "costs",
    ]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        pytest.param({"least_partners": 2}, None, id="enough-partners"),
        pytest.param({"least_partners": 4}, Check("partners", is_met=False, needed=4, there=2), id="too-few-partners"),
        pytest.param({"least_sectors": 2}, None, id="enough-sectors"),
        pytest.param({"least_sectors": 3}, Check("sectors", is_met=False, needed=3, there=2), id="too-few-sectors"),
        pytest.param({"own_percent": 20}, None, id="own-part-exactly"),
        pytest.param(
            {"own_percent": 21}, Check("own_part", is_met=False, needed=105_000, there=100_000), id="own-part-too-small"
        ),
        pytest.param({"most_cents": 400_000}, None, id="most-exactly"),
        pytest.param(
            {"most_cents": 399_999}, Check("most", is_met=False, needed=399_999, there=400_000), id="too-much"
        ),
        pytest.param({"begins_in": 2031}, None, id="the-year"),
        pytest.param({"begins_in": 2032}, Check("year", is_met=False, needed=2032, there=2031), id="another-year"),
    ],
)
def test_each_demand_is_met_or_says_what_is_there(session, asked, found):
    assert unmet(session, draft("school", "bieb"), **asked) == ([found] if found else [])


def test_costs_that_are_not_covered_are_told(session):
    said = replace(draft("school", "bieb"), costs=(("Materiaal", 500_001),))

    assert unmet(session, said) == [Check("costs", is_met=False, needed=500_001, there=500_000)]


def test_a_part_of_a_cent_is_rounded_up(session):
    said = replace(draft("school", "bieb"), asked_cents=2, own_cents=1, costs=(("Pen", 3),))

    assert unmet(session, said, own_percent=34) == [Check("own_part", is_met=False, needed=2, there=1)]


def test_who_is_no_partner_any_more_when_it_begins_cannot_take_part(session):
    session.get_one(Partner, "bieb").until = "2031-06"

    assert unmet(session, draft("school", "bieb")) == [Check("present", is_met=False, needed=0, there=1)]


def test_what_is_missing_is_said_in_one_sentence():
    assert say_check(Check("sectors", is_met=False, needed=3, there=2)) == "Nog 1 sector nodig."
    assert say_check(Check("partners", is_met=False, needed=4, there=2)) == "Nog 2 partners nodig."
    assert say_check(Check("costs", is_met=False)) == "Vul in wat het kost, op elke regel één ding."
    assert say_check(Check("costs", is_met=False, needed=500_001, there=500_000)) == (
        "De kosten zijn € 5.000,01, maar het gevraagde bedrag en de eigen bijdrage zijn samen € 5.000."
    )


def test_the_demands_of_a_scheme_are_said(session):
    asked = {"least_partners": 2, "least_sectors": 1, "own_percent": 20, "most_cents": 250_000, "begins_in": 2031}

    assert say_demands(open_scheme(session, **asked)) == [
        "Er doen ten minste 2 partners mee.",
        "Zij komen uit ten minste 1 sector.",
        "U betaalt ten minste 20 % van de kosten zelf.",
        "U kunt tot € 2.500 vragen.",
        "De activiteit begint in 2031.",
    ]
