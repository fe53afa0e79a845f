"""Whose events a file holds, as told by its first bytes."""

from __future__ import annotations

from os.path import basename

from mailtui.ingest.reading import LogStream
from mailtui.model.enums import EventProvider
from mailtui.parsing.events.detect import detect

SAMPLE = 256 * 1024
"""Bytes that are looked at."""
_SPACE = b"\xef\xbb\xbf\0 \t\r\n\x1e"
_VALUE = (b"{", b"[")


def service_of(stream: LogStream, expected: EventProvider | None, *, named: bool) -> EventProvider | None:
    """The service that tells the events in `stream`, which stays where it is; None when there are none.

    `expected`: whose they are, by who knows; then JSON that looks like nobody's is theirs too, and so is any
    text that was `named` itself.
    """
    sample = stream.peek(SAMPLE)
    if expected is None:
        return detect(sample, basename(stream.path))
    text = sample.lstrip(_SPACE)
    if not text or b"\0" in text:
        return None
    is_theirs = named or text.startswith(_VALUE) or detect(sample, basename(stream.path)) is expected
    return expected if is_theirs else None
