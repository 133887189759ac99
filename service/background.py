"""What the running service does by itself: it tends introductions, sends mails, calls webhooks and places newcomers.

Of several processes on one database one at a time sends mails, and one calls webhooks (`graph.turns`); a process that
has not the turn looks again two seconds later.
"""

import asyncio
import logging
import signal
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import ExitStack, asynccontextmanager
from datetime import UTC, datetime

from graph.database import transaction
from graph.sweeping import sweep
from graph.turns import turn
from service import webhooks
from service.house import House
from service.introductions.tending import LEAVES_TRACES, tend
from service.mail.sending import send_due
from service.mail.transport import check_mail_settings
from service.places.public import public_ties

LOOK_SECONDS = 2.0
"""How often is looked whether a mail waits: whoever asks for a link to sign in waits no longer for it to leave."""
TEND_SECONDS = 60.0
GOODBYE_SECONDS = 5.0
"""So long a mail that is on its way may still take when the service stops; then another sender takes it over."""
GIVE_BACK_SECONDS = 2.0

_log = logging.getLogger("osmose.background")


@asynccontextmanager
async def working(house: House) -> AsyncIterator[None]:
    """Work in the background as long as the block runs, where the settings ask for it; raise `BadSetting`."""
    if not house.settings.send_mail:
        yield
        return
    check_mail_settings(house.settings)
    stop = asyncio.Event()
    tasks = {asyncio.create_task(work(house, stop)) for work in (_mail, _call, _place)}
    try:
        yield
    finally:
        stop.set()
        _, late = await asyncio.wait(tasks, timeout=GOODBYE_SECONDS)
        for task in late:
            task.cancel()
        if late:  # each gives back what it holds; who then says goodbye to a mail server that hangs is not waited for
            await asyncio.wait(late, timeout=GIVE_BACK_SECONDS)


async def work_alone(house: House) -> None:
    """Work in the background and answer nobody, until Ctrl-C or SIGTERM; raise `BadSetting`."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with working(house):
        await stop.wait()


async def _mail(house: House, stop: asyncio.Event) -> None:
    tended_at = float("-inf")

    async def look() -> None:
        nonlocal tended_at
        if time.monotonic() - tended_at >= TEND_SECONDS:
            await asyncio.to_thread(tend_now, house)
            tended_at = time.monotonic()
        await send_due(house, goes_on=lambda: not stop.is_set())

    await _again_and_again("mails", house, lambda: _in_turn(house, "mail", look), stop)


async def _call(house: House, stop: asyncio.Event) -> None:
    # Beside the mails and not after them: a webhook that does not answer takes its time.
    async def look() -> None:
        await asyncio.to_thread(webhooks.send_due, house, goes_on=lambda: not stop.is_set())

    await _again_and_again("webhooks", house, lambda: _in_turn(house, "webhooks", look), stop)


async def _place(house: House, stop: asyncio.Event) -> None:
    # So that a newcomer, and a network that was just brought in, has its place before somebody looks.
    async def look() -> bool:
        await asyncio.to_thread(place_now, house)
        return True

    await _again_and_again("places", house, look, stop)


def place_now(house: House) -> None:
    """See to it that everybody has a place, or begin to lay all out; nothing to do where nothing changed."""
    house.places.stand(public_ties(house.snapshots.current()))


async def _in_turn(house: House, job: str, look: Callable[[], Awaitable[None]]) -> bool:
    """Do a job unless another process is at it; return whether it was done."""
    held = ExitStack()
    try:
        is_ours = await asyncio.to_thread(held.enter_context, turn(house.engine, job))
        if is_ours:
            await look()
        return is_ours
    finally:
        await asyncio.to_thread(held.close)


async def _again_and_again(job: str, house: House, look: Callable[[], Awaitable[bool]], stop: asyncio.Event) -> None:
    while not stop.is_set():
        try:
            if await look():  # another process that is at it may hang: that is no success of this one
                house.counters.count_work(job, failed=False)
        except Exception as error:  # noqa: BLE001 -- whatever it is, the next look may fare better; and it may name people
            _log.warning("work in the background failed: %s: %s", job, type(error).__name__)
            house.counters.count_work(job, failed=True)
        try:
            await asyncio.wait_for(stop.wait(), LOOK_SECONDS)
        except TimeoutError:
            continue


def tend_now(house: House) -> Counter[str]:
    """Do what time has brought about, in one transaction; return how often each duty did something."""
    house.snapshots.ready()
    with transaction(house.engine) as session:
        done = tend(session, house.settings, datetime.now(UTC))
    if LEAVES_TRACES & done.keys():
        sweep(house.engine)
    return done
