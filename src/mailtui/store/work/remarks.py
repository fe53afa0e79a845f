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
from mailtui.model.work import Reader, Remarks, Subject, TagOn
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


def remarked(connection: Connection, rows: Sequence[SearchRow], reader: Reader | None) -> list[SearchRow]:
    """The rows with what is on them: on their message, recipient or rejection, and on their addresses."""
    found = of_rows(connection, [row.key for row in rows], reader)
    return [replace(row, remarks=found[row.key]) if row.key in found else row for row in rows]


def of_rows(connection: Connection, keys: Sequence[RowKey], reader: Reader | None) -> dict[RowKey, Remarks]:
    """What is on rows; those that nothing is on are left out."""
    places = json.dumps([(key.owner, key.number) for key in keys])
    return {keys[n]: one for n, one in _remarks(connection, _ROWS, places, reader).items()}


def of_subjects(
    connection: Connection, subjects: Collection[Subject], reader: Reader | None
) -> dict[Subject, Remarks]:
    """What is on subjects themselves; those that nothing is on are left out."""
    several = list(subjects)
    places = json.dumps([(one.kind.code, one.id) for one in several])
    return {several[n]: one for n, one in _remarks(connection, _SUBJECTS, places, reader).items()}


def _remarks(connection: Connection, source: str, places: str, reader: Reader | None) -> dict[int, Remarks]:
    tags: dict[int, dict[str, TagOn]] = defaultdict(dict)
    for n, kind, name, colour in connection.exec_driver_sql(f"{source}{_TAGS}", (places,)):
        tags[n].setdefault(name, TagOn(name, colour, SubjectKind.of_code(kind)))
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
