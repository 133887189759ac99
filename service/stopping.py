"""Told to stop: first the service says that it is not ready, then it takes no requests, then it ends."""

import asyncio
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from service.house import House


@contextmanager
def lingering(house: House) -> Iterator[None]:
    """Have SIGTERM wait as long as the settings say, with `house.is_leaving` set, before the server acts on it.

    A proxy or a balancer sees meanwhile that the service is not ready, and sends its requests elsewhere; a second
    SIGTERM is acted on at once. Where signals cannot be handled (another thread than the first) nothing is changed.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    loop, acts = asyncio.get_running_loop(), signal.getsignal(signal.SIGTERM)

    def leave() -> None:
        is_first = not house.is_leaving.is_set()
        house.is_leaving.set()
        if callable(acts):
            loop.call_later(house.settings.linger_seconds if is_first else 0, acts, signal.SIGTERM, None)

    loop.add_signal_handler(signal.SIGTERM, leave)
    try:
        yield
    finally:
        loop.remove_signal_handler(signal.SIGTERM)
        signal.signal(signal.SIGTERM, acts)
