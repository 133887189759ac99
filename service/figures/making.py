"""Makes figures beside the requests, one after the other, and keeps them: nobody waits for the slow ones."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass, field
from threading import Lock, Thread
from time import monotonic
from typing import Any, TypeVar

T = TypeVar("T")

MOST_KEPT = 400
"""Figures that are kept; those asked for least recently go first."""
MOST_ROWS = 200_000
"""Rows of all tables that are kept; beyond it, too, those asked for least recently go, save the one asked for last."""
MOST_WAITING = 100
"""Figures of a lane that wait to be made; beyond it those asked for longest ago are given up, and made when asked for
again."""


class Making(Future[T]):
    """Something that was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked_at = monotonic()


@dataclass(eq=False)
class _Lane:
    """What is made one after the other."""

    waiting: dict[Hashable, tuple[Making[Any], Callable[[], Any]]] = field(default_factory=dict)
    """By name, the first to be made first."""
    is_at_work: bool = False
    """Whether a thread goes through what waits; it ends when nothing does."""


class Workshop:
    """Makes one thing at a time and one long one beside it, and keeps them; safe to ask from several threads."""

    def __init__(self, rows_of: Callable[[Any], int] = lambda _made: 0) -> None:
        """`rows_of` tells how many rows there are in what was made."""
        self._rows_of = rows_of
        self._lock = Lock()
        self._lanes = {False: _Lane(), True: _Lane()}
        self._made: OrderedDict[Hashable, Making[Any]] = OrderedDict()

    def ask(
        self,
        name: Hashable,
        make: Callable[[], T],
        wait_seconds: float = 0,
        *,
        is_long: bool = False,
        since_asked: bool = False,
    ) -> T | None:
        """Return what stands under a name, `None` while it is not made after so many seconds.

        `since_asked`: they are counted from when anybody asked first, so whoever comes later waits less, or not at all.
        The first one to ask has it made. What takes long waits for others that do, and never holds up the rest. What
        `make` raises is raised here: to those who wait, else to the next one who asks. Whoever asks then has it made
        anew.
        """
        with self._lock:
            if name not in self._made:
                self._made[name] = self._begin(name, make, self._lanes[is_long])
            future: Making[T] = self._made[name]
            self._made.move_to_end(name)
            self._give_up()
        waited = monotonic() - future.asked_at if since_asked else 0
        try:
            error = future.exception(max(0, wait_seconds - waited))
        except (TimeoutError, CancelledError):  # in the making, or given up for what was asked for later
            return None
        if error is not None:
            self._forget(name, future)
        return future.result()

    def _begin(self, name: Hashable, make: Callable[[], T], lane: _Lane) -> Making[T]:
        future: Making[T] = Making()
        lane.waiting[name] = (future, make)
        if not lane.is_at_work:
            lane.is_at_work = True
            # A daemon: whoever stops the service does not wait for a figure.
            Thread(target=self._work, args=(lane,), daemon=True).start()
        return future

    def _work(self, lane: _Lane) -> None:
        while (task := self._take(lane)) is not None:
            future, make = task
            try:
                future.set_result(make())
            except BaseException as error:  # noqa: BLE001 -- told to whoever asks; this thread has nobody to tell
                future.set_exception(error)

    def _take(self, lane: _Lane) -> tuple[Making[Any], Callable[[], Any]] | None:
        with self._lock:
            if not lane.waiting:
                lane.is_at_work = False
                return None
            task = lane.waiting.pop(next(iter(lane.waiting)))
            task[0].set_running_or_notify_cancel()
            return task

    def _give_up(self) -> None:
        for lane in self._lanes.values():
            waiting = [name for name in self._made if name in lane.waiting]
            for name in waiting[:-MOST_WAITING]:
                self._drop(name)
        n_rows = sum(map(self._n_rows, self._made.values()))
        while len(self._made) > MOST_KEPT or (n_rows > MOST_ROWS and len(self._made) > 1):
            name, oldest = next(iter(self._made.items()))
            n_rows -= self._n_rows(oldest)
            self._drop(name)

    def _n_rows(self, future: Future[Any]) -> int:
        is_there = future.done() and not future.cancelled() and future.exception() is None
        return self._rows_of(future.result()) if is_there else 0

    def _drop(self, name: Hashable) -> None:
        self._made.pop(name).cancel()
        for lane in self._lanes.values():
            lane.waiting.pop(name, None)

    def _forget(self, name: Hashable, future: Future[Any]) -> None:
        with self._lock:
            if self._made.get(name) is future:
                del self._made[name]
