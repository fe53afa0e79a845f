"""Which recipients, messages and rejections some lines speak of."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

NUMBER_BITS = 20
"""A recipient's key as one integer is message id << 20 | number."""
NUMBER_MASK = (1 << NUMBER_BITS) - 1
QUEUE_ID = re.compile(r"[0-9A-Za-z]{6}-(?:[0-9A-Za-z]{11}-[0-9A-Za-z]{4}|[0-9A-Za-z]{6}-[0-9A-Za-z]{2})")
"""Exim message ids, new and old form (Exim manual, 'Message identification')."""

_ENTRIES = """
    SELECT e.id, e.message_id, e.time FROM log_entry e WHERE e.message_id IN
    (SELECT id FROM message WHERE queue_id IN (SELECT value FROM json_each(?)))"""
_ATTEMPTS = """
    SELECT entry_id, recipient FROM delivery_attempt
    WHERE message_id IN (SELECT value FROM json_each(?))"""
_OTHERS = """
    SELECT id, time FROM log_entry WHERE message_id = 0 AND id IN (SELECT value FROM json_each(?))"""
_REFUSED = """
    SELECT id, entry_id FROM rejection WHERE time IN (SELECT value FROM json_each(?))"""


class Owners:
    """A line about one recipient speaks of that row only, any other of all rows of its message."""

    def __init__(self) -> None:
        self.messages: set[int] = set()
        self.recipients: set[int] = set()
        """Keys of single recipients."""
        self.rejections: set[int] = set()

    def add(self, connection: Connection, lines: Mapping[int, bytes]) -> None:
        """Take lines by their entry.

        A queue id in a line may be another message's, so the entries of each decide.
        """
        if not lines:
            return
        texts = (line.decode("utf-8", "replace") for line in lines.values())
        ids = {found for text in texts for found in QUEUE_ID.findall(text)}
        rows = _run(connection, _ENTRIES, ids)
        owner = {entry: message for entry, message, _ in rows if entry in lines}
        moments = {entry: moment for entry, _, moment in rows if entry in lines}
        moments.update(_run(connection, _OTHERS, lines.keys() - owner.keys()))
        tries = dict(_run(connection, _ATTEMPTS, set(owner.values())))
        refused = _run(connection, _REFUSED, set(moments.values()))
        for entry, message in owner.items():
            if entry in tries:
                self.recipients.add(message << NUMBER_BITS | tries[entry])
            else:
                self.messages.add(message)
        self.rejections.update(number for number, entry in refused if entry in lines)


def _run(connection: Connection, query: str, values: Any) -> list[Any]:
    return [tuple(row) for row in connection.exec_driver_sql(query, (json.dumps(list(values)),)).all()]
