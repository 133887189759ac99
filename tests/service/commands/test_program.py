"""The program as a shell sees it: quick help, exit codes, pipes, one sentence for an error."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager

import pytest

from tests.service.commands.conftest import OSMOSE

PATIENCE = 120
"""Seconds after which a program will not answer any more: beside all other tests, one took more than 30."""

HEAVY = {
    "pandas",
    "numpy",
    "scipy",
    "sklearn",
    "sqlalchemy",
    "fastapi",
    "pydantic_settings",
    "uvicorn",
    "babel",
    "alembic",
}

LIST_MODULES = """
import sys
from service.cli import app
try:
    app(sys.argv[1:])
finally:
    print(*sys.modules, file=sys.stderr)
"""


@pytest.mark.parametrize("arguments", [["--help"], ["suggest", "--help"], ["--version"]])
def test_help_loads_nothing_heavy(arguments):
    done = subprocess.run(
        [sys.executable, "-c", LIST_MODULES, *arguments], capture_output=True, text=True, check=True, timeout=60
    )

    assert set(done.stderr.split()) & HEAVY == set()
    assert "typer" in done.stderr.split()


def test_the_version_is_told(program):
    assert program("--version").stdout == "osmose 0.1.0\n"


def test_without_a_command_it_tells_which_there_are(program):
    done = program()

    assert "suggest" in done.stdout + done.stderr
    assert done.returncode == 2


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        pytest.param(["sugest"], "No such command 'sugest'. Did you mean 'suggest'?", id="unknown-command"),
        pytest.param(["suggest", "--nope"], "No such option: --nope", id="unknown-option"),
        pytest.param(["suggest", "--top", "0", "x"], "Invalid value for '--top'", id="option-out-of-range"),
        pytest.param(["suggest"], "say for which partner, by its id, or --all", id="suggest-for-nobody"),
        pytest.param(["suggest", "x", "--all"], "say for which partner, by its id, or --all", id="suggest-for-both"),
        pytest.param(["suggest", "nobody"], "no partner has the id 'nobody'", id="unknown-partner"),
        pytest.param(["suggest", "bieb", "--at", "2016"], "no partner has the id 'bieb'", id="not-a-partner-yet"),
        pytest.param(["suggest", "bieb", "--at", "soon"], "'soon' is not a date; expected", id="no-date"),
        pytest.param(["find"], "say what to look for: a text, or a file of them", id="find-nothing"),
        pytest.param(["find", " "], "the text is empty", id="find-an-empty-text"),
        pytest.param(["find", "--queries", "nope.csv"], "nope.csv: No such file or directory", id="no-such-file"),
        pytest.param(["find", "--queries", "."], ".: Is a directory", id="a-folder-for-a-file"),
        pytest.param(["import", "nope"], "nope: there is no such file", id="import-nothing"),
        pytest.param(["export", "pdf", "x"], "'pdf' is not a format; expected one of csv, gexf", id="unknown-format"),
        pytest.param(["export", "gexf", "no/such/net.gexf"], "no/such/net.gexf", id="export-to-nowhere"),
        pytest.param(["evaluate", "--cutoff", "2030"], "nothing to measure at 2030-01-01", id="nothing-to-measure"),
        pytest.param(["database", "restore", "nope.db"], "nope.db is not a file", id="restore-nothing"),
        pytest.param(["database", "move", "x", "sqlite://"], "'x' is not a database address", id="move-from-nowhere"),
        pytest.param(
            ["database", "move", "sqlite:///osmose.db", "sqlite:///./osmose.db"], "same database", id="move-to-itself"
        ),
        pytest.param(["serve", "--port", "70000"], "Invalid value for '--port'", id="no-such-port"),
        pytest.param(["serve", "--host", "192.0.2.7"], "cannot listen on 192.0.2.7:8000", id="not-our-address"),
    ],
)
@pytest.mark.usefixtures("town")
def test_bad_input_gives_one_sentence_and_exit_code_2(osmose, arguments, sentence):
    result = osmose(*arguments)

    assert result.exit_code == 2
    assert sentence in result.stderr
    assert result.stderr.count("\n") == 1
    assert result.stdout == ""


def test_spoiled_files_are_told_fault_by_fault_up_to_twenty_and_leave_the_database_alone(folder, program):
    rows = "\n".join(f"p{number},Naam {number},ruimtevaart" for number in range(25))
    (folder / "partners.csv").write_text(f"id,name,sector\n{rows}\n", encoding="utf-8")

    done = program("import", "partners.csv")

    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("partners.csv, row 2, column sector: ")
    assert done.stderr.splitlines()[20:] == ["and 5 more faults"]
    assert "Traceback" not in done.stderr
    assert "no partners" in program("suggest", "--all").stderr


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        pytest.param("nonsense", "'nonsense' is not a database address", id="no-address"),
        pytest.param("sqlite:////no/such/folder/x.db", "does not answer", id="no-such-folder"),
        pytest.param("sqlite:///notes.txt", "does not answer", id="no-database"),
    ],
)
def test_a_database_that_cannot_be_used_is_told_in_one_sentence(folder, program, url, sentence):
    (folder / "notes.txt").write_text("these are notes, and more than a hundred bytes of them. " * 20, encoding="utf-8")

    done = program("suggest", "--all", OSMOSE_DATABASE_URL=url)

    assert done.returncode == 2
    assert sentence in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.usefixtures("town")
def test_a_setting_that_means_nothing_is_told_in_one_sentence(program):
    done = program("suggest", "bieb", OSMOSE_DEBUG="perhaps")

    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert done.stderr.startswith("OSMOSE_DEBUG is 'perhaps'")


@pytest.mark.usefixtures("town")
def test_an_error_of_the_program_itself_is_one_sentence_and_a_traceback_only_on_request(osmose, monkeypatch):
    def fail(*_):
        raise ZeroDivisionError("deep inside")

    monkeypatch.setattr("service.commands.opening.read_network", fail)

    result = osmose("suggest", "bieb")
    assert result.exit_code == 1
    assert result.stderr == "something went wrong inside Osmose: ZeroDivisionError; OSMOSE_DEBUG=1 shows where\n"

    monkeypatch.setenv("OSMOSE_DEBUG", "1")
    assert "Traceback" in osmose("suggest", "bieb").stderr


@pytest.mark.usefixtures("town")
def test_a_reader_that_has_had_enough_is_no_error():
    command = subprocess.Popen(
        [OSMOSE, "suggest", "--all", "--format", "csv"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    command.stdout.close()
    told = command.stderr.read()
    command.stderr.close()
    command.wait(PATIENCE)

    assert told == b""


def test_the_sample_network_is_served_until_ctrl_c_and_leaves_nothing(tmp_path):
    command = subprocess.Popen(
        [OSMOSE, "demo", "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(tmp_path), "PYTHONUNBUFFERED": "1"},
    )
    with command.stdout, command.stderr:
        line = command.stdout.readline()
        address = line.removeprefix("Osmose shows the network of Oss on ").removesuffix(", until Ctrl-C\n")
        with urllib.request.urlopen(f"{address}/v1/partners") as answer:  # noqa: S310 -- our own address
            partners = answer.read()
        form = urllib.request.Request(  # noqa: S310 -- our own address
            f"{address}/mijn/het-hooghuis/collegas", b"adres=directie@voorbeeld.example", {"Origin": address}
        )
        urllib.request.urlopen(form).close()  # noqa: S310 -- our own address
        with urllib.request.urlopen(f"{address}/werkbank/post/1") as answer:  # noqa: S310 -- our own address
            mail = answer.read().decode()
        was_used = list(tmp_path.iterdir())
        command.send_signal(signal.SIGINT)
        command.wait(PATIENCE)
        told = command.stderr.read()

    assert address.startswith("http://127.0.0.1:")
    assert b'"total":164' in partners
    assert f"{address}/uitnodiging/" in mail  # its mails lead to itself
    assert was_used
    assert (command.returncode, told, list(tmp_path.iterdir())) == (130, "", [])


@contextmanager
def serving(*options):
    """The program while it serves; it ends whatever happens here, or else a test that fails would wait for it."""
    with subprocess.Popen([OSMOSE, "serve", "--port", "0", *options], stderr=subprocess.PIPE, text=True) as program:
        try:
            yield program
        finally:
            program.terminate()


@pytest.mark.usefixtures("town")
def test_a_taken_port_is_told_in_one_sentence(osmose):
    with serving() as program:
        port = program.stderr.readline().partition("127.0.0.1:")[2].partition(",")[0]
        result = osmose("serve", "--port", port)
        program.send_signal(signal.SIGINT)
        program.communicate(timeout=PATIENCE)

    assert result.exit_code == 2
    assert f"cannot listen on 127.0.0.1:{port}: Address already in use" in result.stderr


@pytest.mark.usefixtures("town")
def test_two_workers_answer_and_whichever_is_asked_tells_the_figures_of_both():
    with serving("--workers", "2") as program:
        address = program.stderr.readline().split()[3].removesuffix(",")
        bodies = [_read_when_ready(f"{address}/v1/partners") for _ in range(6)]
        figures = {_read_when_ready(f"{address}/metrics") for _ in range(4)}
        program.send_signal(signal.SIGTERM)
        program.communicate(timeout=PATIENCE)

    assert all(b'"total":3' in body for body in bodies)
    counted = {float(re.search(rb'route="/v1/partners",status="200"} (\S+)', each)[1]) for each in figures}
    assert len(counted) == 1
    assert counted.pop() >= 6
    assert program.returncode == 0


def _read_when_ready(address):
    until = time.monotonic() + PATIENCE
    while True:
        try:
            with urllib.request.urlopen(address, timeout=PATIENCE) as answer:  # noqa: S310 -- our own address
                return answer.read()
        except OSError:
            assert time.monotonic() < until
            time.sleep(0.2)
