"""Tests of the made-up network: like the real one, and the same each time."""

import numpy as np
import pytest

from graph.database import open_engine, reading
from graph.repository import Repository
from tests.benchmarks.likeness import properties
from tests.benchmarks.made_up import make_up
from tests.benchmarks.told import tell


def made_up(path, n_partners, seed=0):
    engine = open_engine(f"sqlite:///{path}")
    make_up(engine, n_partners, seed=seed)
    with reading(engine) as session:
        network = Repository(session).network()
    engine.dispose()
    return network


@pytest.fixture(scope="module")
def network(tmp_path_factory):
    return made_up(tmp_path_factory.mktemp("made-up") / "network.db", 400)


def test_a_made_up_network_has_the_sizes_and_shares_of_oss(network):
    degrees = np.diff(network.adjacency.indptr)

    assert network.n_partners == 400
    assert len(network.collaborations) == 360
    assert 2 <= degrees.mean() <= 12
    assert (degrees == 0).mean() < 0.35
    assert network.collaborations["n_partners"].mean() == pytest.approx(3.5, abs=1)
    assert len(network.phrases) / 400 == pytest.approx(1.59 + 0.84, abs=0.4)


def test_its_properties_can_be_told(network):
    told = properties(network)

    assert told["partners"] == "400"
    assert told["needs, offers per partner"].count(",") == 1


def test_the_same_seed_makes_the_same_network_and_another_one_another(tmp_path):
    one, again, other = (made_up(tmp_path / f"{at}.db", 60, seed) for at, seed in enumerate((0, 0, 1)))

    assert one.phrases.equals(again.phrases)
    assert one.ties.equals(again.ties)
    assert not one.phrases.equals(other.phrases)


def test_a_section_takes_the_place_of_the_one_of_its_title(tmp_path):
    path = tmp_path / "benchmarks.md"

    for title, text in (("One", "first"), ("Two", "second"), ("One", "third")):
        tell(title, text, path)

    written = path.read_text(encoding="utf-8")
    assert "first" not in written
    assert written.index("third") < written.index("## Two") < written.index("second")
