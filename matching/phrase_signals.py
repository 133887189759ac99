"""What the phrases of two partners tell of the pair: who seeks what the other offers, and who says the same."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy import sparse

from graph.network import Network, Positions
from matching.meetings import Meetings, alike, meet
from matching.patched import Patched
from matching.said import Said
from matching.texts import TextSpace


class Phrases(Protocol):
    """What others ask of the phrases of a network, however they were compared."""

    @property
    def offers(self) -> Said | None:
        """All that is offered, where it was read phrase by phrase."""

    def turn(self) -> None:
        """Make ready for what partners say later."""

    def let_go(self) -> None:
        """Forget what is needed only for what partners say later."""

    def words(self, seeker: Positions, offerer: Positions) -> list[tuple[str, str]]:
        """Return the need of each seeker and the answer of each offerer that meet best; empty texts where none do."""


@dataclass(frozen=True)
class PhraseSignals:
    """The signals of phrases: similarities by partner and other partner."""

    meetings: Meetings
    """What is sought and what is offered."""
    same_side: dict[str, Meetings]
    """What is sought by both, and what is offered by both; by signal."""
    by_signal: dict[str, Patched]
    """Shape (n_partners, n_partners) each, 0 … 1."""
    numbers: Patched
    """Numbers of meetings by seeker and offerer; of the same shape."""

    @classmethod
    def of(cls, network: Network, space: TextSpace) -> "PhraseSignals":
        """Compare all phrases of one network."""
        meetings = meet(network, space)
        seeks = Said.side(network, "seeks", space.offered)  # read as offers: what answers a need is not the same need
        same_side = {
            f"{side}_alike": alike(said, space, network.n_partners)
            for side, said in (("offers", meetings.offers), ("seeks", seeks))
        }
        first = {name: of.matrix for name, of in _named(meetings, same_side).items()}
        by_signal = {name: Patched.unchanged(one) for name, one in _both_ways(first).items()}
        return cls(meetings, same_side, by_signal, Patched.unchanged(meetings.numbers))

    @property
    def offers(self) -> Said:
        """All that is offered, as it was read."""
        return self.meetings.offers

    def turn(self) -> None:
        """Make ready for what partners say later (see `Said.turn`)."""
        for of in (self.meetings, *self.same_side.values()):
            of.needs.turn()
            of.offers.turn()

    def let_go(self) -> None:
        """Nothing is forgotten: a network of this size has room for it."""

    def updated(self, told: Network, positions: Positions, space: TextSpace) -> "PhraseSignals":
        """Return the signals after some partners said something else.

        `told` holds these partners alone, `positions` where they stand among all, both in ascending order.
        """
        is_changed = np.isin(np.arange(len(self.meetings.is_changed)), positions)
        offers = Said.side(told, "offers", space.offered).of_partners(positions)
        sought, seeks = (
            Said.side(told, "seeks", read).of_partners(positions) for read in (space.sought, space.offered)
        )
        meetings = self.meetings.updated(is_changed, sought, offers, space)
        same_side = {
            name: self.same_side[name].updated(is_changed, said, said, space)
            for name, said in (("offers_alike", offers), ("seeks_alike", seeks))
        }
        patches = _both_ways({name: of.patch for name, of in _named(meetings, same_side).items()})
        by_signal = {name: one.patched(meetings.is_changed, patches[name]) for name, one in self.by_signal.items()}
        numbers = self.numbers.patched(meetings.is_changed, meetings.later_numbers)
        return PhraseSignals(meetings, same_side, by_signal, numbers)

    def of_rows(self, rows: Positions) -> dict[str, sparse.csr_array]:
        """Return the signals of some partners: shape (len(rows), n_partners) each."""
        return {name: of[rows] for name, of in self.by_signal.items()}

    def words(self, seeker: Positions, offerer: Positions) -> list[tuple[str, str]]:
        """Return the need of each seeker and the answer of each offerer that meet best; empty texts where none do."""
        return self.meetings.words(np.asarray(self.numbers.at(seeker, offerer), np.int32))


def _named(meetings: Meetings, same_side: dict[str, Meetings]) -> dict[str, Meetings]:
    return {"seeks_offered": meetings, **same_side}


def _both_ways(one_way: dict[str, sparse.csr_array]) -> dict[str, sparse.csr_array]:
    """Add the signal of those who are sought; of likeness, each phrase keeps its best alone, so the greater counts."""
    turned = {name: sparse.csr_array(of.T.tocsr()) for name, of in one_way.items()}
    signals = {"seeks_offered": one_way["seeks_offered"], "offers_sought": turned["seeks_offered"]}
    return signals | {
        name: sparse.csr_array(of.maximum(turned[name])) for name, of in one_way.items() if name != "seeks_offered"
    }
