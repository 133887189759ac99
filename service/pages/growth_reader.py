"""What the growth pages read: the view that an address asks for, and its figures, made once."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated
from weakref import WeakKeyDictionary

from fastapi import Depends, Request

from graph.database import reading
from graph.introducing import Introductions
from graph.network import Network
from graph.parts import Part
from graph.pulse.counting import count_figures, read_figures
from matching.suggestion import Suggestion
from service.access import Asker, refuse
from service.figures.all import FIGURES, OF_ALL_ALONE, OF_STEPS, OF_THE_OFFICE, OPENINGS, SLOW
from service.figures.charts import draw
from service.figures.figure import Figure, Looked
from service.house import House, InHouse, ReadingSession
from service.pages.asked import read_asked, read_year
from service.pages.reader import PageReader, Pages
from service.recognising import Asking
from service.rules import OFFICE
from service.snapshot import Snapshot
from service.visibility import as_seen_by

YEARS_SHOWN = 15
"""Years that are shown unless others are asked for."""


@dataclass(frozen=True)
class View:
    """What the address asks for."""

    part: Part
    first: int
    last: int

    @property
    def parameters(self) -> dict[str, object]:
        """The view as the query of an address."""
        part = self.part
        of = {"sector": part.sector, "thema": part.theme, "plaats": part.place, "bestuur": part.board}
        return {**of, "vanaf": self.first, "tot": self.last}


class GrowthReader:
    """Reads the figures that one request asks for; what was made for the same network and view is kept."""

    def __init__(self, request: Request, asker: Asking, pages: Pages, session: ReadingSession, house: InHouse) -> None:
        self._house, self._asker = house, asker
        self._n_steps, self._n_told = Introductions(session).count_steps(), count_figures(session)
        self.pages = pages
        self.keys = [key for key in FIGURES if key not in OF_THE_OFFICE or asker.role in OFFICE]
        self.years = pages.overview.years
        self.view = _read_view(request, pages, self.years) if self.years else None

    @property
    def withheld(self) -> frozenset[str]:
        """Which figures of `keys` the one who asks does not get of this view."""
        is_usual = self.years is not None and self.view == View(Part(), _usual_first(self.years), self.years[1])
        return frozenset() if is_usual or self._asker.role in OFFICE else OF_ALL_ALONE

    @property
    def n_meant(self) -> int:
        """How many partners, of whatever time, the view is of."""
        return int(self.view.part.of(self.pages.snapshot.history).sum()) if self.view else 0

    def figure(self, key: str, wait_seconds: float, *, since_asked: bool = False) -> Figure | None:
        """Return one figure of `keys`; `None` while it is in the making after so many seconds (see `Workshop.ask`).

        Raise `NotSignedIn` or `NotAllowed` for one that is `withheld`.
        """
        if key in self.withheld:
            refuse(self._asker, "of a part or of other years this figure is for the working group and staff")
        snapshot, view = self.pages.snapshot, self.view
        assert view is not None  # noqa: S101 -- who asks has seen to it
        # What keeps pairs away stands behind the plus, and makes no other network.
        of = (snapshot.version, self._n_steps) if key in OF_STEPS else snapshot.version.partition("+")[0]
        is_open = self.years is None or view.last >= self.years[1]
        maker = _Maker(key, view, snapshot, self._house, self._asker, is_open=is_open)
        name = (key, view, of, self._n_told)
        return self._house.workshop.ask(name, maker.make, wait_seconds, is_long=key in SLOW, since_asked=since_asked)

    def options(self) -> dict[str, list[tuple[str, str]]]:
        """Return what the filters of the page offer: value and label, by their names in the address."""
        first, last = self.years or (0, -1)
        return {
            "sector": self.pages.sector_options,
            "thema": self.pages.theme_options,
            "plaats": [(place, place) for place in self.pages.overview.common_places],
            "bestuur": list(_boards(self.pages.overview.network).items()),
            "jaar": [(str(year), str(year)) for year in range(first, last + 1)],
        }


@dataclass(frozen=True)
class _Maker:
    """Makes one figure once the request that asked for it may be over."""

    key: str
    view: View
    snapshot: Snapshot
    house: House
    asker: Asker
    is_open: bool
    """Whether the view goes up to today: partners answer, too, when nothing begins."""

    def make(self) -> Figure:
        snapshot, view = self.snapshot, self.view
        day = snapshot.network.day or date.today()  # noqa: DTZ011 -- the day where the service is
        with reading(self.house.engine) as session:
            steps, told = Introductions(session).history(), read_figures(session, view.part)
        until = min(date(view.last, 12, 31), day)
        years = told["quarter"].str[:4].astype(int)
        pulse = told[(years >= view.first) & (self.is_open | (years <= view.last))]
        tells_room = self.asker.sees("capacity")
        looked = Looked(snapshot.history, until, view.first, view.part, steps, pulse, self._suggest, tells_room)
        return FIGURES[self.key](looked)

    def _suggest(self) -> tuple[Network, list[Suggestion]]:
        # By the whole network, as everybody gets them: what is told of it are counts, to the office.
        whole = self.house.snapshots.current()
        seen = as_seen_by(whole, self.asker).network
        return seen, [replace(each, reasons=()) for each in whole.matcher.iterate()]


_DRAWN: WeakKeyDictionary[Figure, dict[bool, str]] = WeakKeyDictionary()
"""Charts by whether they are narrow; they go with their figure."""


def draw_once(figure: Figure, *, narrow: bool) -> str:
    """Return the chart of a figure as SVG; raise `ValueError` for one without a chart."""
    if figure.spec is None:
        raise ValueError(f"the figure '{figure.key}' has no chart")
    drawn = _DRAWN.setdefault(figure, {})
    if narrow not in drawn:
        drawn[narrow] = draw(figure.spec, narrow=narrow)
    return drawn[narrow]


def by_heading(keys: list[str]) -> dict[str, list[str]]:
    """Return the keys of figures under the name of their heading (`OPENINGS`), both in the order of the page."""
    headed: dict[str, list[str]] = {}
    heading = ""
    opens = {first: name for name, first in OPENINGS.items()}
    for key in FIGURES:
        heading = opens.get(key, heading)
        if key in keys:
            headed.setdefault(heading, []).append(key)
    return headed


def _read_view(request: Request, pages: PageReader, years: tuple[int, int]) -> View:
    asked, query = read_asked(request, pages.overview), request.query_params
    last = read_year(query.get("tot", ""), years) or years[1]
    first = read_year(query.get("vanaf", ""), (years[0], last)) or _usual_first((years[0], last))
    board = query.get("bestuur", "")
    part = Part(
        sector=asked.sectors[0] if asked.sectors else "",
        theme=asked.theme,
        place=asked.place,
        board=board if board in _boards(pages.overview.network) else "",
    )
    return View(part, first, last)


def _usual_first(years: tuple[int, int]) -> int:
    return max(years[0], years[1] - YEARS_SHOWN + 1)


def _boards(network: Network) -> dict[str, str]:
    """Return the name of each partner that others belong to, by id."""
    boards = network.partners.iloc[sorted(network.memberships["parent"].unique())]
    return dict(zip(boards["id"], boards["name"], strict=True))


Growth = Annotated[GrowthReader, Depends()]
