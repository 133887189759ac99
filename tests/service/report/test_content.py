"""What a report holds: all figures that may leave the office, and no number that is none."""

import math
from datetime import date

import pytest

from service.figures.all import FIGURES
from service.report.content import make_content
from service.report.indicators import record
from service.report.kept import CONTENT
from service.settings import Settings
from tests.builders import collaboration, network, partner
from tests.service.figures.looking import NO_PULSE, NO_STEPS

HIDDEN = ("waarom-niet", "zichtbaarheid")


@pytest.mark.parametrize("names", [pytest.param("a", id="one-partner"), pytest.param("abc", id="three-partners")])
def test_a_report_holds_every_figure_but_those_that_tell_who_said_no(names):
    built = network([partner(name) for name in names], [collaboration("c1", "2021", list(names))])

    made = make_content(record(built, NO_STEPS, NO_PULSE, date(2021, 12, 31)), date(2022, 1, 1), Settings(), n_draws=2)

    assert [figure.key for figure in made.figures] == ["netwerk", *(key for key in FIGURES if key not in HIDDEN)]
    assert all(each.value is None or math.isfinite(each.value) for each in made.measures)
    assert all(each.n == len(names) for each in made.measures)
    assert all(each.sentence and each.definition and each.version >= 1 for each in made.figures)
    assert CONTENT.validate_json(CONTENT.dump_json(made)) == made
