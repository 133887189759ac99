"""The network drawn: who was tied then and now, each at the same place."""

import re
from datetime import date

import pytest

from service.report import picture
from service.report.picture import show_network
from tests.builders import collaboration, network, partner

DAY = date(2021, 12, 31)


def test_a_partner_keeps_its_place_and_what_is_new_is_thick():
    built = network(
        [
            partner(name, sector=sector)
            for name, sector in zip("abc", ("sport", "zorg & welzijn", "zorg & welzijn"), strict=True)
        ],
        [collaboration("c1", "2019", ["a", "b"]), collaboration("c2", "2021", ["b", "c"])],
    )

    figure = show_network(built, DAY)

    before, now, marks = (each.svg for each in figure.pictures)
    line = re.compile(r'<line (x1="[^"]*" y1="[^"]*" x2="[^"]*" y2="[^"]*")')
    assert len(line.findall(before)) == 1
    assert set(line.findall(before)) < set(line.findall(now))
    assert ('stroke-width="2"/>' in before, now.count('stroke-width="2"/>')) == (False, 1)
    assert (before.count("<polygon"), before.count("<circle")) == (2, 1)
    assert (now.count("<polygon"), now.count("<circle")) == (3, 0)
    assert "zorg &amp; welzijn" in marks
    assert figure.rows == [["sport", "1", "1", "1"], ["zorg & welzijn", "1", "2", "2"]]
    assert figure.sentence == "Op 31 december 2021 hadden 3 van 3 partners een band. Banden in totaal: 2, nieuw: 1."


def test_of_a_large_network_those_with_the_most_ties_are_drawn(monkeypatch):
    monkeypatch.setattr(picture, "MOST_DRAWN", 2)
    built = network(
        [partner(name) for name in "abcd"],
        [collaboration("c1", "2019", ["c", "d"]), collaboration("c2", "2021", ["d", "a"])],
    )

    figure = show_network(built, DAY)

    assert figure.pictures[1].svg.count("<polygon") + figure.pictures[1].svg.count("<circle") == 2
    assert figure.sentence.startswith("Op 31 december 2021 hadden 3 van 4 partners een band.")


@pytest.mark.parametrize(
    "built", [pytest.param(network(), id="nobody"), pytest.param(network([partner("a")]), id="one")]
)
def test_a_network_without_ties_is_drawn_too(built):
    figure = show_network(built, DAY)

    assert all(each.svg.startswith("<svg") and "nan" not in each.svg for each in figure.pictures)
