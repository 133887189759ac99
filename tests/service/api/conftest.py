"""The API of a town of four, and that of Oss."""

import pytest

from graph.database import open_engine, transaction
from graph.reading.importing import import_paths
from graph.vocabulary import prepare
from service.access import OPERATOR
from service.commands.serving import SAMPLE
from service.introductions.deciding import propose_by_hand
from service.settings import Settings
from tests.builders import collaboration, partner, theme
from tests.service.api.desks import PEOPLE, Desk, add_people, copy_of, restore
from tests.service.serving import ELSEWHERE, make_database, serving

OSS_PEOPLE = {"staff": PEOPLE["staff"]}


def town_rows():
    """Return the rows of partners, collaborations and themes."""
    partners = [
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
        partner(
            "school", name="De Lindeschool", sector="onderwijs", seeks="taalvrijwilligers", themes="taal", place="Oss"
        ),
    ]
    collaborations = [
        collaboration(
            "sport", "2018-05", ["school", "club"], lead="school", funders="bond", themes="lezen", end="2019"
        ),
        collaboration("dag", "2019-01-07", ["bieb", "bond"], grant_euro=2500, kind="project", action_line="Ontmoeten"),
    ]
    themes = [theme("taal", label="Taal", alternatives=["talen"]), theme("lezen", label="Lezen", broader="taal")]
    return partners, collaborations, themes


@pytest.fixture(scope="session")
def town(tmp_path_factory):
    settings = make_database(tmp_path_factory.mktemp("town"), *town_rows())
    with serving(settings) as client:
        yield client


@pytest.fixture(scope="session")
def peopled(tmp_path_factory):
    """The settings of the town with people in it, and their tokens."""
    settings = make_database(tmp_path_factory.mktemp("peopled"), *town_rows())
    return settings, add_people(settings)


@pytest.fixture(scope="session")
def running(peopled, tmp_path_factory):
    """The settings of a copy of the town, and a client of it; one for all tests, since an application starts slowly."""
    settings = copy_of(peopled[0], tmp_path_factory.mktemp("running"), webhook_hosts=("127.0.0.1",))
    with serving(settings, ELSEWHERE) as client:
        yield settings, client


@pytest.fixture
def town_settings(peopled, running, monkeypatch):
    """The settings of a copy of the town as it was, served, to be changed."""
    monkeypatch.setattr("service.snapshot.CHECK_SECONDS", 0)
    restore(peopled[0], running[0])
    return running[0]


@pytest.fixture
def desks(peopled, running, town_settings):  # noqa: ARG001 -- the town as it was
    """Whoever asks the town, by the names of `PEOPLE` and "public"."""
    return {name: Desk(running[1], peopled[1].get(name)) for name in (*PEOPLE, "public")}


@pytest.fixture(scope="session")
def oss_staffed(tmp_path_factory):
    """The settings of the network of Oss with an introduction, and a token of its staff."""
    folder = tmp_path_factory.mktemp("oss")
    settings = Settings(database_url=f"sqlite:///{folder / 'osmose.db'}", home=folder)
    engine = open_engine(settings.database_url)
    prepare(engine)
    with transaction(engine) as session:
        import_paths(session, [SAMPLE])
        propose_by_hand(session, OPERATOR, "het-hooghuis", "muzelinck")
    engine.dispose()
    return settings, add_people(settings, OSS_PEOPLE)["staff"]
