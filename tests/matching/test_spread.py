"""Suggestions on a real cluster of several processes: the same rows, whoever is killed meanwhile."""

from contextlib import ExitStack
from errno import EPIPE

import pytest
from distributed import CancelledError, Client, Future

from matching import cluster, spread
from matching.cluster import Certificates, connected, installed, require_like_workers
from matching.encoded import CachedEncoder
from matching.errors import ClusterUnavailable, OtherInstallation
from matching.lean import Lean
from matching.model import Ranker
from matching.spread import suggest_everywhere
from matching.suggest import Matcher
from tests.builders import collaboration, network, partner, theme
from tests.clusters import free_port, scheduler, worker
from tests.encoders import FakeEncoder

N_ROWS = 5
"""Partners of a block here: the town would be one block otherwise."""
WORDS = ("taallessen", "sportlessen", "stageplekken", "vrijwilligers", "een zaal", "techniek")


@pytest.fixture(scope="module")
def matcher():
    """A town of 33 partners, most of which work together with two others."""
    partners = [
        partner(f"p{at:02}", seeks=WORDS[at % 6], offers=WORDS[(at * 5 + 1) % 6], themes=["techniek"][: at % 2])
        for at in range(33)
    ]
    work = [collaboration(f"c{at}", "2018", [f"p{at:02}", f"p{at + 1:02}", f"p{at + 3:02}"]) for at in range(0, 27, 2)]
    return Matcher(network(partners, work, [theme("techniek")]), Ranker.prior())


@pytest.fixture(scope="module")
def running_cluster():
    """The address of a cluster of two workers, which stay."""
    with scheduler() as (address, _), worker(address), worker(address):
        yield address


@pytest.fixture(autouse=True)
def _small_blocks_and_patience(monkeypatch):
    monkeypatch.setattr(cluster, "WORKERS_SECONDS", 120)  # a new worker may take long to start where much else runs
    monkeypatch.setattr(spread, "blocks", lambda rows: [rows[at : at + N_ROWS] for at in range(0, len(rows), N_ROWS)])


def suggested_here(matcher, top=10, **how):
    """What one process suggests, in the same blocks: the last digits may be others in larger ones."""
    partner_ids = matcher.network.partners["id"].tolist()
    in_blocks = [partner_ids[at : at + N_ROWS] for at in range(0, len(partner_ids), N_ROWS)]
    return [one for block in in_blocks for one in matcher.suggest(block, top, **how)]


@pytest.mark.parametrize(
    "how",
    [
        pytest.param({}, id="balanced"),
        pytest.param({"balanced": False, "lean": Lean("Techniek", ("techniek",))}, id="unbalanced-and-leaning"),
    ],
)
def test_a_cluster_suggests_what_one_process_suggests_in_the_same_order(running_cluster, matcher, how):
    told = []
    with connected(running_cluster) as client:
        suggested = list(suggest_everywhere(client, matcher, 5, lambda *done: told.append(done), **how))

    assert suggested == suggested_here(matcher, 5, **how)
    assert len(suggested) > 33
    assert told == [(5, 33), (10, 33), (15, 33), (20, 33), (25, 33), (30, 33), (33, 33)]


def test_no_more_blocks_are_under_way_than_the_threads_of_the_workers_bear(running_cluster, matcher, monkeypatch):
    under_way, ask = [], spread.Spread.ask

    def watched(self, partner_ids):
        ask(self, partner_ids)
        under_way.append(len(self.under_way))

    monkeypatch.setattr(spread.Spread, "ask", watched)
    with connected(running_cluster) as client:
        list(suggest_everywhere(client, matcher))

    assert max(under_way) == 4  # two threads, two blocks each


@pytest.mark.parametrize("n_killed", [1, 2])
def test_workers_killed_in_the_middle_change_nothing(matcher, n_killed):
    with scheduler() as (address, _), ExitStack() as others:
        workers = [others.enter_context(worker(address)) for _ in range(2)]
        with connected(address) as client:
            client.wait_for_workers(2)
            suggesting = suggest_everywhere(client, matcher)
            suggested = [next(suggesting)]
            for one in workers[:n_killed]:
                one.kill()
            others.enter_context(worker(address))
            suggested += suggesting

    assert suggested == suggested_here(matcher)


def test_a_worker_killed_while_the_network_is_sent_to_it_changes_nothing(matcher, monkeypatch):
    scatter = Client.scatter

    def killed_first(self, *data, **how):
        victim.kill()  # the scheduler still believes in it
        return scatter(self, *data, **how)

    monkeypatch.setattr(Client, "scatter", killed_first)
    with scheduler() as (address, _), worker(address) as victim, worker(address), connected(address) as client:
        client.wait_for_workers(2)
        suggested = list(suggest_everywhere(client, matcher))

    assert suggested == suggested_here(matcher)


