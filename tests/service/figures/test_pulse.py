"""The figure of the pulse says what its numbers are, and nothing where nothing may be shown."""

from datetime import date

import pandas as pd
import pytest

from graph.parts import Part
from graph.pulse.counting import COLUMNS
from service.figures.figure import Looked
from service.figures.pulse import say_quarter_told, show_pulse
from tests.builders import network, partner

NO_STEPS = pd.DataFrame()
TOLD = [
    ("2026-Q2", "trust", 0.5, 0.4, 0.6, 7, 9),
    ("2026-Q3", "trust", 0.752, 0.6, 0.9, 5, 6),
    ("2026-Q3", "value", 0.6251, 0.25, 1.0, 12, 20),
]


def told(*rows):
    return pd.DataFrame(list(rows), columns=list(COLUMNS))


def shown(*rows):
    return show_pulse(Looked(network([partner("a")]), date(2026, 11, 26), 2020, Part(), NO_STEPS, told(*rows)))


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        pytest.param([], "", id="nothing"),
        pytest.param(
            TOLD[:1],
            "In het 2e kwartaal van 2026 gaven partners het vertrouwen in de anderen 50 % van het "
            "hoogste antwoord (van 40 tot 60 %, 7 partners).",
            id="trust-alone",
        ),
        pytest.param(
            TOLD,
            "In het 3e kwartaal van 2026 gaven partners het vertrouwen in de anderen 75 % van het "
            "hoogste antwoord (van 60 tot 90 %, 5 partners) en de waarde van de anderen 63 % van het "
            "hoogste antwoord (van 25 tot 100 %, 12 partners).",
            id="the-last-quarter-with-both",
        ),
    ],
)
def test_the_sentence_is_of_the_last_quarter(rows, sentence):
    assert say_quarter_told(told(*rows)) == sentence


def test_the_table_has_a_row_per_quarter_and_a_gap_where_nothing_may_be_shown():
    figure = shown(*TOLD)

    assert figure.table["quarter"].tolist() == ["2026, kw. 2", "2026, kw. 3"]
    assert figure.table["trust"].tolist() == [50, 75]
    assert figure.table["value_n_partners"].isna().tolist() == [True, False]
    assert [label for name, label in figure.columns if name == "trust"] == ["Vertrouwen, %"]
    assert figure.spec is not None


def test_where_nothing_may_be_shown_it_says_so_and_draws_nothing():
    figure = shown()

    assert figure.sentence == "Voor dit deel van het netwerk is er nog niets dat getoond kan worden."
    assert (len(figure.table), figure.spec) == (0, None)
