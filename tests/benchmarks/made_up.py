"""A made-up network of any size: collaborations of twenty years, a few partners in many and most in few."""

import numpy as np
from sqlalchemy import insert

from graph.database import transaction
from graph.model import Collaboration, Participation, Partner, Sector
from graph.repository import Repository
from tests.benchmarks.stages import Place

N_PARTNERS, N_COLLABORATIONS = 10_000, 7_900
"""Together they have about 50,000 ties."""
FIRST_YEAR, N_YEARS = 2005, 20
N_PLACES = 40


def make_up(place: Place, name: str, n_partners: int = N_PARTNERS, n_collaborations: int = N_COLLABORATIONS) -> None:
    """Store a made-up network in a new database of that name."""
    engine = place.new_engine(name)
    with transaction(engine) as session:
        sectors = list(
            session.scalars(Sector.__table__.select().with_only_columns(Sector.id).order_by(Sector.position))
        )
        random = np.random.default_rng(0)
        session.execute(insert(Partner), _partners(random, n_partners, sectors))
        collaborations, participations = _work(random, n_partners, n_collaborations)
        session.execute(insert(Collaboration), collaborations)
        session.execute(insert(Participation), participations)
        Repository(session).record_change("a benchmark")
    engine.dispose()
    (place.scratch / f"{name}.imported").touch()


def _partners(random: np.random.Generator, n: int, sectors: list[str]) -> list[dict]:
    return [
        {
            "id": f"p{at:05}",
            "name": f"Partner {at}",
            "sector_id": sectors[int(random.integers(len(sectors)))],
            "place": f"Plaats {int(random.integers(N_PLACES))}",
        }
        for at in range(n)
    ]


def _work(random: np.random.Generator, n_partners: int, n_collaborations: int) -> tuple[list[dict], list[dict]]:
    weights = random.pareto(2.0, n_partners) + 0.3
    weights /= weights.sum()
    collaborations, participations = [], []
    for at in range(n_collaborations):
        start = np.datetime64(f"{FIRST_YEAR}-01-01") + int(random.integers(N_YEARS * 365))
        end = start + int(random.integers(100, 1500)) if random.random() < 0.6 else None
        members = random.choice(n_partners, int(random.integers(2, 7)), replace=False, p=weights)
        collaborations.append(
            {
                "id": f"c{at:05}",
                "title": f"Samenwerking {at}",
                "start_date": str(start),
                "starts_on": start.item(),
                "end_date": str(end) if end else "",
                "ends_on": end.item() if end else None,
                "grant_euro": 1000 if random.random() < 0.3 else None,
            }
        )
        participations += [
            {"collaboration_id": f"c{at:05}", "partner_id": f"p{one:05}", "role": "participant", "position": position}
            for position, one in enumerate(members)
        ]
    return collaborations, participations
