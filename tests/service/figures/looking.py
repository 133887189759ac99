"""What figures are made from, in few words."""

from datetime import date

import pandas as pd

from graph.parts import Part
from graph.pulse.counting import COLUMNS
from service.figures.figure import Looked
from tests.builders import collaboration, network, partner

DAY = date(2021, 12, 31)
NO_STEPS = pd.DataFrame(
    columns=["introduction", "to_state", "made_at", "reason", "first_id", "second_id", "collaboration_id"]
).astype({"made_at": "datetime64[us, UTC]"})
NO_PULSE = pd.DataFrame(columns=list(COLUMNS))

SECTORS = {"school": "primair-onderwijs", "opvang": "kinderopvang", "firma": "bedrijf", "club": "sport"}
TOWN = network(
    [partner(name, name=name.title(), sector=sector, place="Oss") for name, sector in SECTORS.items()],
    [
        collaboration("c1", "2017", ["school", "opvang"], themes="taal", end="2018-12-31"),
        collaboration("c2", "2019", ["school", "firma"], themes="techniek"),
        collaboration("c3", "2021", ["firma", "opvang"], themes="techniek"),
    ],
)
"""Three that know each other and one that nobody knows; nothing began in 2018 and 2020."""


def look(built=TOWN, **chosen):
    """Return what figures are made from: the network of a town at the end of 2021, unless something else is chosen."""
    return Looked(**{"history": built, "day": DAY, "since": 2010, "part": Part(), "steps": NO_STEPS, **chosen})
