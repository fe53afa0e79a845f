"""IP addresses: which of them nobody outside can reach, and what they are called in DNS."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

_INSIDE = tuple(
    map(
        ip_network,
        (
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "224.0.0.0/3",
            "::/127",
            "::ffff:0:0/96",
            "fc00::/7",
            "fe80::/10",
            "ff00::/8",
        ),
    )
)
"""Networks that no mail from outside reaches (RFC 6890). Those for documentation are not among them."""


def is_inside(text: str) -> bool:
    """Whether an address is private, loopback, link-local or of no use as a destination."""
    address = ip_address(text)
    return any(address in network for network in _INSIDE)


def is_ip(text: str) -> bool:
    """Whether a text is an address."""
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def same(text: str, others: Iterable[str]) -> bool:
    """Whether an address is among others, however they are written."""
    return ip_address(text) in set(map(ip_address, others))


def reverse_name(text: str) -> str:
    """`192.0.2.1` -> `1.2.0.192.in-addr.arpa` (RFC 1035 section 3.5, RFC 3596 section 2.5)."""
    return ip_address(text).reverse_pointer


def below(text: str, zone: str) -> str:
    """The name of an address in a block list (RFC 5782 sections 2.1 and 2.4)."""
    address = ip_address(text)
    reverse = address.reverse_pointer.rsplit(".", 2)[0]
    return f"{reverse}.{zone}"


def record_type(text: str) -> str:
    """The type of record that holds such an address."""
    return _TYPES[type(ip_address(text))]


_TYPES = {IPv4Address: "A", IPv6Address: "AAAA"}
