"""Lines of the daemon, of connections, of DNS and TLS, told by how they begin (Exim manual, "Log files")."""

from __future__ import annotations

import re
from typing import Any

from mailtui.model.enums import EventKind
from mailtui.parsing.exim import fields, peer, smtp

Found = dict[str, Any]

BEGINNINGS: tuple[tuple[str, EventKind], ...] = (
    ("SMTP connection ", EventKind.CONNECTION),
    ("SMTP call from ", EventKind.CONNECTION),
    ("no MAIL in ", EventKind.CONNECTION),
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


_QUEUE_RUN = re.compile(r"(?:Start|End) (?:ODMR |2-stage |2-phase |'[^']{0,100}' )?queue run", re.ASCII)
_DAEMON = re.compile(r"[Ee]xim [^ ]{1,40} daemon |Exim configuration error|exim: ", re.ASCII)
_FROM = re.compile(r" (?:from|connection to) (?=[^ ])", re.ASCII)
_STATED = re.compile(
    r"(?: D=| I=| F=| U=| P=| Ci=| X=| \(| lost| closed| dropped| refused| error| SSL|:|$)", re.ASCII
)
_ADDRESS = re.compile(r"no host name found for IP address ([^ ]{1,60})", re.ASCII)
_INDEX: dict[str, list[tuple[str, EventKind]]] = {}
for _beginning, _kind in BEGINNINGS:
    _INDEX.setdefault(_beginning[:3], []).append((_beginning, _kind))


def read(text: str, start: int, found: Found) -> bool:
    """A line that begins with one of the known texts; False when none fits."""
    for beginning, kind in _INDEX.get(text[start : start + 3], ()):
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
    elif kind is EventKind.DNS_NOTE and (address := _ADDRESS.match(text, start)) is not None:
        found["ip"] = address[1]
    return True


def _who(text: str, start: int, found: Found) -> None:
    """The other side: `from name (helo) [ip]`, or in `H=`; a command of the client before it is skipped."""
    if text.startswith(("SMTP syntax", "SMTP protocol"), start):
        quoted = text.find('" H=', start)
        tagged, place = quoted + 1 if quoted >= 0 else -1, None
    else:
        tagged, place = text.find(" H=", start), _FROM.search(text, start)
    if tagged >= 0 and (place is None or place.end() > tagged or text.startswith("H=", place.end())):
        known = fields.scan(text, tagged, message=True)
    elif place is not None and (
        who := peer.read(text, place.end(), lambda end: bool(_STATED.match(text, end)))
    ):
        who.fill(found)
        known = fields.scan(text, who.end)
    elif place is not None and text.find(" F=<", place.end()) >= 0:
        known = fields.scan(text, text.find(" F=<", place.end()))
    else:
        return
    fields.fill(found, known)
    found.pop("confirmation", None)  # C= is the list of commands here
    if "return_path" in found:
        found["protocol"] = found.pop("return_path")
