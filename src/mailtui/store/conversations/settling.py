"""What a thread says of itself follows from its letters; of threads that are one, the oldest row stays."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping

from sqlalchemy import Connection

from mailtui.model.conversations.subject import base_subject
from mailtui.model.enums import SubjectKind


def settle(connection: Connection, threads: Collection[int], gone: Mapping[int, int]) -> None:
    """Move the letters of threads that are `gone` to those they are part of; bring `threads` up to date."""
    for thread, stays in gone.items():
        connection.exec_driver_sql("UPDATE letter SET thread_id = ? WHERE thread_id = ?", (stays, thread))
        for table in ("note", "tagging"):
            connection.exec_driver_sql(
                f"UPDATE OR IGNORE {table} SET ref = ? WHERE kind = {SubjectKind.THREAD.code} AND ref = ?",
                (stays, thread),
            )
        connection.exec_driver_sql("DELETE FROM thread WHERE id = ?", (thread,))
    counted = connection.exec_driver_sql(
        "SELECT l.thread_id, coalesce(min(l.sent), min(m.first_seen)), "
        "coalesce(max(l.sent), max(m.first_seen)), "
        "count(DISTINCT l.rfc_id) FROM letter l JOIN message m ON m.id = l.message_id "
        "WHERE l.thread_id IN (SELECT value FROM json_each(?)) GROUP BY l.thread_id",
        (json.dumps(sorted({*threads, *gone.values()})),),
    ).all()
    for thread, first, last, messages in counted:
        connection.exec_driver_sql(
            "UPDATE thread SET subject = ?, first = ?, last = ?, messages = ? WHERE id = ?",
            (_subject(connection, thread), first, last, messages, thread),
        )


def _subject(connection: Connection, thread: int) -> str:
    """The base subject of the first letter; a letter without a date comes after all others."""
    found = connection.exec_driver_sql(
        "SELECT m.subject FROM letter l JOIN message m ON m.id = l.message_id WHERE l.thread_id = ? "
        "ORDER BY l.sent IS NULL, l.sent, l.rfc_id LIMIT 1",
        (thread,),
    ).scalar()
    return base_subject(found or "").text
