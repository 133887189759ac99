"""Trust and value among the measures of a network on a day, and what each of them means."""

from datetime import date, timedelta

import pandas as pd

from graph.measures import Definition, Figure
from graph.pulse.tables import DIMENSIONS, Quarter

_SOURCE = "PARTNER; Varda and Retrum 2012"
_MEANINGS = {
    "trust": "how far partners trust those they work with, share of the highest answer, last quarter that was over",
    "value": "how far partners value those they work with, share of the highest answer, last quarter that was over",
}
_COLUMNS = {
    "": ("mean", "", _SOURCE),
    "_low": ("low", "95 % interval, from: ", "Student's t over partners"),
    "_high": ("high", "95 % interval, to: ", "Student's t over partners"),
    "_partners": ("n_partners", "partners that answered: ", "count"),
}
"""By the ending of the name: column of `graph.pulse.counting.read_figures`, how the meaning begins, source."""

PULSE_DEFINITIONS = tuple(
    Definition(f"{each}{ending}", f"{begins}{_MEANINGS[each]}; null where it may not be shown", source)
    for each in DIMENSIONS
    for ending, (_column, begins, source) in _COLUMNS.items()
)


def measure_pulse(told: pd.DataFrame, day: date) -> dict[str, Figure]:
    """Return the figures of `PULSE_DEFINITIONS` on a day by name, from what may be shown of a part.

    They are of the last quarter that was over on the day, `None` where nothing may be shown of it.
    """
    quarter = Quarter.of(day + timedelta(days=1)).before
    of_it = told[told["quarter"] == str(quarter)].set_index("dimension")
    return {
        f"{each}{ending}": of_it[column].loc[each].item() if each in of_it.index else None
        for each in DIMENSIONS
        for ending, (column, _begins, _source) in _COLUMNS.items()
    }
