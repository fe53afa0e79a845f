"""What stands for entries of the audit that retention took away: one with the hash of the last of them."""

from __future__ import annotations

import json
from typing import NamedTuple

from sqlalchemy import Connection

from mailtui.model.operator import Operator
from mailtui.store.acting import audit

ACT = "audit.checkpoint"


class Checkpoint(NamedTuple):
    """Up to which entry they went."""

    through: int
    hash: bytes
    """Of that entry."""
    time: int
    """When it was made."""


def newest(connection: Connection) -> Checkpoint | None:
    """The last one that was made; None when nothing ever went."""
    row = connection.exec_driver_sql(
        f"SELECT after, time FROM audit_entry WHERE act = '{ACT}' ORDER BY id DESC LIMIT 1"
    ).first()
    if row is None:
        return None
    try:
        said = json.loads(row[0])
        return Checkpoint(int(said["through"]), bytes.fromhex(said["hash"]), row[1])
    except (ValueError, KeyError, TypeError):  # it was tampered with, which its hash tells
        return None


def words(one: Checkpoint) -> str:
    """For a sentence."""
    return f"entry {one.through}, up to which retention took them"


def last_before(connection: Connection, before: int) -> tuple[int, bytes, int] | None:
    """The newest entry older than `before` (UTC microseconds): id, hash, how many there are up to it.

    Only as far as all are: clocks may have been set. The newest entry of all stays.
    """
    newer = connection.exec_driver_sql(
        "SELECT min(id) FROM audit_entry WHERE time >= ? OR id = (SELECT max(id) FROM audit_entry)", (before,)
    ).scalar()
    row = connection.exec_driver_sql(
        "SELECT id, hash, (SELECT count(*) FROM audit_entry WHERE id < ?1) FROM audit_entry "
        "WHERE id < ?1 ORDER BY id DESC LIMIT 1",
        (newer or 0,),
    ).first()
    return (row[0], row[1], row[2]) if row else None


def cut(connection: Connection, operator: Operator, now: int, before: int) -> tuple[audit.Entry, int] | None:
    """Take away entries older than `before`, all in one: the checkpoint and how many went; None: none."""
    found = last_before(connection, before)
    if found is None:
        return None
    through, hash_, count = found
    entry = audit.record(
        connection,
        operator,
        now,
        ACT,
        after={"through": through, "hash": hash_.hex(), "entries": count},
        result=f"{count} entries taken away",
    )
    connection.exec_driver_sql("DELETE FROM audit_entry WHERE id <= ?", (through,))
    return entry, count
