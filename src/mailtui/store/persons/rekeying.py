"""Events of payloads that were written anew: what makes one event one, may be made of the address.

Else a payload that is read again would tell its events a second time.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from sqlalchemy import Connection

from mailtui.model.enums import EventProvider
from mailtui.model.provider_event import ProviderEvent
from mailtui.parsing.events.formats import parse
from mailtui.store.digests import link_digest

_MAILS = """
    SELECT id FROM message WHERE queue_id IN (SELECT value FROM json_each(?1))
    UNION SELECT message_id FROM message_link
    WHERE kind IN (SELECT DISTINCT kind FROM message_link) AND digest IN (SELECT value FROM json_each(?2))
"""
_KEYS = "UPDATE OR IGNORE delivery_event SET key = ? WHERE message_id = ? AND key = ?"


def rekey(connection: Connection, provider: EventProvider, before: bytes, after: bytes) -> None:
    """Give the events of a payload the keys that they have by its new text."""
    for old, new in _changed(provider, before, after):
        names = [name for name in (old.provider_id, old.tracking_id, old.message_id) if name]
        digests = [link_digest(name) for name in names]
        rows = connection.exec_driver_sql(_MAILS, (json.dumps(names), json.dumps(digests))).all()
        keys = bytes.fromhex(new.key), bytes.fromhex(old.key)
        if rows:
            connection.exec_driver_sql(_KEYS, [(keys[0], row[0], keys[1]) for row in rows])


def _changed(
    provider: EventProvider, before: bytes, after: bytes
) -> Iterator[tuple[ProviderEvent, ProviderEvent]]:
    pairs = zip(parse(provider, before).events, parse(provider, after).events, strict=False)
    return ((old, new) for old, new in pairs if old.key != new.key)
