"""The way to a cluster of Dask: reached, made sure of, and left."""

import asyncio
import logging
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from platform import python_version
from typing import TYPE_CHECKING

from matching.errors import ClusterUnavailable, OtherInstallation

if TYPE_CHECKING:
    from distributed import Client, Security

REACH_SECONDS = 10
"""How long a scheduler may take to answer."""
WORKERS_SECONDS = 30
"""How long a cluster may be without workers: one that was killed is started anew meanwhile."""
SCHEMES = ("tcp://", "tls://")
COUNTS_IN_NUMBERS = ("numpy", "pandas", "scipy", "scikit-learn", "sparse-dot-topn")
"""Libraries of which another version may give other last digits, or may not read what this one packed."""

Versions = dict[str, str]


@dataclass(frozen=True)
class Certificates:
    """What a scheduler at tls:// wants to see, and by what it is known; files in PEM."""

    authority: Path
    own: Path
    key: Path


@contextmanager
def connected(address: str, certificates: Certificates | None = None) -> Iterator["Client"]:
    """Lend a client of the scheduler at an address, whose workers have been found to be like this machine.

    Raise `ClusterUnavailable` when the library is not installed, the scheduler cannot be reached or has no workers, and
    `OtherInstallation` when a worker runs something else.
    """
    if find_spec("distributed") is None:
        raise ClusterUnavailable(
            "--cluster needs the package distributed; install it with: pip install 'osmose[cluster]'"
        )
    from distributed import Client  # noqa: PLC0415 -- an extra, perhaps not installed

    for name in ("distributed", "distributed.client"):  # what it has to say is told in one sentence of our own
        logging.getLogger(name).setLevel(logging.CRITICAL)
    security = _security(address, certificates)
    _reach(address, security)
    try:
        client = Client(address, security=security, timeout=REACH_SECONDS, set_as_default=False, name="osmose")
    except OSError as error:
        raise _unreachable(address, error) from error
    try:
        require_like_workers(client)
        yield client
    except OSError as error:  # every call of a client raises this kind, once the scheduler is gone
        if error.errno is not None:  # but it is the system that numbers them: a full disk, or a reader who had enough
            raise
        raise ClusterUnavailable(f"the scheduler at {address} does not answer any more; nothing is changed") from error
    finally:
        client.close()


def _security(address: str, certificates: Certificates | None) -> "Security":
    from distributed import Security  # noqa: PLC0415 -- an extra, perhaps not installed

    if not address.startswith(SCHEMES):
        raise ClusterUnavailable(
            f"'{address}' is no address of a scheduler; expected tcp://host:8786 or tls://host:8786"
        )
    if address.startswith("tcp://"):
        return Security()
    if certificates is None:
        raise ClusterUnavailable(f"{address} wants certificates: the authority's, an own one and its key")
    return Security(
        tls_ca_file=str(certificates.authority),
        tls_client_cert=str(certificates.own),
        tls_client_key=str(certificates.key),
        require_encryption=True,
    )


def _reach(address: str, security: "Security") -> None:
    """Connect once and hang up: a client that cannot connect would go on trying behind our back, and say so."""
    from distributed.comm import connect  # noqa: PLC0415 -- an extra, perhaps not installed

    async def connect_once() -> None:
        arguments = security.get_connection_args("client")
        comm = await connect(address, timeout=REACH_SECONDS, **arguments)
        await comm.close()

    try:
        asyncio.run(connect_once())
    except (OSError, ValueError, ssl.SSLError) as error:
        raise _unreachable(address, error) from error


def _unreachable(address: str, error: Exception) -> ClusterUnavailable:
    return ClusterUnavailable(f"no scheduler can be reached at {address}: {' '.join(str(error).split())}")


def require_like_workers(client: "Client") -> None:
    """Wait for workers; raise `ClusterUnavailable` where none comes, `OtherInstallation` where one is not like this."""
    require_workers(client)
    for worker, found in client.run(installed, on_error="return").items():
        if isinstance(found, OSError):  # gone meanwhile; what it had is given to others
            continue
        if isinstance(found, Exception):
            raise OtherInstallation(f"the worker {worker} has no Osmose of this version: {found}")
        require_like(installed(), worker, found)


def require_workers(client: "Client") -> None:
    """Wait until there is a worker; raise `ClusterUnavailable` where none comes."""
    try:
        client.wait_for_workers(1, timeout=WORKERS_SECONDS)
    except TimeoutError as error:
        address = client.scheduler.address
        raise ClusterUnavailable(
            f"the cluster at {address} has no workers; start one with: dask worker {address}"
        ) from error


def require_like(expected: Versions, worker: str, found: Versions) -> None:
    """Raise `OtherInstallation` unless a worker has what is expected: what the machine that asks has.

    >>> require_like({"numpy": "2.4"}, "tcp://127.0.0.1:4000", {"numpy": "2.3"})
    Traceback (most recent call last):
    matching.errors.OtherInstallation: the worker tcp://127.0.0.1:4000 has numpy 2.3, and the machine that asks 2.4
    """
    for what, here in expected.items():
        if found.get(what) != here:
            there = found.get(what, "none")
            raise OtherInstallation(f"the worker {worker} has {what} {there}, and the machine that asks {here}")


@cache
def installed() -> Versions:
    """Return the versions on which suggestions depend, that of Osmose with a digest of its code.

    >>> sorted(installed())
    ['Osmose', 'Python', 'numpy', 'pandas', 'scikit-learn', 'scipy', 'sparse-dot-topn']
    """
    own = f"{version('osmose')} ({_digest_of_code()})"
    python = ".".join(python_version().split(".")[:2])
    return {"Osmose": own, "Python": python, **{name: version(name) for name in COUNTS_IN_NUMBERS}}


def _digest_of_code() -> str:
    packages = Path(__file__).parents[1]
    digest = sha256()
    for path in sorted(one for package in ("graph", "matching") for one in (packages / package).rglob("*.py")):
        digest.update(str(path.relative_to(packages)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:8]
