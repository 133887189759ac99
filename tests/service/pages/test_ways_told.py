"""How one partner comes to another, as the panel of the network tells it."""

import re
from datetime import date

import pytest

from matching.suggestion import Suggestion
from service.pages.details import Describer
from service.pages.overview import Overview
from service.pages.ways_told import tell_ways
from tests.builders import collaboration, network, partner
from tests.service.serving import ELSEWHERE, copy_database, serving

PARTNERS = [
    *(partner(each, name=each.capitalize()) for each in ("anna", "bieb", "club", "dam", "eik", "feest")),
    partner("weg", until="2019"),
]
DONE = [
    collaboration("c1", "2015", ["anna", "bieb"], title="Voorlezen"),
    collaboration("c2", "2016", ["anna", "bieb"], title="Schrijven"),
    collaboration("c3", "2016", ["bieb", "club"], title="Sportdag"),
    collaboration("c4", "2017", ["anna", "dam"], title="Kanoën"),
    collaboration("c5", "2019", ["dam", "club"], title="Zeilen"),
    collaboration("c6", "2016", ["anna", "weg"], title="Oud"),
    collaboration("c7", "2016", ["weg", "eik"], title="Ouder"),
]


def nobody(_ids, _top):
    return []


def told(one, other, year=None, suggest=nobody, done=DONE):
    oss = network(PARTNERS, done)
    describer = Describer(Overview(oss, oss.at(date(2021, 6, 1)), {}))
    return tell_ways(describer, oss.position(one), oss.position(other), year, suggest)


def steps(way):
    return [(step.tie and (step.tie.title, step.tie.year, step.tie.n_more), step.partner.id) for step in way]


def test_ways_tell_what_joins_each_two_and_the_strongest_tie_comes_first():
    found = told("anna", "club")

    assert found.sentence == "Anna komt bij Club via 1 partner ertussen. Er zijn 2 kortste wegen."
    assert [steps(way) for way in found.ways] == [
        [(None, "anna"), (("Schrijven", 2016, 1), "bieb"), (("Sportdag", 2016, 0), "club")],
        [(None, "anna"), (("Kanoën", 2017, 0), "dam"), (("Zeilen", 2019, 0), "club")],
    ]
    assert found.ids == [["anna", "bieb", "club"], ["anna", "dam", "club"]]


@pytest.mark.parametrize(
    ("one", "other", "year", "sentence"),
    [
        ("anna", "bieb", None, "Anna en Bieb werkten zelf al samen."),
        ("anna", "anna", None, "Dat is deze partner zelf. Kies een andere."),
        ("anna", "club", 2018, "Anna komt bij Club via 1 partner ertussen. Er is één kortste weg."),
        ("anna", "club", 2015, "Er is eind 2015 geen weg over banden van Anna naar Club. Club heeft dan met niemand"),
        ("feest", "anna", None, "Er is vandaag geen weg over banden van Feest naar Anna. Feest heeft dan met niemand"),
        ("feest", "eik", 2015, "Geen van beide heeft dan een band met iemand in het netwerk."),
        ("eik", "anna", 2018, "Eik komt bij Anna via 1 partner ertussen."),
        ("eik", "anna", None, "Eik heeft dan met niemand in het netwerk een band."),
    ],
    ids=["tied", "itself", "a-past-year", "too-early", "no-tie", "neither", "over-who-left-later", "not-over-who-left"],
)
def test_what_is_said_is_true_of_the_year(one, other, year, sentence):
    assert sentence in told(one, other, year).sentence


