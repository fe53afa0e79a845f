"""The second copy of the audit: a line to syslog, so that a database cut short is found out."""

from __future__ import annotations

import json
import syslog

from mailtui.store.acting.audit import Entry

LONGEST = 900
"""Characters of a line; RFC 5424, section 6.1: a receiver takes 2048 bytes at most everywhere."""


def to_syslog(entry: Entry) -> None:
    """Facility auth. A syslog that cannot be reached fails no act: the call tells nobody."""
    syslog.openlog("mailtui", syslog.LOG_PID, syslog.LOG_AUTH)
    syslog.syslog(syslog.LOG_NOTICE, line(entry))


def line(entry: Entry) -> str:
    """One line of plain ASCII, the hash (`-`: none) first, so that what is cut off is never that."""
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
    return f"audit {chained} {json.dumps(told)}"[:LONGEST]
