"""`**`: an address failed for good (Exim manual, "Failed deliveries")."""

from __future__ import annotations

from typing import Any

from mailtui.model.enums import EventKind, Phase
from mailtui.parsing.exim import address, fields, smtp
from mailtui.parsing.exim.deferral import strip_time

_NO_ADDRESS = "mua_wrapper is set but "
"""The one failure that names no address (Exim manual, "Client-side MTA mode")."""


def read(text: str, start: int, found: dict[str, Any]) -> None:
    """The failure whose address begins at `start`. The message follows `: `, from 4.99 on ` : `."""
    found["kind"] = EventKind.FAILURE
    if text.startswith(_NO_ADDRESS, start):
        found["reply"] = text[start:]
        return
    who = address.read(text, start)
    who.fill(found)
    known = fields.scan(text, who.end, message=True)
    fields.fill(found, known)
    say(found, text[known.end :])


def say(found: dict[str, Any], rest: str) -> None:
    """The message, which may begin with a colon."""
    message = strip_time(rest, found).removeprefix(" ").removeprefix(":").removeprefix(" ")
    smtp.fill(found, message)
    if message and "phase" not in found and "retry timeout exceeded" not in message:
        found["phase"] = Phase.TRANSPORT if "transport" in found else Phase.ROUTING
