"""What gathering misses of the lists with everybody looked at, on a small made-up network."""

from graph.database import open_engine, reading
from graph.repository import Repository
from tests.benchmarks.looked_at import recalls
from tests.benchmarks.made_up import make_up

N_PARTNERS, N_ASKED = 800, 100


def test_gathering_finds_nearly_all_that_looking_at_everybody_finds(tmp_path):
    engine = open_engine(f"sqlite:///{tmp_path / 'network.db'}")
    make_up(engine, N_PARTNERS)
    with reading(engine) as session:
        network = Repository(session).network()
    engine.dispose()

    found = recalls(network, network.partners["id"][:: N_PARTNERS // N_ASKED].tolist())

    assert min(shares.mean() for shares in found.values()) >= 0.95
