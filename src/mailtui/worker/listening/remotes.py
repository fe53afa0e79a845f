"""Who posted, and telling who was refused: a line each, but not a thousand of the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from time import monotonic

from mailtui.errors import ConfigError
from mailtui.model.visible import visible

AGAIN = 60.0
"""Seconds until the same is told again, with how often it was."""
MOST = 100
"""Lines in that time, whoever posts; the rest is counted."""
LONGEST = 80

Networks = tuple[IPv4Network | IPv6Network, ...]


def networks(texts: Sequence[str]) -> Networks:
    """Addresses and networks of proxies. ConfigError when one is none."""
    try:
        return tuple(ip_network(text) for text in texts)
    except ValueError as error:
        raise ConfigError(
            f"trusted_proxies: {error}", "write addresses or networks, such as 10.0.0.0/8"
        ) from None


def remote(peer: str, headers: Mapping[str, str], trusted: Networks) -> str:
    """Who posted: the connection's other end, or whom a proxy that is trusted names."""
    if not _is_in(peer, trusted):
        return peer
    said = [one.strip() for one in headers.get("x-forwarded-for", "").split(",") if one.strip()]
    for one in reversed(said):
        if not _is_in(one, trusted):
            return one
    return said[0] if said else peer


def _is_in(text: str, trusted: Networks) -> bool:
    try:
        found = ip_address(text)
    except ValueError:
        return False
    return any(found in network for network in trusted)


class Telling:
    """Lines for the worker's log. Never of a body, a secret or a signature. Used in one thread."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._told: set[tuple[str, str, str]] = set()
        self._more = 0
        self._since = 0.0

    def tell(self, what: str, who: str, why: str) -> None:
        """Say that `who` was refused, unless that was just said or too much is said."""
        key, now = (what, who, why), monotonic()
        if now - self._since >= AGAIN:
            if self._more:
                self._say(f"{self._more} more requests like these were refused")
            self._told.clear()
            self._more, self._since = 0, now
        if key in self._told or len(self._told) >= MOST:
            self._more += 1
            return
        self._told.add(key)
        self._say(f"{_short(what)} from {_short(who)}: {why}")


def _short(text: str) -> str:
    shown = visible(text)
    return shown if len(shown) <= LONGEST else shown[:LONGEST] + "..."
