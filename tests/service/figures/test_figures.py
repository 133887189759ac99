"""What figures say is true for their numbers."""

import json
import re
from datetime import UTC, date, datetime

import numpy as np
import pytest

from graph.database import open_engine, transaction
from graph.introducing import PROGRAM, By, Introductions
from graph.parts import Part
from service.figures.all import FIGURES, OPENINGS, headings, titles
from service.figures.charts import draw
from tests.builders import collaboration, network, partner
from tests.service.figures.looking import look
from tests.service.serving import make_database

GAPS = (
    "Van 2018 en 2020 is geen samenwerking opgeschreven die toen begon: dat kan een gat in de "
    "gegevens zijn, en niet in "
    "het netwerk."
)
OPEN = (
    "Van 3 samenwerkingen is er van 2 geen einde opgeschreven. Die tellen als lopend, dus er kan meer geëindigd zijn."
)


@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        pytest.param(
            "groei",
            "Van 2017 tot 2021 ging het aantal partners dat meedeed van 2 naar 3, en het aantal banden van 1 naar 3. "
            + GAPS,
            id="growth",
        ),
        pytest.param(
            "banden",
            "De meeste nieuwe banden kwamen er in 2017: 1. In 2021 kwamen er 1 bij en eindigden er 0. "
            + GAPS
            + " "
            + OPEN,
            id="turnover",
        ),
        pytest.param("via-ons", "Van 3 samenwerkingen begonnen er 0 via een kennismaking. " + GAPS, id="through-us"),
        pytest.param(
            "sectoren",
            "100 % van de banden verbindt twee sectoren. Als elk paar even vaak iets samen deed, was het 100 %.",
            id="sectors",
        ),
        pytest.param(
            "duur",
            # One of two ends after 2 years: 1/2, and 1/2 to the powers exp(2.0) and exp(-2.0) around it.
            "Na 3 jaar houdt 50 % van de banden nog stand (tussen 1 % en 91 %). " + OPEN,
            id="survival",
        ),
        pytest.param(
            "themas",
            "Thema’s van 2019–2021 zijn niet naast die van 2016–2018 te leggen: van 2018 en 2020 is geen samenwerking "
            "opgeschreven die toen begon.",
            id="themes",
        ),
        pytest.param(
            "keten", "Bij 1 van 2 stappen, plaats voor plaats, werkt nog niemand met de volgende stap.", id="chain"
        ),
        pytest.param(
            "verbinders",  # three who all know each other, and one alone
            "Nog niemand staat tussen anderen. Het netwerk bestaat uit 2 groepen zonder weg ertussen; "
            "tussen groepen telt "
            "geen weg mee.",
            id="binders",
        ),
        pytest.param(
            "rand",
            "1 van 4 partners hebben nog geen band, en 0 hebben wel banden maar staan los van de grootste groep.",
            id="edge",
        ),
        pytest.param(
            "trechter", "Nog geen suggestie is opgepakt. Medewerkers doen dat op de werkbank.", id="nothing-taken-up"
        ),
        pytest.param("waarom-niet", "Nog geen kennismaking is op niets uitgelopen.", id="no-no"),
    ],
)
def test_each_sentence_says_what_the_numbers_are(key, sentence):
    assert FIGURES[key](look()).sentence == sentence


def test_a_year_without_anything_is_shown_as_one():
    table = FIGURES["banden"](look()).table

    assert table["year"].tolist() == [2017, 2018, 2019, 2020, 2021]
    assert table["new"].tolist() == [1, 0, 1, 0, 1]


def test_a_network_in_two_pieces_says_who_stands_apart():
    apart = network(
        [partner(name) for name in "abcde"],
        [collaboration("c1", "2018", ["a", "b", "c"]), collaboration("c2", "2018", ["d", "e"])],
    )

    figure = FIGURES["rand"](look(apart))

    assert figure.table["name"].tolist() == ["d", "e"]
    assert "2 hebben wel banden" in figure.sentence


