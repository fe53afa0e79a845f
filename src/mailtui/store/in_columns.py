"""Plain messages column by column, as the process that reads hands them to the one that writes.

Python goes over a column many times as fast as over the same values row by row, and whoever reads has more
time than whoever writes. No table is needed here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, repeat
from operator import sub
from typing import Any, NamedTuple, TypeAlias

from mailtui.model.enums import LinkKind
from mailtui.store.owned import PlainMessage
from mailtui.store.rows import NULL, Row

Column: TypeAlias = Sequence[Any]
Peer: TypeAlias = tuple[str | None, str | None]
Success: TypeAlias = tuple[int, str, int, str | None, str | None, str | None]
"""A delivery at the first try: id of the message, address, time, host, IP, our own IP."""
_MESSAGE_ID, _NEXT_HOP = LinkKind.MESSAGE_ID.code, LinkKind.NEXT_HOP.code


class PlainColumns(NamedTuple):
    """Plain messages of one server. Addresses, peers and labels are told by their places in their lists.

    What may be unknown is `NULL`, or the place of None.
    """

    messages: Sequence[Column] = ((),) * 14
    """Id, queue id, status, received, completed (microseconds later), direction, sender, size, subject, peer,
    login, parent, and `events` and `lines` as in these columns."""
    deliveries: Sequence[Column] = ((),) * 13
    """Id and arrival of the message, number of the recipient, address, when it was delivered (microseconds
    after the arrival), entry, outcome, router, transport, peer, our own IP, duration (milliseconds), number
    among the tries of the message."""
    addresses: Sequence[str] = ()
    peers: Sequence[Peer] = ()
    """Host name and IP address."""
    labels: Sequence[str | None] = ()
    links: Sequence[Row] = ()
    """Rows of `message_link`."""

    @property
    def queue_ids(self) -> Sequence[str]:
        """Those of the messages."""
        return self.messages[1]

    def successes(self) -> Iterator[Success]:
        """The deliveries, as news."""
        messages, received, _, addresses, after, _, _, _, _, peers, egress, _, _ = self.deliveries
        places = zip(messages, received, addresses, after, peers, egress, strict=True)
        for message, arrival, address, later, peer, own in places:
            yield message, self.addresses[address], arrival + later, *self.peers[peer], self.labels[own]


def in_columns(messages: Sequence[PlainMessage]) -> PlainColumns:
    """The columns of messages."""
    if not messages:
        return PlainColumns()
    # fmt: off
    (ids, queue_ids, statuses, received, completed, directions, senders, sizes, subjects, hosts, ips, logins,
     parents, events, lines, message_ids, people) = zip(*messages, strict=True)
    (numbers, addresses, times, entries, outcomes, routers, transports, to_hosts, to_ips, egress, durations,
     next_hops) = zip(*chain.from_iterable(people), strict=True)
    counts = list(map(len, people))
    owners, since = _repeated(ids, counts), _repeated(received, counts)
    names, addresses, senders = _by_place(addresses, senders)
    peers, targets, origins = _by_place(
        list(zip(to_hosts, to_ips, strict=True)), list(zip(hosts, ips, strict=True))
    )
    labels, routers, transports, egress, logins = _by_place(routers, transports, egress, logins)
    return PlainColumns(
        (ids, queue_ids, statuses, received, _apart(completed, received), directions, senders, _bare(sizes),
         _bare(subjects), origins, logins, _bare(parents), events, lines),
        (owners, since, numbers, addresses, _apart(times, since), entries, outcomes, routers, transports,
         targets, egress, _bare(durations), list(chain.from_iterable(map(range, counts)))),
        names, peers, labels,
        [*_links(_MESSAGE_ID, message_ids, ids), *_links(_NEXT_HOP, next_hops, owners)],
    )
    # fmt: on


def _repeated(values: Column, counts: Iterable[int]) -> Column:
    return list(chain.from_iterable(map(repeat, values, counts)))


def _by_place(*columns: Column) -> list[Any]:
    """The different values, and each column with their places instead.

    What comes first gets the shorter ids: the column with fewer different values.
    """
    names = list(dict.fromkeys(chain(*columns)))
    places = dict(zip(names, range(len(names)), strict=True))
    return [names, *(list(map(places.__getitem__, column)) for column in columns)]


def _apart(column: Column, before: Column) -> Column:
    return list(map(sub, column, before))


def _bare(column: Column) -> Column:
    return [NULL if value is None else value for value in column]


def _links(kind: int, digests: Column, messages: Column) -> list[Row]:
    return [
        (kind, digest, message)
        for digest, message in zip(digests, messages, strict=True)
        if digest is not None
    ]
