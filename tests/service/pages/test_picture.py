"""What the picture of the network can show: everybody, colours, sizes and a map; and to whom."""

import re

import pytest

from graph.model import FieldVisibility
from service.pages.packed import pack
from tests.builders import collaboration, partner
from tests.service.drawn import map_of, partners_of, read_drawing, ties_of
from tests.service.serving import ELSEWHERE, HERE, add_rows, copy_database, serving


@pytest.fixture
def star(visit):
    """A client of a network in which one partner worked with each of four others."""
    return visit(
        [
            partner("hart", themes="taal", latitude=51.75, longitude=5.5, place="Oss"),
            *(partner(f"p{n}") for n in range(4)),
        ],
        [collaboration(f"c{n}", f"201{n}", ["hart", f"p{n}"]) for n in range(4)],
    )


def column(page, label):
    return re.findall(rf'<td class="number" data-label="{label}">([^<]+)</td>', page)


def test_everybody_is_drawn_however_many_there_are(visit):
    partners = [partner(f"p{n:03}") for n in range(420)]
    ring = [collaboration(f"c{n}", "2015", [f"p{n:03}", f"p{(n + 1) % 420:03}"]) for n in range(420)]

    drawing = read_drawing(visit(partners, ring))

    assert len(partners_of(drawing)) == 420
    assert len(ties_of(drawing)) == 420


def test_nobody_stands_on_another_one(star):
    drawing = read_drawing(star)

    assert len({(one["x"], one["y"]) for one in partners_of(drawing)}) == 5


def test_the_drawing_is_compressed_and_comes_once(star):
    first = star.get("/netwerk/data.json")
    again = star.get("/netwerk/data.json", headers={"If-None-Match": first.headers["ETag"]})

    assert first.headers["Content-Encoding"] == "gzip"
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]


def test_who_takes_no_compressed_answer_gets_a_plain_one(star):
    plain = star.get("/netwerk/data.json", headers={"Accept-Encoding": "identity"})

    assert "Content-Encoding" not in plain.headers
    assert plain.json() == read_drawing(star)


def test_the_same_content_has_the_same_tag():
    assert pack({"a": 1}) == pack({"a": 1})
    assert pack({"a": 1}).tag != pack({"a": 2}).tag


def test_a_measure_stands_in_the_table_and_orders_it(star):
    page = star.get("/netwerk?grootte=tussen&volgorde=-maat").text

    # All shortest ways between the four lead over the middle: 1, and 0 for the others.
    assert column(page, "Ertussenin") == ["1", "0", "0", "0", "0"]
    assert 'aria-sort="descending"' in page
    assert "Van 0 tot 1." in page
    assert "betweenness, Freeman 1977" in page


@pytest.mark.parametrize(
    ("size", "label", "of_the_middle"),
    [
        ("nabij", "Nabijheid", "1"),  # one step to each of four
        ("kern", "Kern", "1"),
        ("bereik", "Losse kringen", "4"),  # nobody it knows knows another one
        ("beperking", "Ingesloten", "0,25"),  # 4 · (1/4)²
    ],
)
def test_each_measure_is_that_of_its_definition(star, size, label, of_the_middle):
    page = star.get(f"/netwerk?grootte={size}").text

    assert column(page, label)[0] == of_the_middle


def test_the_browser_gets_a_measure_in_thousandths_of_the_highest(star):
    assert star.get("/netwerk/maat/tussen.json").json()["values"] == [1000, 0, 0, 0, 0]
    # A path has a constraint of 1 at its ends; the middle of the star of 1/4.
    assert star.get("/netwerk/maat/beperking.json").json()["values"] == [250, 1000, 1000, 1000, 1000]
    assert star.get("/netwerk/maat/onzin.json").status_code == 404


def test_a_measure_names_the_order_of_the_drawing_that_it_belongs_to(star, visit):
    order = read_drawing(star)["order"]
    other = visit([partner("anders")], [])

    assert star.get("/netwerk/maat/tussen.json").json()["order"] == order
    assert other.get("/netwerk/maat/tussen.json").json()["order"] == read_drawing(other)["order"] != order


def test_who_has_left_has_no_measure_of_today(visit):
    client = visit(
        [partner("blijft"), partner("ook"), partner("vertrok", until="2019")],
        [collaboration("a", "2018", ["blijft", "vertrok"]), collaboration("b", "2021", ["blijft", "ook"])],
    )

    assert client.get("/netwerk/maat/nabij.json").json()["values"] == [1000, 1000, None]
    assert column(client.get("/netwerk?grootte=nabij&jaar=2018").text, "Nabijheid") == ["1", "1", "–"]


