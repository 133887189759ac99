"""A few kills of the benchmark, so that it stays able to run: the rest takes many minutes."""

import pytest

from service.settings import Settings
from tests.benchmarks.killed import InFile, strike
from tests.benchmarks.struck_jobs import Import, Migration, write_network


@pytest.mark.parametrize("kind", [Import, Migration])
def test_killed_at_random_nothing_is_lost_or_half_done(kind, tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    job = kind(write_network(tmp_path / "files"))

    tally = strike(job, InFile(tmp_path), Settings(home=home), n_kills=2)

    assert (tally.n_kills, tally.faults) == (2, [])


def test_a_database_that_is_half_done_would_be_noticed(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    job = Import(write_network(tmp_path / "files"))
    settings = Settings(home=home, database_url=InFile(tmp_path).make("half"))
    job.fill(settings)
    done = job.begin(settings).end()

    assert job.faults(settings, done) == ["acknowledged and not there"]  # nobody told it what is there in the end
