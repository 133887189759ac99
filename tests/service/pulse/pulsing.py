"""A town whose partners do something together, on a day in the middle of a quarter."""

from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta

from graph.database import transaction
from graph.pulse.tables import PulseFigure, Quarter
from service.links import Links
from tests.builders import collaboration, partner
from tests.service.serving import ELSEWHERE, add_rows, serving, set_clock

DAY = date(2026, 11, 10)
QUARTER = Quarter(2026, 4)


def noon(day):
    return datetime.combine(day, time(12), UTC)


def working_together(town, *, n=2, **changes):
    """Return settings of the town, with some collaborations of baker and school and a third partner."""
    settings = town(pulse=True, **changes)
    rows = [collaboration(f"c{at}", "2020", ["bakker", "school", "club"], title=f"Leesweek {at}") for at in range(n)]
    add_rows(settings, [partner("club", name="Sportclub")], rows)
    return settings


@contextmanager
def opening(settings, day=DAY):
    """Lend a client elsewhere, on a day."""
    with serving(settings, ELSEWHERE) as client:
        set_clock(client.app, today=day)
        yield client


def link(house, about="c0", *, person=1, partner_id="bakker", quarter=QUARTER):
    carried = {"person": person, "partner": partner_id, "collaboration": about, "quarter": str(quarter)}
    return f"/vraag/{Links(house.safe).make('pulse', carried)}"


def tell_before(house, mean=0.75):
    """Keep a figure of the quarter before."""
    with transaction(house.engine) as session:
        session.add(
            PulseFigure(
                quarter=str(QUARTER.before),
                dimension="trust",
                kind="all",
                group_id="",
                mean=mean,
                low=mean - 0.1,
                high=mean + 0.1,
                n_partners=6,
                n_answers=8,
            )
        )


DUE = QUARTER.first + timedelta(days=14)