def test_themes_as_colours_count_who_bears_their_mark(visit):
    client = visit([partner("a", themes=["taal", "natuur"]), partner("b", themes="taal"), partner("c")])

    page = client.get("/netwerk?kleur=thema").text

    assert [one["theme_mark"] for one in partners_of(read_drawing(client))] == [0, 0, 9]
    assert "taal" in page
    assert "Een ander thema, of geen" in page


def test_groups_are_numbered_and_named_by_who_has_most_ties(visit):
    trios = [("a", "b", "c"), ("d", "e", "f")]
    client = visit(
        [partner(each, sector="sport" if each in "abc" else "cultuur") for each in "abcdefg"],
        [
            collaboration(f"{one}{other}", "2018", [one, other])
            for t in trios
            for one in t
            for other in t
            if one < other
        ],
    )

    page = client.get("/netwerk?kleur=groep").text
    marks = [one["group_mark"] for one in partners_of(read_drawing(client))]

    assert marks[:3] == [marks[0]] * 3
    assert marks[3:6] == [marks[3]] * 3
    assert {marks[0], marks[3], marks[6]} == {0, 1, 9}
    assert "1: rond a" in page
    assert "waarvan 3 Sport" in page


def test_a_view_keeps_what_colours_sizes_and_places_mean(star):
    answer = star.get(
        "/netwerk?kleur=groep&grootte=kern&beeld=kaart&jaar=2012&partner=hart", headers={"HX-Request": "true"}
    )
    nonsense = star.get("/netwerk?kleur=x&grootte=y&beeld=z", headers={"HX-Request": "true"})

    expected = "/netwerk?partner=hart&jaar=2012&kleur=groep&grootte=kern&beeld=kaart"
    assert answer.headers["HX-Push-Url"] == expected
    assert nonsense.headers["HX-Push-Url"] == "/netwerk"


def test_the_map_has_who_has_coordinates_and_counts_the_others(visit):
    client = visit(
        [
            partner("noord", latitude=52.0, longitude=5.0, place="Noord"),
            partner("zuid", latitude=51.0, longitude=5.0),
            partner("zuid-ook", latitude=51.0, longitude=5.0),
            partner("nergens"),
        ]
    )

    page, drawing = client.get("/netwerk?beeld=kaart").text, read_drawing(client)
    places = map_of(drawing)

    assert places["noord"] == (0, 30_000)
    assert places["zuid"] == (0, 0)
    assert places["zuid-ook"] != (0, 0)  # beside the other at its address
    # A degree of latitude is 111.3 km on this sphere; in the middle of the map Mercator is true.
    assert drawing["map"]["metres"] * 30_000 == pytest.approx(111_320, rel=1e-3)
    assert drawing["map"]["names"] == [["Noord", 0, 30_000]]
    assert "1 partner heeft geen bekende plek op de kaart" in page


def test_without_coordinates_there_is_no_map_and_staff_reads_what_it_takes(visit):
    client = visit([partner("a"), partner("b")])

    page = client.get("/netwerk?beeld=kaart").text

    assert "map" not in read_drawing(client)
    assert 'name="beeld"' not in page
    assert "kolommen latitude en longitude" in page


@pytest.fixture
def shy(sqlite_template, tmp_path):
    """Partners with coordinates; one chose to show them to everybody, and one to staff alone."""
    settings = copy_database(
        sqlite_template,
        tmp_path,
        [
            partner("open", latitude=51.7, longitude=5.5),
            partner("gewoon", latitude=51.8, longitude=5.6),
            partner("dicht", latitude=51.9, longitude=5.7, themes="geheim"),
        ],
        [collaboration("c", "2018", ["open", "gewoon", "dicht"])],
    )
    chosen = [("open", "address", "public"), ("dicht", "address", "staff"), ("dicht", "themes", "staff")]
    add_rows(settings, [[FieldVisibility(partner_id=who, field=what, level=level) for who, what, level in chosen]])
    return settings


def test_a_place_on_earth_reaches_only_who_may_know_it(shy):
    with serving(shy, HERE) as staff, serving(shy, ELSEWHERE) as public:
        assert set(map_of(read_drawing(staff))) == {"open", "gewoon", "dicht"}
        assert set(map_of(read_drawing(public))) == {"open"}
        assert "geheim" not in public.get("/netwerk/data.json").text
        assert [one["theme_mark"] for one in partners_of(read_drawing(public))] == [9, 9, 9]


def test_everybody_sees_the_same_places_whoever_asks_first(shy):
    def places(client):
        return [(one["id"], one["x"], one["y"]) for one in partners_of(read_drawing(client))]

    with serving(shy, ELSEWHERE) as public, serving(shy, HERE) as staff:
        assert places(public) == places(staff)
