"""An address of this machine, and the application that answers on it."""

import os
import signal
import socket
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from tempfile import TemporaryDirectory
from typing import Any

import uvicorn
from uvicorn.supervisors import Multiprocess

from service.app import create_app
from service.commands.telling import BadUsage
from service.counting import FOLDER
from service.logs import logging_config
from service.settings import Settings

SILENT_SECONDS = 60
"""A process that says nothing for so long hangs and is replaced; reading a large network takes a while too."""


@contextmanager
def listen(host: str, ports: Iterable[int]) -> Iterator[tuple[socket.socket, str]]:
    """Lend a socket on the first of `ports` that is free, and its address for a browser; raise `BadUsage`."""
    connection = _open(host, list(ports))
    with connection:
        port = connection.getsockname()[1]
        yield connection, f"http://{_in_brackets(host)}:{port}"


def _open(host: str, ports: list[int]) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for port in ports:
        try:
            return socket.create_server((host, port), family=family)
        except OSError as error:
            reason = error.strerror
    more = f" to {ports[-1]}" if len(ports) > 1 else ""
    raise BadUsage(f"cannot listen on {_in_brackets(host)}:{ports[0]}{more}: {reason}; --port takes another")


def with_host(settings: Settings, host: str) -> Settings:
    """Return the settings with the address listened on among the names that are answered to."""
    names = (*settings.allowed_hosts, _in_brackets(host))
    return settings if _is_any(host) else settings.model_copy(update={"allowed_hosts": names})


def run(settings: Settings, connection: socket.socket, *, workers: int = 1, log_level: str = "info") -> None:
    """Answer requests until the process is told to stop."""
    options: dict[str, Any] = {
        "log_level": log_level,
        "log_config": logging_config(settings.log_format, log_level),
        "access_log": False,  # `service.watching` tells requests, without who asked
        "server_header": False,
        "forwarded_allow_ips": list(settings.trusted_proxies),
        "timeout_graceful_shutdown": settings.stop_seconds,
        "timeout_worker_healthcheck": SILENT_SECONDS,
    }
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(0))  # uvicorn raises it once more when it has ended
    if workers == 1:
        config = uvicorn.Config(create_app(settings), **options)
        uvicorn.Server(config).run(sockets=[connection])
        return
    # Other processes read the environment for themselves; only these differ from what they find there.
    os.environ["OSMOSE_ALLOWED_HOSTS"] = ",".join(settings.allowed_hosts)
    os.environ["OSMOSE_SEND_MAIL"] = str(settings.send_mail)
    factory = "service.app:create_app_from_environment"
    config = uvicorn.Config(factory, factory=True, workers=workers, **options)
    with TemporaryDirectory(prefix="osmose-figures-") as folder:
        os.environ[FOLDER] = folder  # where the processes add up what they count
        Multiprocess(config, sockets=[connection]).run()


def _in_brackets(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _is_any(host: str) -> bool:
    """Whether a host stands for every address of this machine."""
    try:
        return ip_address(host).is_unspecified
    except ValueError:
        return False
