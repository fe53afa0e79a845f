"""The command lines that suit a failure, for a person to run on the mail server. None is ever run here.

Every part that a stranger may have written must look as it should, and is quoted; else the line is left out.
Exim manual, 'Command line options'; exiqgrep(8), exigrep(8).
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from typing import NamedTuple

from mailtui.model.enums import FailureClass, Side

_ID = re.compile(r"[0-9A-Za-z]{6}-(?:[0-9A-Za-z]{6}-[0-9A-Za-z]{2}|[0-9A-Za-z]{11}-[0-9A-Za-z]{4})")
_DOMAIN = re.compile(r"(?!-)[A-Za-z0-9-]{1,63}(?:\.(?!-)[A-Za-z0-9-]{1,63})+")
_LOCAL = re.compile(r"[A-Za-z0-9_+=~][A-Za-z0-9_+=~.'/-]{0,63}")
_ROUTING = frozenset({FailureClass.DNS_FAILURE, FailureClass.DOMAIN_UNKNOWN, FailureClass.RELAY_DENIED})
_HELD = frozenset({FailureClass.IP_BLOCKLISTED, FailureClass.PROVIDER_BLOCK, FailureClass.RATE_LIMITED})
"""To try on makes these worse: mail is held until the cause is gone."""


class Situation(NamedTuple):
    """What commands are asked for."""

    queue_id: str
    address: str
    failure_class: FailureClass
    side: Side
    waits: bool
    frozen: bool
    log: str | None
    """Path of the log file."""


def commands(of: Situation) -> tuple[str, ...]:
    """At most two command lines, the most useful first."""
    return tuple(_lines(of))[:2]


def _lines(of: Situation) -> Iterator[str]:
    domain = of.address.rpartition("@")[2]
    known = _ID.fullmatch(of.queue_id) is not None
    if of.frozen and known:
        yield f"exim -Mvl {of.queue_id}"
        yield f"exim -Mt {of.queue_id}"
    if of.waits and of.failure_class in _HELD and _DOMAIN.fullmatch(domain):
        pattern = f"@{re.escape(domain.lower())}$"
        yield f"exiqgrep -i -r {shlex.quote(pattern)} | xargs -r exim -Mf"
    if of.failure_class in _ROUTING and is_plain(of.address):
        yield shlex.join(("exim", "-bt", of.address))
    if of.waits and known:
        yield f"exim -Mvl {of.queue_id}"
        if of.side is not Side.RCPT and of.failure_class not in _HELD:
            yield f"exim -M {of.queue_id}"
    if not of.waits and known and of.log and of.log.startswith("/") and of.log.isprintable():
        yield shlex.join(("exigrep", of.queue_id, of.log))


def is_plain(address: str) -> bool:
    """Whether an address can be put on a command line: no blanks, no controls, no leading minus."""
    local, at, domain = address.rpartition("@")
    return bool(at and _LOCAL.fullmatch(local) and _DOMAIN.fullmatch(domain))
