"""The command line on a small town, in this process and as a program of its own."""

import csv
import io
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from service.cli import app
from tests.builders import collaboration, partner
from tests.service.serving import make_database

OSMOSE = Path(sys.executable).with_name("osmose")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty working folder, named in the environment, with a database that is not there yet."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OSMOSE_DATABASE_URL", "sqlite:///osmose.db")
    monkeypatch.setenv("OSMOSE_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("OSMOSE_DEBUG", raising=False)
    monkeypatch.delenv("OSMOSE_ENCODER", raising=False)
    return tmp_path


@pytest.fixture(scope="session")
def town_database(tmp_path_factory):
    folder = tmp_path_factory.mktemp("town")
    partners = [
        partner("bieb", name="Bibliotheek", sector="bibliotheek", offers="taalvrijwilligers", since="2017"),
        partner("club", name="Hockeyclub", sector="sport", offers="sportlessen"),
        partner("school", name="De Lindeschool", sector="onderwijs", seeks=["taalvrijwilligers", "sportlessen"]),
    ]
    make_database(folder, partners, [collaboration("sport", "2018-05", ["school", "club"])])
    return folder / "osmose.db"


@pytest.fixture
def town(folder, town_database):
    """The working folder with a database of three partners, of whom two work together."""
    shutil.copy(town_database, folder / "osmose.db")
    return folder


@pytest.fixture
def osmose():
    """Runs a command in this process; its result has exit_code, stdout and stderr."""
    return lambda *arguments: CliRunner().invoke(app, [str(one) for one in arguments])


@pytest.fixture
def program():
    """Runs the program as a shell would."""
    return lambda *arguments, **environment: subprocess.run(
        [OSMOSE, *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, **environment},
    )


def rows(result):
    """Rows of the csv that a command printed."""
    assert result.exit_code == 0, result.stderr
    return list(csv.DictReader(io.StringIO(result.stdout)))