def test_a_scheduler_that_dies_is_one_sentence(matcher, monkeypatch):
    monkeypatch.setattr(cluster, "REACH_SECONDS", 2)

    def suggest_and_kill(address, process):
        with connected(address) as client:
            for _ in suggest_everywhere(client, matcher):
                process.kill()

    with scheduler() as (address, process), worker(address):
        sentence = f"the scheduler at {address} does not answer any more"
        with pytest.raises(ClusterUnavailable, match=sentence):
            suggest_and_kill(address, process)


def test_who_reads_the_rows_and_has_enough_is_no_fault_of_the_cluster(running_cluster):
    with pytest.raises(BrokenPipeError), connected(running_cluster):
        raise BrokenPipeError(EPIPE, "Broken pipe")


def test_a_cluster_without_workers_is_told_with_how_to_start_one(monkeypatch):
    monkeypatch.setattr(cluster, "WORKERS_SECONDS", 0.1)
    with (
        scheduler() as (address, _),
        pytest.raises(ClusterUnavailable, match=f"has no workers; start one with: dask worker {address}"),
        connected(address),
    ):
        pass


def test_workers_that_end_again_and_again_are_told(running_cluster, matcher, monkeypatch):
    def lost(*_, **__):
        raise CancelledError

    monkeypatch.setattr(Future, "result", lost)
    with connected(running_cluster) as client, pytest.raises(ClusterUnavailable, match="end again and again"):
        list(suggest_everywhere(client, matcher))


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("nonsense", "'nonsense' is no address of a scheduler; expected tcp://host:8786 or tls://host:8786"),
        ("tcp://127.0.0.1", "no scheduler can be reached at tcp://127.0.0.1: missing port"),
        ("tls://127.0.0.1:8786", "wants certificates"),
    ],
)
def test_an_address_that_cannot_be_is_one_sentence(address, sentence):
    with pytest.raises(ClusterUnavailable, match=sentence), connected(address):
        pass


def test_a_scheduler_that_is_not_there_is_one_sentence(monkeypatch):
    monkeypatch.setattr(cluster, "REACH_SECONDS", 0.1)
    address = f"tcp://127.0.0.1:{free_port()}"

    with pytest.raises(ClusterUnavailable, match=f"no scheduler can be reached at {address}"), connected(address):
        pass


def test_certificates_that_are_none_are_one_sentence(tmp_path):
    nothing = tmp_path / "nothing.pem"
    nothing.touch()

    with (
        pytest.raises(ClusterUnavailable, match="no scheduler can be reached at tls://"),
        connected("tls://127.0.0.1:8786", Certificates(nothing, nothing, nothing)),
    ):
        pass


def test_without_the_library_it_is_said_how_to_install_it(monkeypatch):
    monkeypatch.setattr(cluster, "find_spec", lambda _: None)

    with pytest.raises(ClusterUnavailable, match=r"pip install 'osmose\[cluster\]'"), connected("tcp://127.0.0.1:1"):
        pass


def test_a_worker_of_another_version_is_refused_at_the_start_and_when_it_comes_later(
    running_cluster, matcher, monkeypatch
):
    other, require_like = installed() | {"Osmose": "0.0.1"}, cluster.require_like
    sentence = r"the worker tcp://127\.0\.0\.1:\d+ has Osmose .*, and the machine that asks 0\.0\.1"
    with connected(running_cluster) as client:
        monkeypatch.setattr(spread, "installed", lambda: other)
        with pytest.raises(OtherInstallation, match=sentence):
            list(suggest_everywhere(client, matcher))
        monkeypatch.setattr(cluster, "require_like", lambda _, worker, found: require_like(other, worker, found))
        with pytest.raises(OtherInstallation, match=sentence):
            require_like_workers(client)


def test_a_matcher_with_an_encoder_goes_to_the_workers_too(running_cluster, tmp_path):
    encoder = CachedEncoder(FakeEncoder({"fiets": [1.0, 0.0], "rijwiel": [1.0, 0.1]}), tmp_path / "encoded.db")
    town = network([partner("a", seeks="fiets"), partner("b", offers="rijwiel"), partner("c", offers="taart")])
    encoding = Matcher(town, Ranker.prior(), encoder=encoder)
    with connected(running_cluster) as client:
        suggested = list(suggest_everywhere(client, encoding))

    assert suggested == encoding.suggest()
    assert suggested[0].suggested_id == "b"
