"""`==`: an address was deferred, or its retry time has not come (Exim manual, "Deferred deliveries")."""

from __future__ import annotations

import re
from typing import Any

from mailtui.model.enums import EventKind, Phase
from mailtui.parsing.exim import address, fields, numbers, smtp

_DEFER = re.compile(r" (routing )?defer \(([^)]{1,20})\)", re.ASCII)
_NOT_TRIED = ("retry time not reached", "Retry time not yet reached")
_SPENT = re.compile(r" DT=([0-9][0-9.wdhms]{0,30})$", re.ASCII)


def read(text: str, start: int, found: dict[str, Any]) -> None:
    """The deferral whose address begins at `start`."""
    found["kind"] = EventKind.DEFERRAL
    who = address.read(text, start)
    who.fill(found)
    known = fields.scan(text, who.end)
    fields.fill(found, known)
    defer = _DEFER.match(text, known.end)
    if defer is None:
        say(found, text[known.end :])
        return
    _error(found, text, defer)
    stage(found, defer[1])


def stage(found: dict[str, Any], routing: str | None) -> None:
    """How far the try had come, if there was one, by what is known of it; `routing`: so it stands there."""
    if "smtp_code" not in found and any(words in found.get("reply", "") for words in _NOT_TRIED):
        found["attempted"] = False
        found.pop("phase", None)
    elif "phase" not in found:
        found["phase"] = Phase.TRANSPORT if "transport" in found and not routing else Phase.ROUTING


def strip_time(text: str, found: dict[str, Any]) -> str:
    """The text without the `DT=` at its end, which goes into the event."""
    spent = _SPENT.search(text, max(0, len(text) - 40))
    if spent is None:
        return text
    duration = numbers.seconds(spent[1])
    if duration is None:
        return text
    found["delivery_time"] = duration
    return text[: spent.start()]


def _error(found: dict[str, Any], text: str, defer: re.Match[str]) -> None:
    """`defer (N)[: system error][ H=host ...][: message]`."""
    errno = numbers.whole(defer[2])
    if errno is not None:
        found["errno"] = errno
    at = defer.end()
    system = ""
    if text.startswith(": ", at) and (errno is None or errno > 0):
        host = text.find(" H=", at)
        colon = text.find(": ", at + 2)
        if host >= 0 and (colon < 0 or host < colon):
            system = text[at + 2 : host]
            at = host
    known = fields.scan(text, at, message=True)
    fields.fill(found, known)
    say(found, text[known.end :], system)


def say(found: dict[str, Any], rest: str, system: str = "") -> None:
    """The message, which may begin with a colon; `system`: what the system says stood before it."""
    message = strip_time(rest, found).removeprefix(" ").removeprefix(":").removeprefix(" ")
    smtp.fill(found, f"{system}: {message}" if system and message else message or system)
