"""Audits the whole of what is shipped: python -m tests.audit. Ends with 1 where anything is wrong."""

import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.audit import code, licences, materials, secrets, weaknesses
from tests.audit.outcome import Outcome

ROOT = Path(__file__).parents[2]
BUILD = ROOT / "build" / "audit"


def run() -> list[Outcome]:
    """Return what each part of the audit found."""
    BUILD.mkdir(parents=True, exist_ok=True)
    bill = materials.write_bill(ROOT, BUILD / "sbom.cdx.json")
    return [
        weaknesses.look(ROOT / "requirements.lock", BUILD),
        code.look(ROOT),
        materials.tell(bill, BUILD / "sbom.cdx.json"),
        licences.look(bill, ROOT / "pyproject.toml", BUILD / "licences.csv"),
        secrets.look(ROOT),
    ]


def main() -> int:
    outcomes = run()
    table = Table("audit", "result", "what was found")
    for outcome in outcomes:
        table.add_row(outcome.what, outcome.result, outcome.found)
    Console(width=120).print(table)
    return int(any(outcome.result == "wrong" for outcome in outcomes))


if __name__ == "__main__":
    sys.exit(main())
