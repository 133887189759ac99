"""The path of learning on a town small enough to count by hand, and on Oss counted again from its files by pandas."""

from datetime import date
from itertools import pairwise

import pandas as pd
import pytest

from graph.chain import STEPS
from service.learning_path.nearest import Elsewhere, nearest
from service.learning_path.own import say_beside_own, steps_beside
from service.learning_path.path import Paths
from service.learning_path.words import Scope, say_beside, say_broken, say_lacking, say_more, say_path, say_status
from tests.builders import collaboration, network, partner, theme
from tests.service.figures.oss_files import OSS, day_of, several

DAY = pd.Timestamp("2024-01-01")
CHILD, PRIMARY, SECONDARY, VOCATIONAL, ADULT = STEPS


def town():
    """Oss: a nursery, two schools and a secondary school of Oss and Heesch; a college in Uden; one without a place."""
    return network(
        [
            partner("opvang", sector=CHILD, place="Oss", latitude=51.765, longitude=5.518),
            partner("school", sector=PRIMARY, place="Oss"),
            partner("school2", sector=PRIMARY, place="Oss"),
            partner("vmbo", sector=SECONDARY, place="Oss/Heesch", latitude=51.735, longitude=5.530),
            partner("roc", sector=VOCATIONAL, place="Uden", latitude=51.660, longitude=5.620),
            partner("taalhuis", sector=ADULT),
            partner("bieb", sector="bibliotheek", place="Oss"),
        ],
        [
            collaboration("lezen", "2018", ["opvang", "school"], themes="boeken"),
            collaboration("techniek", "2019-03", ["school", "vmbo"], end="2020", themes="robots"),
            collaboration("techniek2", "2020", ["school", "vmbo"], end="2021-06-30"),
            collaboration("sprong", "2020", ["school", "roc"]),
            collaboration("scholen", "2021", ["school", "school2"]),
        ],
        [theme("robots", label="Robots", broader="techniek"), theme("techniek", label="Techniek"), theme("boeken")],
    )


def statuses(path):
    return [each.status for each in path.transitions]


def test_each_transition_of_a_place_says_who_is_linked_and_who_is_not():
    path = Paths(town(), DAY).path("Oss")

    assert statuses(path) == ["linked", "linked", "no_next", "nobody"]
    names = town().partners["id"]
    first, second = path.transitions[:2]
    assert [names[each] for each in first.alone] == ["school2"]
    assert [names[each] for each in second.linked + second.reached] == ["school", "vmbo"]
    assert len(second.links) == 1
    assert len(second.collaborations) == 2
    assert second.n_over == 1


def test_a_link_counts_for_the_place_of_either_side_and_the_whole_network_holds_everybody():
    paths = Paths(town(), DAY)

    assert statuses(paths.path("Heesch")) == ["nobody", "linked", "no_next", "nobody"]
    assert statuses(paths.path("Uden")) == ["nobody", "nobody", "no_step", "no_next"]
    assert statuses(paths.path()) == ["linked", "linked", "gap", "gap"]
    assert paths.path().n_partners == 6
    assert paths.places == ["Heesch", "Oss", "Uden"]


def test_a_theme_counts_what_is_about_it_or_about_a_narrower_one():
    def links(theme_id):
        return [len(each.links) for each in Paths(town(), DAY, theme_id).path().transitions]

    assert links("techniek") == links("robots") == [0, 1, 0, 0]
    assert links("boeken") == [1, 0, 0, 0]
    assert links("onbekend") == [0, 0, 0, 0]


def test_the_network_of_an_earlier_day_has_what_was_begun_by_then():
    earlier = town().at(date(2018, 12, 31))

    assert statuses(Paths(earlier, pd.Timestamp("2018-12-31")).path("Oss"))[:2] == ["linked", "gap"]


def test_the_counts_of_all_places_are_those_of_each_path():
    paths = Paths(town(), DAY)

    for row in paths.counts().to_dict("records"):
        transition = paths.path(row["place"]).transitions[STEPS.index(row["step"])]
        assert [row["n_step"], row["n_next"]] == [len(transition.step.partners), len(transition.following.partners)]
        assert [row["n_linked"], row["n_reached"]] == [len(transition.linked), len(transition.reached)]


def test_sentences_say_what_was_counted():
    paths = Paths(town(), DAY)
    oss = paths.path("Oss")

    assert say_path(oss, Scope("Oss")) == [
        "In Oss staan 4 organisaties op het pad, op 3 van de 5 stappen.",
        "Verbonden overgangen: 2 van 3.",
        f"Niemand verbindt {SECONDARY} met {VOCATIONAL}.",
    ]
    assert say_status(oss.transitions[1]) == "1 verbinding, door 2 samenwerkingen"
    assert say_more(oss.transitions[1], paths) == [
        f"{PRIMARY}: 1 van 2 verbonden met de volgende stap",
        f"{SECONDARY}: 1 van 1 verbonden met de stap ervoor",
        "Over Robots (1)",
        "Alles wat hen verbindt is afgelopen",
    ]
    assert say_beside(paths) == [
        "Niet meegeteld: 1 paar dat samenwerkt binnen één stap en 1 paar dat een stap overslaat.",
        (
            "Van 1 organisatie op het pad weten wij de plaats niet, of zij laat die niet zien. Zij telt alleen mee in "
            "het hele netwerk."
        ),
        "Naast het pad, en niet meegeteld: bibliotheek (1).",
    ]


