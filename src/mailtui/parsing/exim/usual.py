"""Usual lines that are not of mail on its way: refusals, deferrals, failures, by one pattern each.

As in `fast`, every pattern takes only text without anything unusual in it, and what it does not take is read
the general way. Both give the same event: `tests/parsing/test_usual.py`.
"""

from __future__ import annotations

from typing import Any

from mailtui.model.enums import EventKind, Phase
from mailtui.parsing.exim import connection, deferral, failure, host, numbers, smtp
from mailtui.parsing.exim.fast import compiled

Found = dict[str, Any]
_IP = r"\[([0-9A-Fa-f.:]{1,45}+)\](?::([0-9]{1,5}+))?+"
_CLIENT = rf"(?:([^\s()\[\]\"=]++) )?+(?:\(([A-Za-z0-9._-]++|\[[0-9.]++\])\) )?+{_IP}"
_REFUSED = compiled(
    rf"H={_CLIENT}(?: F=<([^\s\"<>]*+)>)?+ (temporarily )?+rejected RCPT <([^\s\"<>]++)>: ([^\\\s][^\\]*+)\Z"
)
_NOT_AUTHENTICATED = compiled(
    rf"([a-z0-9_-]{{1,30}}+) authenticator failed for {_CLIENT}: "
    r"(535 Incorrect authentication data)(?: \(set_id=([^()\\\s]++)\))?+\Z"
)
_NAMES = r"([^\s\"<>|/:()][^\s\"<>:()]*+)(?: <([^\s\"<>]++)>)?+"
_WAY = r"(?: R=([^\s\"<>:]++))?+(?: T=([^\s\"<>:]++))?+"
_SERVER = rf"(?: H=([^\s()\[\]\"]++) {_IP})?+"
_DEFERRED = compiled(rf"{_NAMES}{_WAY}( routing)?+ defer \((-?[0-9]{{1,9}}+)\){_SERVER}: ([^:\s].*+)\Z")
_FAILED = compiled(rf"{_NAMES}{_WAY}{_SERVER}: ([^:\s].*+)\Z")
_HOST_FAILED = compiled(
    rf"H=([^\s()\[\]\"=]++) {_IP}(?:: (?=SMTP error )| (?=Connection (?:refused|timed out)\Z))(.*+)\Z"
)
_VERIFIED = compiled(rf"H={_CLIENT} sender verify fail for <[^\s\"<>]*+>")
_OTHERS = ("rejected", "refused", "unqualified")
"""What an authenticator that failed must not be called: lines that begin so are read otherwise."""

NOTES = {
    beginning[:11]: (beginning, kind)
    for beginning, kind in connection.BEGINNINGS
    if beginning.startswith(("SMTP connection", "unexpected", "SMTP syntax", "no host name"))
}


def note(text: str, at: int) -> EventKind | None:
    """What a line of no message says, where no more than that is asked for; None when it may be anything."""
    known = NOTES.get(text[at : at + 11])
    if known is not None:
        fits = text.startswith(known[0], at) and " authenticator failed for " not in text
        return known[1] if fits else None
    return EventKind.WARNING if text.startswith("H=", at) and _VERIFIED.match(text, at) else None


def refusal(text: str, at: int, found: Found) -> bool:
    """A recipient refused, or somebody whose password was wrong; a line of no message."""
    if not text.startswith("H=", at):
        return " authenticator failed for " in text and _not_authenticated(text, at, found)
    said = _REFUSED.match(text, at)
    if said is None:
        return False
    name, helo, ip, port, sender, temporarily, address, reply = said.groups()
    _peer(found, name, helo, ip, port)
    if sender is not None:
        found["sender"] = sender
    found["kind"] = EventKind.TEMPORARY_REJECTION if temporarily else EventKind.REJECTION
    found["phase"], found["address"], found["reply"] = Phase.RCPT, address, reply
    if reply[0] in "45":
        smtp.code(found, reply)
    return True


def _not_authenticated(text: str, at: int, found: Found) -> bool:
    said = _NOT_AUTHENTICATED.match(text, at)
    if said is None or said[1] in _OTHERS:
        return False
    mechanism, name, helo, ip, port, reply, login = said.groups()
    _peer(found, name, helo, ip, port)
    found["kind"], found["phase"] = EventKind.REJECTION, Phase.AUTH
    found["reply"], found["smtp_code"] = f"{reply} (set_id={login})" if login else reply, 535
    found["auth"] = f"{mechanism}:{login}" if login else mechanism
    if login:
        found["user"] = login
    return True


def _peer(found: Found, name: str | None, helo: str | None, ip: str | None, port: str | None) -> None:
    if name is not None:
        found["host"] = name
    if helo is not None:
        found["helo"] = helo
    found["ip"] = ip
    if port is not None and (number := numbers.port(port)) is not None:
        found["port"] = number


def deferred(text: str, at: int, found: Found) -> bool:
    """`==` and what follows."""
    said = _DEFERRED.match(text, at)
    if said is None or ' <"' in text:
        return False
    final, original, router, transport, routing, errno, name, ip, port, message = said.groups()
    number = int(errno)
    if number > 0 and " H=" in message:
        return False
    found["kind"], found["errno"] = EventKind.DEFERRAL, number
    _way(found, final, original, router, transport)
    if ip is not None:
        _peer(found, name, None, ip, port)
    deferral.say(found, text[said.start(10) - 2 :])
    deferral.stage(found, routing)
    return True


def failed(text: str, at: int, found: Found) -> bool:
    """`**` and what follows."""
    said = _FAILED.match(text, at)
    if said is None or ' <"' in text:
        return False
    final, original, router, transport, name, ip, port, _ = said.groups()
    found["kind"] = EventKind.FAILURE
    _way(found, final, original, router, transport)
    if ip is not None:
        _peer(found, name, None, ip, port)
    failure.say(found, text[said.start(8) - 2 :])
    return True


def _way(found: Found, final: str, original: str | None, router: str | None, transport: str | None) -> None:
    found["address"] = final
    if original is not None:
        found["original_address"] = original
    if router is not None:
        found["router"] = router
    if transport is not None:
        found["transport"] = transport


def host_failed(text: str, at: int, found: Found) -> bool:
    """`H=name [ip]` and what went wrong there; a line of a message."""
    said = _HOST_FAILED.match(text, at)
    if said is None or " from cutthrough " in text:
        return False
    name, ip, port, message = said.groups()
    _peer(found, name, None, ip, port)
    host.failed(message, found)
    return True


def read(text: str, at: int, found: Found) -> bool:
    """Read the text that begins at `at` into `found`, if it is usual."""
    if "queue_id" not in found:
        return refusal(text, at, found)
    mark = text[at : at + 3]
    if mark == "== ":
        return deferred(text, at + 3, found)
    if mark == "** ":
        return failed(text, at + 3, found)
    return mark[:2] == "H=" and host_failed(text, at, found)
