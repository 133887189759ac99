"""What the pages read: one state of the network with its matcher, and what was worked out for them once."""

from collections.abc import Sequence
from functools import cached_property
from typing import Annotated

from fastapi import Depends

from matching.lean import Lean
from matching.questions import FEW_SUGGESTIONS
from service.pages.colouring import Colourings
from service.pages.details import Describer
from service.pages.drawing import draw
from service.pages.overview import Overview
from service.pages.packed import Packed, pack
from service.pages.sizing import Sizing
from service.pages.suggested import SuggestionView, view_suggestions
from service.places.keeping import Standing
from service.snapshot import Snapshot
from service.visibility import SnapshotReader
from service.wording import say_question


class Drawn:
    """What the pages work out of a read of the network once, whatever becomes of introductions meanwhile."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.overview = Overview(snapshot.history, snapshot.network, snapshot.aliases)
        self.describer = Describer(self.overview)
        self.colourings = Colourings(self.overview, snapshot.network)
        self._packed: tuple[Standing, Packed] | None = None

    def drawing(self, standing: Standing) -> Packed:
        """Return the drawing of the network as the browser reads it, with everybody where it stands."""
        held = self._packed
        if held is None or held[0] is not standing:
            self._packed = held = (standing, pack(draw(self.overview, self.colourings, standing)))
        return held[1]

    @cached_property
    def theme_options(self) -> list[tuple[str, str]]:
        """Id and label of each theme that a partner has."""
        themes = self.overview.network.themes.iloc[self.overview.themes_in_use]
        return list(zip(themes["id"], themes["label"], strict=True))

    @cached_property
    def sector_options(self) -> list[tuple[str, str]]:
        """Id and label of each sector that has a partner."""
        network = self.overview.network
        sectors = network.sectors[network.sectors["id"].isin(network.partners["sector"])]
        return list(zip(sectors["id"], sectors["label"], strict=True))


class PageReader:
    """Reads one snapshot for the pages; cheap to make, since what takes long is kept with the snapshot's read."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._drawn: Drawn = snapshot.views.get("pages", lambda: Drawn(snapshot))
        self.overview = self._drawn.overview
        self.describer = self._drawn.describer

    @property
    def shows_suggestions(self) -> bool:
        """Whether the one who asks may see who is suggested to whom."""
        return self.snapshot.shows_suggestions

    @property
    def colourings(self) -> Colourings:
        """What colours and shapes of the picture can mean."""
        return self._drawn.colourings

    @property
    def sizing(self) -> Sizing:
        """What the size of a mark can mean; the first to ask begins to measure."""
        return self.snapshot.views.get("sizing", lambda: Sizing(self.overview, self.snapshot.network))

    def drawing(self, standing: Standing) -> Packed:
        """Return the drawing of the network as the browser reads it, with everybody where it stands."""
        return self._drawn.drawing(standing)

    @property
    def theme_options(self) -> list[tuple[str, str]]:
        """Id and label of each theme that a partner has."""
        return self._drawn.theme_options

    @property
    def sector_options(self) -> list[tuple[str, str]]:
        """Id and label of each sector that has a partner."""
        return self._drawn.sector_options

    def suggest(self, partner_id: str, top: int, lean: Lean | None = None) -> list[SuggestionView]:
        """Return the best suggestions for a partner, put into words; none for one who has left, or for strangers."""
        if not self.shows_suggestions or partner_id not in self.snapshot.network.positions:
            return []
        return view_suggestions(self.snapshot.matcher.suggest([partner_id], top=top, lean=lean), self.describer)

    def question(self, partner_id: str, suggestions: Sequence[SuggestionView]) -> str:
        """Return what to ask a partner of whom too little is known to suggest much; empty where that is not so."""
        if not self.shows_suggestions or partner_id not in self.snapshot.network.positions:
            return ""
        are_few = sum(one.stands_out for one in suggestions) < FEW_SUGGESTIONS
        question = self.snapshot.matcher.question(partner_id) if are_few else None
        return say_question(question) if question else ""


def read_for_pages(snapshot: SnapshotReader) -> PageReader:
    """Lend the reader of the present snapshot to a route."""
    return PageReader(snapshot)


Pages = Annotated[PageReader, Depends(read_for_pages)]
