"""Lines that say what was refused to a client, and their relatives (Exim manual, "Reject log")."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from mailtui.model.enums import EventKind, Phase
from mailtui.parsing.exim import escapes, fields, peer, smtp

_STATEMENT = re.compile(
    r" ?(?:(temporarily )?(?:rejected|refused) |Warning: |sender verify (?:fail|defer) |RCPT <|"
    r"incomplete transaction|ignoring |: |:$|$)",
    re.ASCII,
)
REFUSED = re.compile(r" ?(temporarily )?(?:rejected|refused) (.*)", re.DOTALL)
_WHAT = re.compile(
    r"(RCPT|MAIL|EHLO or HELO|HELO or EHLO|EHLO|HELO|connection|after DATA|DATA|predata|by non-SMTP ACL|"
    r"by local_scan\(\)|AUTH|STARTTLS|DKIM|during MIME ACL checks|VRFY|EXPN|ETRN|QUIT|from|XCLIENT|"
    r"BDAT)(?= |:|$)",
    re.ASCII,
)
_PHASES = {
    "RCPT": Phase.RCPT,
    "MAIL": Phase.MAIL,
    "connection": Phase.CONNECT,
    "DATA": Phase.DATA,
    "predata": Phase.DATA,
    "BDAT": Phase.DATA,
    "AUTH": Phase.AUTH,
    "STARTTLS": Phase.STARTTLS,
    "after DATA": Phase.END_OF_DATA,
    "by non-SMTP ACL": Phase.END_OF_DATA,
    "by local_scan()": Phase.END_OF_DATA,
    "DKIM": Phase.END_OF_DATA,
    "during MIME ACL checks": Phase.END_OF_DATA,
    "from": Phase.END_OF_DATA,
}
_NOT_MAIL = frozenset({"VRFY", "EXPN", "ETRN", "QUIT", "XCLIENT"})
_AUTH_FAILED = re.compile(r"([^ ]{1,100}) authenticator failed for ", re.ASCII)
_SET_ID = re.compile(r" \(set_id=(.*?)\)(?=:|$)", re.DOTALL)
_TOO_BIG = re.compile(r"(?: FROM:)? ?(?:from )?(?=<)")
_PLACE = re.compile(r"(?: (?:from|command))? (?=H=|U=)| from (?=[^<])")


def sensible(text: str, at: int) -> bool:
    """Whether the words of such a line may begin at `at` (decides where a hostile HELO ends)."""
    return _STATEMENT.match(text, at) is not None


def read_fields(text: str, start: int, found: dict[str, Any]) -> int:
    """The `H=.. I=.. U=.. X=.. F=.. A=..` before the words; where the words begin."""
    known = fields.scan(text, start, fits=sensible, message=True)
    fields.fill(found, known)
    return known.end


def read(text: str, start: int, found: dict[str, Any]) -> bool:
    """`[temporarily ]rejected WHAT[: reason]` at `start`; False when it says something else."""
    refused = REFUSED.match(text, start)
    if refused is None:
        return False
    found["kind"] = EventKind.TEMPORARY_REJECTION if refused[1] else EventKind.REJECTION
    _what(found, refused[2])
    return True


def authenticator(text: str, start: int, found: dict[str, Any]) -> bool:
    """`plain authenticator failed for H=... [ip]: 535 text (set_id=who)` (no `H=` before 4.99)."""
    failed = _AUTH_FAILED.match(text, start)
    if failed is None:
        return False
    found["kind"] = EventKind.REJECTION
    found["phase"] = Phase.AUTH
    at = _peer_and_fields(text, failed.end(), found)
    words = text[at:].removeprefix(":").strip(" ")
    _reason(found, words)
    if 400 <= found.get("smtp_code", 500) < 500:
        found["kind"] = EventKind.TEMPORARY_REJECTION
    who = _SET_ID.search(words)
    found["auth"] = f"{failed[1]}:{who[1]}" if who else failed[1]
    if who:
        found["user"] = who[1]
    return True


def synchronization(text: str, start: int, found: dict[str, Any]) -> bool:
    """`SMTP protocol synchronization error (...): rejected ["COMMAND"|connection from] H=... input="..."`."""
    at = text.find("): rejected ", start)
    if at < 0:
        return False
    found["kind"] = EventKind.REJECTION
    command = re.compile(r'connection from|"([A-Za-z]{0,8})[^"]*"').match(text, at + 12)
    name = (command[1] or "").upper() if command else ""
    found["phase"] = _PHASES.get(name) or smtp.phase_of(name) or Phase.CONNECT
    known = fields.scan(text, command.end() if command else len(text), fits=lambda *_: True)
    fields.fill(found, known)
    found["reply"] = text[start : at + 1]
    return True


def excess_recipients(text: str, start: int, found: dict[str, Any]) -> bool:
    """`too many recipients: excess temporarily rejected: sender=<s> H=...`."""
    found["kind"] = EventKind.TEMPORARY_REJECTION
    found["phase"] = Phase.RCPT
    found["reply"] = "too many recipients"
    at = text.find("sender=<", start)
    path = fields.ANGLE.match(text, at + 7) if at >= 0 else None
    if path is not None:
        found["sender"] = path[1]
        fields.fill(found, fields.scan(text, path.end()))
    return True


def connection(text: str, start: int, found: dict[str, Any]) -> bool:
    """`Connection from [ip] refused: too many connections`: a 421, the client may come again."""
    host = peer.read(text, start + len("Connection from "), lambda end: text.startswith(" ", end))
    at = text.find("refused", start if host is None else host.end)
    if at < 0:
        return False
    if host is not None:
        fields.fill(found, fields.scan(text, host.end))
    found["kind"] = EventKind.TEMPORARY_REJECTION
    found["phase"] = Phase.CONNECT
    found["reply"] = text[at:].removeprefix("refused").removeprefix(":").strip(" ") or "refused"
    if host is not None:
        host.fill(found)
    return True


def unqualified(text: str, start: int, found: dict[str, Any]) -> bool:
    """`unqualified sender|recipient|verify rejected: <x> H=... (why)`."""
    found["kind"] = EventKind.REJECTION
    is_sender = text.startswith("unqualified sender", start)
    found["phase"] = Phase.MAIL if is_sender else Phase.RCPT
    head, _, _ = text[start:].partition(": ")
    found["reply"] = head
    path = fields.ANGLE.match(text, start + len(head) + 2)
    if path is not None:
        found["sender" if is_sender else "address"] = path[1]
        fields.fill(found, fields.scan(text, path.end()))
    return True


def _what(found: dict[str, Any], words: str) -> None:
    what = _WHAT.match(words)
    if what is None:
        found["phase"] = Phase.HELO
        found["text"] = words
        return
    name, rest = what[1], words[what.end() :]
    found["phase"] = _PHASES.get(name, Phase.HELO)
    if name in _NOT_MAIL:
        found["text"] = words
    if name in ("RCPT", "MAIL", "from") and (path := _TOO_BIG.match(rest)) is not None:
        rest = _path(found, name, rest, path.end())
    elif (place := _PLACE.match(rest)) is not None and not rest.startswith(' in "'):
        rest = rest[_peer_and_fields(rest, place.end(), found) :]
    _reason(found, _after_colon(rest, name))


def _path(found: dict[str, Any], name: str, rest: str, at: int) -> str:
    """`<address> ...`: the sender of a MAIL, the recipient of a RCPT; the rest behind it."""
    path = fields.ANGLE.match(rest, at)
    if path is None:
        return rest
    if name == "RCPT":
        found["address"] = path[1]
    else:
        found.setdefault("sender", path[1])
    known = fields.scan(rest, path.end(), message=True)
    fields.fill(found, known)
    return rest[known.end :]


def _after_colon(rest: str, name: str) -> str:
    """The reason: what follows the first colon; a refused HELO name is told as well."""
    if rest.startswith(": "):
        return rest[2:]
    if name == "connection" or name not in _PHASES or name == "AUTH":
        return rest.partition(": ")[2]
    return rest.strip(" ")


def _reason(found: dict[str, Any], words: str) -> None:
    if words:
        found["reply"] = escapes.octets(words).replace("\\n", "\n")
        if words[:1] in ("4", "5"):
            smtp.code(found, words)


def _peer_and_fields(text: str, at: int, found: dict[str, Any]) -> int:
    """A host with or without `H=`, and the fields behind it; where they end."""
    if not text.startswith(("H=", "U="), at):
        known: Callable[[int], bool] = lambda end: text[end : end + 1] in ("", ":", " ")  # noqa: E731
        host = peer.read(text, at, known)
        if host is None:
            colon = text.find(": ", at)
            return len(text) if colon < 0 else colon
        host.fill(found)
        at = host.end
        rest = fields.scan(text, at, message=True)
    else:
        rest = fields.scan(text, at - 1, message=True)
    fields.fill(found, rest)
    return rest.end
