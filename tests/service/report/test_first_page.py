"""What the first page says is true, also where little or nothing is written down."""

from datetime import UTC, date, datetime

from graph.database import open_engine, transaction
from graph.introducing import PROGRAM, By, Introductions
from service.report.first_page import make_first_page
from service.report.indicators import record
from tests.builders import collaboration, network, partner
from tests.service.figures.looking import NO_PULSE, NO_STEPS
from tests.service.serving import copy_database

TODAY = date(2022, 2, 1)


def first_page(partners, collaborations, *, year=2021, steps=NO_STEPS, aims=""):
    built = network([partner(name, name=name.title()) for name in partners], collaborations)
    day = min(date(year, 12, 31), TODAY)
    return make_first_page(record(built, steps, NO_PULSE, day), TODAY, aims)


def indicator(page, name):
    return next(each for each in page.indicators if each.name == name)


def test_a_year_of_which_nothing_is_written_down_is_a_gap_and_no_fall():
    page = first_page(
        "abc", [collaboration("c1", "2019", ["a", "b"]), collaboration("c2", "2020", ["b", "c"], end="2021-05-01")]
    )

    assert page.done[0] == ("Er is niets opgeschreven dat begon in 2021. Dat zegt niet dat er niets is gedaan.")
    assert page.results[:3] == [
        (
            "Op 31 december 2021 hadden 3 partners "
            "ooit aan iets meegedaan. Of er dat jaar meer bij kwamen, is niet bekend."
        ),
        "Samen hadden zij 2 banden.",
        "Banden die twee sectoren verbinden: 0 % van 2.",
    ]
    assert page.gap.startswith("Er is niets opgeschreven dat begon in 2021. Dat kan een gat zijn")
    assert indicator(page, "new_ties").values == [None, 1, 1, None]
    assert indicator(page, "ties").values == [None, 1, 2, 2]


def test_the_year_after_a_gap_is_compared_with_nothing():
    page = first_page("abcd", [collaboration("c1", "2019", ["a", "b"]), collaboration("c2", "2021", ["c", "d"])])

    assert page.results[1] == (
        "Samen hadden zij 2 banden, waarvan 1 nieuw. Over 2020 is niets opgeschreven om dat mee te vergelijken."
    )
    assert "2020" in page.gap


def test_years_before_the_first_are_no_gap():
    page = first_page("ab", [collaboration("c1", "2021", ["a", "b"])])

    assert page.results[0] == (
        "Op 31 december 2021 hadden 2 partners "
        "ooit aan iets meegedaan. Het is het eerste jaar waarover iets is opgeschreven."
    )
    assert page.gap == ""


def test_a_year_that_runs_is_told_up_to_its_last_day():
    rows = [collaboration("c1", "2021", ["a", "b"]), collaboration("c2", "2022", ["b", "c"])]
    page = first_page("abc", rows, year=2022)

    assert page.results[0] == "Op 1 februari 2022 hadden 3 partners ooit aan iets meegedaan: 1 meer dan eind 2021."


def test_a_network_in_two_halves_is_told_as_two_groups():
    halves = [collaboration("c1", "2021", ["a", "b", "c"]), collaboration("c2", "2021", ["d", "e"])]

    page = first_page("abcde", halves)

    assert page.results[3] == (
        "In de grootste groep die via banden verbonden is, zitten 3 van deze 5 partners. Daarnaast staat er 1 groep "
        "los."
    )
    assert indicator(page, "largest_share").values[-1] == 60
    assert first_page("abc", halves[:1]).results[3] == (
        "Zij zijn via banden allemaal met elkaar verbonden, in één groep."
    )


def test_one_partner_that_did_something_alone_has_no_ties_to_divide_by():
    page = first_page("a", [collaboration("c1", "2021", ["a"])])

    assert page.results == [
        (
            "Op 31 december 2021 had 1 partner "
            "ooit aan iets meegedaan. Het is het eerste jaar waarover iets is opgeschreven."
        ),
        "Nog geen twee partners hebben samen iets gedaan.",
        "Partners zonder band: 1 van alle 1 die Osmose kent.",
    ]
    assert indicator(page, "cross_sector_share").values == [None] * 4


def test_of_themes_that_occur_as_often_none_is_named_before_another():
    def begun(*themes):
        rows = [collaboration(f"c{at}", "2021", ["a", "b"], themes=theme) for at, theme in enumerate(themes)]
        return first_page("ab", rows).done[1]

    assert begun("x", "x", "y") == "Thema’s die daarin het meest voorkomen: x (2) en y (1)."
    assert begun("x", "x", "y", "z", "w") == "Het thema dat daarin het meest voorkomt: x (2)."
    assert begun("x", "y", "z", "w") == "Geen thema springt eruit: 4 thema’s komen even vaak voor."
    assert begun(()) == "Bij geen ervan is een thema opgeschreven."


def test_what_the_office_did_that_year_is_counted(sqlite_template, tmp_path):
    settings = copy_database(sqlite_template, tmp_path, [partner(name) for name in "abcd"])
    engine = open_engine(settings.database_url)
    with transaction(engine) as session:
        introductions = Introductions(session)
        for pair, year in (("ab", 2021), ("cd", 2020)):
            row = introductions.propose(*pair, PROGRAM, now=datetime(year, 3, 1, tzinfo=UTC))
            for day, state in enumerate(("approved", "asked", "accepted_by_one", "accepted", "introduced"), 2):
                introductions.take_step(row, state, By("staff"), now=datetime(year, 3, day, tzinfo=UTC))
        steps = introductions.history()
    engine.dispose()

    page = first_page("abcd", [collaboration("c1", "2021", ["a", "b"])], steps=steps)

    assert page.done[-1] == (
        "Kennismakingen die wij oppakten in 2021: 1. Paren die aan elkaar zijn voorgesteld: 1. "
        "Paren die samen iets begonnen: 0."
    )


def test_the_office_says_what_the_network_wanted():
    rows = "ab", [collaboration("c1", "2021", ["a", "b"])]

    assert first_page(*rows, aims="Elke school kent een bedrijf.").aims == "Elke school kent een bedrijf."
    assert first_page(*rows).aims.startswith("Meer partners die samen iets doen")
