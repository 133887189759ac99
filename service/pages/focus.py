"""What of the network somebody looks into: the way to a partner ("naar"), or the tie of two ("band")."""

import re
from dataclasses import dataclass

from fastapi import Request

from graph.reading.tables import LONGEST_ID
from service.pages.asked import Asked
from service.pages.details import Describer
from service.pages.found import Found, find_named
from service.pages.overview import Overview

BETWEEN = "~"
"""Stands between the ids of the two partners of a tie in an address."""


@dataclass(frozen=True)
class Focus:
    """What the address asks for beside the chosen partner; both may be missing."""

    goal: Found
    """To whom a way is asked from the chosen partner."""
    tie: tuple[str, str] | None
    """Ids of the two partners whose tie is opened."""

    @property
    def parameters(self) -> dict[str, object]:
        """The same as the query of an address."""
        return {
            "naar": self.goal.partner.id if self.goal.partner else self.goal.text,
            "band": BETWEEN.join(self.tie) if self.tie else "",
        }


def read_focus(request: Request, view: Asked, describer: Describer) -> Focus:
    """Read what a request's address looks into; a way from nobody, and partners that are not known, are left out."""
    overview = describer.overview
    text = request.query_params.get("naar", "") if view.partner else ""
    tie = _read_tie(request.query_params.get("band", ""), overview)
    # Who is asked for stays so while the years turn, also in those in which it was not there.
    may_be_meant = overview.is_present(view.year) | (overview.network.partners["id"] == text).to_numpy()
    return Focus(find_named(text, describer, may_be_meant), tie)


def _read_tie(text: str, overview: Overview) -> tuple[str, str] | None:
    if len(text) > 2 * LONGEST_ID + len(BETWEEN):
        return None
    known = overview.network.positions
    # An id may hold the sign as well.
    splits = ((text[: sign.start()], text[sign.end() :]) for sign in re.finditer(re.escape(BETWEEN), text))
    return next((pair for pair in splits if pair[0] != pair[1] and known.keys() >= set(pair)), None)
