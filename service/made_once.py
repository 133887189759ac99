"""What is made of one state when it is first asked for, and kept with it."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, Generic, TypeVar

T = TypeVar("T")

MOST_BYTES = 50_000_000
"""Of answers kept of one state: some ten thousand lists of ten suggestions."""


class Views:
    """What was derived from one read of the network, each made once; safe to ask from several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._locks: dict[str, Lock] = {}
        self._made: dict[str, Any] = {}

    def get(self, name: str, make: Callable[[], T]) -> T:
        """Return what stands under a name, made now if it was not asked for before; `make` may ask for other names."""
        with self._lock:
            own = self._locks.setdefault(name, Lock())  # who asks for one thing does not wait for another
        with own:
            if name not in self._made:
                self._made[name] = make()
            made: T = self._made[name]
            return made

    def made(self) -> dict[str, Any]:
        """Return all that was made so far, by name."""
        with self._lock:
            return dict(self._made)


class Once(Generic[T]):
    """Something that takes long to make, made when it is first asked for; safe to ask from several threads."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._make: Callable[[], T] | None = make
        self._lock = Lock()

    @classmethod
    def of(cls, made: T) -> "Once[T]":
        """Return one that is made already."""
        once = cls(lambda: made)
        once.get()
        return once

    @property
    def is_made(self) -> bool:
        """Whether somebody asked for it."""
        return self._make is None

    def get(self) -> T:
        """Return it."""
        with self._lock:
            if self._make is not None:
                self._made = self._make()
                self._make = None  # and with it all that it was made from
        return self._made


class Answers:
    """The latest answers from one state, by what was asked; safe to ask from several threads."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._most = most
        self._n_bytes = 0
        self._lock = Lock()
        self._kept: OrderedDict[Hashable, bytes] = OrderedDict()

    def get(self, asked: Hashable, make: Callable[[], bytes]) -> bytes:
        """Return what was answered to `asked`, made now if it is not among the latest."""
        with self._lock:
            if asked in self._kept:
                self._kept.move_to_end(asked)
                return self._kept[asked]
        made = make()  # two who ask for the same at once both make it: waiting would cost as much
        with self._lock:
            self._n_bytes += len(made) - len(self._kept.get(asked, b""))
            self._kept[asked] = made
            while self._n_bytes > self._most:
                _asked, forgotten = self._kept.popitem(last=False)
                self._n_bytes -= len(forgotten)
        return made
