"""Tests of matching.wide.phrases: with room for every answer, updated is as compared anew."""

import numpy as np
import pytest

from matching.texts import TextSpace
from matching.wide import phrases
from matching.wide.phrases import WidePhrases
from matching.wide.sayings import neighbours
from tests.builders import network, partner

WORDS = ["muziek", "taalles", "techniek", "sportclub", "tuinieren", "koken"]
SAID = {f"p{at:02}": [f"{WORDS[at % 6]} {WORDS[at * 5 % 4]}", WORDS[at % 4]] for at in range(12)}
CHANGED = np.array([1, 4, 9])
BETWEEN = np.array([4, 7])
"""Who says something else in between."""
BOTH = np.union1d(CHANGED, BETWEEN)


def town(**changes):
    said = SAID | changes
    return network([partner(one, seeks=said[one], offers=said[one][::-1][:1]) for one in SAID])


def similarities(of):
    """Every signal of every pair."""
    everybody = np.arange(len(SAID))
    row, other = (each.ravel() for each in np.indices((len(SAID), len(SAID))))
    return {name: signal.at(signal.of_partners(everybody), row, other) for name, signal in of.by_signal.items()}


@pytest.mark.parametrize(
    "said",
    [
        pytest.param(["muziek en koken", "taalles muziek", "een heel andere zaal"], id="new-phrases"),
        pytest.param(["taalles"], id="known-phrases"),
        pytest.param([], id="nothing-left"),
    ],
)
def test_updated_all_that_is_said_meets_as_if_it_was_compared_anew(said, monkeypatch):
    monkeypatch.setattr(phrases, "N_NEW", 2)
    before, after = town(), town(**{f"p{at:02}": said for at in CHANGED})
    space = TextSpace(before)

    between = town(**{f"p{at:02}": [f"koken en {WORDS[at % 6]}", "sportclub in de zaal"] for at in BETWEEN})

    compared = WidePhrases.of(before, space, neighbours(before))
    once = compared.updated(between.of(BETWEEN), BETWEEN, space)
    updated = once.updated(after.of(BOTH), BOTH, space)

    anew = similarities(WidePhrases.of(after, space, neighbours(after)))
    for name, values in similarities(updated).items():
        np.testing.assert_allclose(values, anew[name], atol=2e-5, err_msg=name)
        assert (values > 0).any()
