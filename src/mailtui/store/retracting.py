"""Taking back the one line that may change: the last one of a file, while it lacks its newline."""

from __future__ import annotations

from sqlalchemy import Connection

from mailtui.store.blocks import RECORDS_PER_BLOCK, Stored, pack, unpack


def raw_of(connection: Connection, entry: int) -> bytes | None:
    """The raw record of an entry that is the last of its block."""
    data = connection.exec_driver_sql(
        "SELECT data FROM raw_block WHERE id = ?", (entry // RECORDS_PER_BLOCK,)
    ).scalar()
    return None if data is None else unpack(data)[-1].raw


def owner_of(connection: Connection, entry: int) -> int:
    """The message that an entry tells of; 0 for none."""
    found = connection.exec_driver_sql("SELECT message_id FROM log_entry WHERE id = ?", (entry,)).scalar()
    return int(found or 0)


def retract(connection: Connection, entry: int) -> tuple[int, str] | None:
    """Remove an entry that is the last of its block with its line and its rejection.

    Returns server id and queue id of the message it told of: that one has to be folded anew, or is
    gone when it had no other line.
    """
    block = entry // RECORDS_PER_BLOCK
    data: bytes = connection.exec_driver_sql("SELECT data FROM raw_block WHERE id = ?", (block,)).scalar_one()
    records = unpack(data)
    forget_words(connection, block, [record.raw for record in records])
    if len(records) > 1:
        put_back(connection, block, records[:-1])
    else:
        connection.exec_driver_sql("DELETE FROM raw_block WHERE id = ?", (block,))
    connection.exec_driver_sql("DELETE FROM rejection WHERE entry_id = ?", (entry,))
    return _owner_without(connection, entry)


def put_back(connection: Connection, block: int, records: list[Stored]) -> None:
    """Give a block, of which the words are forgotten, these records."""
    connection.exec_driver_sql("UPDATE raw_block SET data = ? WHERE id = ?", (pack(records), block))
    words = b"\n".join(record.raw for record in records if record.raw).decode("utf-8", "replace")
    connection.exec_driver_sql("INSERT INTO block_words (rowid, words) VALUES (?, ?)", (block, words))


def forget_words(connection: Connection, block: int, raws: list[bytes]) -> None:
    """Take a block out of the index of words, which has to be told the very words it was given."""
    words = b"\n".join(raws).decode("utf-8", "replace")
    connection.exec_driver_sql(
        "INSERT INTO block_words (block_words, rowid, words) VALUES ('delete', ?, ?)", (block, words)
    )


def _owner_without(connection: Connection, entry: int) -> tuple[int, str] | None:
    """Delete the entry; its message too when nothing else is known of it."""
    message = owner_of(connection, entry)
    connection.exec_driver_sql("DELETE FROM log_entry WHERE message_id = ? AND id = ?", (message, entry))
    if not message:
        return None
    owner = connection.exec_driver_sql(
        "SELECT server_id, queue_id FROM message WHERE id = ?", (message,)
    ).one()
    left = connection.exec_driver_sql(
        "SELECT 1 FROM log_entry WHERE message_id = ? LIMIT 1", (message,)
    ).scalar()
    if not left:
        for table in ("recipient", "delivery_attempt", "message_link"):
            connection.exec_driver_sql(f"DELETE FROM {table} WHERE message_id = ?", (message,))
        connection.exec_driver_sql("DELETE FROM message WHERE id = ?", (message,))
    return owner[0], owner[1]
