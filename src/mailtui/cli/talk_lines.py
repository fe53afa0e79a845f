"""Rows as sentences, for who listens: what matters first, names before numbers, no symbol and no column."""

from __future__ import annotations

import time
from datetime import tzinfo

from mailtui.cli import incidents_output, search_output
from mailtui.cli.times import for_people
from mailtui.model.incident import Incident, Triage
from mailtui.model.view import SearchRow, Total

SIDES = {
    "us": "our side",
    "them": "their side",
    "rcpt": "the recipient's side",
    "net": "the network",
    "policy": "policy",
    "unknown": "nobody knows whose side",
}


def incident_line(one: Incident) -> str:
    """`new: rate-limited at google, our side, 12 people, since 3 h, mail bounces in 14 h. 421 ...`."""
    since = incidents_output.ago(time.time_ns() // 1000 - one.onset)
    bounces = incidents_output.bounces(one)
    parts = [
        f"{incidents_output.state(one)}: {one.failure_class} at {one.provider}",
        SIDES.get(str(one.side), str(one.side)),
        _counted(one.recipients, "person", "people"),
        f"since {since}",
        *([f"mail bounces {bounces}" if bounces != "due" else "mail is due to bounce"] if bounces else []),
        *([f"taken by {one.assignee}"] if one.assignee else []),
    ]
    return f"{', '.join(parts)}. {' '.join(one.sample_reply.split())}".rstrip()


def row_line(row: SearchRow, zone: tzinfo) -> str:
    """`bounced: from alice@x to bob@y, 2026-11-20 09:14:07, by mx.y. 550 ...`."""
    sender = "the null sender" if row.sender == "" else search_output.sender(row.sender)
    parts = [
        f"{row.status}: from {sender} to {row.recipient or 'nobody named'}",
        for_people(row.key.time, zone),
        *([f"by {row.host or row.ip}"] if row.host or row.ip else []),
    ]
    return f"{', '.join(parts)}. {' '.join((row.reply or '').split())}".rstrip()


def triage_line(triage: Triage) -> str:
    """How many incidents and single failures there are."""
    if not triage.incidents and not triage.unfiled:
        return f"Triage: {incidents_output.nothing(triage)}."
    single = _counted(triage.unfiled, "single failure")
    return f"Triage: {_counted(len(triage.incidents), 'incident')}, {single}."


def search_line(english: str, total: Total) -> str:
    """What is asked, and how many rows there are."""
    more = "" if total.exact else "more than "
    return f"Search: {english}. {more}{_counted(total.value, 'row')}."


def _counted(number: int, noun: str, plural: str = "") -> str:
    return f"{number or 'no'} {noun if number == 1 else plural or noun + 's'}"
