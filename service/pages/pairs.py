"""A pair in the queue put into words: both partners, why they could meet as each of them sees it, and their room."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from graph.introductions import BEFORE_ASKING
from matching.reasons import Reason
from matching.suggestion import Suggestion
from service.introductions.checking import one_declined
from service.introductions.origins import Origins
from service.introductions.queue import Item, Pair
from service.introductions.reasons import turned
from service.introductions.room import Rooms
from service.pages.details import Describer, PartnerBrief
from service.pages.suggested import SuggestionView, view_suggestions
from service.pages.way import LANE_LABELS, say_code, say_origin
from service.texts import gettext as _


@dataclass(frozen=True)
class SideView:
    """One partner of a pair."""

    partner: PartnerBrief
    reasons: list[str]
    """Why it could meet the other one, as it sees it."""
    n_mailed: int
    """Persons who get a mail for it; 0: staff call."""
    room: int
    """About how many partners it can still be asked this quarter, this one not counted."""


@dataclass(frozen=True)
class PairView:
    """A pair as the queue shows it."""

    pair: Pair
    """Ids in their order."""
    lane: str
    lane_label: str
    sides: tuple[SideView, SideView]
    strength: str
    """"" where nobody weighed the pair: staff thought of it."""
    strength_label: str
    doubt: str
    chance_percent: int
    """Chance that both say yes."""
    introduction_id: int | None
    origin_label: str
    """"" for what the program suggests."""
    asker_id: str
    """The partner that asked for it itself; "" where none did."""


def view_pair(
    item: Item, describer: Describer, rooms: Rooms, n_mailed: Mapping[str, int], origins: Origins
) -> PairView:
    """Put a pair of the queue into words; `n_mailed` tells how many persons get mail for a partner, by its id."""
    suggestion, introduction = item.suggestion, item.introduction
    if item.is_kept:
        suggestion = replace(suggestion, reasons=tuple(still_so(suggestion.reasons, describer)))
    ours, theirs, view = _reasons_of_both(suggestion, describer, is_kept=item.is_kept)
    ids = suggestion.partner_id, suggestion.suggested_id
    sides = [
        SideView(describer.brief(describer.network.position(each)), reasons, n_mailed.get(each, 0), rooms.left(each))
        for each, reasons in zip(ids, (ours, theirs), strict=True)
    ]
    return PairView(
        pair=item.pair,
        lane=item.lane,
        lane_label=say_code(LANE_LABELS, item.lane),
        sides=(sides[0], sides[1]),
        strength=view.strength if view else "",
        strength_label=view.strength_label if view else "",
        doubt=_declined(item, describer) or (view.doubt if view else ""),
        chance_percent=round(100 * suggestion.chance),
        introduction_id=introduction.id if introduction else None,
        origin_label=say_origin(introduction, origins) if introduction and introduction.origin != "suggestion" else "",
        asker_id=origins.asker_ids.get(introduction.id, "") if introduction else "",
    )


def _declined(item: Item, describer: Describer) -> str:
    """Say that one said no to the other before, where somebody asked for the pair all the same."""
    if item.introduction is None or item.introduction.state not in BEFORE_ASKING:
        return ""
    one, other = (describer.network.position(each) for each in item.pair)
    is_so = one_declined(describer.network, one, other)
    return _("One of them did not want to meet the other.") if is_so else ""


def still_so(reasons: tuple[Reason, ...], describer: Describer) -> list[Reason]:
    """Return stored reasons without partners and themes that are there no more."""
    network = describer.network
    return [
        replace(
            reason,
            partner_ids=tuple(each for each in reason.partner_ids if each in network.positions),
            theme_ids=tuple(each for each in reason.theme_ids if each in network.theme_positions),
        )
        for reason in reasons
    ]


def _reasons_of_both(
    suggestion: Suggestion, describer: Describer, *, is_kept: bool
) -> tuple[list[str], list[str], SuggestionView | None]:
    """Return the reasons as each side sees them, and the view of the suggestion; without reasons there is none.

    An introduction does not tell which of the two was suggested: what is true of that one alone is left out there.
    """
    if not suggestion.reasons:
        return [], [], None
    (view,) = view_suggestions([suggestion], describer)
    if not is_kept:
        return view.reasons, view.their_reasons, view
    back = replace(
        suggestion,
        partner_id=suggestion.suggested_id,
        suggested_id=suggestion.partner_id,
        reasons=tuple(turned(suggestion.reasons)),
    )
    (back_view,) = view_suggestions([back], describer)
    return back_view.their_reasons or view.reasons, view.their_reasons, view
