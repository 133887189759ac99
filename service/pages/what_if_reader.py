"""What the page that looks ahead reads: the batch that its address asks for, and what is to be told of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from fastapi import Request

from service.figures.batches import Ahead, Candidate
from service.figures.outlook import BatchOutlook
from service.figures.serving import say_gain
from service.figures.without import Loss, look_without
from service.house import InHouse, ReadingSession
from service.pages.details import PartnerBrief
from service.pages.reader import Pages
from service.pages.suggested import view_suggestions
from service.pages.what_if_asked import BEST, ON_THE_WAY, TICKED, read_what_if, write_pair
from service.recognising import Asking
from service.rules import STAFF


@dataclass(frozen=True)
class PairRow:
    """A pair in a list."""

    value: str
    """As the address names it."""
    one: PartnerBrief
    other: PartnerBrief
    told: str
    """Why these could meet, or what their tie would gain."""
    is_chosen: bool = False


class LookAhead:
    """What one request looks ahead to."""

    def __init__(self, request: Request, pages: Pages, house: InHouse, asker: Asking, session: ReadingSession) -> None:
        self.pages = pages
        self.choices = (BEST, ON_THE_WAY, TICKED) if asker.role in STAFF else (BEST, TICKED)
        self.asked = read_what_if(request, pages.overview, self.choices)
        self.ahead = Ahead.of(house, pages.snapshot)
        self._session = session

    @cached_property
    def candidates(self) -> tuple[Candidate, ...]:
        """The pairs of the batch."""
        if self.asked.choice == ON_THE_WAY:
            return tuple(self.ahead.on_the_way(self._session))
        if self.asked.choice == TICKED:
            return tuple(self.ahead.chosen(self.asked.pairs))
        return tuple(self.ahead.best(self.asked.part, self.asked.size))

    @property
    def outlook(self) -> BatchOutlook | None:
        """What the batch would do; None for an empty one."""
        return self.ahead.outlook(self.candidates) if self.candidates else None

    @property
    def loss(self) -> Loss | None:
        """What the leaving of the chosen partner would take; None where nobody, or somebody who left, is chosen."""
        network = self.pages.snapshot.network
        return look_without(network, self.asked.leaver) if self.asked.leaver in network.positions else None

    def rows(self, candidates: Sequence[Candidate]) -> list[PairRow]:
        """Return pairs with the strongest reason of each, where the one who asks may see it."""
        return [self._row(each, self._reason(each)) for each in candidates]

    def serving(self) -> list[PairRow]:
        """Return the ties that serve the aim best, with what each gains."""
        return [self._row(each, say_gain(tie, self.asked.aim)) for each, tie in self.ahead.best_ties(self.asked.aim)]

    def brief(self, partner_id: str) -> PartnerBrief:
        """Return a partner in one line."""
        return self.pages.describer.brief(self.position(partner_id))

    def position(self, partner_id: str) -> int:
        """Return where a partner stands among those of the pictures."""
        return self.pages.overview.network.position(partner_id)

    def _row(self, candidate: Candidate, told: str) -> PairRow:
        one, other = map(self.brief, candidate.pair)
        is_chosen = candidate.pair in {each.pair for each in self.candidates}
        return PairRow(write_pair(candidate.pair), one, other, told, is_chosen)

    def _reason(self, candidate: Candidate) -> str:
        if candidate.suggestion is None:
            return ""
        (view,) = view_suggestions([candidate.suggestion], self.pages.describer)
        return view.reasons[0] if view.reasons else ""