def test_the_way_of_introductions_counts_every_state_reached_and_its_days(tmp_path):
    engine = open_engine(make_database(tmp_path, [partner(name) for name in "abcd"]).database_url)
    with transaction(engine) as session:
        introductions = Introductions(session)
        first = introductions.propose("a", "b", PROGRAM, now=datetime(2021, 3, 1, tzinfo=UTC))
        for day, state in enumerate(("approved", "asked", "accepted_by_one", "accepted", "introduced", "started"), 2):
            introductions.take_step(first, state, By("staff"), now=datetime(2021, 3, day, tzinfo=UTC))
        second = introductions.propose("c", "d", PROGRAM, now=datetime(2021, 3, 1, tzinfo=UTC))
        introductions.take_step(
            second, "dismissed", By("staff"), reason="already_known", now=datetime(2021, 3, 2, tzinfo=UTC)
        )
        steps = introductions.history()
    engine.dispose()
    looked = look(network([partner(name) for name in "abcd"]), steps=steps)

    funnel, refusals = FIGURES["trechter"](looked), FIGURES["waarom-niet"](looked)

    assert funnel.sentence == "Van 2 opgepakte suggesties werd er 1 een samenwerking."
    assert funnel.table["n"].tolist() == [2, 1, 1, 1, 1, 1, 1, 1]
    assert funnel.table["days"].tolist() == [0, 1, 2, 3, 4, 5, 6, 6]
    assert refusals.table.to_dict("list") == {
        "why": ["Weggelegd door een medewerker: ze kennen elkaar al"],
        "n": [1],
    }


NAMES = "abcdef"
COMPLETE = network([partner(each) for each in NAMES], [collaboration("c", "2019", list(NAMES), end="2020")])
STAR = network(
    [partner(each, sector=f"sector {each}", place="Oss") for each in NAMES],
    [collaboration(f"c{each}", "2018", ["a", each], grant_euro=100, end="2019") for each in NAMES[1:]],
)
TWO = network(
    [partner(each) for each in NAMES],
    [collaboration("c1", "2018", ["a", "b", "c"]), collaboration("c2", "2018", ["d", "e", "f"])],
)


@pytest.mark.parametrize("key", list(FIGURES))
@pytest.mark.parametrize(
    "looked",
    [
        pytest.param(look(), id="a-town"),
        pytest.param(look(part=Part(sector="zorg")), id="nobody-meant"),
        pytest.param(look(day=date(2016, 1, 1)), id="before-anything-began"),
        pytest.param(look(network([partner("a")])), id="one-partner"),
        pytest.param(look(network()), id="nobody"),
        pytest.param(look(COMPLETE), id="complete"),
        pytest.param(look(STAR), id="star"),
        pytest.param(look(TWO), id="two-pieces"),
    ],
)
def test_every_figure_tells_its_numbers_whatever_there_is(key, looked):
    figure = FIGURES[key](looked)

    assert figure.key == key
    assert figure.title == titles()[key]
    assert all((figure.sentence, figure.definition))
    assert not re.search(r"\b(nan|inf|none)\b", figure.sentence.lower())
    assert {name for name, _ in figure.columns} <= set(figure.table.columns)
    assert not np.isinf(figure.table.select_dtypes("number").to_numpy(np.float64)).any()
    drawing = draw(figure.spec) if figure.spec else "<svg"
    assert drawing.startswith("<svg")
    assert "graphics-" not in drawing  # no part that a screen reader would stop at without a word to say


@pytest.mark.parametrize("key", list(FIGURES))
def test_a_chart_is_drawn_for_a_telephone_too_and_holds_no_number_that_is_none(key, oss):
    figure = FIGURES[key](look(oss, since=2007))

    assert figure.spec is None or 'width="' in draw(figure.spec, narrow=True)
    assert "Infinity" not in json.dumps(figure.spec)
    assert "NaN" not in json.dumps(figure.spec)


def test_every_figure_has_its_title_and_every_part_its_heading():
    assert list(titles()) == list(FIGURES)
    assert list(headings()) == list(OPENINGS)
    assert set(OPENINGS.values()) < set(FIGURES)
