"""Which recipients, messages and rejections some lines speak of."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from mailtui.model.queue_ids import QUEUE_ID
from mailtui.store.blocks import RECORDS_PER_BLOCK
from mailtui.store.entries import of_blocks, of_queue_ids

NUMBER_BITS = 20
"""A recipient's key as one integer is message id << 20 | number."""
NUMBER_MASK = (1 << NUMBER_BITS) - 1

_ATTEMPTS = """
    SELECT entry_id, recipient FROM every_attempt
    WHERE message_id IN (SELECT value FROM json_each(?))"""
_REFUSED = """
    SELECT id, entry_id FROM rejection WHERE time IN (SELECT value FROM json_each(?))"""
_REFUSED_IN = """
    SELECT rejection.id, entry_id FROM raw_block CROSS JOIN rejection ON time BETWEEN time_min AND time_max
    WHERE raw_block.id IN (SELECT value FROM json_each(?))"""


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
        owner, moments = {}, {}
        for message, entries in of_queue_ids(connection, ids).items():
            for entry in entries:
                if entry.id in lines:
                    owner[entry.id], moments[entry.id] = message, entry.time
        blocks = {entry // RECORDS_PER_BLOCK for entry in lines.keys() - owner.keys()}
        moments.update((one.id, one.time) for one in of_blocks(connection, blocks) if one.id in lines)
        tries = dict(_run(connection, _ATTEMPTS, set(owner.values())))
        refused = _run(connection, _REFUSED, set(moments.values()))
        gone = {entry // RECORDS_PER_BLOCK for entry in lines.keys() - moments.keys()}
        if gone:  # mail went by retention; its refusals may be there
            refused += _run(connection, _REFUSED_IN, gone)
        for line, message in owner.items():
            if line in tries:
                self.recipients.add(message << NUMBER_BITS | tries[line])
            else:
                self.messages.add(message)
        self.rejections.update(number for number, line in refused if line in lines)


def _run(connection: Connection, query: str, values: Any) -> list[Any]:
    return [tuple(row) for row in connection.exec_driver_sql(query, (json.dumps(list(values)),)).all()]
