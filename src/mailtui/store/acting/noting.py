"""Plans of acts on notes. Only its author changes a note, and never an older version of it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from mailtui.errors import NotAllowedError, NotFoundError
from mailtui.model.act import By, Change, Refusal
from mailtui.model.enums import SubjectKind
from mailtui.model.work import NoteChangedError, NoteView, Reader, Subject
from mailtui.store import schema
from mailtui.store.acting.applying import GONE
from mailtui.store.acting.changes.note import Noted
from mailtui.store.acting.planning import Plan, by_kind
from mailtui.store.acting.subjects import there
from mailtui.store.rows import next_id
from mailtui.store.work import notes


def add(subjects: Sequence[Subject], text: str, private: bool, connection: Connection, by: By) -> Plan:
    """A note on each subject that is in the database."""
    known = {
        Subject(kind, ref)
        for kind, refs in by_kind(subjects).items()
        for ref in there(connection, kind, refs)
    }
    wanted = list(dict.fromkeys(subjects))
    first = next_id(connection, schema.NOTE)
    noted = [one for one in wanted if one in known]
    changes = [
        _change(first + place, None, [one.kind.code, one.id, by.operator_id, private, text, by.when, None])
        for place, one in enumerate(noted)
    ]
    return Plan(changes, [Refusal(one, GONE) for one in wanted if one not in known])


def edit(
    note: int, version: int, text: str, private: bool, reader: Reader, connection: Connection, by: By
) -> Plan:
    """Another text for a note. NoteChangedError when `version` is not the one of now."""
    found = _own(connection, note, version, reader)
    if (found.text, found.private) == (text, private):
        return Plan([])
    value = _now(connection, note)
    assert isinstance(value, list)
    return Plan([_change(note, value, [*value[:3], private, text, value[5], by.when])])


def delete(note: int, version: int | None, reader: Reader, connection: Connection, _by: By) -> Plan:
    """Take a note away; None: whatever its version is."""
    _own(connection, note, version, reader)
    return Plan([_change(note, _now(connection, note), None)])


def _own(connection: Connection, note: int, version: int | None, reader: Reader) -> NoteView:
    found = notes.of_id(connection, note, reader)
    if found is None:
        if notes.is_own(connection, note, reader):
            raise NoteChangedError(None)
        raise NotFoundError(f"there is no note {note}", "mailtui notes lists those there are")
    if not found.own:
        raise NotAllowedError(f"only {found.author} changes this note", "write one of your own beside it")
    if version is not None and found.version != version:
        raise NoteChangedError(found)
    return found


def _now(connection: Connection, note: int) -> object:
    return Noted().now(connection, SubjectKind.NOTE, [note], "")[note]


def _change(note: int, before: object, after: object) -> Change:
    return Change("note", SubjectKind.NOTE, note, before, after)
