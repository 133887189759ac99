"""What figures say is true for their numbers."""

from datetime import UTC, date, datetime

import pandas as pd
import pytest

from graph.database import open_engine, transaction
from graph.introducing import PROGRAM, By, Introductions
from graph.parts import Part
from service.figures.all import FIGURES
from service.figures.charts import draw
from service.figures.figure import Looked
from tests.builders import collaboration, network, partner
from tests.service.serving import make_database

DAY = date(2021, 12, 31)
NO_STEPS = pd.DataFrame(
    columns=["introduction", "to_state", "made_at", "reason", "first_id", "second_id", "collaboration_id"]
).astype({"made_at": "datetime64[us, UTC]"})

SECTORS = {"school": "primair-onderwijs", "opvang": "kinderopvang", "firma": "bedrijf", "club": "sport"}
TOWN = network(
    [partner(name, name=name.title(), sector=sector, place="Oss") for name, sector in SECTORS.items()],
    [
        collaboration("c1", "2017", ["school", "opvang"], themes="taal", end="2018-12-31"),
        collaboration("c2", "2019", ["school", "firma"], themes="techniek"),
        collaboration("c3", "2021", ["firma", "opvang"], themes="techniek"),
    ],
)


def look(built=TOWN, *, day=DAY, since=2010, part=None, steps=NO_STEPS):
    return Looked(built, day, since, part or Part(), steps)


@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        pytest.param(
            "groei",
            "Van 2017 tot 2021 ging het aantal partners dat meedeed van 2 naar 3, en het aantal banden van 1 naar 3.",
            id="growth",
        ),
        pytest.param(
            "banden",
            "De meeste nieuwe banden kwamen er in 2017: 1. In 2021 kwamen er 1 bij en eindigden er 0.",
            id="turnover",
        ),
        pytest.param("via-ons", "Van 3 samenwerkingen begonnen er 0 via een kennismaking.", id="through-us"),
        pytest.param(
            "sectoren",
            "100 % van de banden verbindt twee sectoren. Als elk paar even vaak iets samen deed, was het 100 %.",
            id="sectors",
        ),
        pytest.param(
            "duur",
            # One of two ends after 2 years: 1/2, and 1/2 to the powers exp(2.0) and exp(-2.0) around it.
            "Na 3 jaar houdt 50 % van de banden nog stand (tussen 1 % en 91 %).",
            id="survival",
        ),
        pytest.param(
            "themas",
            "In 2019–2021 kwam “techniek” het meest op: van 0 naar 2 nieuwe samenwerkingen. “taal” zakte het meest "
            "weg: van 1 naar 0.",
            id="themes",
        ),
        pytest.param(
            "keten", "Bij 1 van 2 stappen, plaats voor plaats, werkt nog niemand met de volgende stap.", id="chain"
        ),
        pytest.param(
            "verbinders", "Nog niemand staat tussen anderen.", id="binders"
        ),  # three who all know each other, and one alone
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


@pytest.mark.parametrize("key", list(FIGURES))
@pytest.mark.parametrize(
    "looked",
    [
        pytest.param(look(), id="a-town"),
        pytest.param(look(part=Part(sector="zorg")), id="nobody-meant"),
        pytest.param(look(day=date(2016, 1, 1)), id="before-anything-began"),
        pytest.param(look(network([partner("a")])), id="one-partner"),
        pytest.param(look(network()), id="nobody"),
    ],
)
def test_every_figure_tells_its_numbers_whatever_there_is(key, looked):
    figure = FIGURES[key](looked)

    assert figure.key == key
    assert all((figure.title, figure.sentence, figure.definition))
    assert {name for name, _ in figure.columns} <= set(figure.table.columns)
    assert figure.spec is None or draw(figure.spec).startswith("<svg")
