"""Rejections: one row for one refusal, though the main and the reject log (or syslog, twice) tell it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mailtui.ingest.correlate import rejection
from mailtui.ingest.filing import REFUSED, Kept
from mailtui.model.moment import SECOND
from mailtui.store.digests import digest64
from mailtui.store.owned import Refused


def refusals(kept: Sequence[Kept], servers: Sequence[int], first_id: int, went: int) -> Iterator[Refused]:
    """The rejections among some new lines, but those older than `went`.

    `servers` are the server ids of the lines.
    """
    number = first_id
    for line, server_id in zip(kept, servers, strict=True):
        if line.event.kind not in REFUSED or line.time < went:
            continue
        facts = rejection(line.event)
        if facts is None:
            continue
        facts.time = line.time
        yield Refused(number, server_id, _fingerprint(line, server_id), line.entry, facts)
        number += 1


def _fingerprint(line: Kept, server_id: int) -> int:
    """The same for every copy of one refusal, different for the next one.

    In files the second, the words and how many equal lines came before tell refusals apart. Syslog
    gets each refusal twice (Exim manual, `syslog_duplication`), there it is the process id.
    """
    event = line.event
    client = (event.host, event.helo, event.ip, event.port, event.auth)
    words = (event.queue_id, *client, event.sender, event.address)
    said = (event.reply or "").split("\n", 1)[0]
    which = f"pid {event.pid}" if event.server else line.nth
    return digest64(server_id, line.time // SECOND, str(words), said, which)
