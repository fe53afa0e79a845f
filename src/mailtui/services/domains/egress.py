"""Addresses that mail leaves from by the logs: they must pass SPF whether or not somebody said so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from ipaddress import ip_address

from mailtui.model.finding import Expected
from mailtui.store.domains import sending
from mailtui.store.engine import Connection

NEWEST = 20_000
"""Messages, submitted here, that are looked through: what is older says little about today."""
_DOCUMENTED = ("192.0.2.", "198.51.100.", "203.0.113.", "2001:db8:")
"""Addresses for documentation (RFC 5737, RFC 3849), which demos and tests use as public ones."""


def logged(connection: Connection) -> dict[str, set[str]]:
    """Public addresses that the newest mail of each sending domain left from, where the log has them."""
    found = sending.recent_egresses(connection, NEWEST)
    return {name: set(filter(public, ips)) for name, ips in found.items()}


def with_logged(expected: Expected, seen: Mapping[str, set[str]]) -> Expected:
    """What is expected of a domain, with the addresses that its mail leaves from by the logs."""
    ips = set().union(*(seen.get(name, set()) for name in (expected.domain, expected.mail_from)))
    more = sorted(ips - set(expected.ips))
    return replace(expected, ips=(*expected.ips, *more)) if more else expected


def public(ip: str) -> bool:
    """Whether others can see the address: what leaves from a private one has another outside."""
    try:
        address = ip_address(ip)
    except ValueError:
        return False
    return ip.startswith(_DOCUMENTED) or not (address.is_private or address.is_loopback)
