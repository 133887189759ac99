"""The service, and senders of mail, in processes of their own that can be killed."""

import asyncio
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from threading import Barrier

from service import background
from service.commands.listening import run
from service.mail.sending import send_due
from service.settings import Settings
from tests.service.posting import house_of

STARTS_TOGETHER_SECONDS = 60


def start(work: Callable[..., None], *arguments: object) -> BaseProcess:
    """Start a process that does some work; it ends with the test at the latest."""
    # Forked from one that has imported the program already: that takes milliseconds, and importing takes seconds.
    context = get_context("forkserver")
    context.set_forkserver_preload(["pytest", "tests.service.processes"])
    process = context.Process(target=work, args=arguments, daemon=True)
    process.start()
    return process


@contextmanager
def running(work: Callable[..., None], *arguments: object) -> Iterator[BaseProcess]:
    """Lend a process as long as the block runs, and kill it at the end unless it is dead already."""
    process = start(work, *arguments)
    try:
        yield process
    finally:
        process.kill()
        process.join()


def gate(n_processes: int) -> Barrier:
    """Return what some processes can wait at until all of them are there."""
    return get_context("forkserver").Barrier(n_processes, timeout=STARTS_TOGETHER_SECONDS)


def serve(settings: Settings, connection: socket.socket) -> None:
    """Serve until the process is killed, as `osmose serve` does, and look for mail all the time."""
    background.LOOK_SECONDS, background.GOODBYE_SECONDS = 0.05, 1.0
    run(settings, connection, log_level="critical")


def work(settings: Settings) -> None:
    """Do the jobs until the process is told to stop, as `osmose jobs` does."""
    with house_of(settings.model_copy(update={"send_mail": True})) as house:
        asyncio.run(background.work_alone(house))


def send_all(settings: Settings, together: Barrier) -> None:
    """Send what waits, at the same moment as others."""
    with house_of(settings) as house:
        together.wait()
        asyncio.run(send_due(house))
