"""Events of sending services and what recipients did, on their way into the database."""

from __future__ import annotations

from collections.abc import Iterable
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection

from mailtui.model.mail_told import EventRow, peer
from mailtui.model.standing import Standing
from mailtui.store import schema
from mailtui.store.digests import digest64, storable
from mailtui.store.events import Kept
from mailtui.store.naming import NEAR, Names, Naming
from mailtui.store.rows import NULL, Row, insert_flat, insert_missing, upsert


class EventRows:
    """Events and engagements on their way into the database."""

    def __init__(self, connection: Connection, naming: Naming) -> None:
        self._naming = naming
        self._links = Names(connection, schema.LINK, ("digest",))
        self._near: dict[str, int] = {}
        self._known_as: list[Row] = []
        self._begin()

    def add_event(self, message: int, kept: Kept) -> None:
        """One event of a message."""
        event, naming = kept.event, self._naming
        # fmt: off
        self._events.append((
            message, bytes.fromhex(event.key), kept.number, event.kind.code, event.time, kept.payload,
            NULL if event.permanent is None else int(event.permanent), int(event.blocked),
            NULL if event.smtp_code is None else event.smtp_code, event.enhanced_code or NULL,
            naming.reply(event.reply) if event.reply else NULL,
            naming.host(*peer(event.remote_host)) if event.remote_host else NULL,
            naming.label(event.sending_ip) if event.sending_ip else NULL,
            naming.label(event.sub_type) if event.sub_type else NULL,
            self._link(event.link) if event.link else NULL, NULL if kept.actor is None else kept.actor.code,
            NULL if event.machine is None else int(event.machine), int(event.method != ""),
            naming.label(event.user_agent) if event.user_agent else NULL, int(event.ip) if event.ip else NULL,
        ))
        # fmt: on

    def add_row(
        self, message: int, number: int, row: EventRow, base: int, actor: int | None, *, new: bool = False
    ) -> None:
        """One event of a message as it comes from elsewhere; `base` is added to the payload named there.

        `new`: so is the message.
        """
        # fmt: off
        (key, kind, time, payload, permanent, blocked, smtp_code, enhanced_code, reply, remote, egress,
         sub_type, link, machine, head, agent, visitor, _) = row
        naming = self._naming
        (self._new.extend if new else self._events.append)((
            message, key, number, kind, time, payload + base,
            NULL if permanent is None else int(permanent), 1 if blocked else 0,
            NULL if smtp_code is None else smtp_code, enhanced_code or NULL,
            naming.reply(reply) if reply else NULL, naming.host(*peer(remote)) if remote else NULL,
            naming.label(egress) if egress else NULL, naming.label(sub_type) if sub_type else NULL,
            self._link(link) if link else NULL, NULL if actor is None else actor,
            NULL if machine is None else int(machine), 1 if head else 0,
            naming.label(agent) if agent else NULL, NULL if visitor is None else visitor,
        ))
        # fmt: on

    def change_actor(self, message: int, key: bytes, actor: int) -> None:
        """An open or click that is there turned out to be somebody else's."""
        self._actors.append((actor, message, key))

    def add_engagement(self, message: int, number: int, campaign: int | None, did: Standing) -> None:
        """What one recipient did; `change_engagement` where that is there already."""
        self._engaged.append((message, number, NULL if campaign is None else campaign, *_did(did)))

    def add_did(self, message: int, number: int, campaign: int | None, did: Row) -> None:
        """As `add_engagement`, of a message that is new: the values of the columns."""
        self._new_engaged += (message, number, NULL if campaign is None else campaign)
        self._new_engaged += [NULL if value is None else value for value in did]

    def change_engagement(self, message: int, number: int, did: Standing) -> None:
        """What one recipient did by now."""
        self._did.append((*_did(did), message, number))

    def prolong(self, message: int, seen_for: int, completed_before: int | None) -> None:
        """Something was told of a message that is later than all before."""
        self._longer.append((seen_for, completed_before, message))

    def add_ids(self, message: int, ids: Iterable[tuple[int, int]]) -> None:
        """Under which ids a message is known: codes of kinds, and digests."""
        self._known_as.extend([(kind, digest, message) for kind, digest in ids])

    def write(self, connection: Connection) -> None:
        """Write everything but ids; `Naming.write` goes before."""
        self._links.write(connection)
        insert_flat(connection, schema.DELIVERY_EVENT, self._new)
        insert_flat(connection, schema.ENGAGEMENT, self._new_engaged)
        upsert(connection, schema.DELIVERY_EVENT, sorted(self._events, key=_FIRST_TWO))
        upsert(connection, schema.ENGAGEMENT, sorted(self._engaged, key=_FIRST_TWO))
        for query, rows in ((_ACTOR, self._actors), (_DID, self._did), (_LONGER, self._longer)):
            if rows:
                connection.exec_driver_sql(query, sorted(rows, key=_MESSAGE_OF[query]))
        self._begin()

    def write_ids(self, connection: Connection) -> None:
        """Write under which ids messages are known, all of a transaction at once.

        They are in no order of time: so each page of them is touched once.
        """
        insert_missing(connection, schema.MESSAGE_LINK, sorted(self._known_as))
        self._known_as = []

    def _begin(self) -> None:
        self._new: list[Any] = []
        self._new_engaged: list[Any] = []
        self._events: list[Row] = []
        self._engaged: list[Row] = []
        self._actors: list[Row] = []
        self._did: list[Row] = []
        self._longer: list[Row] = []

    def _link(self, url: str) -> int:
        found = self._near.get(url)
        if found is None:
            stored = storable(url)
            digest = digest64(stored)
            found = self._links.known(digest)
            if found is None:
                found = self._links.add(digest, (digest, stored))
            if len(self._near) >= NEAR:
                self._near.clear()
            self._near[url] = found
        return found


_FIRST_TWO = itemgetter(0, 1)
_DID_COLUMNS = (
    "sent", "opened", "clicked", "complained", "unsubscribed", "opens", "machine_opens", "clicks",
    "machine_clicks"
)  # fmt: skip
_DID = (
    f"UPDATE engagement SET {', '.join(f'{name} = ?' for name in _DID_COLUMNS)} "
    "WHERE message_id = ? AND number = ?"
)
_ACTOR = "UPDATE delivery_event SET actor = ? WHERE message_id = ? AND key = ?"
_LONGER = "UPDATE message SET seen_for = ?, completed_before = ? WHERE id = ?"
_MESSAGE_OF = {_ACTOR: itemgetter(1), _DID: itemgetter(-2), _LONGER: itemgetter(-1)}
"""Rows are written in the order of their messages, which lie together."""


def _did(did: Standing) -> Row:
    moments = (did.sent, did.opened, did.clicked, did.complained, did.unsubscribed)
    return (
        *(NULL if one is None else one for one in moments),
        did.opens_human,
        did.opens_machine,
        did.clicks_human,
        did.clicks_machine,
    )
