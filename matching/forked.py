"""Work on many blocks by several processes that share what was prepared before: memory is not copied, only read."""

import gc
import multiprocessing
import sys
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from io import StringIO
from typing import Any, TypeVar

from threadpoolctl import threadpool_limits

from matching import products
from matching.errors import ProcessLost

Block = TypeVar("Block")
Result = TypeVar("Result")

_work: Callable[[Any], Any] | None = None
"""What the processes do: set before they are made, since what they inherit need not be sent to them."""


def can_fork() -> bool:
    """Return whether processes share memory here: Windows cannot, and libraries of macOS do not survive it."""
    return sys.platform == "linux"


def shared_out(work: Callable[[Block], Result], blocks: Iterable[Block], *, may_fork: bool) -> Iterator[Result]:
    """Yield what `work` makes of each block, in order: by `forked` processes where there may be some, else by threads.

    >>> list(shared_out(len, ["a", "bcd"], may_fork=False))
    [1, 3]
    """
    if may_fork and can_fork():
        return forked(work, blocks, products.N_THREADS)
    return _in_threads(work, blocks)


def forked(work: Callable[[Block], Result], blocks: Iterable[Block], n_processes: int) -> Iterator[Result]:
    """Yield what `work` makes of each block, in order, done by so many processes.

    What `work` refers to is shared as it is now; what it returns is sent back. What it raises is raised here, and
    `ProcessLost` where a process is ended from outside. Not for a process in which other threads do more than tell
    progress, such as a service: locks that they hold would stay locked. What `work` prints is heard by nobody.

    >>> list(forked(len, ["a", "bcd"], n_processes=2))
    [1, 3]
    """
    global _work  # noqa: PLW0603 -- the one thing that a process made by fork sees of its parent
    _work = work
    gc.collect()
    gc.freeze()  # or the collector of each process would write on pages that are shared, and so copy them
    try:
        with _pool(n_processes) as pool:
            yield from _in_order(pool, _call, blocks, n_processes)
    except BrokenProcessPool as error:
        raise ProcessLost(
            "a process that was at work here was ended from outside, perhaps for want of memory; nothing is changed"
        ) from error
    finally:
        gc.unfreeze()
        _work = None


def _in_threads(work: Callable[[Block], Result], blocks: Iterable[Block]) -> Iterator[Result]:
    with ThreadPoolExecutor(products.N_THREADS) as pool:  # sorting and multiplying let go of the interpreter
        yield from _in_order(pool, work, blocks, products.N_THREADS)


def _in_order(
    pool: Executor, work: Callable[[Block], Result], blocks: Iterable[Block], n_at_once: int
) -> Iterator[Result]:
    """Yield what is made of each block in order; few more are under way, or done and not fetched, than at once."""
    under_way: deque[Future[Result]] = deque()
    for block in blocks:
        under_way.append(pool.submit(work, block))
        if len(under_way) > n_at_once:
            yield under_way.popleft().result()
    while under_way:
        yield under_way.popleft().result()


def _pool(n_processes: int) -> ProcessPoolExecutor:
    pool = ProcessPoolExecutor(n_processes, multiprocessing.get_context("fork"), _begin)
    with warnings.catch_warnings():
        # Python 3.12 warns of every fork while there are threads. No lock is held here, and no thread is needed after.
        warnings.simplefilter("ignore", DeprecationWarning)
        pool.submit(int)  # all processes are made when the first thing is asked
    return pool


def _begin() -> None:
    """Take one thread: each core has a process already, and threads of a library do not survive a fork.

    Stay silent: a thread that tells progress may have been writing at the fork, and who says something, or flushes at
    the end, would wait for it for ever.
    """
    sys.stdout = sys.stderr = StringIO()
    products.N_THREADS = 1
    threadpool_limits(1)


def _call(block: Any) -> Any:  # noqa: ANN401 -- whatever the work takes and makes
    if _work is None:
        raise RuntimeError("a process was made without work")
    return _work(block)
