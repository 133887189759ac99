"""Whom somebody means who wrote a name in a field."""

from dataclasses import dataclass

import numpy as np

from graph.network import Mask
from service.pages.details import Describer, PartnerBrief
from service.pages.overview import Filters, fold
from service.texts import gettext as _

MOST_TEXT = 200
"""Characters of a name that are looked at."""
MOST_PROPOSED = 8


@dataclass(frozen=True)
class Found:
    """What a field's text leads to."""

    text: str
    partner: PartnerBrief | None
    proposals: list[PartnerBrief]
    """Whom it could mean, where that is not clear."""
    fault: str


def find_named(text: str, describer: Describer, is_here: Mask) -> Found:
    """Return whom a text means among those who are here: an id, a name, or what the search of partners finds."""
    text = text.strip()[:MOST_TEXT]
    overview = describer.overview
    position = describer.network.positions.get(text)
    if not text or (position is not None and is_here[position]):
        return Found(text, describer.brief(position) if position is not None else None, [], "")
    found = np.flatnonzero(overview.select(Filters(text=text)) & is_here)
    named = found[(describer.network.partners["name"].iloc[found].map(fold) == fold(text)).to_numpy(np.bool_)]
    for likely in (named, found):
        if len(likely) == 1:
            return Found(text, describer.brief(int(likely[0])), [], "")
    proposals = describer.briefs(overview.order(found, "naam").tolist()[:MOST_PROPOSED])
    fault = _("Whom do you mean?") if proposals else _("Nobody is called this. Use fewer or other words.")
    return Found(text, None, proposals, fault)
