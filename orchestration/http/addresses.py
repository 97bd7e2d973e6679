"""Which addresses may be requested: https, port 443, on the public internet.

A board name, a sitemap, a redirect or a pasted address can name any host, and a name can resolve to
any address. Here: the rules for a URL and for a resolved address. Not here: connecting
(`transport`), and what an answer means (`responses`).
"""

from __future__ import annotations

import socket
import unicodedata
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

LOCAL_NAMES = ("localhost", "localdomain", "local", "internal", "intranet", "lan", "home.arpa")
"""Names that only the machine or its local network resolves."""
_NAT64 = ip_network("64:ff9b::/96")
_NEVER = tuple(map(ip_network, ("168.63.129.16/32", "192.0.0.0/24", "64:ff9b:1::/48")))
"""Networks that Python counts as public, wholly or in part: the metadata service of Azure; protocol
assignments, one of which a cloud uses for metadata; the local NAT64 prefix, which may lead
anywhere."""


class NotPublic(Exception):
    """An address that may not be requested; the message says why and contains no password."""


def check_url(url: str, *, is_routed: bool = False) -> SplitResult:
    """The parts of a URL that may be requested; raises NotPublic otherwise.

    `is_routed` skips the check of the host: a request to the replay server is never resolved.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise NotPublic("not a web address") from None
    shown = f"{host}{parts.path}"
    if parts.scheme != "https" or not host or "@" in parts.netloc:
        raise NotPublic(f"{shown}: only https addresses without a user name are requested")
    if port not in (None, 443):
        raise NotPublic(f"{shown}: port {port} is not allowed, only 443")
    if not is_routed:
        _check_host(host)
    return parts


def _check_host(host: str) -> None:
    """Raise NotPublic for a host that by its spelling is not on the public internet."""
    plain = unicodedata.normalize("NFKC", host).rstrip(".").casefold().replace("。", ".")
    if (address := _address_literal(plain)) is not None:
        if not is_public(address):
            raise NotPublic(f"{host}: not a public address")
    elif "." not in plain or any(f".{plain}".endswith(f".{name}") for name in LOCAL_NAMES):
        raise NotPublic(f"{host}: not a name of the public internet")


def _address_literal(host: str) -> IPv4Address | IPv6Address | None:
    """The address that a host spells out, in any form that resolvers accept (127.1, 0x7f.1)."""
    try:
        return ip_address(host)
    except ValueError:
        pass
    try:
        return IPv4Address(socket.inet_aton(host))
    except (OSError, UnicodeError):
        return None


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address, and an IPv4 address embedded in it, is on the public internet."""
    if isinstance(address, IPv6Address):
        if packed := address.ipv4_mapped or _behind_nat64(address):
            return is_public(packed)
        if address.sixtofour and not is_public(address.sixtofour):
            return False
    is_never = any(address in net for net in _NEVER)
    return address.is_global and not (address.is_multicast or address.is_reserved or is_never)


def _behind_nat64(address: IPv6Address) -> IPv4Address | None:
    return IPv4Address(int(address) & 0xFFFFFFFF) if address in _NAT64 else None


def resolve_public(host: str, port: int) -> list[str]:
    """The addresses of a host. Connect only to these, since a second look-up may differ.

    Raises NotPublic when any of them is not public.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in found))
    for address in addresses:
        if not is_public(ip_address(address)):
            raise NotPublic(f"{host}: resolves to {address}, which is not a public address")
    return addresses
