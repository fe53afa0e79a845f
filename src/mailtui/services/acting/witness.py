"""The second copy of the audit: a line to syslog, so that a database cut short is found out."""

from __future__ import annotations

import json
import os
import re
import syslog
from collections.abc import Iterable, Iterator
from pathlib import Path

from mailtui.store.acting.audit import Entry

LONGEST = 900
"""Characters of a line; RFC 5424, section 6.1: a receiver takes 2048 bytes at most everywhere."""
_TOLD = re.compile(r"\baudit (\d+) ([0-9a-f]{64}) (\"(?:[^\"\\]|\\.)*\")")


def to_syslog(entry: Entry, database: Path) -> None:
    """Facility auth. A syslog that cannot be reached fails no act: the call tells nobody."""
    syslog.openlog("mailtui", syslog.LOG_PID, syslog.LOG_AUTH)
    syslog.syslog(syslog.LOG_NOTICE, line(entry, database))


def line(entry: Entry, database: Path) -> str:
    """One line of plain ASCII: number, hash (`-`: none) and database first, so that these are never cut."""
    told = {
        "act": entry.act,
        "uid": entry.uid,
        "name": entry.name,
        "hints": entry.hints,
        "subjects": entry.subjects,
        "result": entry.result,
        "reason": entry.reason,
        "after": entry.after,
    }
    chained = f"{entry.id} {entry.hash.hex()}" if entry.id else "- -"
    return f"audit {chained} {json.dumps(os.path.realpath(database))} {json.dumps(told)}"[:LONGEST]


def entries_told(lines: Iterable[str], database: Path) -> Iterator[tuple[int, bytes]]:
    """Number and hash of each entry of one database that a log of syslog tells of."""
    wanted = os.path.realpath(database)
    for text in lines:
        for found in _TOLD.finditer(text):
            if json.loads(found[3]) == wanted:
                yield int(found[1]), bytes.fromhex(found[2])
