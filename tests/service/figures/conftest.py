"""The sample network of Oss."""

from pathlib import Path

import pytest

from graph.network import Network
from tests.matching.conftest import DATA, read_network


@pytest.fixture(scope="session")
def oss(tmp_path_factory: pytest.TempPathFactory) -> Network:
    return read_network(Path(tmp_path_factory.mktemp("oss")) / "osmose.db", [DATA])
