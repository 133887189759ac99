"""Work on many blocks by several processes that share what was prepared before: memory is not copied, only read."""

import gc
import multiprocessing
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from threadpoolctl import threadpool_limits

from matching import products

Block = TypeVar("Block")
Result = TypeVar("Result")

_work: Callable[[Any], Any] | None = None
"""What the processes do: set before they are made, since what they inherit need not be sent to them."""


def can_fork() -> bool:
    """Return whether processes share memory here: Windows cannot, and libraries of macOS do not survive it."""
    return sys.platform == "linux"


def forked(work: Callable[[Block], Result], blocks: Iterable[Block], n_processes: int) -> Iterator[Result]:
    """Yield what `work` makes of each block, in order, done by so many processes.

    What `work` refers to is shared as it is now; what it returns is sent back. What it raises is raised here.

    >>> list(forked(len, ["a", "bcd"], n_processes=2))
    [1, 3]
    """
    global _work  # noqa: PLW0603 -- the one thing that a process made by fork sees of its parent
    _work = work
    gc.collect()
    gc.freeze()  # or the collector of each process would write on pages that are shared, and so copy them
    try:
        with _pool(n_processes) as pool:
            yield from pool.imap(_call, blocks)
    finally:
        gc.unfreeze()
        _work = None


def _pool(n_processes: int) -> Any:  # noqa: ANN401 -- the library tells no type of a pool of a context
    with warnings.catch_warnings():
        # Python 3.12 warns of every fork while there are threads. No lock is held here, and no thread is needed after.
        warnings.simplefilter("ignore", DeprecationWarning)
        return multiprocessing.get_context("fork").Pool(n_processes, _begin)


def _begin() -> None:
    """Take one thread: each core has a process already, and threads of a library do not survive a fork."""
    products.N_THREADS = 1
    threadpool_limits(1)


def _call(block: Any) -> Any:  # noqa: ANN401 -- whatever the work takes and makes
    if _work is None:
        raise RuntimeError("a process was made without work")
    return _work(block)
