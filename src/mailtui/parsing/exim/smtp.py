"""What a message text says of an SMTP or LMTP conversation: command, code, the other side's words.

The texts are Exim's (`transports/smtp.c`, `smtp_out.c`, `transports/lmtp.c`); RFC 5321 section 4.2 for
the reply, RFC 3463 and 2034 for the enhanced code after it.
"""

from __future__ import annotations

import re
from typing import Any

from mailtui.model.enums import Phase
from mailtui.parsing.exim import escapes
from mailtui.parsing.exim.fields import ANGLE

CODE = re.compile(
    r"([1-9][0-9]{2})(?![0-9])(?:[ -]#?([245]\.[0-9]{1,3}\.[0-9]{1,3})(?![0-9.]*[0-9]))?", re.ASCII
)
_OWN_CODE = re.compile(r"[45][0-9]{2}[ -]", re.ASCII)
_AFTER = re.compile(
    r"(?:(?:SMTP|LMTP|PRDR) (error)(?: from remote (?:mail server|mailer))?|(?:SMTP|LMTP) (timeout)"
    r"(?: while connected to (\S+) \[([^\[\]\s]+)\])?) after (?:pipelined )?",
    re.ASCII,
)
_RESPONSE = re.compile(
    r"(?:Remote host(?: (\S+) \[([^\[\]\s]+)\])? closed connection"
    r"|Malformed (?:SMTP|LMTP) reply(?: \(an empty line\))?(?: from (\S+) \[([^\[\]\s]+)\])?)"
    r" in response to (?:pipelined )?",
    re.ASCII,
)
_HOST = re.compile(r"host (\S+) \[([^\[\]\s]+)\](?::[0-9]+)?: ", re.ASCII)
_CALLED = re.compile(
    r"(?:\S+ \[[^\[\]\s]+\](?::\w+)? : |Could not complete [a-z]+ verify callout: ){1,2}", re.ASCII
)
_COMMANDS = (
    ("RCPT TO:", Phase.RCPT),
    ("MAIL FROM:", Phase.MAIL),
    ("end of data", Phase.END_OF_DATA),
    ("initial connection", Phase.BANNER),
    ("EHLO", Phase.HELO),
    ("HELO", Phase.HELO),
    ("LHLO", Phase.HELO),
    ("DATA", Phase.DATA),
    ("STARTTLS", Phase.STARTTLS),
    ("AUTH", Phase.AUTH),
    ("sending data block", Phase.END_OF_DATA),
    ("BDAT", Phase.END_OF_DATA),
)
_BEGINNINGS = (
    ("TLS session", Phase.STARTTLS),
    ("a TLS session is required", Phase.STARTTLS),
    ("an attempt to start TLS", Phase.STARTTLS),
    ("DANE ", Phase.STARTTLS),
    ("Connection refused", Phase.CONNECT),
    ("Connection timed out", Phase.CONNECT),
    ("Connection reset", Phase.CONNECT),
    ("No route to host", Phase.CONNECT),
    ("Network is unreachable", Phase.CONNECT),
    ("Network Error", Phase.CONNECT),
    ("Host is down", Phase.CONNECT),
    ("authentication required", Phase.AUTH),
    ("utf8 support required", Phase.HELO),
    ('response to "EHLO"', Phase.HELO),
)


def fill(found: dict[str, Any], text: str) -> None:
    """Put reply, codes and phase of a message text into an event.

    `reply` is what the other side said where it said something, otherwise Exim's own text.
    """
    if not text:
        return
    called = _CALLED.match(text)
    start = called.end() if called else 0
    before = _AFTER.search(text, start) if "after" in text else None
    if before is not None and (before.start() == start or _follows(text, before.start())):
        _after_command(found, text, before)
        return
    response = _RESPONSE.search(text, start) if "in response to" in text else None
    if response is not None and (response.start() == start or _follows(text, response.start())):
        _in_response(found, text, response)
        return
    _own_words(found, text)


def code(found: dict[str, Any], text: str) -> None:
    """The SMTP code and enhanced code that `text` begins with."""
    codes = CODE.match(text)
    if codes is not None:
        found["smtp_code"] = int(codes[1])
        if codes[2] is not None:
            found["enhanced_code"] = codes[2]


def phase_of(command: str) -> Phase | None:
    """The phase of an SMTP command as Exim names it."""
    for name, phase in _COMMANDS:
        if command.startswith(name):
            return phase
    return None


def _follows(text: str, at: int) -> bool:
    """Whether Exim's words at `at` stand after a system error (`Connection timed out : SMTP timeout`)."""
    return text[at - 2 : at] == ": " and at < 120


def _after_command(found: dict[str, Any], text: str, before: re.Match[str]) -> None:
    start = before.end()
    phase = phase_of(text[start : start + 20])
    if text.startswith("PRDR", before.start()):
        phase = Phase.END_OF_DATA
    if phase is not None:
        found["phase"] = phase
    _old_host(found, before[3], before[4])
    end = _command_end(text, start)
    if before[1] is None or end is None:
        found["reply"] = text
        return
    host = _HOST.match(text, end)
    if host is not None:
        _old_host(found, host[1], host[2])
        end = host.end()
    _remote(found, text[end:])


def _in_response(found: dict[str, Any], text: str, response: re.Match[str]) -> None:
    phase = phase_of(text[response.end() : response.end() + 20])
    if phase is not None:
        found["phase"] = phase
    _old_host(found, response[1] or response[3], response[2] or response[4])
    end = _command_end(text, response.end())
    if end is not None and text.startswith("Malformed", response.start()):
        _remote(found, text[end:])
    else:
        found["reply"] = text


def _remote(found: dict[str, Any], words: str) -> None:
    found["reply"] = escapes.reply(words)
    code(found, words)


def _own_words(found: dict[str, Any], text: str) -> None:
    found["reply"] = text
    for beginning, phase in _BEGINNINGS:
        if text.startswith(beginning):
            found["phase"] = phase
            return
    if _OWN_CODE.match(text):
        code(found, text)


def _command_end(text: str, start: int) -> int | None:
    """Where the reply begins: after the `: ` that ends the command; None when nothing follows."""
    if text.startswith(("RCPT TO:<", "MAIL FROM:<"), start):
        path = ANGLE.match(text, text.index("<", start))
        start = path.end() if path else start
    end = text.find(": ", start)
    return None if end < 0 else end + 2


def _old_host(found: dict[str, Any], host: str | None, ip: str | None) -> None:
    """Before Exim 4.8x the host stood in the text, not in `H=`."""
    if host is not None and "ip" not in found:
        found["host"] = host
        found["ip"] = ip
