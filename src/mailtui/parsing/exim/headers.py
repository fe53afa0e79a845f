"""What follows the first line of a rejectlog record: envelope and headers (Exim manual, "Reject log")."""

from __future__ import annotations

import binascii
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from typing import Any

from mailtui.parsing.exim.fields import ANGLE

_MOST = 500
"""Physical lines read of one record."""


def read(lines: list[str], found: dict[str, Any]) -> None:
    """Put sender, recipients, subject and Message-ID of the lines after the first into an event."""
    recipients: list[str] = []
    name = ""
    for line in lines[:_MOST]:
        if line.startswith("Envelope-from: "):
            found.setdefault("sender", _path(line[15:]))
        elif line.startswith("Envelope-to: "):
            recipients.append(_path(line[13:]))
            name = "envelope-to"
        elif name == "envelope-to" and line.startswith("    "):
            if line[4:5] == "<":
                recipients.append(_path(line[4:]))
        else:
            name = _header(line, name, found)
    if recipients and "recipients" not in found:
        found["recipients"] = tuple(recipients)


def _header(line: str, before: str, found: dict[str, Any]) -> str:
    """One physical header line, `T Subject: ...` or a folded one; the name it belongs to."""
    if line[1:2] != " " or line[2:3] in ("", " ", "\t"):
        if before == "subject" and line[:1] in (" ", "\t"):
            found["subject"] = _words(found["subject"] + " " + line.strip())
        return before if line[:1] in (" ", "\t") else ""
    name, colon, value = line[2:].partition(":")
    name = name.strip().lower()
    if not colon:
        return ""
    if name == "subject" and "subject" not in found:
        found["subject"] = _words(value.strip())
        return name
    if name == "message-id" and "message_id" not in found:
        found["message_id"] = _path(value.strip())
    return ""


def _path(text: str) -> str:
    path = ANGLE.match(text)
    return path[1] if path else text


def _words(text: str) -> str:
    """A header value with its encoded words (RFC 2047) decoded; as it is when they are broken."""
    if "=?" not in text or len(text) > 2000:
        return text
    try:
        return str(make_header(decode_header(text)))
    except (HeaderParseError, LookupError, ValueError, binascii.Error):
        return text
