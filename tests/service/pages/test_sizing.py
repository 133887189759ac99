"""What the size of a mark can mean is measured once, and again when that went wrong."""

import pytest

from service.pages import sizing
from service.pages.overview import Overview
from service.pages.sizing import Sizing
from tests.builders import collaboration, network, partner

LONG = 60
"""Seconds that a busy machine may take."""


def test_what_went_wrong_is_told_once_and_measured_anew(monkeypatch):
    built = network([partner("a"), partner("b")], [collaboration("c", "2020", ["a", "b"])])
    measure, tries = sizing.measure_partners, []

    def fails_once(graph):
        tries.append(1)
        if len(tries) == 1:
            raise MemoryError
        return measure(graph)

    monkeypatch.setattr(sizing, "measure_partners", fails_once)
    sized = Sizing(Overview(built, built, {}), built)

    with pytest.raises(MemoryError):
        sized.get("nabij", LONG)

    assert sized.get("nabij", LONG).tolist() == [1, 1]
