"""A year without data and a network in pieces do not fool the sentences."""

from datetime import date

import pytest

from service.figures.all import FIGURES
from service.figures.gaps import say_gaps, say_open_ends, years_without
from tests.builders import collaboration, network, partner
from tests.service.figures.looking import look

NAMES = "abcdefgh"
EVERY_YEAR = [
    collaboration(f"c{year}", str(year), ["a", NAMES[year - 2014]], themes="taal") for year in range(2015, 2022)
]
WITHOUT_2021 = network([partner(each) for each in NAMES], EVERY_YEAR[:-1])
WITHOUT_2018 = network([partner(each) for each in NAMES], [one for one in EVERY_YEAR if one[0].id != "c2018"])
WHOLE = network([partner(each) for each in NAMES], EVERY_YEAR)
OF_TIME = ["groei", "banden", "vaste-groep", "samenhang", "via-ons", "sneeuwbal"]


@pytest.mark.parametrize("key", OF_TIME)
@pytest.mark.parametrize(("built", "year"), [(WITHOUT_2018, 2018), (WITHOUT_2021, 2021)], ids=["within", "at-the-end"])
def test_a_year_without_data_is_named_as_what_may_be_a_gap(key, built, year):
    sentence = FIGURES[key](look(built)).sentence

    assert (
        f"Van {year} is geen samenwerking opgeschreven die toen begon: dat kan een gat in de gegevens zijn" in sentence
    )
    assert "gat in de gegevens" not in FIGURES[key](look(WHOLE)).sentence


@pytest.mark.parametrize("built", [WITHOUT_2018, WITHOUT_2021], ids=["within", "at-the-end"])
def test_no_theme_is_said_to_fade_over_a_year_without_data(built):
    figure = FIGURES["themas"](look(built))

    assert "zijn niet naast die van" in figure.sentence
    assert "zakte" not in figure.sentence
    assert figure.spec is None
    assert FIGURES["themas"](look(WHOLE)).sentence == "In 2019–2021 kwam geen thema op."


def test_a_year_that_is_not_looked_at_is_no_gap():
    assert years_without(WITHOUT_2018, 2019, 2021) == []
    assert years_without(WITHOUT_2018, 2000, 2021) == [2018]
    assert say_gaps(WHOLE, 2000, date(2021, 12, 31)) == ""
    assert years_without(network([partner("a")]), 2000, 2021) == []


@pytest.mark.parametrize(
    ("day", "is_gap"), [(date(2021, 12, 30), False), (date(2021, 12, 31), True)], ids=["it-runs", "it-is-over"]
)
def test_a_year_that_still_runs_is_no_gap(day, is_gap):
    assert ("Van 2021" in say_gaps(WITHOUT_2021, 2000, day)) is is_gap


def test_themes_are_compared_over_years_that_are_over():
    figure = FIGURES["themas"](look(WHOLE, day=date(2022, 6, 30)))

    # One a year; of 2022, which still runs, none is counted and none is missed.
    assert figure.table[["before", "now"]].to_numpy().tolist() == [[3, 3]]
    assert [label for _name, label in figure.columns[1:3]] == ["2016–2018", "2019–2021"]
    assert figure.sentence == "In 2019–2021 kwam geen thema op."


def test_ends_that_nobody_wrote_down_are_told():
    ended = network([partner("a"), partner("b")], [collaboration("c", "2018", ["a", "b"], end="2019")])

    assert say_open_ends(ended) == ""
    assert say_open_ends(WHOLE).startswith("Van 7 samenwerkingen is er van 7 geen einde opgeschreven.")


APART = network(
    [partner(each) for each in NAMES],
    [
        collaboration("c1", "2020", ["a", "b"], lead="a"),
        collaboration("c2", "2020", ["a", "c"]),
        collaboration("c3", "2021", ["d", "e"]),
        collaboration("c4", "2021", ["e", "f"]),
    ],
)


def test_a_network_in_two_pieces_is_told_as_such():
    at_a_glance, edge, binders = (FIGURES[key](look(APART)) for key in ("cijfers", "rand", "verbinders"))

    assert "Er zijn 4 groepen zonder weg ertussen, partners zonder band meegeteld; in de grootste zit 37,5 %." in (
        at_a_glance.sentence
    )
    assert edge.sentence == (
        "2 van 8 partners hebben nog geen band, en 3 hebben wel banden maar staan los van de grootste groep. Er zijn 2 "
        "groepen van twee of meer partners zonder weg ertussen."
    )
    assert binders.sentence.endswith(
        "Het netwerk bestaat uit 4 groepen zonder weg ertussen; tussen groepen telt geen weg mee."
    )


def test_nobody_lasts_longer_than_anybody_was_followed():
    young = network(
        [partner(each) for each in "abc"],
        [
            collaboration("c1", "2020-01-01", ["a", "b"], end="2020-12-31"),
            collaboration("c2", "2020-01-01", ["b", "c"]),
        ],
    )

    sentence = FIGURES["duur"](look(young, day=date(2021, 12, 31))).sentence

    assert sentence.startswith("Nog geen band is oud genoeg om te zien wat 3 jaar duurt.")
