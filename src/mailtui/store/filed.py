"""Raw lines put away: blocks of records, the index of their words, and what was not understood."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from mailtui.store import schema
from mailtui.store.filing import Packed
from mailtui.store.rows import Row, insert, upsert


def write_blocks(connection: Connection, blocks: Sequence[Packed]) -> None:
    """Write what is new in some blocks and the index of their words.

    A second insert under the same row id adds words to a contentless FTS5 index: the block then has
    those of both. So an open block costs the index only its new lines.
    """
    upsert(connection, schema.RAW_BLOCK, [block.row for block in blocks])
    if blocks:
        words = [(block.row[0], block.words) for block in blocks]
        connection.exec_driver_sql("INSERT INTO block_words (rowid, words) VALUES (?, ?)", words)


def write_unclear(connection: Connection, unclear: Sequence[Row]) -> None:
    """Note the lines that were not understood: of each entry id, message id (0 for none) and moment."""
    insert(connection, schema.UNCLEAR_LINE, unclear)
