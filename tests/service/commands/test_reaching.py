"""osmose suggest --all --cluster: the same rows from a cluster, and every way in which it cannot be used."""

import pytest

from service.commands.reaching import reached
from service.commands.telling import BadUsage
from service.settings import Settings
from tests.clusters import scheduler, worker

OPEN = "tcp://192.0.2.7:8786 is open: who reaches it reads the network and runs programs there; use tls://\n"


@pytest.mark.usefixtures("town")
def test_a_cluster_prints_what_one_process_prints_byte_for_byte(osmose):
    asked = ("suggest", "--all", "--format", "csv")
    with scheduler() as (address, _), worker(address):
        spread = osmose(*asked, "--cluster", address)

    assert spread.exit_code == 0, spread.stderr
    assert spread.stdout == osmose(*asked).stdout
    assert "open" not in spread.stderr  # it is on this machine


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ["bieb", "--cluster", "tcp://127.0.0.1:8786"],
            "--cluster is for --all: one partner is suggested for in a moment",
        ),
        (["--all", "--cluster", "tls://127.0.0.1:8786"], "tls:// needs OSMOSE_CLUSTER_CA; see docs/cluster.md"),
        (["--all", "--cluster", "scheduler"], "'scheduler' is no address of a scheduler; expected tcp://host:8786 or "),
    ],
)
def test_a_cluster_that_cannot_be_used_is_one_sentence_and_exit_code_2(osmose, arguments, sentence):
    result = osmose("suggest", *arguments)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(sentence)
    assert result.stderr.count("\n") == 1


def test_a_certificate_that_is_not_there_is_named(tmp_path):
    settings = Settings(cluster_ca=tmp_path / "ca.pem", cluster_certificate=tmp_path, cluster_key=tmp_path)

    with pytest.raises(BadUsage, match=r"OSMOSE_CLUSTER_CA: '.*ca\.pem' is no file"):
        reached("tls://127.0.0.1:8786", settings)


def test_an_open_way_to_another_machine_is_warned_of(capsys):
    reached("tcp://192.0.2.7:8786", Settings())

    assert capsys.readouterr().err == OPEN
