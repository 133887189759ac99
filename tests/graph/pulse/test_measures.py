"""Trust and value among the measures: of the last quarter that was over, and of none other."""

from datetime import date

import pandas as pd
import pytest

from graph.pulse.counting import COLUMNS
from graph.pulse.measures import PULSE_DEFINITIONS, measure_pulse

TOLD = pd.DataFrame([("2026-Q2", "trust", 0.5, 0.4, 0.6, 7, 9)], columns=list(COLUMNS))


@pytest.mark.parametrize(
    ("day", "trust"),
    [
        pytest.param(date(2026, 6, 29), None, id="the-quarter-still-runs"),
        pytest.param(date(2026, 6, 30), 0.5, id="its-last-day"),
        pytest.param(date(2026, 9, 29), 0.5, id="until-the-next-one-is-over"),
        pytest.param(date(2026, 9, 30), None, id="nothing-of-the-next-one"),
    ],
)
def test_a_figure_is_of_the_last_quarter_that_was_over(day, trust):
    figures = measure_pulse(TOLD, day)

    assert figures["trust"] == trust
    assert figures["trust_partners"] == (7 if trust else None)
    assert figures["value"] is None


def test_every_figure_has_a_definition_and_none_is_there_of_nothing():
    figures = measure_pulse(TOLD.iloc[:0], date(2026, 6, 30))

    assert list(figures) == [each.name for each in PULSE_DEFINITIONS]
    assert set(figures.values()) == {None}
