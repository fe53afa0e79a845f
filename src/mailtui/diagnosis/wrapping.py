"""What mail servers write around a reply: who was spoken to, after which command, and then the words.

The texts are those of Exim (`transports/smtp.c`), Postfix (`smtp_proto.c`, `smtp_connect.c`), Sendmail,
qmail-remote, dma, Exchange and Gmail's delivery reports. They may lie within each other.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from mailtui.model.enums import Phase

_HOST = re.compile(
    r"(?:\bhost|\bto|\bwith|\btalking to|\bH=|^|, host:) ?\(?([a-z0-9_][a-z0-9_.-]{1,254})\)?\.?"
    r" ?[\[(]([0-9a-f.:]{3,45})[\])]",
    re.ASCII | re.IGNORECASE,
)
_SAID = re.compile(
    r"\b(?:said|refused to talk to me|server returned was|response(?: from the remote server)? was"
    r"|gave this error|did not like our [a-z ]{4,12}|reason):(?: |(?=[245][0-9]{2}))"
    r"|<<< (?=[245][0-9]{2})|\bserver returned '(?=[45][0-9]{2})",
    re.ASCII | re.IGNORECASE,
)
_AFTER = re.compile(r"error from remote (?:mail ?)?(?:server|er) after ", re.ASCII)
_REPLY = re.compile(r": (?=(?:host \S{1,255} \[[^\]]{2,45}\](?::[0-9]{1,5})?: )?[245][0-9]{2}(?:[ -]|$))")
_EXIM_HOST = re.compile(r"host \S{1,255} \[[^\]]{2,45}\](?::[0-9]{1,5})?: ")
_TAIL = re.compile(r" \(in reply to ([A-Za-z ]{4,24}?)(?: command)?\)")
_NOISE = re.compile(r"(?: Giving up on [0-9a-f.:]{3,45}\.?| Remote-MTA: \S{1,255})$", re.IGNORECASE)
_REMOTE = re.compile(r"[\W_]{0,3}[245][0-9]{2}(?![0-9])")

_HINTS = (
    "said: ",
    "talk to me: ",
    "returned was: ",
    "returned '",
    " was: ",
    "this error: ",
    "did not like our",
    "reason: ",
    "<<< ",
    "error from remote ",
)
"""Without one of these, lower case, nothing is around."""
_NEAR = 200
"""Characters in which our own server names host and command."""
COMMANDS = (
    ("rcpt to", Phase.RCPT),
    ("recipient. remote host", Phase.RCPT),
    ("mail from", Phase.MAIL),
    ("sender was rejected", Phase.MAIL),
    ("end of data", Phase.END_OF_DATA),
    ("i sent the message", Phase.END_OF_DATA),
    ("sending message body", Phase.END_OF_DATA),
    ("text command", Phase.END_OF_DATA),
    ("data command", Phase.DATA),
    ("after data", Phase.DATA),
    ("sending data", Phase.END_OF_DATA),
    ("starttls", Phase.STARTTLS),
    ("tls session", Phase.STARTTLS),
    ("ehlo", Phase.HELO),
    ("helo", Phase.HELO),
    ("initial connection", Phase.BANNER),
    ("greeting", Phase.BANNER),
    ("refused to talk to me", Phase.BANNER),
    ("connect to", Phase.CONNECT),
    ("auth command", Phase.AUTH),
)
"""Words around a reply, lower case, and the phase they tell; the first that is there counts."""


class Wrapped(NamedTuple):
    """A reply without what was around it."""

    words: str
    host: str | None
    ip: str | None
    phase: Phase | None
    remote: bool
    """Whether what was around says that the other side spoke these words."""


def unwrapped(text: str) -> Wrapped:
    """The innermost words of `text` (one line), and what is written around them."""
    low = text.lower()
    tail = _TAIL.search(text) if "(in reply to " in low else None
    words = text[: tail.start()] if tail else text
    start = _start(words) if any(hint in low for hint in _HINTS) else 0
    around, words = words[:start], _NOISE.sub("", words[start:]) if start else words
    if not around and _REMOTE.match(words):
        return Wrapped(words, None, None, _phase("", tail), True)
    near = around or words[:_NEAR]
    host = _HOST.search(near) if "[" in near or "(" in near else None
    phase = _phase(around or ("" if tail else words[:_NEAR]), tail)
    return Wrapped(words, host[1] if host else None, host[2] if host else None, phase, bool(around or tail))


def _phase(around: str, tail: re.Match[str] | None) -> Phase | None:
    """The phase that the words around tell; Postfix's `(in reply to DATA command)` is the surest."""
    told = around.lower()
    if tail is not None:
        told = f"{tail[1].lower()} command"
    return next((phase for mark, phase in COMMANDS if mark in told), None)


def _start(text: str) -> int:
    """Where the innermost words begin; 0 when nothing is around them."""
    start = 0
    for said in _SAID.finditer(text):
        if not said[0].lower().startswith("reason") or _REMOTE.match(text, said.end()):
            start = said.end()
    after = _AFTER.search(text, start)
    if after is not None:
        reply = _REPLY.search(text, after.end(), after.end() + 2000)
        if reply is not None:
            start = reply.end()
            host = _EXIM_HOST.match(text, start)
            start = host.end() if host else start
    return start
