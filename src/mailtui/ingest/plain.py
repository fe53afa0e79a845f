"""The plain message: it arrived, everybody got it at the first try, and it was completed.

Nine of ten messages are that and nothing else, so they are made from the matched lines directly. What is
made is what `Folding` makes of the same lines: `tests/ingest/test_plain.py`. Anything unusual about a
message, and it is left to `Folding`, which is the definition.
"""

from __future__ import annotations

from itertools import islice
from typing import Any

from mailtui.ingest.correlate.addresses import same_person
from mailtui.ingest.correlate.arrival import direction_of
from mailtui.ingest.correlate.recipients import TRUNCATED
from mailtui.ingest.correlate.verdict import BYPASSED
from mailtui.ingest.tried import Tries, status_of
from mailtui.model.enums import EventKind, Outcome
from mailtui.model.event import Event
from mailtui.parsing.exim import escapes, numbers, remote
from mailtui.parsing.exim.fast import Groups
from mailtui.store.digests import link_digest, storable
from mailtui.store.entries import folded
from mailtui.store.owned import PlainDelivery, PlainMessage, TriedMessage

_ACCEPTED, _DELIVERED = Outcome.ACCEPTED.code, Outcome.DELIVERED.code
_MARKERS = {
    EventKind.DEFERRAL: "==",
    EventKind.FAILURE: "**",
    EventKind.HOST_ERROR: "H=",
}
"""Lines of failures are kept as their events; these are their markers."""
_EVENTS = {
    "<=": EventKind.ARRIVAL.code,
    "=>": EventKind.DELIVERY.code,
    "->": EventKind.ADDITIONAL_DELIVERY.code,
    "Completed": EventKind.COMPLETED.code,
    **{marker: kind.code for kind, marker in _MARKERS.items()},
}
_ONE = {_ACCEPTED: status_of(frozenset({_ACCEPTED})), _DELIVERED: status_of(frozenset({_DELIVERED}))}
"""The word for a message with one recipient, by what became of that."""

_DELIVERIES = frozenset({"=>", "->"})

Line = tuple[str, Any, int, int]
"""A line of a message that is plain so far: its marker, what was found in it, its time and its entry."""


class Plain:
    """The lines of a message that is plain so far: its arrival and its deliveries, in order."""

    __slots__ = ("id", "last", "lines", "queue_id", "tried")

    def __init__(self, message_id: int, queue_id: str, arrival: Groups, time: int, entry: int) -> None:
        self.id = message_id
        self.queue_id = queue_id
        self.lines: list[Line] = [("<=", arrival, time, entry)]
        self.last = time
        """Time of the last line."""
        self.tried = False
        """Whether a try has failed."""

    def take(self, event: Event, time: int, entry: int) -> bool:
        """Take a line that tells of a failed try, if that is what it does, and not out of order."""
        marker = _MARKERS.get(event.kind)
        if marker is None or time < self.last:
            return False
        self.lines.append((marker, event, time, entry))
        self.last = time
        self.tried = True
        return True

    def completed(self, time: int, entry: int) -> PlainMessage | None:
        """The whole message, as it is when it is completed at `time` by line `entry`; None unless plain."""
        lines = self.lines
        people = lines[0][1][-1]
        if len(lines) == 2 and (people is None or " " not in people):
            made = _only_delivery(lines[1], people)
        else:
            listed = _listed(people)
            made = None if listed is None else _deliveries(lines, listed)
        if not made:
            return None
        status = _ONE[made[0][4]] if len(made) == 1 else status_of(frozenset([one[4] for one in made]))
        return self._made(time, entry, status, made)

    def completed_at_last(self, time: int, entry: int) -> TriedMessage | None:
        """As `completed`, of a message with tries that failed."""
        listed = _listed(self.lines[0][1][-1])
        if listed is None or len({address.casefold() for address in listed}) != len(listed):
            return None
        tries = Tries(listed)
        for marker, said, at, place in islice(self.lines, 1, None):
            if marker in _DELIVERIES:
                found = _delivery(said, at, place)
                if found is None or not tries.delivered(found, found[1].casefold()):
                    return None
            elif not tries.said(said, at, place):
                return None
        people = tries.people()
        if people is None or not (people or tries.direct):
            return None
        status = status_of(frozenset([*(one[4] for one in tries.direct), *(one[2] for one in people)]))
        return self._made(time, entry, status, tries.direct), tries.numbers, people, tries.failed

    def _made(self, time: int, entry: int, status: int, made: list[PlainDelivery]) -> PlainMessage:
        _, groups, received, _ = self.lines[0]
        where = self._where(received, time, entry)
        return (self.id, self.queue_id, status, received, time, *_origin(groups, where), made)

    def _where(self, now: int, time: int, entry: int) -> tuple[bytes, bytes]:
        """The columns `events` and `lines`, with the line that completes it: see `store.entries.steps`."""
        events, made, before = bytearray(), bytearray(), 0
        add = made.append
        for marker, _, at, place in (*self.lines, ("Completed", (), time, entry)):
            events.append(_EVENTS[marker])
            apart = place - before
            before = place
            while apart > 127:
                add(apart & 127 | 128)
                apart >>= 7
            add(apart)
            if at == now:
                add(0)
                continue
            apart = folded(at - now)
            now = at
            while apart > 127:
                add(apart & 127 | 128)
                apart >>= 7
            add(apart)
        return bytes(events), bytes(made)


