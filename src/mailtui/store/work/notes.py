"""Notes as a reader may read them: private ones of others never leave the database."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection

from mailtui.model.enums import SubjectKind
from mailtui.model.work import NoteView, Reader, Subject

READABLE = (
    "o.deleted IS NULL AND (NOT o.private OR "
    "o.operator_id = (SELECT id FROM operator WHERE uid = ? AND name = ?))"
)
"""Over `note o`: it is there, and shared or the reader's; takes the values of `reading`."""
_NOTE = """
    SELECT o.id, o.kind, o.ref, w.name, w.uid, o.private, o.text, o.created, o.edited, o.version
    FROM note o JOIN operator w ON w.id = o.operator_id"""
_OF_SUBJECTS = f"""
    SELECT o.id, o.kind, o.ref, w.name, w.uid, o.private, o.text, o.created, o.edited, o.version
    FROM (SELECT DISTINCT json_extract(value, '$[0]') AS kind, json_extract(value, '$[1]') AS ref
          FROM json_each(?)) s
    CROSS JOIN note o ON o.kind = s.kind AND o.ref = s.ref JOIN operator w ON w.id = o.operator_id
    WHERE {READABLE}"""


def reading(reader: Reader | None) -> tuple[Any, ...]:
    """The values that READABLE takes; nobody has the uid -1."""
    return (-1, "") if reader is None else (reader.uid, reader.name)


def of_subjects(
    connection: Connection, subjects: Collection[Subject], reader: Reader | None
) -> list[NoteView]:
    """The notes on some subjects that the reader may read, oldest first."""
    places = json.dumps([(one.kind.code, one.id) for one in subjects])
    rows = connection.exec_driver_sql(_OF_SUBJECTS, (places, *reading(reader)))
    return sorted((_view(row, reader) for row in rows), key=lambda note: (note.created, note.id))


def of_id(connection: Connection, note_id: int, reader: Reader | None) -> NoteView | None:
    """One note; None when it is gone, or not the reader's to read."""
    row = connection.exec_driver_sql(
        f"{_NOTE} WHERE o.id = ? AND {READABLE}", (note_id, *reading(reader))
    ).first()
    return None if row is None else _view(row, reader)


def subjects_of(connection: Connection, kind: SubjectKind, reader: Reader | None) -> list[int]:
    """The ids of all subjects of a kind with a note that the reader may read."""
    query = f"SELECT DISTINCT o.ref FROM note o WHERE o.kind = ? AND {READABLE}"
    return list(connection.exec_driver_sql(query, (kind.code, *reading(reader))).scalars())


def is_own(connection: Connection, note_id: int, reader: Reader) -> bool:
    """Whether the reader wrote a note, be it there or taken away."""
    query = (
        "SELECT 1 FROM note o JOIN operator w ON w.id = o.operator_id "
        "WHERE o.id = ? AND w.uid = ? AND w.name = ?"
    )
    return connection.exec_driver_sql(query, (note_id, *reader)).first() is not None


def latest(connection: Connection, reader: Reader | None, limit: int) -> list[NoteView]:
    """All notes that the reader may read, the newest first."""
    rows = connection.exec_driver_sql(
        f"{_NOTE} WHERE {READABLE} ORDER BY coalesce(o.edited, o.created) DESC, o.id DESC LIMIT ?",
        (*reading(reader), limit),
    )
    return [_view(row, reader) for row in rows]


def _view(row: Sequence[Any], reader: Reader | None) -> NoteView:
    id_, kind, ref, name, uid, private, text, created, edited, version = row
    return NoteView(
        id=id_,
        subject=Subject(SubjectKind.of_code(kind), ref),
        author=name,
        own=reader == (uid, name),
        private=bool(private),
        text=text,
        created=created,
        edited=edited,
        version=version,
    )
