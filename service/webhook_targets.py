"""Where a webhook may lead: out to the open internet, and to no machine of the network that this one stands in.

Whoever may name an address could otherwise have this machine ask what only it can reach (server-side request forgery).
A name may lead elsewhere at each call, so it is resolved anew for each, and the call goes to the very address that was
checked.
"""

import socket
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import httpx2

from graph.errors import GraphError
from service.settings import LOOPBACK_HOSTS, Settings

Resolve = Callable[[str], list[str]]
"""Returns the addresses that a name leads to; raises `OSError` where it leads nowhere."""

LONGEST_URL = 2_000
_OPEN_INTERNET = ip_network("2000::/3")
"""All of version 6 that was ever given out; beside it lie addresses of one network, of one machine, and translations
into version 4 that Python calls global."""
_LEADS_INSIDE = tuple(map(ip_network, ("2001::/32", "2002::/16", "192.0.0.0/24", "192.88.99.0/24")))
"""Tunnels, whose addresses of version 6 hold one of version 4 that may be any, and what serves a network itself."""


class RefusedTarget(GraphError):
    """A webhook may not lead there."""


@dataclass(frozen=True)
class Target:
    """Where a call goes."""

    url: httpx2.URL
    """As it was given."""
    address: str
    """The address to connect to."""


def resolve_name(host: str) -> list[str]:
    """Return the addresses of a name; an address stands for itself."""
    try:
        return [str(ip_address(host))]
    except ValueError:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
        return [str(address[0]) for *_, address in found]


def check_target(text: str, settings: Settings, resolve: Resolve = resolve_name) -> Target:
    """Return where an address leads; raise `RefusedTarget` unless a webhook may lead there.

    It is https to addresses that everybody can reach; what `Settings.webhook_hosts` names may be anywhere, and http.
    """
    url = _read(text)
    is_trusted = url.host in settings.webhook_hosts or (settings.demo and _bracketed(url.host) in LOOPBACK_HOSTS)
    if url.scheme != "https" and not (is_trusted and url.scheme == "http"):
        raise RefusedTarget("a webhook is called over https; expected an address such as https://www.example.org/hook")
    try:
        addresses = resolve(url.raw_host.decode())
    except (OSError, UnicodeError):
        addresses = []
    if not addresses:
        raise RefusedTarget(f"the name '{url.host}' leads nowhere")
    if not is_trusted and not all(map(is_reachable_by_everybody, addresses)):
        raise RefusedTarget(f"'{url.host}' leads into a network of its own; webhooks go out to the internet only")
    return Target(url, addresses[0])


def _read(text: str) -> httpx2.URL:
    try:
        url = httpx2.URL(text)
    except httpx2.InvalidURL:
        raise RefusedTarget("this is no web address; expected one such as https://www.example.org/hook") from None
    if len(text) > LONGEST_URL or not url.host or url.userinfo or url.fragment:
        raise RefusedTarget("a webhook's address has a host, and neither a user, a password nor a #fragment")
    return url


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def is_reachable_by_everybody(text: str) -> bool:
    """Whether an address belongs to the open internet.

    >>> is_reachable_by_everybody("93.184.216.34"), is_reachable_by_everybody("169.254.169.254")
    (True, False)
    """
    address: IPv4Address | IPv6Address = ip_address(text.partition("%")[0])
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    if isinstance(address, IPv6Address) and address not in _OPEN_INTERNET:
        return False
    leads_inside = any(address in network for network in _LEADS_INSIDE)
    return address.is_global and not address.is_multicast and not leads_inside
