"""What is known to be unsafe in Python, by bandit; `make check` runs the same."""

import subprocess
import sys
from pathlib import Path

from tests.audit.outcome import Outcome

PACKAGES = ("graph", "matching", "service")


def look(root: Path) -> Outcome:
    """Have bandit read the packages; its exceptions stand in pyproject.toml and inline, each with its reason."""
    program = [sys.executable, "-m", "bandit", "--quiet", "--configfile", "pyproject.toml", "--recursive", *PACKAGES]
    done = subprocess.run(program, cwd=root, capture_output=True, text=True, check=False)
    if done.returncode:
        return Outcome("code (bandit)", "wrong", done.stdout.strip() or done.stderr.strip())
    return Outcome("code (bandit)", "good", f"nothing in {', '.join(PACKAGES)}")