def test_two_parts_that_no_tie_joins_are_told_with_the_best_suggestion_that_would():
    done = [collaboration("c1", "2015", ["anna", "bieb"]), collaboration("c2", "2015", ["club", "dam"])]
    suggestions = [
        Suggestion("bieb", "anna", 1, 9.0, (), 0.1),  # within one part: joins nothing
        Suggestion("anna", "eik", 2, 8.0, (), 0.1),
        Suggestion("bieb", "dam", 3, 3.0, (), 0.1),
        Suggestion("anna", "dam", 4, 2.0, (), 0.1),
    ]
    asked = []

    def suggest(ids, _top):
        asked.extend(ids)
        return suggestions

    found = told("anna", "club", suggest=suggest, done=done)

    assert "delen van het netwerk die geen enkele band met elkaar hebben" in found.sentence
    assert (found.joining.one.id, found.joining.other.id) == ("bieb", "dam")
    assert asked == ["anna", "bieb"]
    assert told("anna", "dam", suggest=suggest, done=done).joining.one.id == "anna"  # the two themselves
    assert told("anna", "club", 2016, suggest=suggest, done=done).joining is None  # suggestions are of today


def test_of_many_ways_a_few_are_told_and_all_are_counted():
    others = [f"m{at}" for at in range(7)]
    rows = [partner("anna"), partner("club"), *(partner(each) for each in others)]
    done = [
        collaboration(f"{end}-{each}", "2015", [end, each], title="Iets") for each in others for end in ("anna", "club")
    ]
    oss = network(rows, done)

    found = tell_ways(Describer(Overview(oss, oss, {})), oss.position("anna"), oss.position("club"), None, nobody)

    assert found.sentence.endswith("Er zijn 7 kortste wegen; hier staan er 5.")
    assert len(found.ways) == 5


def test_the_page_finds_by_name_draws_the_way_and_keeps_it_in_the_address(oss):
    page = oss.get("/netwerk?partner=bieb&naar=hockey", headers={"HX-Request": "true"})

    assert page.headers["HX-Push-Url"] == "/netwerk?partner=bieb&naar=club"
    assert "Bibliotheek komt bij Ålborg hockeyclub via 1 partner ertussen." in page.text
    assert 'data-ways="[[&#34;bieb&#34;, &#34;school&#34;, &#34;club&#34;]]"' in page.text
    assert re.search(r"Voorleesdagen \(2017\)</a>", page.text)


def test_a_name_that_fits_several_or_nobody_is_asked_again_at_its_field(oss):
    several = oss.get("/netwerk?partner=school&naar=Oss").text
    nobody_so = oss.get("/netwerk?partner=school&naar=xyzzy").text

    assert "Wie bedoelt u?" in several
    assert 'href="/netwerk?partner=school&amp;naar=club" data-follow' in several
    assert 'value="xyzzy" aria-invalid="true"' in nobody_so
    assert "data-ways" not in several + nobody_so


def test_who_was_not_there_in_a_past_year_is_still_asked_for_by_its_id_and_not_by_its_name(visit):
    client = visit(
        [partner("blijft"), partner("ander"), partner("kwam", name="Kwam Later", since="2020")],
        [collaboration("a", "2018", ["blijft", "ander"]), collaboration("b", "2021", ["blijft", "kwam"])],
    )

    by_id = client.get("/netwerk?partner=blijft&jaar=2018&naar=kwam").text
    by_name = client.get("/netwerk?partner=blijft&jaar=2018&naar=Kwam Later").text

    assert "Er is eind 2018 geen weg over banden van blijft naar Kwam Later." in by_id
    assert "Niemand heet zo." in by_name


def test_without_a_chosen_partner_nobody_is_asked_the_way(oss):
    page = oss.get("/netwerk?naar=club", headers={"HX-Request": "true"})

    assert page.headers["HX-Push-Url"] == "/netwerk"
    assert "Hoe komt" not in page.text


def test_only_staff_are_told_of_a_suggestion_that_would_join(sqlite_template, tmp_path):
    rows = [partner("school", name="School", seeks="taalvrijwilligers"), partner("firma", offers="taalvrijwilligers")]
    settings = copy_database(sqlite_template, tmp_path, rows)
    with serving(settings) as here, serving(settings, ELSEWHERE) as elsewhere:
        pages = [each.get("/netwerk?partner=school&naar=firma").text for each in (here, elsewhere)]

    assert ["Een voorstel zou ze verbinden" in page for page in pages] == [True, False]
    assert ["Er is vandaag geen weg" in page for page in pages] == [True, True]
