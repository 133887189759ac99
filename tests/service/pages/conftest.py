"""Pages of small networks, read as a browser on this machine would."""

import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from graph.database import open_engine, transaction
from graph.model import PartnerAlias
from graph.vocabulary import prepare
from service.app import create_app
from service.settings import Settings
from tests.builders import Rows, collaboration, partner, store, theme

Visit = Callable[..., TestClient]


def serve(ready: Path, folder: Path, stack: ExitStack, *rows: Iterable[Rows]) -> TestClient:
    """Serve a network of these rows until the stack is closed; return a client of its pages.

    The rows are those of partners, collaborations and themes, each as the builders make them.
    """
    url = f"sqlite:///{shutil.copy(ready, folder)}"
    engine = open_engine(url)
    with transaction(engine) as session:
        store(session, *rows)
    engine.dispose()
    app = create_app(Settings(database_url=url, home=folder))
    return stack.enter_context(TestClient(app, base_url="http://localhost", client=("127.0.0.1", 50000)))


@pytest.fixture(scope="session")
def ready_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the built-in sectors and themes, and nothing else."""
    path = tmp_path_factory.mktemp("ready") / "pages.db"
    engine = open_engine(f"sqlite:///{path}")
    prepare(engine)
    engine.dispose()
    return path


@pytest.fixture
def visit(ready_database: Path, tmp_path: Path) -> Iterator[Visit]:
    """Serves a network of the rows it is called with and returns a client of its pages."""
    with ExitStack() as stack:
        yield partial(serve, ready_database, tmp_path, stack)


@pytest.fixture(scope="session")
def oss(ready_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A town of four: a school and a library that worked together, a club, and two firms without ties."""
    with ExitStack() as stack:
        yield serve(ready_database, tmp_path_factory.mktemp("oss"), stack, PARTNERS, COLLABORATIONS, THEMES)


PARTNERS = [
    partner(
        "school",
        name="De Lindeschool",
        sector="primair-onderwijs",
        place="Oss",
        seeks="taalvrijwilligers",
        themes="lezen-test",
        description="Basisschool in het centrum.",
    ),
    partner(
        "bieb",
        name="Bibliotheek",
        sector="bibliotheek",
        place="Heesch",
        offers="voorleesvrijwilligers",
        themes="lezen-test",
        website="bieb.example",
    ),
    partner("club", name="Ålborg hockeyclub", sector="sport", place="Oss", offers="sportlessen"),
    partner("firma", name="Zaagbedrijf", sector="bedrijf", offers="taalvrijwilligers", website="javascript:alert(1)"),
    partner("kapper", name="Salon Schaar", sector="bedrijf", offers="haarverzorging", place="Lith"),
]
PARTNERS.append(
    [
        PartnerAlias(partner_id="bieb", position=position, text=text)
        for position, text in enumerate(["NOBB", "Noordoost-bieb"])
    ]
)
COLLABORATIONS = [
    collaboration("c1", "2017-10-05", ["school", "bieb"], lead="bieb", title="Voorleesdagen", kind="project"),
    collaboration("c2", "2019", ["school", "club"], end="2020-03", title="Sportmaand"),
]
THEMES = [theme("lezen-test", label="Lezen")]
