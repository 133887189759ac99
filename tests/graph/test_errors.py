"""Tests of graph.errors."""

import pytest

from graph.errors import Fault, SpoiledInput


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (Fault("partners.csv", "the file is empty"), "partners.csv: the file is empty"),
        (Fault("partners.csv", "no name", row=7), "partners.csv, row 7: no name"),
        (Fault("partners.csv", "no such column", column="id"), "partners.csv, column id: no such column"),
        (Fault("net.xlsx", "no id", row=2, column="id"), "net.xlsx, row 2, column id: no id"),
    ],
)
def test_a_fault_says_where_it_stands(fault, sentence):
    assert str(fault) == sentence


def test_spoiled_input_tells_the_first_fault_and_how_many_more_there_are():
    faults = [Fault("a.csv", "no id", row=row) for row in (2, 3, 4)]

    assert str(SpoiledInput(faults[:1])) == "a.csv, row 2: no id"
    assert str(SpoiledInput(faults)) == "a.csv, row 2: no id (and 2 more)"
    assert SpoiledInput(faults).faults == tuple(faults)