def _listed(recipients: str | None) -> list[str] | None:
    """The addresses after `for`, none if the log does not have them; None when the list is unusual."""
    if recipients is None:
        return []
    if '"' in recipients or TRUNCATED in recipients:
        return None
    listed = recipients.split(" ")
    return listed if "" not in listed else None


def _only_delivery(line: Line, listed: str | None) -> list[PlainDelivery] | None:
    """As `_deliveries`, of a message with one recipient; `listed` is its address where the log has it."""
    _, groups, time, entry = line
    found = _delivery(groups, time, entry)
    if found is None:
        return None
    if listed is None:
        return [found]
    if not listed or '"' in listed or TRUNCATED in listed or listed.casefold() != found[1].casefold():
        return None
    return [(0, listed, *found[2:])]


def _deliveries(lines: list[Line], listed: list[str]) -> list[PlainDelivery] | None:
    """What became of each recipient; None unless each of those listed, if any are, was delivered to once."""
    places = {address.casefold(): place for place, address in enumerate(listed)}
    if len(places) != len(listed) or (listed and len(lines) - 1 != len(listed)):
        return None
    made: list[PlainDelivery] = []
    reached = set()
    for number in range(1, len(lines)):
        _, groups, time, entry = lines[number]
        found = _delivery(groups, time, entry)
        if found is None:
            return None
        key = found[1].casefold()
        place = places.get(key) if listed else number - 1
        if place is None or key in reached:
            return None
        reached.add(key)
        made.append((place, listed[place] if listed else found[1], *found[2:]))
    return made


def _delivery(groups: Groups, time: int, entry: int) -> PlainDelivery | None:
    """One delivery, as recipient 0 with the address as it stands there; None when it is not plain."""
    # fmt: off
    (final, original, _, _, router, transport, _, host, ip, _, egress, _, _, _, _, confirmed, _,
     duration) = groups
    # fmt: on
    address = original or final or ""
    if transport is None or transport == BYPASSED or "@" not in address:
        return None
    if original is not None and not same_person((final or "").casefold(), original.casefold()):
        return None
    # fmt: off
    return (
        0, address, time, entry, _DELIVERED if host is None and ip is None else _ACCEPTED, router, transport,
        host, ip, egress,
        _milliseconds(duration) if duration else None, _next_hop(confirmed) if confirmed else None,
    )
    # fmt: on


def _origin(groups: Groups, lines: tuple[bytes, bytes]) -> tuple[int | str | bytes | None, ...]:
    """Where the message came from: direction, sender, size, subject, host, IP, login, parent; lines; link."""
    # fmt: off
    (sender, parent, host, _, ip, _, _, our_port, user, protocol, _, auth, size, _, message_id, subject,
     _) = groups
    # fmt: on
    port = numbers.port(our_port) if our_port else None
    way = direction_of(sender or "", parent, host, ip, port, protocol, auth, user)
    return (
        way.code,
        sender or "",
        int(size) if size else None,
        None if subject is None else storable(escapes.subject(subject)),
        host,
        ip,
        auth,
        parent,
        *lines,
        link_digest(message_id) if message_id else None,
    )


def _milliseconds(duration: str) -> int | None:
    seconds = numbers.seconds(duration)
    return None if seconds is None else round(seconds * 1000)


def _next_hop(confirmed: str) -> int | None:
    queue_id = remote.queue_id(escapes.confirmation(confirmed))
    return link_digest(queue_id) if queue_id else None
