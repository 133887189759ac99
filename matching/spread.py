"""Suggestions for everybody, computed by the workers of a Dask cluster: the same blocks as here, the same numbers."""

from collections import deque
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from matching.cluster import Versions, installed, require_like, require_like_workers, require_workers
from matching.errors import ClusterUnavailable
from matching.history import blocks
from matching.lean import Lean
from matching.suggest import Matcher, Progress, Suggestion

if TYPE_CHECKING:
    from distributed import Client, Future

BLOCKS_PER_THREAD = 2
"""Blocks under way or done and not yet fetched, per thread of a worker: one at work and one that waits for its turn."""
LOOK_SECONDS = 5.0
"""After so long without a result it is asked whether there are workers at all."""
MAX_LOSSES = 5
"""So often in a row workers may take blocks or the network with them before it is given up."""


def suggest_everywhere(  # noqa: PLR0913 -- as Matcher.iterate, and where
    client: "Client",
    matcher: Matcher,
    top: int = 10,
    progress: Progress | None = None,
    *,
    balanced: bool = True,
    lean: Lean | None = None,
) -> Iterator[Suggestion]:
    """Yield what `matcher.iterate` yields for everybody, in the same order, block by block.

    The blocks are those of `matching.history`, as there: in others the last digits of a score may differ.
    The matcher comes to every worker once. Only so many blocks are under way as the workers have threads for, so that
    neither they nor this process hold all results. What a worker takes with it when it ends is done again by others.
    Raise `ClusterUnavailable` when no workers are left or they end again and again, `OtherInstallation` when one that
    came later is not like this machine, and `ValueError` if `top` is below 1.
    """
    if top < 1:
        raise ValueError(f"top must be at least 1, not {top}")
    partner_ids = matcher.network.partners["id"].to_numpy()
    task = partial(suggest_block, expected=installed(), top=top, balanced=balanced, lean=lean)
    spread = Spread(client, matcher, task)
    waiting = deque(blocks(np.arange(len(partner_ids))))
    n_done = 0
    while waiting or spread.under_way:
        while waiting and spread.has_room():
            spread.ask(partner_ids[waiting.popleft()].tolist())
        n_asked = len(spread.under_way[0].partner_ids)
        yield from spread.take_first()
        n_done += n_asked
        if progress:
            progress(n_done, len(partner_ids))


class Asked(NamedTuple):
    """A block asked of the workers."""

    partner_ids: list[str]
    answer: "Future"


class Spread:
    """A matcher on the workers of a cluster, and the blocks asked of them, first asked first."""

    def __init__(self, client: "Client", matcher: Matcher, task: Callable[..., list[Suggestion]]) -> None:
        self.under_way: deque[Asked] = deque()
        self._client = client
        self._matcher = matcher
        self._task = task
        self._n_losses = 0
        self._shared = self._share()

    def has_room(self) -> bool:
        """Whether the workers that there are now can be asked another block."""
        n_threads: int = sum(self._client.nthreads().values())
        return len(self.under_way) < BLOCKS_PER_THREAD * max(n_threads, 1)

    def ask(self, partner_ids: list[str]) -> None:
        """Ask for the suggestions of a block of partners."""
        answer = self._client.submit(self._task, self._shared, partner_ids, pure=False)
        self.under_way.append(Asked(partner_ids, answer))

    def take_first(self) -> list[Suggestion]:
        """Wait for the block that was asked first; what workers took with them is asked again."""
        from distributed import CancelledError, KilledWorker  # noqa: PLC0415 -- an extra, perhaps not installed

        while True:
            try:
                suggestions: list[Suggestion] = self.under_way[0].answer.result(timeout=LOOK_SECONDS)
            except TimeoutError:
                require_workers(self._client)
            except (CancelledError, KilledWorker) as error:
                self._count_loss(error)
                self._ask_again()
            except Exception:
                require_like_workers(self._client)  # one that came later may have no Osmose at all
                raise
            else:
                self._n_losses = 0
                self.under_way.popleft()
                return suggestions

    def _ask_again(self) -> None:
        blocks_asked = [asked.partner_ids for asked in self.under_way]
        self.under_way.clear()  # and so the workers that are left let go of it
        del self._shared
        self._shared = self._share()
        for partner_ids in blocks_asked:
            self.ask(partner_ids)

    def _share(self) -> "Future":
        while True:
            require_workers(self._client)
            try:
                # Without hash: a name of its own each time, since what was lost under one name stays lost. To one
                # worker, from which the others fetch it: a scheduler that sends to all waits for one that ended.
                shared: Future = self._client.scatter(self._matcher, hash=False)
            except (OSError, KeyError) as error:  # it ended meanwhile, or before the scheduler looked it up
                self._count_loss(error)
            else:
                return shared

    def _count_loss(self, error: Exception) -> None:
        self._n_losses += 1
        if self._n_losses > MAX_LOSSES:
            raise ClusterUnavailable(
                "workers end again and again while they are at the same partners; have they the memory for it?"
            ) from error


def suggest_block(  # noqa: PLR0913 -- what a worker is told
    matcher: Matcher, partner_ids: list[str], *, expected: Versions, top: int, balanced: bool, lean: Lean | None
) -> list[Suggestion]:
    """Return the suggestions of a block, on a worker; raise `OtherInstallation` if it is not as expected."""
    from distributed import get_worker  # noqa: PLC0415 -- an extra, and there where this runs

    require_like(expected, get_worker().address, installed())
    return matcher.suggest(partner_ids, top, balanced=balanced, lean=lean)
