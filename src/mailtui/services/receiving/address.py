"""Where webhooks are listened for: an address of this machine and a port."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import NamedTuple

from mailtui.errors import ConfigError

PORT = 8925
LOOPBACK = "127.0.0.1"


class Address(NamedTuple):
    """An IP address of this machine and a port."""

    host: str
    port: int

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach it."""
        return ip_address(self.host).is_loopback

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def address(text: str) -> Address:
    """`127.0.0.1:8925`, `[::1]:8925`, `:8925` or `8925`: without an address only this machine is heard.

    ConfigError when it is none of those.
    """
    host, colon, port = text.strip().rpartition(":")
    if not colon and not port.isdigit():
        host, port = port, ""
    elif host.count(":") and not host.startswith("["):
        host, port = text.strip(), ""  # IPv6 without a port
    host = "" if host in ("localhost", "") else host.removeprefix("[").removesuffix("]")
    try:
        found: IPv4Address | IPv6Address = ip_address(host or LOOPBACK)
        number = int(port or PORT)
    except ValueError:
        number = -1
    if not 0 <= number < 65_536:
        raise ConfigError(f"{text!r} is nothing to listen at", f"write it as in {LOOPBACK}:{PORT}")
    return Address(str(found), number)
