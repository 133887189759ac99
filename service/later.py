"""Something worked out in the background: whoever wants it waits a moment, or comes back."""

from collections.abc import Callable
from concurrent.futures import Future, wait
from threading import Thread
from typing import Generic, TypeVar

T = TypeVar("T")

MOMENT_SECONDS = 1.0
"""So long a page waits for what is worked out."""


class Later(Generic[T]):
    """What `make` returns, worked out once in a thread of its own, which begins at once.

    >>> Later(lambda: 3).get()
    3
    """

    def __init__(self, make: Callable[[], T]) -> None:
        self._future: Future[T] = Future()
        # A daemon: nobody who stops the service waits for it.
        Thread(target=self._run, args=(make,), daemon=True).start()

    def _run(self, make: Callable[[], T]) -> None:
        try:
            self._future.set_result(make())
        except BaseException as error:  # noqa: BLE001 -- whoever asks is told
            self._future.set_exception(error)

    @property
    def is_over(self) -> bool:
        """Whether it is there, or failed."""
        return self._future.done()

    def get(self, seconds: float = MOMENT_SECONDS) -> T | None:
        """Return it, or `None` where it takes longer than `seconds`; raise what it raised."""
        wait([self._future], seconds)
        return self._future.result() if self._future.done() else None
