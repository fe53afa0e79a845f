"""What people put on rows and on subjects: a page of them in one statement for tags and one for notes."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from mailtui.model.enums import SubjectKind
from mailtui.model.view import RowKey, SearchRow
from mailtui.model.work import NO_REMARKS, Reader, Remarks, Subject, TagOn, recipient
from mailtui.store import matching
from mailtui.store.work import naming, notes
from mailtui.store.work.notes import READABLE, reading

_MESSAGE, _RECIPIENT = SubjectKind.MESSAGE.code, SubjectKind.RECIPIENT.code
_REJECTION, _ADDRESS = SubjectKind.REJECTION.code, SubjectKind.ADDRESS.code
_ROWS = f"""
    WITH place(n, owner, number) AS (
        SELECT key, json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?)),
    subject(n, kind, ref) AS (
        SELECT n, {_MESSAGE}, owner FROM place WHERE owner > 0 UNION
        SELECT n, {_RECIPIENT}, owner << 16 | number FROM place WHERE owner > 0 UNION
        SELECT n, {_REJECTION}, number FROM place WHERE owner = 0 UNION
        SELECT n, {_ADDRESS}, r.address_id FROM place
            CROSS JOIN recipient r ON r.message_id = owner AND r.number = place.number UNION
        SELECT n, {_ADDRESS}, r.original_id FROM place
            CROSS JOIN recipient r ON r.message_id = owner AND r.number = place.number UNION
        SELECT n, {_ADDRESS}, m.sender_id FROM place CROSS JOIN message m ON m.id = owner UNION
        SELECT n, {_ADDRESS}, j.address_id FROM place
            CROSS JOIN rejection j ON j.id = place.number AND owner = 0 UNION
        SELECT n, {_ADDRESS}, j.sender_id FROM place
            CROSS JOIN rejection j ON j.id = place.number AND owner = 0)"""
_PEOPLE = """
    SELECT sender_id FROM message WHERE id = :id
    UNION SELECT address_id FROM recipient WHERE message_id = :id
    UNION SELECT original_id FROM recipient WHERE message_id = :id"""
_SUBJECTS = """
    WITH subject(n, kind, ref) AS (
        SELECT key, json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?))"""
_TAGS = """
    SELECT s.n, s.kind, t.name, t.colour FROM subject s
    CROSS JOIN tagging g ON g.kind = s.kind AND g.ref = s.ref JOIN tag t ON t.id = g.tag_id
    ORDER BY s.n, s.kind, t.name"""
_NOTES = f"""
    SELECT s.n, s.kind FROM subject s CROSS JOIN note o ON o.kind = s.kind AND o.ref = s.ref
    WHERE {READABLE} ORDER BY s.n, s.kind"""

_ANY = "SELECT EXISTS (SELECT 1 FROM tagging), EXISTS (SELECT 1 FROM note)"
"""Where nobody put anything on anything, nothing is looked for: a millisecond or two for a page of rows."""


def remarked(connection: Connection, rows: Sequence[SearchRow], reader: Reader | None) -> list[SearchRow]:
    """The rows with what is on them: on their message, recipient or rejection, and on their addresses."""
    found = of_rows(connection, [row.key for row in rows], reader)
    return [replace(row, remarks=found[row.key]) if row.key in found else row for row in rows]


def in_full(connection: Connection, row: SearchRow, reader: Reader | None) -> SearchRow:
    """A row with all that is on it: also what is on its incidents, and the notes in full."""
    own = of_rows(connection, [row.key], reader).get(row.key, NO_REMARKS)
    incidents = [
        Subject(SubjectKind.INCIDENT, one) for one in sorted(matching.incidents_with(connection, row.key))
    ]
    theirs = of_subjects(connection, incidents, reader).values()
    known = {one.name for one in own.tags}
    tags = [one for remarks in theirs for one in remarks.tags if one.name not in known]
    subjects = [place.subject for place in naming.places(connection, row.key)]
    found = notes.of_subjects(connection, [*subjects, *incidents], reader)
    several = tuple(kind for remarks in theirs for kind in remarks.noted)
    return replace(row, remarks=Remarks((*own.noted, *several), (*own.tags, *tags), tuple(found)))


def of_message(
    connection: Connection, message: int, rows: Sequence[RowKey], reader: Reader | None
) -> Remarks:
    """What is on a message, on its recipients, and on all their addresses; the notes in full."""
    people = connection.exec_driver_sql(_PEOPLE, {"id": message}).scalars()
    subjects = [
        Subject(SubjectKind.MESSAGE, message),
        *(recipient(key.owner, key.number) for key in rows),
        *(Subject(SubjectKind.ADDRESS, one) for one in people if one is not None),
    ]
    tags: dict[str, TagOn] = {}
    carried = of_subjects(connection, subjects, reader)
    for tag in sorted((tag for one in carried.values() for tag in one.tags), key=lambda tag: tag.on.code):
        tags.setdefault(tag.name, tag)
    found = notes.of_subjects(connection, subjects, reader)
    return Remarks(tuple(one.subject.kind for one in found), tuple(tags.values()), tuple(found))


def of_rows(connection: Connection, keys: Sequence[RowKey], reader: Reader | None) -> dict[RowKey, Remarks]:
    """What is on rows; those that nothing is on are left out."""
    places = json.dumps([(key.owner, key.number) for key in keys])
    return {keys[n]: one for n, one in _remarks(connection, _ROWS, places, reader).items()}


def noted_subjects(connection: Connection, keys: Sequence[RowKey]) -> set[Subject]:
    """What carries the notes of rows: messages, recipients, refusals, addresses; readable or not."""
    places = json.dumps([(key.owner, key.number) for key in keys])
    query = f"{_ROWS} SELECT DISTINCT o.kind, o.ref FROM subject s JOIN note o USING (kind, ref)"
    rows = connection.exec_driver_sql(query, (places,))
    return {Subject(SubjectKind.of_code(kind), ref) for kind, ref in rows}


def of_subjects(
    connection: Connection, subjects: Collection[Subject], reader: Reader | None
) -> dict[Subject, Remarks]:
    """What is on subjects themselves; those that nothing is on are left out."""
    several = list(subjects)
    places = json.dumps([(one.kind.code, one.id) for one in several])
    return {several[n]: one for n, one in _remarks(connection, _SUBJECTS, places, reader).items()}


def in_full_of(connection: Connection, subject: Subject, reader: Reader | None) -> Remarks:
    """What is on one subject itself, the notes in full."""
    found = of_subjects(connection, [subject], reader).get(subject, NO_REMARKS)
    return replace(found, notes=tuple(notes.of_subjects(connection, [subject], reader)))


def _remarks(connection: Connection, source: str, places: str, reader: Reader | None) -> dict[int, Remarks]:
    tags: dict[int, dict[str, TagOn]] = defaultdict(dict)
    noted: dict[int, list[SubjectKind]] = {}
    any_tag, any_note = connection.exec_driver_sql(_ANY).one()
    if any_tag:
        for n, kind, name, colour in connection.exec_driver_sql(f"{source}{_TAGS}", (places,)):
            tags[n].setdefault(name, TagOn(name, colour, SubjectKind.of_code(kind)))
    if any_note:
        noted = _noted(connection.exec_driver_sql(f"{source}{_NOTES}", (places, *reading(reader))))
    return {
        n: Remarks(tuple(noted.get(n, ())), tuple(tags[n].values() if n in tags else ()))
        for n in {*tags, *noted}
    }


def _noted(rows: Iterable[Any]) -> dict[int, list[SubjectKind]]:
    found: dict[int, list[SubjectKind]] = defaultdict(list)
    for n, kind in rows:
        found[n].append(SubjectKind.of_code(kind))
    return found
