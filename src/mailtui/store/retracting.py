"""Taking back the one line that may change: the last one of a file, while it lacks its newline."""

from __future__ import annotations

from sqlalchemy import Connection

from mailtui.model.queue_ids import QUEUE_ID
from mailtui.store.blocks import RECORDS_PER_BLOCK, Stored, pack, unpack
from mailtui.store.entries import Entry, of_queue_ids, others_packed, others_unpacked, packed, unpacked


def raw_of(connection: Connection, entry: int) -> bytes | None:
    """The raw record of an entry that is the last of its block."""
    data = connection.exec_driver_sql(
        "SELECT data FROM raw_block WHERE id = ?", (entry // RECORDS_PER_BLOCK,)
    ).scalar()
    return None if data is None else unpack(data)[-1].raw


def owner_of(connection: Connection, entry: int) -> int:
    """The message that an entry, the last of its block, tells of; 0 for none."""
    line = (raw_of(connection, entry) or b"").decode("utf-8", "replace")
    for message, entries in of_queue_ids(connection, QUEUE_ID.findall(line)).items():
        if any(one.id == entry for one in entries):
            return message
    return 0


def retract(connection: Connection, entry: int) -> tuple[int, str] | None:
    """Remove an entry that is the last of its block with its line and its rejection.

    Returns server id and queue id of the message it told of: that one has to be folded anew, or is
    gone when it had no other line.
    """
    block = entry // RECORDS_PER_BLOCK
    message = owner_of(connection, entry)
    data, others, first = connection.exec_driver_sql(
        "SELECT data, others, time_min FROM raw_block WHERE id = ?", (block,)
    ).one()
    records = unpack(data)
    forget_words(connection, block, [record.raw for record in records])
    if len(records) > 1:
        left = [one for one in others_unpacked(block, others, first) if one.id != entry]
        put_back(connection, block, records[:-1], others_packed(left, first))
    else:
        connection.exec_driver_sql("DELETE FROM raw_block WHERE id = ?", (block,))
    connection.exec_driver_sql("DELETE FROM rejection WHERE entry_id = ?", (entry,))
    connection.exec_driver_sql("DELETE FROM unclear_line WHERE id = ?", (entry,))
    return _owner_without(connection, message, entry) if message else None


def put_back(connection: Connection, block: int, records: list[Stored], others: bytes | None) -> None:
    """Give a block, of which the words are forgotten, these records; `others` as in its column."""
    connection.exec_driver_sql(
        "UPDATE raw_block SET data = ?, others = ? WHERE id = ?", (pack(records), others, block)
    )
    words = b"\n".join(record.raw for record in records if record.raw).decode("utf-8", "replace")
    connection.exec_driver_sql("INSERT INTO block_words (rowid, words) VALUES (?, ?)", (block, words))


def forget_words(connection: Connection, block: int, raws: list[bytes]) -> None:
    """Take a block out of the index of words, which has to be told the very words it was given."""
    words = b"\n".join(raws).decode("utf-8", "replace")
    connection.exec_driver_sql(
        "INSERT INTO block_words (block_words, rowid, words) VALUES ('delete', ?, ?)", (block, words)
    )


def _owner_without(connection: Connection, message: int, entry: int) -> tuple[int, str]:
    """Take the entry from its message, which goes when nothing else is known of it."""
    server, queue_id, events, lines, first = connection.exec_driver_sql(
        "SELECT server_id, queue_id, events, lines, first_seen FROM message WHERE id = ?", (message,)
    ).one()
    left: list[Entry] = [one for one in unpacked(events, lines, first) if one.id != entry]
    if left:
        connection.exec_driver_sql(
            "UPDATE message SET events = ?, lines = ? WHERE id = ?", (*packed(left, first), message)
        )
        return server, queue_id
    for table in ("recipient", "delivery_attempt", "message_link"):
        connection.exec_driver_sql(f"DELETE FROM {table} WHERE message_id = ?", (message,))
    connection.exec_driver_sql("DELETE FROM message WHERE id = ?", (message,))
    return server, queue_id
