"""Entries of the audit as people read them, by what is asked for, newest first."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import Connection

from mailtui.model.act import AuditView, PersonView
from mailtui.model.enums import SubjectKind
from mailtui.model.work import Subject, message_of
from mailtui.store.acting import doing
from mailtui.store.acting.audit import Entry
from mailtui.store.acting.people import ADDRESS, with_people

_TEXTS = "subjects || char(10) || reason || char(10) || before || char(10) || after || char(10) || result"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for; every part must hold, '' and None ask for nothing."""

    by: str = ""
    """Part of the name of who did it, or of the hint SUDO_USER."""
    act: str = ""
    """The verb, or its beginning: `tag` finds `tag.edit` too."""
    since: int | None = None
    """UTC microseconds, included."""
    until: int | None = None
    """Excluded."""
    subject: Subject | None = None
    address: str = ""
    """A person of the mail, by the whole address."""
    words: tuple[str, ...] = ()
    """Each is somewhere in the entry; an address is found by its token."""


def entries(connection: Connection, wanted: Wanted, limit: int, before: int | None = None) -> list[AuditView]:
    """The newest entries that match, older than the entry `before`."""
    conditions, values = _conditions(connection, wanted)
    if before is not None:
        conditions.append("id < ?")
        values.append(before)
    where = f"WHERE {' AND '.join(conditions)} " if conditions else ""
    rows = connection.exec_driver_sql(
        f"SELECT {', '.join(Entry._fields)} FROM audit_entry {where}ORDER BY id DESC LIMIT ?",
        (*values, limit),
    ).all()
    return [_view(connection, Entry._make(row)) for row in rows]


def count(connection: Connection, wanted: Wanted) -> int:
    """How many match."""
    conditions, values = _conditions(connection, wanted)
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    query = f"SELECT count(*) FROM audit_entry{where}"
    return int(connection.exec_driver_sql(query, tuple(values)).scalar_one())


def _conditions(connection: Connection, wanted: Wanted) -> tuple[list[str], list[Any]]:
    found: list[tuple[str, list[Any]]] = []
    if wanted.by:
        sudo = "lower(coalesce(json_extract(hints, '$.sudo_user'), ''))"
        found.append((f"(instr(lower(name), ?) OR instr({sudo}, ?))", [wanted.by.lower()] * 2))
    if wanted.act:
        found.append(("(act = ? OR substr(act, 1, length(?) + 1) = ? || '.')", [wanted.act] * 3))
    if wanted.since is not None:
        found.append(("time >= ?", [wanted.since]))
    if wanted.until is not None:
        found.append(("time < ?", [wanted.until]))
    if wanted.subject is not None:
        found.append(_about(connection, wanted.subject))
    for word in (wanted.address, *wanted.words):
        if word:
            found.append((f"instr(lower({_TEXTS}), ?)", [_searched(connection, word)]))
    return [condition for condition, _ in found], [value for _, values in found for value in values]


def _about(connection: Connection, subject: Subject) -> tuple[str, list[Any]]:
    """Entries that name the subject; of a message also its recipients."""
    path = "EXISTS (SELECT 1 FROM json_each(subjects, ?) WHERE value = ? AND type = 'integer')"
    values = [f"$.{subject.kind}", subject.id]
    if subject.kind is SubjectKind.ADDRESS:
        text = connection.exec_driver_sql("SELECT text FROM address WHERE id = ?", (subject.id,)).scalar()
        return f"instr(lower({_TEXTS}), ?)", [_searched(connection, text or f"gone:{subject.id}")]
    if subject.kind is SubjectKind.MESSAGE:
        low, high = subject.id << 16, (subject.id + 1) << 16
        each = "EXISTS (SELECT 1 FROM json_each(subjects, '$.recipient') WHERE value >= ? AND value < ?)"
        return f"({path} OR {each})", [*values, low, high]
    return path, values


def _searched(connection: Connection, word: str) -> str:
    if ADDRESS.fullmatch(word):
        token = connection.exec_driver_sql(
            "SELECT token FROM audit_person WHERE address = ?", (word.lower(),)
        ).scalar()
        return str(token or word).lower()
    return word.lower()


def _view(connection: Connection, entry: Entry) -> AuditView:
    hints, before, after = map(_object, (entry.hints, entry.before, entry.after))
    by = PersonView(entry.uid, entry.name, hints.get("sudo_user", ""), hints.get("ssh", ""))
    return AuditView(
        entry.id,
        entry.time,
        by,
        entry.act,
        with_people(connection, _about_what(entry.subjects)),
        with_people(connection, entry.reason),
        with_people(connection, entry.before),
        with_people(connection, entry.after),
        with_people(connection, entry.result),
        entry.hash.hex(),
        _first(entry.subjects),
        with_people(connection, doing.on(before, after)),
        with_people(connection, doing.done(before, after, partial(_tag, connection))),
    )


def _tag(connection: Connection, id_: str) -> str:
    name = connection.exec_driver_sql("SELECT name FROM tag WHERE id = ?", (id_,)).scalar()
    return str(name) if name is not None else "a tag that is gone"


def _about_what(subjects: str) -> str:
    """The JSON of subjects for people: `incident 7, 8; 2,412 recipients`."""
    return "; ".join(_some(kind, refs) for kind, refs in _object(subjects).items())


def _first(subjects: str) -> Subject | None:
    for kind, refs in _object(subjects).items():
        if kind in set(SubjectKind) and isinstance(refs, list) and refs and isinstance(refs[0], int):
            return Subject(SubjectKind(kind), refs[0])
    return None


def _some(kind: str, refs: Any) -> str:
    if isinstance(refs, dict):
        return f"{refs.get('count', 0):,} {kind}s".replace(",", " ")
    if kind == SubjectKind.RECIPIENT:
        pairs = (message_of(Subject(SubjectKind.RECIPIENT, ref)) for ref in refs)
        refs = [f"d{message}.{number}" for message, number in pairs]
    more = f" and {len(refs) - 10} more" if len(refs) > 10 else ""
    return f"{kind} {', '.join(map(str, refs[:10]))}{more}"


def _object(text: str) -> dict[str, Any]:
    """A JSON object; {} for what is none."""
    try:
        found = json.loads(text) if text else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
