"""The software bill of materials: what is in the environment, as CycloneDX."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.audit.outcome import Outcome

Bill = dict[str, Any]


def write_bill(root: Path, path: Path) -> Bill:
    """Write the bill of the environment that runs, held against the schema of CycloneDX; return it."""
    program = [sys.executable, "-m", "cyclonedx_py", "environment", "--pyproject", str(root / "pyproject.toml")]
    options = ["--output-reproducible", "--output-format", "JSON", "--validate", "--output-file", str(path)]
    subprocess.run([*program, *options, sys.prefix], check=True, capture_output=True)
    bill: Bill = json.loads(path.read_text(encoding="utf-8"))
    return bill


def tell(bill: Bill, path: Path) -> Outcome:
    """Say what the bill holds."""
    found = f"{len(bill['components'])} components, CycloneDX {bill['specVersion']}: {path.name}"
    return Outcome("bill of materials", "good", found)
