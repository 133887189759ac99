"""The direction of imports: service -> matching -> graph, never back."""

import subprocess
import sys
from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

ROOT = Path(__file__).parents[1]

IMPORT_ALL = """
import importlib, pkgutil, sys
package = importlib.import_module(sys.argv[1])
for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
    importlib.import_module(module.name)
print(*sorted({name.partition(".")[0] for name in sys.modules} & {"graph", "matching", "service"}))
"""


def test_no_package_imports_one_above_it():
    assert lint_imports(str(ROOT / "pyproject.toml"), no_cache=True) == EXIT_STATUS_SUCCESS


@pytest.mark.parametrize(("package", "loaded"), [("graph", "graph"), ("matching", "graph matching")])
def test_a_package_runs_without_those_above_it(package, loaded):
    done = subprocess.run([sys.executable, "-c", IMPORT_ALL, package], check=True, capture_output=True, text=True)

    assert set(done.stdout.split()) <= set(loaded.split())
