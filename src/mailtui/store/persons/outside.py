"""Where an address that was erased may still lie: what was imported, and what was exported."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection

from mailtui.model.enums import QueueState
from mailtui.model.erased import Swap
from mailtui.model.person import Again, Outside
from mailtui.store import descriptors, wal
from mailtui.store.engine import PATIENCE
from mailtui.store.people.files import FILES

_WAITS = (QueueState.QUEUED.code, QueueState.ACTIVE.code, QueueState.DEFERRED.code, QueueState.FROZEN.code)
_AMONG = "IN (SELECT value FROM json_each(?1))"
MOST = 200


def files(connection: Connection, blocks: Iterable[int]) -> list[Again]:
    """The log files that some blocks of lines came from."""
    rows = connection.exec_driver_sql(
        "SELECT DISTINCT f.path FROM raw_block b JOIN source_file f ON f.id = b.file_id "
        f"WHERE b.id IN (SELECT value FROM json_each(?)) ORDER BY f.path LIMIT {MOST}",
        (json.dumps(list(blocks)),),
    )
    return [Again(Outside.LOG, row[0]) for row in rows]


def sources(connection: Connection, payloads: Iterable[int]) -> list[Again]:
    """Where some payloads came from, and the databases of other systems that are read."""
    rows = connection.exec_driver_sql(
        "SELECT DISTINCT s.location FROM webhook_event w JOIN source s ON s.id = w.source_id "
        f"WHERE w.id IN (SELECT value FROM json_each(?)) ORDER BY s.location LIMIT {MOST}",
        (json.dumps(list(payloads)),),
    )
    found = [Again(Outside.EVENTS, row[0]) for row in rows]
    others = connection.exec_driver_sql("SELECT location FROM source WHERE kind LIKE '%!_db' ESCAPE '!'")
    return [*found, *(Again(Outside.DATABASE, row[0]) for row in others)]


def archives(connection: Connection, ids: Iterable[int]) -> list[Again]:
    """Where the archives lie that have mail from or to the rows of an address."""
    rows = connection.exec_driver_sql(
        "SELECT DISTINCT s.location FROM source s WHERE s.kind = 'mail' AND s.server_id IN ("
        f"SELECT server_id FROM message WHERE sender_id {_AMONG} UNION SELECT m.server_id FROM recipient r "
        f"CROSS JOIN message m ON m.id = r.message_id WHERE r.address_id {_AMONG}) "
        f"ORDER BY s.location LIMIT {MOST}",
        (json.dumps(list(ids)),),
    )
    return [Again(Outside.MAIL, row[0]) for row in rows]


def contacts(connection: Connection, ids: Iterable[int]) -> list[Again]:
    """Where files of contacts were read, should the address be that of a contact."""
    origins = set(
        connection.exec_driver_sql(
            f"SELECT origin FROM contact WHERE address_id {_AMONG}", (json.dumps(list(ids)),)
        ).scalars()
    )
    if not origins:
        return []
    rows = connection.exec_driver_sql(
        f"SELECT location FROM source WHERE kind = '{FILES}' ORDER BY location LIMIT {MOST}"
    )
    places = [row[0] for row in rows] or ["a folder that is not known"] * ("" in origins)
    return [Again(Outside.CONTACTS, place) for place in places]


def exports(connection: Connection) -> list[Again]:
    """Files with names that somebody exported, as the audit has it."""
    rows = connection.exec_driver_sql(
        "SELECT after FROM audit_entry WHERE act = 'export' ORDER BY id DESC LIMIT 1000"
    )
    told = (json.loads(row[0] or "{}") for row in rows)
    paths = [str(one.get("file", "")) for one in told if one.get("people") == "with names"]
    return [Again(Outside.EXPORT, path) for path in dict.fromkeys(paths) if path and Path(path).exists()][
        :MOST
    ]


def waiting(connection: Connection, swap: Swap) -> int:
    """Mails to the address that still wait: what the log says of them next will name it."""
    found = connection.exec_driver_sql(
        "SELECT count(*) FROM address a JOIN recipient r ON r.address_id = a.id "
        f"WHERE lower(a.text) = ? AND r.queue_state IN {_WAITS}",
        (swap.address,),
    ).scalar_one()
    return int(found)


def scrub(path: Path, swap: Swap | None) -> int:
    """See that the bytes are gone too; the file is written anew where they are not. How often it is there.

    None: nobody knows any more what to look for, so it is written anew. No connection of ours may be open.
    """
    wal.empty(path)
    if swap is not None and not leftovers(path, swap):
        return 0
    with closing(sqlite3.connect(path, PATIENCE)) as connection:
        connection.isolation_level = None
        try:
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except sqlite3.OperationalError:  # somebody reads, or the disk is full: it is told
            pass
    return 0 if swap is None else leftovers(path, swap)


def leftovers(path: Path, swap: Swap) -> int:
    """How often the address is in the bytes of the database and of its log, free pages included."""
    return sum(_in_file(place, swap) for place in (path, path.with_name(f"{path.name}-wal")))


def _in_file(path: Path, swap: Swap) -> int:
    found, before, place, piece = 0, b"", 0, 1 << 22
    keep = 4 * len(swap.address.encode()) + 64
    try:
        file = descriptors.descriptor(path)
    except FileNotFoundError:
        return 0
    while data := os.pread(file, piece, place):
        found += swap.count(before + data) - swap.count(before)
        before, place = data[-keep:], place + len(data)
    return found
