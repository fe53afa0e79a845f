"""Who posted, and telling who was refused: a line each, but not a thousand of the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from time import monotonic

from mailtui.errors import ConfigError
from mailtui.model.visible import visible

AGAIN = 60.0
"""Seconds until the same is told again, with how often it was."""
MOST = 500
"""Sorts of refusals remembered."""
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
        self._told: dict[tuple[str, str, str], tuple[float, int]] = {}

    def tell(self, what: str, who: str, why: str) -> None:
        """Say that `who` was refused, unless that was just said."""
        key, now = (what, who, why), monotonic()
        since, more = self._told.get(key, (now - AGAIN, 0))
        if now - since < AGAIN:
            self._told[key] = since, more + 1
            return
        if len(self._told) >= MOST:
            self._told.clear()
        self._told[key] = now, 0
        often = f" ({more} more of them in the last while)" if more else ""
        self._say(f"{_short(what)} from {_short(who)}: {why}{often}")


def _short(text: str) -> str:
    shown = visible(text)
    return shown if len(shown) <= LONGEST else shown[:LONGEST] + "..."
