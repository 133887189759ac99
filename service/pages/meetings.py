"""Whom the chosen partner could meet, as the panel of the network shows it to staff: suggested, or proposed already."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from graph.introducing import Introductions, other_side, partner_on, side_of
from graph.introductions import Introduction
from matching.lean import Lean
from matching.reasons import Reason, worth_saying
from matching.suggestion import Suggestion
from service.introductions.reasons import reasons_of
from service.pages.details import Describer, PartnerBrief
from service.pages.pairs import still_so
from service.pages.suggested import order_reasons
from service.snapshot import Snapshot
from service.wording import say_reason


@dataclass(frozen=True)
class Meeting:
    """A partner that the chosen one could meet."""

    partner: PartnerBrief
    reasons: list[str]
    """Why, as the chosen partner sees it; none where staff thought of it themselves."""
    introduction_id: int | None
    """Of the introduction that is proposed and awaits a decision; None for a suggestion."""


class Meetings:
    """Tells staff whom partners could meet, less the pairs that an introduction has by now.

    A snapshot may be a moment older than the last decision, and what somebody put aside must not come back.
    """

    def __init__(
        self, session: Session, snapshot: Snapshot, describer: Describer, today: date, lean: Lean | None = None
    ) -> None:
        self._introductions = Introductions(session)
        self._network = snapshot.network
        self._describer = describer
        self._lean = lean
        kept_away = self._introductions.pairs_kept_away(today)
        is_fresh = kept_away == snapshot.kept_away
        self._matcher = snapshot.matcher if is_fresh else snapshot.matcher.keeping_away(kept_away)

    def suggest(self, partner_ids: list[str], top: int) -> list[Suggestion]:
        """Return the best suggestions for partners, `top` for each; none for those who are not here today."""
        here = [each for each in partner_ids if each in self._network.positions]
        return self._matcher.suggest(here, top=top, lean=self._lean) if here else []

    def view(self, partner_id: str, top: int) -> list[Meeting]:
        """Return whom a partner could meet: what is proposed already, then at most `top` suggestions, best first."""
        proposed = [each for each in self._introductions.of_partner(partner_id) if each.state == "proposed"]
        waiting = [_view_proposed(each, self._describer, partner_id) for each in proposed if self._are_here(each)]
        fresh = self.suggest([partner_id], top)
        return waiting + [_view(each.suggested_id, each.reasons, self._describer) for each in fresh]

    def _are_here(self, introduction: Introduction) -> bool:
        return {introduction.first_id, introduction.second_id} <= self._network.positions.keys()


def _view_proposed(introduction: Introduction, describer: Describer, partner_id: str) -> Meeting:
    side = side_of(introduction, partner_id)
    reasons = still_so(tuple(reasons_of(introduction.reasons, side)), describer)
    return _view(partner_on(introduction, other_side(side)), reasons, describer, introduction.id)


def _view(
    other_id: str, reasons: Sequence[Reason], describer: Describer, introduction_id: int | None = None
) -> Meeting:
    network = describer.network
    said = [say_reason(reason, network) for reason in order_reasons(worth_saying(reasons))]
    return Meeting(describer.brief(network.position(other_id)), said, introduction_id)
