"""The town, made once and copied for each test."""

import shutil

import pytest

from tests.service.pages.own.towns import make_town


@pytest.fixture(scope="session")
def made_town(tmp_path_factory):
    return make_town(tmp_path_factory.mktemp("town"))


@pytest.fixture
def town(made_town, tmp_path):
    """The settings of a town, and the ids of those who speak for the bakery and for the school."""
    settings, baker, teacher = made_town
    folder = tmp_path / "town"
    shutil.copytree(settings.home, folder)
    copied = {"database_url": f"sqlite:///{folder / 'osmose.db'}", "home": folder}
    return settings.model_copy(update=copied), baker, teacher
