"""Figures made with less work."""

import pytest

from service.figures import glance


@pytest.fixture(autouse=True)
def few_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    """Networks by chance cost time, and no test needs more of them."""
    monkeypatch.setattr(glance, "MOST_DRAWS", glance.FEWEST_DRAWS)
