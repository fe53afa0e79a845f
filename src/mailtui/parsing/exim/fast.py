"""The common lines, read by one pattern each: half the time of an import is spent here.

Every pattern takes only text without anything unusual in it, up to the end of the line; whatever it
does not take is read the general way. Both give the same event: `tests/parsing/test_fast.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from mailtui.model.enums import EventKind
from mailtui.parsing.exim import address, escapes, numbers, remote
from mailtui.parsing.exim.prefix import QUEUE_ID

Found = dict[str, Any]
Groups = tuple[str | None, ...]
"""What the pattern of a line found, text as it stands there."""
_ARRIVED, _DELIVERED = EventKind.ARRIVAL, EventKind.DELIVERY
_ALSO_DELIVERED, _DONE = EventKind.ADDITIONAL_DELIVERY, EventKind.COMPLETED
"""A global name is found several times faster than a member of an enumeration."""


def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern whose sets are each one table: with a category in it, a set takes twice the time."""
    return re.compile(pattern.replace(r"[^\s", r"[^ \t\n\r\f\v"), re.ASCII)


LINE = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2})"
    r"(?:\.([0-9]{1,6}+))?+(?: ([+-][0-9]{4}))?+(?: \[([0-9]{1,10}+)\])?+"
    rf" ({QUEUE_ID.pattern}) (=>|<=|->|Completed)(?= |$)",
    re.ASCII,
)
"""Stamp, fraction, zone, pid, id and the marker of a line that this module can read."""

_IP = r"\[([0-9A-Fa-f.:]{1,45}+)\](?::([0-9]{1,5}+))?+"
ARRIVAL = compiled(
    rf" (?:<>|([^\s\"<>]++))(?: R=({QUEUE_ID.pattern}))?+"
    rf"(?: H=(?:([^\s()\[\]\"]++) )?+(?:\(([A-Za-z0-9._-]++|\[[0-9.]++\])\) )?+{_IP})?+(?: I={_IP})?+"
    r"(?: U=([^\s\"<>]++))?+(?: Ci=[0-9]++)?+(?: P=([^\s\"<>]++))?+(?: L[-.*]{0,2}+)?+"
    r"(?: X=([^\s\"<>]++))?+(?: CV=(?:yes|no))?+"
    r"(?: DN=\"[^\"\\]*+\")?+"
    r"(?: A=([^\s\"<>]++))?+(?: K)?+(?: S=([0-9]{1,18}+))?+(?: M8S=[078])?+"
    r"(?: DKIM=([^\s\"<>]++))?+(?: RT=[0-9.]++s)?+"
    r"(?: id\*?=([^\s\"<>]++))?+(?: T=\"([^\"\\]*+(?:\\.[^\"\\]*+)*+)\")?+"
    r"(?: from <[^\s\"<>]*+>)?+(?: for ([^\"\r\n]++))?+\Z"
)
ARRIVES = compiled(rf"(?:{QUEUE_ID.pattern}) <={ARRIVAL.pattern}")
"""The same with the id and the marker before it."""
DELIVERY = compiled(
    r" ([^\s\"<>|/:()][^\s\"<>:()]*+)(?: <([^\s\"<>]++)>)?+(?: F=<([^\s\"<>]*+)>)?+(?: P=<([^\s\"<>]*+)>)?+"
    r"(?: R=([^\s\"<>]++))?+(?: T=([^\s\"<>]++))?+(?: S=([0-9]{1,18}+))?+"
    rf"(?: H=([^\s()\[\]\"]++) {_IP}\*?)?+(?: I={_IP})?+"
    r"(?: X=([^\s\"<>]++))?+(?: CV=(?:yes|no|dane))?+(?: DN=\"[^\"\\]*+\")?+"
    r"(?: A=([^\s\"<>]++))?+(?: L)?+(?: K)?+(?: DKIM=([^\s\"<>]++))?+"
    r"(?: C=\"([^\"\\]*+(?:\\.[^\"\\]*+)*+)\")?+"
    r"(?: QT=([0-9][0-9.wdhms]{0,40}+))?+(?: DT=([0-9][0-9.wdhms]{0,40}+))?+\Z"
)
COMPLETED = re.compile(r"(?: QT=([0-9][0-9.wdhms]{0,40}+))?+\Z", re.ASCII)


