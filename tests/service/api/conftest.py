"""The API of a town of four, and that of Oss."""

import pytest

from graph.database import open_engine, transaction
from graph.reading.importing import import_paths
from graph.vocabulary import prepare
from service.commands.serving import SAMPLE
from service.settings import Settings
from tests.builders import collaboration, partner, theme
from tests.service.serving import make_database, serving

PARTNERS = [
    partner(
        "bieb",
        name="Bibliotheek",
        sector="bibliotheek",
        offers=["taalvrijwilligers", "zaal"],
        themes=["taal", "lezen"],
        place="Heesch",
        latitude=51.73,
        capacity=2,
        since="2017",
    ),
    partner("club", name="Hockeyclub", sector="sport", place="Oss", part_of="bond"),
    partner("bond", name="Sportbond", sector="sport"),
    partner("school", name="De Lindeschool", sector="onderwijs", seeks="taalvrijwilligers", themes="taal", place="Oss"),
]
COLLABORATIONS = [
    collaboration("sport", "2018-05", ["school", "club"], lead="school", funders="bond", themes="lezen", end="2019"),
    collaboration("dag", "2019-01-07", ["bieb", "bond"], grant_euro=2500, kind="project", action_line="Ontmoeten"),
]
THEMES = [theme("taal", label="Taal", alternatives=["talen"]), theme("lezen", label="Lezen", broader="taal")]


@pytest.fixture(scope="session")
def town(tmp_path_factory):
    settings = make_database(tmp_path_factory.mktemp("town"), PARTNERS, COLLABORATIONS, THEMES)
    with serving(settings) as client:
        yield client


@pytest.fixture(scope="session")
def oss_settings(tmp_path_factory):
    folder = tmp_path_factory.mktemp("oss")
    settings = Settings(database_url=f"sqlite:///{folder / 'osmose.db'}", home=folder)
    engine = open_engine(settings.database_url)
    prepare(engine)
    with transaction(engine) as session:
        import_paths(session, [SAMPLE])
    engine.dispose()
    return settings
