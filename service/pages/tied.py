"""Ties put into words: what two partners did together."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy import sparse

from graph.network import Positions
from service.pages.details import MOST_TOLD, CollaborationView, Describer, PartnerBrief, web_address
from service.pages.focus import BETWEEN


@dataclass(frozen=True)
class TieBrief:
    """A tie in one line: the latest that two partners began together."""

    address: str
    """Names the tie in the address of a page."""
    title: str
    year: int | None
    n_more: int
    """What else they did together."""


@dataclass(frozen=True)
class Together:
    """Something two partners did together, with the others in it as its companions."""

    told: CollaborationView
    source: str
    """Where this is known from, if that is an address on the web."""


@dataclass(frozen=True)
class TieView:
    """All that two partners did together by a year."""

    one: PartnerBrief
    other: PartnerBrief
    together: list[Together]
    """Latest first, at most `MOST_TOLD`."""
    n_together: int


class Ties:
    """Tells of the ties there were by the end of a year, or of all without one."""

    def __init__(self, describer: Describer, year: int | None) -> None:
        self._describer = describer
        network = describer.network
        ties, starts = network.ties, network.collaborations["start"]
        self._years = starts.dt.year.fillna(0).to_numpy(np.int64)  # what has no date counts from the beginning
        begun = True if year is None else self._years[ties["collaboration"]] <= year
        self._is_present = describer.overview.is_present(year)
        self._ties = ties[np.full(len(ties), begun)]

    @cached_property
    def between_present(self) -> sparse.csr_array:
        """How many collaborations tie two partners who were both there: symmetric, shape (n_partners, n_partners)."""
        first, second = self._ties["first"].to_numpy(), self._ties["second"].to_numpy()
        both = self._is_present[first] & self._is_present[second]
        first, second = first[both], second[both]
        ends = (np.concatenate([first, second]), np.concatenate([second, first]))
        n_partners = self._describer.network.n_partners
        return sparse.csr_array((np.ones(2 * len(first)), ends), shape=(n_partners, n_partners))

    def brief(self, one: int, other: int) -> TieBrief:
        """Return in one line what ties two partners, given by position, who have to be tied."""
        latest, *more = self._of(one, other)
        told = self._describer.network.collaborations.iloc[latest]
        ids = self._describer.network.partners["id"]
        return TieBrief(
            address=BETWEEN.join((ids[one], ids[other])),
            title=told["title"] or told["kind"],
            year=int(self._years[latest]) or None,
            n_more=len(more),
        )

    def view(self, one: int, other: int) -> TieView:
        """Return all that ties two partners, given by position; nothing where they are not tied."""
        found = self._of(one, other)
        return TieView(
            one=self._describer.brief(one),
            other=self._describer.brief(other),
            together=[self._tell(collaboration, one, other) for collaboration in found[:MOST_TOLD]],
            n_together=len(found),
        )

    def _of(self, one: int, other: int) -> list[int]:
        """Positions of the collaborations that tie two partners, latest first: their table is ordered by start."""
        low, high = sorted((one, other))
        own: Positions = self._ties.loc[
            (self._ties["first"] == low) & (self._ties["second"] == high), "collaboration"
        ].to_numpy(np.int64)
        return sorted(own.tolist(), reverse=True)

    def _tell(self, collaboration: int, one: int, other: int) -> Together:
        told = self._describer.collaboration(collaboration, one)
        other_id = self._describer.network.partners["id"][other]
        others = [each for each in told.companions if each.id != other_id]
        source = self._describer.network.collaborations["source"].iloc[collaboration] or ""
        return Together(replace(told, companions=others), web_address(source))
