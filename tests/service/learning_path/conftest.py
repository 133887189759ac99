"""What the tests of the path of learning share."""

import pytest

from graph.database import open_engine, reading, transaction
from graph.network import Network
from graph.reading.importing import import_paths
from graph.repository import Repository
from tests.service.figures.oss_files import OSS


@pytest.fixture(scope="module")
def oss_network(sqlite_template, tmp_path_factory) -> Network:
    path = tmp_path_factory.mktemp("oss") / "osmose.db"
    path.write_bytes(sqlite_template.read_bytes())
    engine = open_engine(f"sqlite:///{path}")
    with transaction(engine) as session:
        import_paths(session, [OSS])
    with reading(engine) as session:
        built = Repository(session).network()
    engine.dispose()
    return built