@pytest.mark.parametrize(
    ("place", "scope", "first"),
    [
        ("Nergens", Scope("Nergens"), "In Nergens staat geen organisatie op het pad van leren."),
        (
            "Uden",
            Scope("Uden", day="2019-12-31"),
            "In Uden, zoals het was op 31 december 2019, staat 1 organisatie op het pad, op 1 van de 5 stappen.",
        ),
    ],
)
def test_a_place_with_nobody_or_with_one_step_is_said_to_have_that(place, scope, first):
    said = say_path(Paths(town(), DAY).path(place), scope)

    assert said[0] == first
    assert said[1:2] == ([] if place == "Nergens" else [f"Dat is één stap: {VOCATIONAL}."])


def test_with_a_theme_a_sentence_says_that_only_the_theme_counts():
    said = say_path(Paths(town(), DAY, "boeken").path("Oss"), Scope("Oss", "Boeken"))

    assert said[1:3] == [
        "Overgangen die verbonden zijn door iets over “Boeken”: 1 van 3.",
        f"Niemand verbindt {PRIMARY} met {SECONDARY} door iets over “Boeken”.",
    ]


def test_the_nearest_place_with_a_step_is_told_as_the_crow_flies():
    paths = Paths(town(), DAY)

    # Oss lies between its nursery and the school of Oss and Heesch: 51.750 N, 5.524 E. Uden: 0.090° or 10.0 km south of
    # it, and 0.096° east, which is 0.096 × 111.19 × cos 51.705° = 6.6 km.
    (found,) = nearest(paths, "Oss", VOCATIONAL)
    assert found.place == "Uden"
    assert found.km == pytest.approx((10.0**2 + 6.6**2) ** 0.5, abs=0.1)
    assert nearest(paths, "Uden", PRIMARY)[0].place == "Oss"


@pytest.mark.parametrize(
    ("elsewhere", "told"),
    [
        ([], "Hier is geen mbo, en ook niet in een andere plaats die wij kennen"),
        ([Elsewhere("Uden", 12.04), Elsewhere("Cuijk", None)], "Hier is geen mbo; het dichtstbij: Uden (12 km)"),
        (
            [Elsewhere("Cuijk", None), Elsewhere("Uden", None)],
            "Hier is geen mbo; wel in Cuijk en Uden, maar hoe ver dat is weten wij niet",
        ),
    ],
)
def test_what_a_place_lacks_is_said_with_what_is_known_of_elsewhere(elsewhere, told):
    assert say_lacking("Mbo", elsewhere) == told


def test_places_without_coordinates_come_last_and_an_empty_network_has_no_path():
    built = network([partner("a", sector=CHILD, place="Uden"), partner("b", sector=PRIMARY, place="Oss")])
    empty = Paths(network(), DAY)

    assert nearest(Paths(built, DAY), "Oss", CHILD) == [Elsewhere("Uden", None)]
    assert statuses(empty.path()) == ["nobody"] * 4
    assert empty.counts().empty
    assert empty.places == []
    assert say_broken(0, 0) != say_broken(1, 2)


def test_an_organisation_reads_with_whom_before_and_after_it_works():
    paths = Paths(town(), DAY)

    assert [say_beside_own(each) for each in steps_beside(paths, "vmbo")] == [
        f"{PRIMARY}: u werkt of werkte samen met 1 van 2. In uw plaats met 1 van 2.",
        f"{VOCATIONAL}: u werkt of werkte samen met 0 van 1. In uw plaats is er geen.",
    ]
    assert [say_beside_own(each) for each in steps_beside(paths, "taalhuis")] == [
        f"{VOCATIONAL}: u werkt of werkte samen met 0 van 1."
    ]
    assert steps_beside(paths, "bieb") == steps_beside(paths, "niemand") == []


def oss_by_hand(day):
    """Return the partners of the path of Oss, and the pairs that had done something together, by pandas alone."""
    partners = pd.read_csv(OSS / "partners.csv", dtype=str, keep_default_na=False).set_index("id")
    pairs = set()
    for row in pd.read_csv(OSS / "collaborations.csv", dtype=str, keep_default_na=False).itertuples():
        if day_of(row.start_date) <= day:
            leads, members = several(row.lead), {*several(row.participants), *several(row.lead)}
            pairs |= {frozenset((one, other)) for one in leads or members for other in members - {one}}
    return partners, pairs


def test_oss_is_what_its_files_say(oss):
    day = pd.Timestamp("2020-06-30")
    partners, pairs = oss_by_hand(day)
    paths = Paths(oss.at(day.date()), day)
    told = {}
    for place in ["", *paths.places]:
        for transition in paths.path(place).transitions:
            numbers = [len(transition.step.partners), len(transition.following.partners), len(transition.links)]
            told[place, transition.step.sector] = [*numbers, len(transition.linked), len(transition.reached)]

    for place, (step, following) in ((place, pair) for place in ["", *paths.places] for pair in pairwise(STEPS)):
        here = partners[partners["place"].str.split("/").map(lambda of, one=place: not one or one in of)]
        ones, others = (set(here.index[here["sector"] == sector]) for sector in (step, following))
        every = [set(partners.index[partners["sector"] == sector]) for sector in (step, following)]
        linked = {(one, other) for one in every[0] for other in every[1] if frozenset((one, other)) in pairs}
        linked = {(one, other) for one, other in linked if one in ones or other in others}
        by_hand = [len(ones), len(others), len(linked)]
        by_hand += [len({one for one, _ in linked} & ones), len({other for _, other in linked} & others)]
        assert told[place, step] == by_hand, (place, step)
