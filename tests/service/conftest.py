"""A small town made once, and lent as copies."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from service.settings import Settings
from tests.service.posting import make_town


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
