"""The sample network of Oss, and figures made with less work."""

from pathlib import Path

import pytest

from graph.network import Network
from service.figures import glance
from tests.matching.conftest import DATA, read_network


@pytest.fixture(autouse=True)
def few_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    """Networks by chance cost time, and no test needs more of them."""
    monkeypatch.setattr(glance, "MOST_DRAWS", glance.FEWEST_DRAWS)


@pytest.fixture(scope="session")
def oss(tmp_path_factory: pytest.TempPathFactory) -> Network:
    return read_network(Path(tmp_path_factory.mktemp("oss")) / "osmose.db", [DATA])
