"""The cluster that a command is told to use."""
# ruff: noqa: PLC0415 -- what is heavy is imported when the command runs: `osmose --help` needs none of it

from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import typer

from service.commands.telling import BadUsage
from service.settings import LOOPBACK_HOSTS, Settings

if TYPE_CHECKING:
    from distributed import Client

    from matching.cluster import Certificates


def reached(address: str | None, settings: Settings) -> "AbstractContextManager[Client | None]":
    """Lend a client of the scheduler at an address, None where none is given; raise as `matching.cluster.connected`."""
    if address is None:
        return nullcontext()
    from matching.cluster import connected

    if address.startswith("tcp://") and urlsplit(address).hostname not in LOOPBACK_HOSTS:
        typer.echo(f"{address} is open: who reaches it reads the network and runs programs there; use tls://", err=True)
    return connected(address, _certificates(settings) if address.startswith("tls://") else None)


def _certificates(settings: Settings) -> "Certificates":
    from matching.cluster import Certificates

    named = {name: getattr(settings, name) for name in ("cluster_ca", "cluster_certificate", "cluster_key")}
    for name, path in named.items():
        if path is None:
            raise BadUsage(f"tls:// needs OSMOSE_{name.upper()}; see docs/cluster.md")
        if not path.is_file():
            raise BadUsage(f"OSMOSE_{name.upper()}: '{path}' is no file")
    return Certificates(*named.values())
