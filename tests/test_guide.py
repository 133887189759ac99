"""The guide of the administrator and the examples beside it: complete, and what they name is there."""

import re
from pathlib import Path

import pytest
import yaml

from service.cli import app
from service.settings import Settings

ROOT = Path(__file__).parents[1]
GUIDE = (ROOT / "docs" / "beheer.md").read_text(encoding="utf-8")
ENVIRONMENT = (ROOT / "deploy" / "osmose.env").read_text(encoding="utf-8")
PIN = re.compile(r"^([a-z0-9-]+)==(\S+)", re.MULTILINE)


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_every_setting_is_told_in_the_guide_and_in_the_example(name):
    named = re.compile(rf"\bOSMOSE_{name.upper()}\b")

    assert named.search(GUIDE)
    assert named.search(ENVIRONMENT)


def test_every_command_of_osmose_in_the_guide_is_one():
    named = set(re.findall(r"(?:sudo|exec osmose) osmose ([a-z]+(?: [a-z]+)?)", GUIDE))
    groups = {
        group.name: {command.name for command in group.typer_instance.registered_commands}
        for group in app.registered_groups
    }
    alone = {command.name for command in app.registered_commands}

    wrong = {words for words in named if not _is_command(words.split(), groups, alone)}

    assert len(named) > 10
    assert not wrong


def _is_command(words, groups, alone):
    return words[0] in alone or (len(words) > 1 and words[1] in groups.get(words[0], ()))


def test_the_rules_of_the_alerts_ask_for_figures_that_there_are():
    rules = yaml.safe_load((ROOT / "deploy" / "alerts.yml").read_text(encoding="utf-8"))["groups"][0]["rules"]
    asked = {name for rule in rules for name in re.findall(r"osmose_\w+", rule["expr"])}
    source = "".join(
        (ROOT / "service" / name).read_text(encoding="utf-8") for name in ("counting.py", "counted_now.py")
    )

    assert len(rules) > 5
    assert {name for name in asked if re.sub(r"_total$|_bucket$", "", name) not in source} == set()


def test_every_file_of_deploy_that_the_guide_names_is_there():
    named = set(re.findall(r"\bdeploy/[\w.-]+", GUIDE))

    assert named
    assert [path for path in named if not (ROOT / path.rstrip(".")).exists()] == []


def test_what_a_server_installs_is_what_was_tested():
    tested = dict(PIN.findall((ROOT / "requirements.lock").read_text(encoding="utf-8")))
    installed = dict(PIN.findall((ROOT / "deploy" / "requirements.lock").read_text(encoding="utf-8")))

    assert {name: version for name, version in installed.items() if tested.get(name) != version} == {}
