"""A town, served once, in which it is 2031; each test gives years their themes."""

from datetime import UTC, date, datetime

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import delete

from graph.year_themes import YearTheme
from service.access import OPERATOR
from service.year_themes.keeping import Given, add
from tests.builders import collaboration, partner, theme
from tests.service.serving import ELSEWHERE, HERE, copy_database, serving, set_clock, writing

DAY = date(2031, 5, 5)
NOW = datetime(2031, 5, 5, 12, tzinfo=UTC)
TECHNIEK = Given("Techniek dichtbij", "Iedereen ziet hoe iets gemaakt wordt.", ("techniek",), None, leans=True)
PARTNERS = [
    partner("school", name="De Lindeschool", sector="school", seeks="taalvrijwilligers", themes="robotica"),
    *(partner(each, offers="taalvrijwilligers", themes="techniek") for each in ("bakker", "firma", "smid")),
    partner("kapper", name="Salon Schaar", offers="haarverzorging"),
]
DONE = [
    collaboration("robots", "2017-10-05", ["school", "kapper"], title="Robots in de klas", themes="robotica"),
    collaboration("later", "2019", ["school", "kapper"], title="Lassen na school", themes="techniek"),
]
THEMES = [
    theme("techniek", label="Techniek", alternatives=["technisch talent"]),
    theme("robotica", label="Robotica", broader="techniek"),
    theme("rechts", label="Rechtshulp"),
    theme("recht", label="Recht"),
    theme("eigen", label="Eigen woord", kind="keyword"),
]


@pytest.fixture(scope="session")
def settings(sqlite_template, tmp_path_factory):
    return copy_database(sqlite_template, tmp_path_factory.mktemp("town"), PARTNERS, DONE, THEMES)


@pytest.fixture(scope="session")
def client(settings):
    """Staff."""
    with serving(settings, HERE) as client:
        set_clock(client.app, NOW, today=DAY)
        yield client


@pytest.fixture(scope="session")
def stranger(client):
    return TestClient(client.app, "http://localhost", client=(ELSEWHERE, 50000), raise_server_exceptions=False)


@pytest.fixture(autouse=True)
def _without_themes(settings):
    with writing(settings) as session:
        session.execute(delete(YearTheme))


@pytest.fixture
def given(settings):
    """Gives a year its theme."""

    def give(year=2031, what=TECHNIEK):
        with writing(settings) as session:
            add(session, OPERATOR, year, what)

    return give
