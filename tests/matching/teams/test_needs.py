"""A text taken apart into what a team has to bring."""

import pytest

from graph.errors import UnknownTheme
from matching.teams.needs import MOST_NEEDS, Need, NeedReader
from matching.texts import TextSpace
from tests.associations import NO_ASSOCIATIONS
from tests.builders import network, partner, theme

BUILT = network(
    [partner("school", offers="lokaal")],
    themes=[
        theme("onderwijs-test", label="school"),
        theme("zomerschool-test", label="Zomerschool"),
        theme("techniek-test", label="Techniek", alternatives=["lassen"], answers=["b", "c", "d", "e", "f"]),
        theme("nieuwkomers-test", label="nieuwkomers", alternatives=["nieuwe inwoners"]),
        *(theme(each, label=f"Antwoord {each}") for each in "bcdef"),
    ],
)
READER = NeedReader(BUILT, TextSpace(BUILT, known=NO_ASSOCIATIONS))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "we willen een zomerschool techniek voor nieuwkomers",
            [("zomerschool", "zomerschool-test"), ("techniek", "techniek-test"), ("nieuwkomers", "nieuwkomers-test")],
            id="its-own-name-before-that-of-a-part",
        ),
        pytest.param("techniek: lassen", [("techniek lassen", "techniek-test")], id="side-by-side-one-need"),
        pytest.param(
            "techniek voor nieuwkomers en techniek",
            [("techniek", "techniek-test"), ("nieuwkomers", "nieuwkomers-test")],
            id="once",
        ),
        pytest.param("iets leuks", [("iets leuks", "")], id="nothing-known"),
        pytest.param("- een busje\n- lassen; ", [("een busje", ""), ("lassen", "techniek-test")], id="as-they-stand"),
        pytest.param("", [], id="empty"),
        pytest.param(" ; . ", [], id="no-word"),
    ],
)
def test_a_text_is_read_as_needs(text, expected):
    assert READER.read(text) == [Need(*each) for each in expected]


def test_a_theme_by_itself_brings_what_answers_it_and_with_a_text_it_does_not():
    alone = READER.read("", ["techniek-test"])
    beside = READER.read("nieuwkomers", ["techniek-test"])

    assert [need.theme_id for need in alone] == ["techniek-test", "b", "c", "d", "e"]
    assert [need.theme_id for need in beside] == ["techniek-test", "nieuwkomers-test"]


def test_of_many_needs_the_first_are_looked_at():
    assert len(READER.read(";".join(f"ding {letter}" for letter in "abcdefghijkl"))) == MOST_NEEDS


def test_a_theme_that_is_not_there_is_told():
    with pytest.raises(UnknownTheme, match="'x'"):
        READER.read("", ["x"])
