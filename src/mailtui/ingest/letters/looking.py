"""Is a file mail? Told by its first bytes."""

from __future__ import annotations

import re

SAMPLE = 4096
MBOX = b"From "
_FIRST = re.compile(
    rb"(?:Return-Path|Received|Delivered-To|Envelope-To|Date|From|To|Cc|Subject|Message-ID|MIME-Version|Sender"
    rb"|Reply-To|X-[A-Za-z0-9-]+|ARC-Seal|DKIM-Signature|Authentication-Results|Content-Type):[ \t\r\n]",
    re.IGNORECASE,
)
FROM = re.compile(rb"From \S+ .*\d\d:\d\d")
"""The line before each mail of an mbox: who sent it and when. A line of text may begin with `From` too."""


def is_mail(sample: bytes) -> bool:
    """Whether this begins an mbox (RFC 4155) or a single mail: with a field that mails begin with."""
    return b"\0" not in sample and bool((FROM if sample.startswith(MBOX) else _FIRST).match(sample))
