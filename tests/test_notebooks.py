"""The notebooks run from top to bottom, and are committed without output."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request):
    return nbformat.read(request.param, as_version=4)


def test_there_are_notebooks():
    assert NOTEBOOKS


def test_a_notebook_holds_no_output(notebook):
    assert not [cell.source for cell in notebook.cells if cell.get("outputs") or cell.get("execution_count")]


def test_cells_are_short(notebook):
    assert all(len(cell.source.splitlines()) <= 12 for cell in notebook.cells if cell.cell_type == "code")


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning")  # of the kernel's own sockets
def test_a_notebook_runs_from_top_to_bottom_and_draws_charts(notebook):
    NotebookClient(notebook, timeout=300, kernel_name="python3").execute()

    shown = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert sum("image/svg+xml" in output.get("data", {}) for output in shown) >= 2
