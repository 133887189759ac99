"""The beursvloer, second half: in which slot each pair meets, so that nobody is at two tables at once."""

from collections.abc import Iterator, Sequence
from itertools import product

import numpy as np

from matching.candidates import Mask
from matching.rounds.staged import Counts

NOBODY = -1
Chain = list[tuple[int, int]]
"""Meetings (seeker, offerer) that change places with the other slot of two."""


class Slots:
    """Who meets whom in which slot: a colouring of the edges of a bipartite graph.

    With everybody there all the time, as many slots as the busiest has meetings are enough (König 1916, Mathematische
    Annalen 77): where two have no free slot in common, one free for each is, and flipping the path of meetings that
    alternates between these two slots makes one free for both.
    """

    def __init__(self, seeker_there: Mask, offerer_there: Mask) -> None:
        """Take who is there in which slot: shape (n_seekers, n_slots) and (n_offerers, n_slots)."""
        self._there = (seeker_there.tolist(), offerer_there.tolist())
        self._n_slots = seeker_there.shape[1]
        self._with = tuple([[NOBODY] * self._n_slots for _ in there] for there in self._there)

    @property
    def table(self) -> Counts:
        """Whom each seeker meets in each slot, `NOBODY` where it is free: shape (n_seekers, n_slots)."""
        return np.array(self._with[0], np.int64).reshape(len(self._with[0]), self._n_slots)

    def place(self, seeker: int, offerer: int, preferred: int) -> bool:
        """Give a pair a slot, as near to the preferred one as it goes; return whether there was one."""
        ends = ((0, seeker), (1, offerer))
        free = [[t for t in self._slots_by(preferred) if self._is_free(side, one, t)] for side, one in ends]
        if common := [slot for slot in free[0] if slot in free[1]]:
            self._put(seeker, offerer, common[0])
            return True
        for slot, other in product(*free):
            # The offerer is busy in the slot that suits the seeker, or the other way round: its meetings can make way.
            for side, one, wanted, instead in ((1, offerer, slot, other), (0, seeker, other, slot)):
                chain = self._chain(side, one, wanted, instead)
                if chain is not None:
                    self._flip(chain, wanted, instead)
                    self._put(seeker, offerer, wanted)
                    return True
        return False

    def _slots_by(self, preferred: int) -> Iterator[int]:
        """Yield the slots, those nearest to the preferred one first; the last is next to the first."""
        yield preferred
        for step in range(1, self._n_slots // 2 + 1):
            yield from dict.fromkeys(((preferred + step) % self._n_slots, (preferred - step) % self._n_slots))

    def _is_free(self, side: int, one: int, slot: int) -> bool:
        return bool(self._there[side][one][slot]) and self._with[side][one][slot] == NOBODY

    def _chain(self, side: int, one: int, slot: int, other: int) -> Chain | None:
        """Return the meetings to flip so that `one` is free in `slot`; None where somebody is not there."""
        if not self._there[side][one][slot]:
            return None
        chain: Chain = []
        now = slot
        while (met := self._with[side][one][now]) != NOBODY:
            then = other if now == slot else slot
            if not (self._there[side][one][then] and self._there[1 - side][met][then]):
                return None
            chain.append((one, met) if side == 0 else (met, one))
            side, one, now = 1 - side, met, then
        return chain

    def _flip(self, chain: Chain, slot: int, other: int) -> None:
        moved = [(s, o, other if self._with[0][s][slot] == o else slot) for s, o in chain]
        for s, o, to in moved:
            came_from = slot if to == other else other
            self._with[0][s][came_from] = self._with[1][o][came_from] = NOBODY
        for s, o, to in moved:
            self._put(s, o, to)

    def _put(self, seeker: int, offerer: int, slot: int) -> None:
        self._with[0][seeker][slot], self._with[1][offerer][slot] = offerer, seeker


def along(order: Sequence[int], offerers_of: Sequence[Sequence[int]], n_slots: int) -> list[dict[int, int]]:
    """Return for each seeker the slot in which it would best meet each of its offerers: one after the other.

    `order` tells where each offerer stands on a walk past all tables. Everybody walks the same way round, and begins
    where it is in the way least.
    """
    wanted = np.zeros((len(order), n_slots), np.int64)
    plans: list[dict[int, int]] = []
    for offerers in offerers_of:
        on_the_way = sorted(offerers, key=lambda one: order[one])
        turns = np.arange(len(on_the_way)) * n_slots // max(len(on_the_way), 1)
        crowds = [int(wanted[on_the_way, (turns + phase) % n_slots].sum()) for phase in range(n_slots)]
        slots = (turns + int(np.argmin(crowds))) % n_slots
        wanted[on_the_way, slots] += 1
        plans.append(dict(zip(on_the_way, slots.tolist(), strict=True)))
    return plans
