"""The plain message: it arrived, everybody got it at the first try, and it was completed.

Nine of ten messages are that and nothing else, so they are made from the matched lines directly. What is
made is what `Folding` makes of the same lines: `tests/ingest/test_plain.py`. Anything unusual about a
message, and it is left to `Folding`, which is the definition.
"""

from __future__ import annotations

from mailtui.ingest.correlate.addresses import same_person
from mailtui.ingest.correlate.arrival import direction_of
from mailtui.ingest.correlate.recipients import TRUNCATED
from mailtui.ingest.correlate.verdict import BYPASSED
from mailtui.model.enums import EventKind, Outcome, QueueState
from mailtui.model.status import message_status, recipient_status
from mailtui.parsing.exim import escapes, numbers, remote
from mailtui.parsing.exim.fast import Groups
from mailtui.store.digests import link_digest, storable
from mailtui.store.entries import folded
from mailtui.store.owned import PlainDelivery, PlainMessage

_ACCEPTED, _DELIVERED = Outcome.ACCEPTED.code, Outcome.DELIVERED.code
_EVENTS = {
    "<=": EventKind.ARRIVAL.code,
    "=>": EventKind.DELIVERY.code,
    "->": EventKind.ADDITIONAL_DELIVERY.code,
    "Completed": EventKind.COMPLETED.code,
}


def _status(*outcomes: Outcome) -> int:
    return message_status([recipient_status(QueueState.NONE, one) for one in outcomes]).code


_STATUS = {
    (True, False): _status(Outcome.ACCEPTED),
    (False, True): _status(Outcome.DELIVERED),
    (True, True): _status(Outcome.ACCEPTED, Outcome.DELIVERED),
}
"""The word for a message: whether a host accepted it for anybody, whether it was stored here for anybody."""


_ONE = {_ACCEPTED: _STATUS[True, False], _DELIVERED: _STATUS[False, True]}
"""The same for a message with one recipient, by what became of that."""

Line = tuple[str, Groups, int, int]
"""A line of a message that is plain so far: its marker, what was found in it, its time and its entry."""


class Plain:
    """The lines of a message that is plain so far: its arrival and its deliveries, in order."""

    __slots__ = ("id", "last", "lines", "queue_id")

    def __init__(self, message_id: int, queue_id: str, arrival: Groups, time: int, entry: int) -> None:
        self.id = message_id
        self.queue_id = queue_id
        self.lines: list[Line] = [("<=", arrival, time, entry)]
        self.last = time
        """Time of the last line."""

    def completed(self, time: int, entry: int) -> PlainMessage | None:
        """The whole message, as it is when it is completed at `time` by line `entry`; None unless plain."""
        lines = self.lines
        _, groups, received, _ = lines[0]
        people = groups[-1]
        if len(lines) == 2 and (people is None or " " not in people):
            made = _only_delivery(lines[1], people)
        else:
            listed = _listed(people)
            made = None if listed is None else _deliveries(lines, listed)
        if not made:
            return None
        if len(made) == 1:
            status = _ONE[made[0][4]]
        else:
            kinds = {one[4] for one in made}
            status = _STATUS[_ACCEPTED in kinds, _DELIVERED in kinds]
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
    # fmt: off
    (final, original, _, _, router, transport, _, host, ip, _, egress, _, _, _, _, confirmed, _,
     duration) = groups
    # fmt: on
    address = original or final or ""
    if transport is None or transport == BYPASSED or "@" not in address:
        return None
    if original is not None and not same_person((final or "").casefold(), original.casefold()):
        return None
    if listed is not None:
        if not listed or '"' in listed or TRUNCATED in listed or listed.casefold() != address.casefold():
            return None
        address = listed
    outcome = _DELIVERED if host is None and ip is None else _ACCEPTED
    # fmt: off
    return [(
        0, address, time, entry, outcome, router, transport, host, ip, egress,
        _milliseconds(duration) if duration else None, _next_hop(confirmed) if confirmed else None,
    )]
    # fmt: on


def _deliveries(lines: list[Line], listed: list[str]) -> list[PlainDelivery] | None:
    """What became of each recipient; None unless each of those listed, if any are, was delivered to once."""
    places = {address.casefold(): place for place, address in enumerate(listed)}
    if len(places) != len(listed) or (listed and len(lines) - 1 != len(listed)):
        return None
    made, reached = [], set()
    for number in range(1, len(lines)):
        _, groups, time, entry = lines[number]
        # fmt: off
        (final, original, _, _, router, transport, _, host, ip, _, egress, _, _, _, _, confirmed, _,
         duration) = groups
        # fmt: on
        address = original or final or ""
        key = address.casefold()
        if transport is None or transport == BYPASSED or "@" not in key or key in reached:
            return None
        if original is not None and not same_person((final or "").casefold(), key):
            return None
        place = places.get(key) if listed else number - 1
        if place is None:
            return None
        reached.add(key)
        outcome = _DELIVERED if host is None and ip is None else _ACCEPTED
        where = (router, transport, host, ip, egress)
        # fmt: off
        made.append((
            place, listed[place] if listed else address, time, entry, outcome, *where,
            _milliseconds(duration) if duration else None, _next_hop(confirmed) if confirmed else None,
        ))
        # fmt: on
    return made


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
