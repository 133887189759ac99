"""A pair put into words."""

import pytest

from graph.introductions import Introduction
from matching.reasons import Reason
from matching.suggestion import Suggestion
from service.introductions.origins import Origins
from service.introductions.queue import Item
from service.introductions.room import Rooms
from service.pages.details import Describer
from service.pages.overview import Overview
from service.pages.pairs import view_pair
from tests.builders import answer, network, partner

OSS = network([partner("a", name="Anders"), partner("b", name="Bieb"), partner("c", name="Club")])
DESCRIBER = Describer(Overview(OSS, OSS, {}))
REASONS = (
    Reason("they_offer", 2.5, own="x", theirs="y"),
    Reason("shared_partners", 1.5, partner_ids=("weg", "c")),
    Reason("activity", 1.0),
)


def view(*, is_kept=False, reasons=REASONS):
    item = Item(Suggestion("b", "a", 1, 5.0, reasons, chance=0.256), "bridge", is_kept=is_kept)
    return view_pair(item, DESCRIBER, Rooms({"a": 3, "b": 5}, {"a": 1}, {"b": 1}), {"a": 2}, Origins())


def test_both_sides_are_told_as_each_sees_it_with_room_and_mail():
    pair = view(reasons=REASONS[:1])

    assert [(side.partner.name, side.n_mailed, side.room) for side in pair.sides] == [("Bieb", 0, 4), ("Anders", 2, 2)]
    assert [side.reasons for side in pair.sides] == [["U zoekt “x” – zij bieden “y”"], ["Zij zoeken “x” – u biedt “y”"]]
    assert (pair.pair, pair.lane_label, pair.chance_percent) == (("a", "b"), "Brug naar een andere sector", 26)


def test_kept_reasons_leave_out_who_is_gone_and_what_is_true_of_one_of_the_two():
    pair = view(is_kept=True)

    assert [side.reasons for side in pair.sides] == [
        ["U zoekt “x” – zij bieden “y”", "U kent allebei Club"],
        ["Zij zoeken “x” – u biedt “y”", "U kent allebei Club"],
    ]
    assert pair.strength == "strong"  # what counted then counts: 5.0 is above ln 50


def test_a_pair_without_reasons_has_no_strength():
    pair = view(is_kept=True, reasons=())

    assert (pair.strength, pair.doubt, pair.sides[0].reasons) == ("", "", [])


@pytest.mark.parametrize(
    ("state", "told"),
    [("proposed", "Een van beide wilde niet kennismaken met de ander."), ("declined", "")],
)
def test_a_no_of_before_is_told_as_long_as_nobody_was_asked_again(state, told):
    oss = network([partner("a"), partner("b")], answers=[answer("b", "a", "declined")])
    asked_for = Introduction(id=1, first_id="a", second_id="b", origin="by_hand", state=state)
    item = Item(Suggestion("a", "b", 1, 0.0, (), chance=0.0), "close", asked_for, is_kept=True)

    pair = view_pair(item, Describer(Overview(oss, oss, {})), Rooms({}, {}, {}), {}, Origins())

    assert pair.doubt == told
