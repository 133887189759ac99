"""What the README and the files beside it say is true."""

import os
import re
import shlex
import subprocess
import sysconfig
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from typer.main import get_command

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PAGES = sorted(
    page for folder in ("", "docs/**/", "data/**/", ".ci/", "notebooks/") for page in ROOT.glob(f"{folder}*.md")
)


def code_lines(text):
    """Lines of the fenced blocks, each command on one line."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return [line.strip().removeprefix("$ ") for block in blocks for line in block.replace("\\\n", " ").splitlines()]


def osmose_commands(text):
    """The arguments of each osmose command, up to a pipe or a redirection."""
    for line in code_lines(text):
        if match := re.match(r"(?:\w+=\S+ +)*osmose +([a-z][^|>&]*)", line):
            yield match[1].strip()


def shown_outputs(text):
    """Each command that the README shows with `$ `, and the lines that stand below it."""
    for block in re.findall(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        for entry in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, *lines = entry.splitlines()
            yield command, [line for line in lines if line.strip()]


def parse(arguments):
    """Let the command line parse arguments, and return the command that would run."""
    from service.cli import app  # noqa: PLC0415 -- only here is the command line needed

    command, words = get_command(app), shlex.split(arguments, comments=True)
    while hasattr(command, "commands"):
        name = words.pop(0)
        assert name in command.commands, f"osmose has no command {name}"
        command = command.commands[name]
    command.make_context(name, words)
    return command


@pytest.mark.parametrize("arguments", sorted(set(osmose_commands(README))))
def test_every_command_in_the_readme_exists_with_its_options(arguments, monkeypatch):
    monkeypatch.chdir(ROOT)

    assert parse(arguments).callback


def test_what_the_readme_shows_is_what_the_commands_print(tmp_path):
    environment = os.environ | {"OSMOSE_HOME": str(tmp_path), "OSMOSE_DATABASE_URL": f"sqlite:///{tmp_path / 'oss.db'}"}
    program = Path(sysconfig.get_path("scripts")) / "osmose"
    for command, lines in shown_outputs(README):
        arguments = [word.replace("net.gexf", str(tmp_path / "net.gexf")) for word in shlex.split(command)[1:]]
        if not lines:
            continue
        told = subprocess.run(
            [program, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
        )
        printed = [" ".join(line.split()) for line in told.stdout.splitlines()]
        for line in lines:
            shown = " ".join(line.split()).replace("net.gexf", str(tmp_path / "net.gexf"))
            begins = shown.removesuffix("…")
            assert any(one == shown or (begins != shown and one.startswith(begins)) for one in printed), (command, line)


def test_the_readme_shows_the_main_commands():
    shown = {arguments.split()[0] for arguments in osmose_commands(README)}

    assert {"import", "fit", "suggest", "find", "evaluate", "export", "serve"} <= shown


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md"])
def test_every_make_target_that_is_named_exists(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    named = set(re.findall(r"(?:^ *|`)(?:\$ )?make ([a-z]+)", text, re.MULTILINE))
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))

    assert named
    assert named <= targets


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_to_a_file_works(page):
    links = re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8"))
    to_files = [link.partition("#")[0] for link in links if not re.match(r"[a-z]+:|#", link)]

    assert [link for link in to_files if not (page.parent / link).exists()] == []


def test_the_command_that_ci_runs_stands_in_the_readme():
    assert any(line.partition("#")[0].strip() == "make test" for line in code_lines(README))


def test_every_dependency_tells_its_reason():
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    [*lists] = re.findall(r"^(?:dependencies|dev) = \[\n(.*?)^\]", text, re.MULTILINE | re.DOTALL)
    without = [line for block in lists for line in block.splitlines() if not re.search(r'", *# \w', line)]

    assert len(lists) == 2
    assert without == []


def test_the_lock_pins_every_dependency_in_a_version_that_is_allowed():
    pins = dict(re.findall(r"^([a-z0-9-]+)(?:\[[a-z,]+\])?==(\S+)", LOCK, re.MULTILINE))
    wanted = [Requirement(text) for text in (*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["dev"])]

    assert [str(one) for one in wanted if pins.get(one.name, "") not in one.specifier] == []


def test_the_lock_names_no_host():
    assert not re.search(r"https?:|--(extra-)?index-url|--find-links|@ ", LOCK)


def test_the_version_and_the_licence_are_the_same_everywhere():
    public = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    project = PROJECT["project"]

    assert re.search(r"^## (\S+)", changelog, re.MULTILINE)[1] == project["version"] == public["softwareVersion"]
    assert project["license"] == public["legal"]["license"] == "EUPL-1.2"
    assert "EUROPEAN UNION PUBLIC LICENCE v. 1.2" in (ROOT / "LICENSE").read_text(encoding="utf-8")


def test_the_descriptions_for_catalogues_have_the_length_that_their_standard_asks():
    public = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))

    for words in public["description"].values():
        assert len(words["shortDescription"]) <= 150
        assert 150 <= len(words["longDescription"]) <= 10_000
        assert words["features"]
