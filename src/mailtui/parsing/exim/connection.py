"""Lines of the daemon, of connections, of hosts tried, of DNS and TLS (Exim manual, "Log files")."""

from __future__ import annotations

import re
from typing import Any

from mailtui.model.enums import EventKind
from mailtui.parsing.exim import address, fields, peer, rejection, smtp

Found = dict[str, Any]

BEGINNINGS: tuple[tuple[str, EventKind], ...] = (
    ("SMTP connection ", EventKind.CONNECTION),
    ("SMTP call from ", EventKind.CONNECTION),
    ("no MAIL in ", EventKind.CONNECTION),
    ("unexpected disconnection", EventKind.CONNECTION),
    ("unexpected ", EventKind.CONNECTION),
    ("SMTP command timeout", EventKind.CONNECTION),
    ("SMTP data timeout", EventKind.CONNECTION),
    ("SMTP syntax error", EventKind.CONNECTION),
    ("SMTP protocol ", EventKind.CONNECTION),
    ("SMTP timeout on ", EventKind.CONNECTION),
    ("connection from ", EventKind.CONNECTION),
    ("Connection from ", EventKind.CONNECTION),
    ("ETRN ", EventKind.CONNECTION),
    ("ATRN ", EventKind.CONNECTION),
    ("VRFY ", EventKind.CONNECTION),
    ("EXPN ", EventKind.CONNECTION),
    ("overlong message ", EventKind.CONNECTION),
    ("ridiculously long message ", EventKind.CONNECTION),
    ("ignoring AUTH=", EventKind.CONNECTION),
    ("no host name found for IP address", EventKind.DNS_NOTE),
    ("no IP address found for host", EventKind.DNS_NOTE),
    ("DNS ", EventKind.DNS_NOTE),
    ("dnslists", EventKind.DNS_NOTE),
    ("host name alias list truncated", EventKind.DNS_NOTE),
    ("lowest numbered MX record points to local host", EventKind.DNS_NOTE),
    ("all relevant MX records point to non-existent hosts", EventKind.DNS_NOTE),
    ("gethostby", EventKind.DNS_NOTE),
    ("TLS error", EventKind.TLS_ERROR),
    ("TLS session: ", EventKind.TLS_ERROR),
    ("TLS client disconnected", EventKind.TLS_ERROR),
    ("DANE ", EventKind.TLS_ERROR),
    ("(SSL_", EventKind.TLS_ERROR),
    ("(gnutls_", EventKind.TLS_ERROR),
    ("expansion of tls_", EventKind.TLS_ERROR),
    ("Start ", EventKind.QUEUE_RUN),
    ("End ", EventKind.QUEUE_RUN),
    ("exim ", EventKind.DAEMON),
    ("Exim ", EventKind.DAEMON),
    ("pid ", EventKind.DAEMON),
    ("daemon", EventKind.DAEMON),
    ("Daemon", EventKind.DAEMON),
    ("socket ", EventKind.DAEMON),
    ("bind ", EventKind.DAEMON),
    ("listen", EventKind.DAEMON),
    ("accept() ", EventKind.DAEMON),
    ("SIG", EventKind.DAEMON),
    ("cwd=", EventKind.OTHER),
    ("Warning: ", EventKind.WARNING),
    ("WARNING: ", EventKind.WARNING),
    ("spool directory space check failed", EventKind.WARNING),
    ("DKIM: ", EventKind.OTHER),
    ("SMTP error from remote ", EventKind.HOST_ERROR),
    ("LMTP error ", EventKind.HOST_ERROR),
    ("SMTP timeout ", EventKind.HOST_ERROR),
    ("Remote host ", EventKind.HOST_ERROR),
    ("Malformed SMTP reply", EventKind.HOST_ERROR),
)
"""Text a line begins with, and what it is; the first that fits counts."""

_QUEUE_RUN = re.compile(r"(?:Start|End) (?:(?:ODMR |'[^']{0,100}' |2-stage |2-phase )?queue run)", re.ASCII)
_DAEMON = re.compile(r"[Ee]xim [^ ]{1,40} daemon |Exim configuration error|exim: ", re.ASCII)
_OLD_HOST = re.compile(
    r"(?:([^ \[\]=<>\"]{1,255}) )?\[([^\[\]\s]{1,100})\](?::[0-9]{1,5})? "
    r"(?=Connection |Network |No route |Host |Operation |Permission |Invalid |SSL |TLS |Software |Address |Protocol )",
    re.ASCII,
)
_WHERE = re.compile(
    r"(?: Ci=[^ ]+)?(?:,? (?:on|in|from|by|to|while|during|received|via|reading|TLS|SMTP|connection|command|session|call|host|error|"
    r"\([a-z ]+\)|message|data)){0,8}? (?:connection |call |TLS |command |session )*(?:Ci=[^ ]+ )?(?:from|for|to) (?=[^ ])",
    re.ASCII,
)
_STATED = re.compile(r"(?: D=| \(TCP| lost| closed| dropped| refused| I=| F=| U=| P=| \(|:|$)", re.ASCII)


def read(text: str, start: int, found: Found) -> bool:
    """A line that begins with one of the known texts; False when none fits."""
    for beginning, kind in BEGINNINGS:
        if text.startswith(beginning, start):
            return _known(text, start, found, kind)
    return False


def _known(text: str, start: int, found: Found, kind: EventKind) -> bool:
    if kind is EventKind.QUEUE_RUN and not _QUEUE_RUN.match(text, start):
        return False
    if kind is EventKind.DAEMON and text[start] in "Ee" and not _DAEMON.match(text, start):
        return False
    found["kind"] = kind
    found["text"] = text[start:]
    if kind in (EventKind.CONNECTION, EventKind.TLS_ERROR):
        _who(text, start, found)
    elif kind is EventKind.HOST_ERROR:
        smtp.fill(found, text[start:])
    return True


def _who(text: str, start: int, found: Found) -> None:
    """The client: after `from `, or in `H=`."""
    tagged = text.find(" H=", start)
    place = _WHERE.search(text, start)
    if (
        place is not None
        and (tagged < 0 or place.end() <= tagged)
        and not text.startswith(('"', "local"), place.end())
    ):
        who = peer.read(text, place.end(), lambda end: bool(_STATED.match(text, end)))
        if who is not None and who.host != "root":
            who.fill(found)
            fields.fill(found, fields.scan(text, who.end))
    elif tagged >= 0:
        known = fields.scan(text, tagged, message=True)
        fields.fill(found, known)
        _transaction(text, known.end, found)


def host_line(text: str, start: int, found: Found) -> bool:
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
        _host_error(words, found)
    elif "ip" in found or "user" in found:
        found["kind"] = EventKind.OTHER
    else:
        return False
    return True


def old_host_line(text: str, start: int, found: Found) -> bool:
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
        _host_error(words, found)
    return True


def _host_error(words: str, found: Found) -> None:
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
