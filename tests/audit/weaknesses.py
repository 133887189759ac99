"""Known weaknesses of what is depended on, by pip-audit; where no list of them can be reached, that is the result."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.audit.outcome import Outcome

WHAT = "known weaknesses"
SERVICES = ("pypi", "osv")
"""Who keeps such lists; the first that answers is asked."""


def look(lock: Path, folder: Path) -> Outcome:
    """Ask for every pinned version of the lock, after one of them has shown that somebody answers."""
    one = folder / "one.txt"
    one.write_text(next(line for line in lock.read_text(encoding="utf-8").splitlines() if "==" in line).split(" ")[0])
    for service in SERVICES:
        if is_answer(ask(service, one)):
            return judge(ask(service, lock), service)
    return Outcome(WHAT, "not checked here", f"neither {' nor '.join(SERVICES)} could be reached from this machine")


def ask(service: str, requirements: Path) -> list[dict[str, Any]]:
    """Return what pip-audit says of each version; nothing where it could not ask."""
    program = [sys.executable, "-m", "pip_audit", "--requirement", str(requirements), "--no-deps", "--disable-pip"]
    options = ["--vulnerability-service", service, "--format", "json", "--progress-spinner", "off"]
    done = subprocess.run([*program, *options], capture_output=True, text=True, check=False)
    try:
        told: list[dict[str, Any]] = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        return []
    return told


def is_answer(told: list[dict[str, Any]]) -> bool:
    """Whether anything was looked up: a service that does not know a package says so, and that is no all-clear."""
    return any("vulns" in each for each in told)


def judge(told: list[dict[str, Any]], service: str) -> Outcome:
    """Return what the answers come to; a version that could not be looked up keeps all from being called good."""
    weak = [f"{each['name']} {each['version']}: {each['vulns'][0]['id']}" for each in told if each.get("vulns")]
    skipped = [each["name"] for each in told if "vulns" not in each]
    if weak:
        return Outcome(WHAT, "wrong", "; ".join(weak))
    if skipped or not told:
        return Outcome(WHAT, "not checked here", f"{service} did not know {len(skipped)} of {len(told)} packages")
    return Outcome(WHAT, "good", f"none in {len(told)} packages, asked of {service}")
