"""Lines that begin with a host: what a client did, or what came of trying a server."""

from __future__ import annotations

import re
from typing import Any

from mailtui.model.enums import EventKind
from mailtui.parsing.exim import address, fields, rejection, smtp

Found = dict[str, Any]

_OLD_HOST = re.compile(
    r"(?:([^ \[\]=<>\"]{1,255}) )?\[([^\[\]\s]{1,100})\](?::[0-9]{1,5})? "
    r"(?=Connection |Network |No route |Host |Operation |Permission |Invalid |SSL |TLS |Software |Address )",
    re.ASCII,
)


def read(text: str, start: int, found: Found) -> bool:
    """`H=host [ip]: text`, `H=host [ip] Connection refused`, and rejections that begin with fields."""
    at = rejection.read_fields(text, start - 1, found)
    words = text[at:].removeprefix(" ")
    if rejection.read(text, at, found):
        return True
    found["text"] = words
    if words.startswith("Warning: "):
        found["kind"] = EventKind.WARNING
    elif words.startswith(("sender verify ", "RCPT <")):
        found["kind"] = EventKind.WARNING
        _subject_of(words, found)
    elif words.startswith("incomplete transaction"):
        found["kind"] = EventKind.CONNECTION
        _transaction(text, at, found)
    elif " tmp-reject from cutthrough " in words or " reject from cutthrough " in words:
        found["kind"] = EventKind.TEMPORARY_REJECTION if " tmp-" in words else EventKind.REJECTION
    elif "ip" in found and "queue_id" in found:
        failed(words, found)
    elif "ip" in found or "user" in found:
        found["kind"] = EventKind.OTHER
    else:
        return False
    return True


def read_old(text: str, start: int, found: Found) -> bool:
    """`host [ip] Connection timed out` (before 4.8x without `H=`), `[ip] SSL verify error: ...`."""
    old = _OLD_HOST.match(text, start)
    if old is None:
        return False
    if old[1] is not None:
        found["host"] = old[1]
    found["ip"] = old[2]
    words = text[old.end() :]
    if words.startswith(("SSL", "TLS")):
        found["kind"] = EventKind.TLS_ERROR
        found["text"] = words
    else:
        failed(words, found)
    return True


def failed(words: str, found: Found) -> None:
    """What went wrong at a server."""
    message = words.removeprefix(":").strip(" ")
    is_tls = message.startswith(("TLS ", "SSL ", "DANE "))
    found["kind"] = EventKind.TLS_ERROR if is_tls else EventKind.HOST_ERROR
    found["text"] = message
    smtp.fill(found, message)


def _subject_of(words: str, found: Found) -> None:
    """The address that `sender verify fail for <x>` or `RCPT <x>: discarded` is about."""
    at = words.find("<")
    path = fields.ANGLE.match(words, at) if at >= 0 else None
    if path is not None:
        found["address" if words.startswith("RCPT") else "sender"] = path[1]


def _transaction(text: str, at: int, found: Found) -> None:
    """`incomplete transaction (RSET) from <s> for r1 r2`."""
    sender = text.find(" from <", at)
    path = fields.ANGLE.match(text, sender + 6) if sender >= 0 else None
    if path is None or not text.startswith(" incomplete transaction", at):
        return
    found["sender"] = path[1]
    if text.startswith(" for ", path.end()):
        found["recipients"] = address.split_list(text[path.end() + 5 :])
