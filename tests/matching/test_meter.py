"""The meter of exposure: figures worked out by hand."""

import numpy as np
import pytest

from matching.measuring import gini
from matching.meter import read_meter
from matching.suggestion import Suggestion
from tests.builders import network, partner


def suggestion(partner_id, suggested_id, chance=0.1):
    return Suggestion(partner_id, suggested_id, rank=1, score=2.0, reasons=(), chance=chance)


def test_a_meter_worked_out_by_hand():
    town = network(
        [partner("a", sector="school"), partner("b", sector="school"), partner("c", capacity=1), partner("d")]
    )

    meter = read_meter(
        town,
        [suggestion("a", "b"), suggestion("a", "c", 0.6), suggestion("b", "c", 0.5), suggestion("d", "c", 0.0)],
    )

    assert meter.coverage == 2 / 4
    assert meter.gini == pytest.approx(gini(np.array([0.0, 1, 3, 0])))
    assert meter.across == 2 / 4  # a and b to c; d and c are both firms
    assert meter.above_room == ("c",)  # .6 + .5 of 1
    assert meter.unseen == ("a", "d")


def test_who_is_promised_exactly_its_room_is_not_above_it():
    town = network([partner("a"), partner("b", capacity=1), partner("c")])

    assert read_meter(town, [suggestion("a", "b", 0.5), suggestion("c", "b", 0.5)]).above_room == ()


@pytest.mark.parametrize("n_partners", [0, 2])
def test_without_suggestions_nobody_is_in_sight(n_partners):
    meter = read_meter(network([partner(f"p{i}") for i in range(n_partners)]), [])

    assert (meter.coverage, meter.gini, meter.across, meter.above_room) == (0, 0, 0, ())
    assert len(meter.unseen) == n_partners