class Common(NamedTuple):
    """A common line, matched but not yet read: most are never asked for more than a few of their fields."""

    marker: str
    queue_id: str
    time: int | None
    groups: Groups
    pid: str | None

    def found(self) -> Found:
        """The fields of its event."""
        found = READERS[self.marker][1](self.groups)
        found["queue_id"], found["time"] = self.queue_id, self.time
        if self.marker == "->":
            found["kind"] = _ALSO_DELIVERED
        if self.pid is not None:
            found["pid"] = int(self.pid)
        return found


def _arrival(groups: Groups) -> Found:
    # fmt: off
    (sender, parent, host, helo, ip, port, our_ip, our_port, user, protocol, tls, auth, size, dkim,
     message_id, subject, recipients) = groups
    # fmt: on
    return {
        "kind": _ARRIVED,
        "time": None,
        "queue_id": None,
        "sender": sender or "",
        "parent_queue_id": parent,
        "host": host,
        "helo": helo,
        "ip": ip,
        "port": numbers.port(port) if port else None,
        "interface_ip": our_ip,
        "interface_port": numbers.port(our_port) if our_port else None,
        "user": user,
        "protocol": protocol,
        "tls": tls,
        "auth": auth,
        "size": int(size) if size else None,
        "dkim": dkim,
        "message_id": message_id,
        "subject": subject if subject is None else escapes.subject(subject),
        "recipients": address.split_list(recipients) if recipients else (),
    }


def _delivery(groups: Groups) -> Found:
    # fmt: off
    (final, original, sender, return_path, router, transport, size, host, ip, port, our_ip, our_port,
     tls, auth, dkim, confirmed, queue_time, delivery_time) = groups
    # fmt: on
    confirmation = escapes.confirmation(confirmed) if confirmed else confirmed
    return {
        "kind": _DELIVERED,
        "time": None,
        "queue_id": None,
        "address": final,
        "original_address": original,
        "sender": sender,
        "return_path": return_path,
        "router": router,
        "transport": transport,
        "size": int(size) if size else None,
        "host": host,
        "ip": ip,
        "port": numbers.port(port) if port else None,
        "interface_ip": our_ip,
        "interface_port": numbers.port(our_port) if our_port else None,
        "tls": tls,
        "auth": auth,
        "dkim": dkim,
        "confirmation": confirmation,
        "remote_queue_id": remote.queue_id(confirmation) if confirmation else None,
        "queue_time": numbers.seconds(queue_time) if queue_time else None,
        "delivery_time": numbers.seconds(delivery_time) if delivery_time else None,
    }


def _completed(groups: Groups) -> Found:
    queue_time = groups[0]
    if queue_time is None:
        return {"kind": _DONE}
    return {"kind": _DONE, "queue_time": numbers.seconds(queue_time)}


_Matcher = Callable[[str, int], re.Match[str] | None]
KINDS: dict[str, str] = {" <= ": "<=", " => ": "=>", " -> ": "->", " Com": "Completed"}
"""The marker, by what stands behind the id of a common line."""
READERS: dict[str, tuple[_Matcher, Callable[[Groups], Found]]] = {
    "=>": (DELIVERY.match, _delivery),
    "->": (DELIVERY.match, _delivery),
    "<=": (ARRIVAL.match, _arrival),
    "Completed": (COMPLETED.match, _completed),
}
"""By marker: what matches the text behind it, and what makes the fields of that.

Every field is named at once, also one that is None: a dict that grows later costs more.
"""
