"""Suggestions on a real cluster of several processes: the same rows, whoever is killed meanwhile."""

from contextlib import ExitStack

import pytest

from matching import cluster, spread
from matching.cluster import Certificates, connected, installed, require_like_workers
from matching.encoded import CachedEncoder
from matching.errors import ClusterUnavailable, OtherInstallation
from matching.lean import Lean
from matching.model import Ranker
from matching.spread import suggest_everywhere
from matching.suggest import Matcher
from tests.builders import network, partner
from tests.clusters import free_port, scheduler, worker
from tests.encoders import FakeEncoder

N_ROWS = 20
"""Partners of a block here: Oss would be one block otherwise."""


@pytest.fixture(scope="module")
def running_cluster():
    """The address of a cluster of two workers, which stay."""
    with scheduler() as (address, _), worker(address), worker(address):
        yield address


@pytest.fixture(autouse=True)
def _small_blocks(monkeypatch):
    monkeypatch.setattr(spread, "blocks", lambda rows: [rows[at : at + N_ROWS] for at in range(0, len(rows), N_ROWS)])


@pytest.fixture
def expected(oss_matcher):
    return oss_matcher.suggest()


@pytest.mark.parametrize(
    "how",
    [
        pytest.param({}, id="balanced"),
        pytest.param({"balanced": False, "lean": Lean("Techniek", ("techniek",))}, id="unbalanced-and-leaning"),
    ],
)
def test_a_cluster_suggests_what_one_process_suggests_in_the_same_order(running_cluster, oss_matcher, how):
    told = []
    with connected(running_cluster) as client:
        suggested = list(suggest_everywhere(client, oss_matcher, 5, lambda *done: told.append(done), **how))

    assert suggested == oss_matcher.suggest(top=5, **how)
    assert told == [
        (20, 164),
        (40, 164),
        (60, 164),
        (80, 164),
        (100, 164),
        (120, 164),
        (140, 164),
        (160, 164),
        (164, 164),
    ]


def test_no_more_blocks_are_under_way_than_the_threads_of_the_workers_bear(running_cluster, oss_matcher, monkeypatch):
    under_way, ask = [], spread.Spread.ask

    def watched(self, partner_ids):
        ask(self, partner_ids)
        under_way.append(len(self.under_way))

    monkeypatch.setattr(spread.Spread, "ask", watched)
    with connected(running_cluster) as client:
        list(suggest_everywhere(client, oss_matcher))

    assert max(under_way) == 4  # two threads, two blocks each


@pytest.mark.parametrize("n_killed", [1, 2])
def test_workers_killed_in_the_middle_change_nothing(oss_matcher, expected, n_killed):
    with scheduler() as (address, _), ExitStack() as others:
        workers = [others.enter_context(worker(address)) for _ in range(2)]
        with connected(address) as client:
            client.wait_for_workers(2)
            suggesting = suggest_everywhere(client, oss_matcher)
            suggested = [next(suggesting)]
            for one in workers[:n_killed]:
                one.kill()
            others.enter_context(worker(address))
            suggested += suggesting

    assert suggested == expected


def test_a_scheduler_that_dies_is_one_sentence(oss_matcher, monkeypatch):
    monkeypatch.setattr(cluster, "REACH_SECONDS", 2)
    with (
        scheduler() as (address, process),
        worker(address),
        pytest.raises(ClusterUnavailable, match=f"the scheduler at {address} does not answer any more"),
        connected(address) as client,
    ):
        suggesting = suggest_everywhere(client, oss_matcher)
        next(suggesting)
        process.kill()
        list(suggesting)


def test_a_cluster_without_workers_is_told_with_how_to_start_one(monkeypatch):
    monkeypatch.setattr(cluster, "WORKERS_SECONDS", 0.1)
    with (
        scheduler() as (address, _),
        pytest.raises(ClusterUnavailable, match=f"has no workers; start one with: dask worker {address}"),
        connected(address),
    ):
        pass


def test_workers_that_end_again_and_again_are_told(running_cluster, oss_matcher, monkeypatch):
    from distributed import CancelledError, Future  # noqa: PLC0415 -- only here

    def lost(*_, **__):
        raise CancelledError

    monkeypatch.setattr(Future, "result", lost)
    with connected(running_cluster) as client, pytest.raises(ClusterUnavailable, match="end again and again"):
        list(suggest_everywhere(client, oss_matcher))


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
        pytest.raises(ClusterUnavailable, match="no scheduler can be reached at tls://127.0.0.1:8786"),
        connected("tls://127.0.0.1:8786", Certificates(nothing, nothing, nothing)),
    ):
        pass


def test_without_the_library_it_is_said_how_to_install_it(monkeypatch):
    monkeypatch.setattr(cluster, "find_spec", lambda _: None)

    with pytest.raises(ClusterUnavailable, match=r"pip install 'osmose\[cluster\]'"), connected("tcp://127.0.0.1:1"):
        pass


def test_a_worker_of_another_version_is_refused_at_the_start_and_when_it_comes_later(
    running_cluster, oss_matcher, monkeypatch
):
    other, require_like = installed() | {"Osmose": "0.0.1"}, cluster.require_like
    sentence = r"the worker tcp://127\.0\.0\.1:\d+ has Osmose .*, and the machine that asks 0\.0\.1"
    with connected(running_cluster) as client:
        monkeypatch.setattr(spread, "installed", lambda: other)
        with pytest.raises(OtherInstallation, match=sentence):
            list(suggest_everywhere(client, oss_matcher))
        monkeypatch.setattr(cluster, "require_like", lambda _, worker, found: require_like(other, worker, found))
        with pytest.raises(OtherInstallation, match=sentence):
            require_like_workers(client)


def test_a_matcher_with_an_encoder_goes_to_the_workers_too(running_cluster, tmp_path):
    encoder = CachedEncoder(FakeEncoder({"fiets": [1.0, 0.0], "rijwiel": [1.0, 0.1]}), tmp_path / "encoded.db")
    town = network([partner("a", seeks="fiets"), partner("b", offers="rijwiel"), partner("c", offers="taart")])
    matcher = Matcher(town, Ranker.prior(), encoder=encoder)
    with connected(running_cluster) as client:
        suggested = list(suggest_everywhere(client, matcher))

    assert suggested == matcher.suggest()
    assert suggested[0].suggested_id == "b"
