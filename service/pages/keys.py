"""How the picture is to be read: what its colours, sizes and places mean, and what it cannot show."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from service.pages.asked import Asked
from service.pages.colouring import Colouring
from service.pages.details import PartnerBrief
from service.pages.mapping import has_place
from service.pages.reader import PageReader
from service.pages.sizing import SIZES, Column, Meaning, meaning_of
from service.texts import gettext as _
from service.texts import say_cell

MOST_LISTED = 200
"""Partners without a place on the map that are named; beyond these they are counted."""


@dataclass(frozen=True)
class PictureKeys:
    """The keys to one view of the picture, for those who read and for those who choose."""

    colour_options: Sequence[tuple[str, str]]
    size_options: Sequence[tuple[str, str]]
    image_options: Sequence[tuple[str, str]]
    """Empty where nobody's place on earth is known."""
    colouring: Colouring | None
    """`None` where colours mean sectors."""
    meaning: Meaning
    measured: Column | None
    """The measure per partner; `None` for ties, and while it is being worked out."""
    is_measuring: bool
    lowest: str
    highest: str
    """The least and the most of a partner; empty where there is nothing to say."""
    unplaced: Sequence[PartnerBrief]
    """Partners that are not on the map, where that is what is shown; at most `MOST_LISTED`."""
    n_unplaced: int

    def say_measured(self, position: int) -> str:
        """Return the measure of a partner as the table says it."""
        return say_cell(self.measured[position]) if self.measured is not None else "–"


def picture_keys(pages: PageReader, view: Asked) -> PictureKeys:
    """Return the keys to a view."""
    overview = pages.overview
    measured = pages.sizing.get(view.size) if view.size else None
    shown = measured if view.size else overview.count_ties(view.year).astype(np.float64)
    values = shown[~np.isnan(shown)] if shown is not None else np.zeros(0)
    meaning = meaning_of(view.size)
    is_placed = has_place(overview)
    unplaced = np.flatnonzero(~is_placed & overview.is_present(view.year)) if view.image else np.zeros(0, np.int64)
    return PictureKeys(
        colour_options=[("", _("Sector")), ("thema", _("Theme")), ("groep", _("Groups that work together"))],
        size_options=[(size, meaning_of(size).label) for size in SIZES],
        image_options=[("", _("By who works with whom")), ("kaart", _("On the map"))] if is_placed.any() else [],
        colouring=pages.colourings.get(view.colour),
        meaning=meaning,
        measured=measured,
        is_measuring=bool(view.size) and measured is None,
        lowest=say_cell(values.min()) if len(values) else "",
        highest=say_cell(values.max()) if len(values) else "",
        unplaced=[pages.describer.brief(position) for position in unplaced[:MOST_LISTED].tolist()],
        n_unplaced=len(unplaced),
    )
