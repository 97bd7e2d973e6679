"""Which addresses may be asked: https, port 443, on the public internet.

A board name, a sitemap, a redirect or an operator's paste can name any host, and a name can resolve
to any address. Belongs here: what a URL and a resolved address may be. Not here: connecting
(`_transport`), and what an answer means.
"""

from __future__ import annotations

import socket
import unicodedata
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

LOCAL_NAMES = ("localhost", "localdomain", "local", "internal", "intranet", "lan", "home.arpa")
"""Names that only a machine or its own network resolves."""
_NAT64 = ip_network("64:ff9b::/96")
_NEVER = tuple(map(ip_network, ("168.63.129.16/32", "192.0.0.0/24", "64:ff9b:1::/48")))
"""Azure's metadata service, which has a public address; protocol assignments, of which Python calls
some global and a cloud uses one for metadata; the local NAT64 prefix, which leads anywhere."""


class NotPublic(Exception):
    """An address that is not asked; the message says why and has no password in it."""


def check_url(url: str, *, is_routed: bool = False) -> SplitResult:
    """The parts of a URL that may be asked; NotPublic says why it may not. What goes to a replay's
    route is never resolved, so that any host will do."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise NotPublic("not a web address") from None
    shown = f"{host}{parts.path}"
    if parts.scheme != "https" or not host or "@" in parts.netloc:
        raise NotPublic(f"{shown}: only plain https addresses are asked, without a user name")
    if port not in (None, 443):
        raise NotPublic(f"{shown}: port {port} is not asked, only 443")
    if not is_routed:
        _check_host(host)
    return parts


def _check_host(host: str) -> None:
    """NotPublic for a host whose spelling alone tells that it is not on the public internet."""
    plain = unicodedata.normalize("NFKC", host).rstrip(".").casefold().replace("。", ".")
    if (address := _address_literal(plain)) is not None:
        if not is_public(address):
            raise NotPublic(f"{host}: not a public address")
    elif "." not in plain or any(f".{plain}".endswith(f".{name}") for name in LOCAL_NAMES):
        raise NotPublic(f"{host}: not a name of the public internet")


def _address_literal(host: str) -> IPv4Address | IPv6Address | None:
    """The address that a host spells out, in any form that resolvers take (127.1, 0x7f.1)."""
    try:
        return ip_address(host)
    except ValueError:
        pass
    try:
        return IPv4Address(socket.inet_aton(host))
    except (OSError, UnicodeError):
        return None


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address is on the public internet, and so is the IPv4 address packed into it."""
    if isinstance(address, IPv6Address):
        if packed := address.ipv4_mapped or _behind_nat64(address):
            return is_public(packed)
        if address.sixtofour and not is_public(address.sixtofour):
            return False
    odd = address.is_multicast or address.is_reserved or any(address in net for net in _NEVER)
    return address.is_global and not odd


def _behind_nat64(address: IPv6Address) -> IPv4Address | None:
    return IPv4Address(int(address) & 0xFFFFFFFF) if address in _NAT64 else None


def resolve_public(host: str, port: int) -> list[str]:
    """The addresses of a host, to connect to and to none else: a second look-up may differ.

    NotPublic when one of them is not public: a name that mixes both is a trap or a mistake.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in found))
    for address in addresses:
        if not is_public(ip_address(address)):
            raise NotPublic(f"{host}: resolves to {address}, which is not a public address")
    return addresses
