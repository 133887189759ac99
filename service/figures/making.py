"""Makes figures beside the requests, one after the other, and keeps them: nobody waits for the slow ones."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from threading import Lock, Thread
from typing import Any, TypeVar

T = TypeVar("T")

MOST_KEPT = 400
"""Figures that are kept; those asked for least recently go first."""
MOST_WAITING = 100
"""Figures that wait to be made; beyond it those asked for longest ago are given up, and made when asked for again."""


class Workshop:
    """Makes one thing at a time and one long one beside it, and keeps them; safe to ask from several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._turns = {False: Lock(), True: Lock()}
        self._made: OrderedDict[Hashable, Future[Any]] = OrderedDict()

    def ask(self, name: Hashable, make: Callable[[], T], wait_seconds: float = 0, *, is_long: bool = False) -> T | None:
        """Return what stands under a name, `None` while it is not made after so many seconds.

        The first one to ask has it made. What takes long waits for others that do, and never holds up the rest. What
        `make` raises is raised here, to each who asks.
        """
        with self._lock:
            if name not in self._made:
                self._made[name] = self._begin(make, self._turns[is_long])
            future: Future[T] = self._made[name]
            self._made.move_to_end(name)
            self._give_up()
        try:
            return future.result(wait_seconds)
        except TimeoutError:
            return None

    def _begin(self, make: Callable[[], T], turn: Lock) -> Future[T]:
        future: Future[T] = Future()
        # A daemon: whoever stops the service does not wait for a figure.
        Thread(target=self._work, args=(future, make, turn), daemon=True).start()
        return future

    @staticmethod
    def _work(future: Future[T], make: Callable[[], T], turn: Lock) -> None:
        with turn:
            if not future.set_running_or_notify_cancel():
                return
            try:
                future.set_result(make())
            except BaseException as error:  # noqa: BLE001 -- told to whoever asks; this thread has nobody to tell
                future.set_exception(error)

    def _give_up(self) -> None:
        waiting = [name for name, future in self._made.items() if not future.done()]
        for name in waiting[:-MOST_WAITING]:
            if self._made[name].cancel():
                del self._made[name]
        while len(self._made) > MOST_KEPT:
            _name, oldest = self._made.popitem(last=False)
            oldest.cancel()
