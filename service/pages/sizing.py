"""What the size of a mark can mean: ties, or another measure of where a partner stands in the network of today."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graph.centrality import measure_partners
from graph.network import Network
from graph.tie_graph import tie_graph
from service.later import MOMENT_SECONDS, Later
from service.pages.overview import Overview
from service.texts import gettext as _

Column = npt.NDArray[np.float64]

COLUMNS = {
    "tussen": "betweenness",
    "nabij": "closeness",
    "kern": "core",
    "bereik": "effective_size",
    "beperking": "constraint",
}
"""Column of `graph.centrality.measure_partners` by what the address says; without a word it is ties."""
SIZES = ("", *COLUMNS)
LARGEST = 1000
"""What the browser gets for the partner with the highest value; 0 is for 0."""


@dataclass(frozen=True)
class Meaning:
    """A measure in words."""

    label: str
    definition: str


def meaning_of(size: str) -> Meaning:
    """Return what one of `SIZES` means, in the language of the page."""
    meanings: dict[str, Callable[[], Meaning]] = {
        "": lambda: Meaning(_("Ties"), _("With how many partners it has worked up to the year shown.")),
        "tussen": lambda: Meaning(
            _("In between"),
            _("The share of the shortest ways between two others that lead over it (betweenness, Freeman 1977)."),
        ),
        "nabij": lambda: Meaning(
            _("Nearness"),
            _("The mean of 1 / steps to all others; 1 would be to know everybody (closeness, Marchiori 2000)."),
        ),
        "kern": lambda: Meaning(
            _("Core"),
            _("The largest k such that it has k ties within a group in which everybody has (k-core, Seidman 1983)."),
        ),
        "bereik": lambda: Meaning(
            _("Separate circles"),
            _("Its ties, less how much its partners know each other (effective size, Burt 1992)."),
        ),
        "beperking": lambda: Meaning(
            _("Closed in"),
            _("How much its ties lie among partners that know each other (constraint, Burt 1992): low is free."),
        ),
    }
    return meanings[size]()


class Sizing:
    """The measures of one network of today, begun when somebody first asks for one of them."""

    def __init__(self, overview: Overview, today: Network) -> None:
        self._overview = overview
        self._today = today
        self._measured = self._begin()

    def _begin(self) -> Later[dict[str, Column]]:
        return Later(lambda: self._measure(self._today))

    def _measure(self, today: Network) -> dict[str, Column]:
        table = measure_partners(tie_graph(today))
        positions = self._overview.network.positions
        at = [positions[partner_id] for partner_id in table["id"]]
        measured = {}
        for size, name in COLUMNS.items():
            values = np.full(self._overview.network.n_partners, np.nan)  # who has left has no value
            values[at] = table[name].to_numpy(np.float64)
            measured[size] = values
        return measured

    def get(self, size: str, seconds: float = MOMENT_SECONDS) -> Column | None:
        """Return a measure per partner of the overview, NaN for one without, or `None` where it takes longer.

        `size` is one of `COLUMNS`. Raise what went wrong, once: then it is measured anew.
        """
        try:
            measured = self._measured.get(seconds)
        except Exception:
            self._measured = self._begin()
            raise
        return None if measured is None else measured[size]


def in_thousandths(values: Column) -> list[int | None]:
    """Return each value as a share of the highest, in thousandths; `None` where there is none.

    >>> in_thousandths(np.array([0.0, 2.0, 4.0, np.nan]))
    [0, 500, 1000, None]
    """
    highest = np.nanmax(values, initial=0.0)
    shares = np.nan_to_num(LARGEST * values / (highest or 1.0), nan=-1.0)
    return [None if share < 0 else round(share) for share in shares.tolist()]
