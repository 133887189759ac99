"""A Dask cluster of processes of their own on this machine, each of which can be killed."""

import asyncio
import logging
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.process import BaseProcess

from distributed import Scheduler, Worker

from tests.service.processes import running

STARTS_SECONDS = 300


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return found.getsockname()[1]


@contextmanager
def scheduler() -> Iterator[tuple[str, BaseProcess]]:
    """Lend the address of a scheduler without workers, and its process."""
    port = free_port()
    with running(schedule, port) as process:
        _wait_for(port, process)
        yield f"tcp://127.0.0.1:{port}", process


def _wait_for(port: int, process: BaseProcess) -> None:
    until = time.monotonic() + STARTS_SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            if not process.is_alive() or time.monotonic() > until:
                raise
            time.sleep(0.02)
        else:
            return


@contextmanager
def worker(address: str) -> Iterator[BaseProcess]:
    """Lend a worker of one thread, which may still be starting."""
    with running(work, address) as process:
        yield process


def schedule(port: int) -> None:
    asyncio.run(_run(Scheduler, host="127.0.0.1", port=port, dashboard_address="127.0.0.1:0"))


def work(address: str) -> None:
    asyncio.run(_run(Worker, address, nthreads=1, host="127.0.0.1", death_timeout=STARTS_SECONDS))


async def _run(kind: type[Scheduler | Worker], *arguments: object, **named: object) -> None:
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    async with kind(*arguments, **named) as node:
        await node.finished()
