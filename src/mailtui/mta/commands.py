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

CHANGES = "# changes the queue"
"""Stands behind every command that does more than look."""
MOST = 2


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
    """At most two command lines: first those that only look; those that change the queue say so after `#`."""
    return (*_looking(of), *_changing(of))[:MOST]


def frozen_commands(queue_id: str) -> tuple[str, ...]:
    """What to type of a message that is frozen, whatever froze it."""
    return commands(
        Situation(queue_id, "", FailureClass.UNCATEGORISED, Side.UNKNOWN, waits=False, frozen=True, log=None)
    )


def _looking(of: Situation) -> Iterator[str]:
    """Lines that change nothing, the most useful first; one is enough where there is something to change."""
    known = _is_id(of.queue_id)
    if of.failure_class in _ROUTING and is_plain(of.address):
        yield shlex.join(("exim", "-bt", of.address))
    held = _pattern(of)
    if held is not None:
        yield f"exiqgrep -r {held}"
    elif known and (of.waits or of.frozen):
        yield f"exim -Mvl {of.queue_id}"
    elif known and of.log and of.log.startswith("/") and of.log.isprintable():
        yield shlex.join(("exigrep", of.queue_id, of.log))


def _changing(of: Situation) -> Iterator[str]:
    """Lines that change the queue, each with a shell comment that says how, so that it stays copyable."""
    known = _is_id(of.queue_id)
    held = _pattern(of)
    if of.frozen and known:
        yield f"exim -Mt {of.queue_id}  {CHANGES}: thaws it"
    if held is not None:
        yield f"exiqgrep -i -r {held} | xargs -r exim -Mf  {CHANGES}: freezes them"
    if of.waits and known and of.side is not Side.RCPT and of.failure_class not in _HELD:
        yield f"exim -M {of.queue_id}  {CHANGES}: tries it now"


def _pattern(of: Situation) -> str | None:
    """The mail for this domain as exiqgrep wants it, where it had better be held; None else."""
    domain = of.address.rpartition("@")[2]
    if of.frozen or not of.waits or of.failure_class not in _HELD or not _DOMAIN.fullmatch(domain):
        return None
    return shlex.quote(f"@{re.escape(domain.lower())}$")


def _is_id(queue_id: str) -> bool:
    return _ID.fullmatch(queue_id) is not None


def is_plain(address: str) -> bool:
    """Whether an address can be put on a command line: no blanks, no controls, no leading minus."""
    local, at, domain = address.rpartition("@")
    return bool(at and _LOCAL.fullmatch(local) and _DOMAIN.fullmatch(domain))
