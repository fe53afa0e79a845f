"""The live queue of an Exim: which one it is, and what is on it. Only looks.

Exim lists its queue to its admin users only (root, the user Exim runs as, members of its group), unless
`queue_list_requires_admin` is switched off. Source: Exim manual, 'Command line options', `-bp`, `-bP`.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import NamedTuple

from mailtui.errors import MailProgramError
from mailtui.mta.running import run
from mailtui.parsing.exim.queue import Queued, queued

TIME_LIMIT = 60.0
"""Seconds for one listing: Exim opens the spool file of every message."""
OUTPUT_LIMIT = 256 << 20
"""Bytes of one listing: a million messages with a recipient each are a third of that."""


class Places(NamedTuple):
    """Where an Exim keeps things."""

    log: str
    """The folder of its log; '' when it writes to syslog only."""
    spool: str


class Listing(NamedTuple):
    """What is on the queue."""

    messages: tuple[Queued, ...]
    whole: bool
    """False when there may be queues of other names, which could not be looked for."""


def places(command: Sequence[str]) -> Places:
    """Where the Exim that `command` starts has log and spool. MailProgramError when it does not tell."""
    ran = run([*command, "-bP", "spool_directory", "log_file_path"])
    told = dict(line.split(" = ", 1) for line in ran.output.splitlines() if " = " in line)
    spool = told.get("spool_directory", "")
    if ran.code or not spool:
        raise _refusal(command, ran.errors or ran.output, ran.code)
    files = [part.strip() for part in told.get("log_file_path", "").split(":")]
    logs = [part for part in files if part.startswith("/")]
    if not logs and "syslog" in files and "" not in files:
        return Places("", spool)
    return Places(os.path.dirname(logs[0]) if logs else os.path.join(spool, "log"), spool)


def listing(command: Sequence[str], spool: str) -> Listing:
    """Everything that waits there, queues with names included. MailProgramError says why not."""
    named = _named(spool)
    found = _listed(command)
    for name in named or ():
        found += _listed(command, f"-qG{name}")
    return Listing(tuple(found), named is not None)


def _listed(command: Sequence[str], *which: str) -> list[Queued]:
    ran = run([*command, *which, "-bpr"], TIME_LIMIT, OUTPUT_LIMIT)
    if ran.code:
        raise _refusal(command, ran.errors, ran.code)
    return list(queued(ran.output))


def _named(spool: str) -> list[str] | None:
    """The queues beside the usual one; None when the spool cannot be read."""
    try:
        with os.scandir(spool) as entries:
            folders = [entry.name for entry in entries if entry.is_dir(follow_symlinks=False)]
    except OSError:
        return None
    return [name for name in folders if name != "input" and os.path.isdir(os.path.join(spool, name, "input"))]


def _refusal(command: Sequence[str], said: str, code: int) -> MailProgramError:
    why = said.strip().partition("\n")[0] or f"exit code {code}"
    return MailProgramError(
        f"the queue cannot be read: {why.removeprefix('exim: ')}",
        f"Let the user of the worker into Exim's group, or look by hand: {command[0]} -bp",
    )
