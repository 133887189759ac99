"""Tests of graph.differing: who tells or did something else."""

import pytest

from graph.differing import who_differs
from tests.builders import answer, collaboration, network, partner, theme

PARTNERS = {"bieb": {"offers": ["boeken", "zaal"], "themes": "taal"}, "club": {}, "school": {"seeks": "taallessen"}}
WORK = {"c": {"participants": ["bieb", "club"]}, "d": {"participants": ["bieb", "school"], "lead": "bieb"}}
THEMES = ("sport", "taal")


def built(partners=(), work=(), themes=THEMES, answers=()):
    """The same network with some columns of its rows others, or with other rows."""
    partners, work = dict(partners), dict(work)
    told = {one: PARTNERS.get(one, {}) | partners.get(one, {}) for one in sorted({*PARTNERS, *partners})}
    done = {one: {"start": "2019"} | WORK.get(one, {}) | work.get(one, {}) for one in sorted({*WORK, *work})}
    return network(
        [partner(one, **columns) for one, columns in told.items()],
        [
            collaboration(one, columns.pop("start"), columns.pop("participants"), **columns)
            for one, columns in done.items()
        ],
        [theme(one) for one in themes],
        answers,
    )


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, [], id="nothing"),
        pytest.param({"partners": {"club": {"place": "Oss"}}}, ["club"], id="a-column"),
        pytest.param({"partners": {"club": {"offers": "gymzaal"}}}, ["club"], id="a-phrase"),
        pytest.param({"partners": {"school": {"seeks": [], "offers": "taallessen"}}}, ["school"], id="the-other-side"),
        pytest.param({"partners": {"bieb": {"offers": ["zaal", "boeken"]}}}, [], id="the-same-in-another-order"),
        pytest.param({"partners": {"bieb": {"themes": "sport"}}}, ["bieb"], id="a-theme"),
        pytest.param({"work": {"e": {"participants": ["club", "school"]}}}, ["club", "school"], id="new-work"),
        pytest.param({"work": {"c": {"participants": ["club"]}}}, ["bieb", "club"], id="who-took-part"),
        pytest.param({"work": {"d": {"lead": []}}}, ["bieb", "school"], id="who-led"),
        pytest.param({"work": {"c": {"title": "Lezen"}}}, ["bieb", "club"], id="a-title"),
        pytest.param({"work": {"c": {"themes": "taal"}}}, ["bieb", "club"], id="a-theme-of-work"),
        pytest.param({"work": {"d": {"end": "2020"}}}, ["bieb", "school"], id="an-end"),
        pytest.param({"answers": [answer("bieb", "school")]}, [], id="an-answer"),
    ],
)
def test_who_tells_or_did_something_else_is_named(changes, expected):
    assert who_differs(built(), built(**changes)) == expected


def test_where_other_work_stands_between_nobody_else_differs():
    assert who_differs(built(), built(work={"c2": {"participants": ["school"]}})) == ["school"]


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"partners": {"firma": {}}}, id="a-partner-more"),
        pytest.param({"themes": (*THEMES, "techniek")}, id="a-theme-more"),
        pytest.param({"partners": {"club": {"sector": "sport"}}}, id="a-sector-more"),
    ],
)
def test_other_partners_or_words_are_not_compared(other):
    assert who_differs(built(), built(**other)) is None
