"""A small town made once, and lent as copies; and the sample network of Oss."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.network import Network
from service.settings import Settings
from tests.matching.conftest import DATA, read_network
from tests.service.posting import make_town


@pytest.fixture(scope="session")
def oss(tmp_path_factory: pytest.TempPathFactory) -> Network:
    return read_network(tmp_path_factory.mktemp("oss") / "osmose.db", [DATA])


@pytest.fixture(scope="session")
def town_template(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return make_town(tmp_path_factory.mktemp("town"))


@pytest.fixture
def town(town_template: Settings, tmp_path: Path) -> Callable[..., Settings]:
    """Makes a copy of the town, with other settings where some are named."""

    def copy(**changes: object) -> Settings:
        shutil.copytree(town_template.home, tmp_path, dirs_exist_ok=True)
        where = {"home": tmp_path, "database_url": f"sqlite:///{tmp_path / 'osmose.db'}"}
        return town_template.model_copy(update={**where, **changes})

    return copy
