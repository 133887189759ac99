"""The sample network of Oss, read as a user reads it, and a ranker that learned from it."""

from pathlib import Path

import pytest

from graph.database import open_engine, reading, transaction
from graph.network import Network
from graph.reading.importing import import_paths
from graph.repository import Repository
from graph.vocabulary import prepare
from matching.model import Ranker
from matching.suggest import Matcher, fit

DATA = Path(__file__).parents[2] / "data" / "oss"


def read_network(database: Path, paths: list[Path]) -> Network:
    """Import files into a new SQLite database with the built-in thesaurus, and read the network out of it."""
    engine = open_engine(f"sqlite:///{database}")
    prepare(engine)
    with transaction(engine) as session:
        import_paths(session, paths)
    with reading(engine) as session:
        network = Repository(session).network()
    engine.dispose()
    return network


@pytest.fixture(scope="session")
def oss(tmp_path_factory: pytest.TempPathFactory) -> Network:
    return read_network(tmp_path_factory.mktemp("oss") / "osmose.db", [DATA])


@pytest.fixture(scope="session")
def oss_ranker(oss: Network) -> Ranker:
    return fit(oss)


@pytest.fixture(scope="session")
def oss_matcher(oss: Network, oss_ranker: Ranker) -> Matcher:
    return Matcher(oss, oss_ranker)
