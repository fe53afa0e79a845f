"""The audit: entries are only added, each with the hash of the one before, so that none can be changed
or taken out unseen. People of the mail are in it as tokens."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection

from mailtui.model.operator import Operator
from mailtui.store import schema
from mailtui.store.acting.people import replaced, without_people
from mailtui.store.rows import insert

START = bytes(32)
"""What stands for the hash before the first entry."""


class Entry(NamedTuple):
    """A row of the audit."""

    id: int
    time: int
    uid: int
    name: str
    hints: str
    act: str
    subjects: str
    reason: str
    before: str
    after: str
    result: str
    previous: bytes
    hash: bytes


def digest(told: Sequence[Any], previous: bytes) -> bytes:
    """The hash of an entry: SHA-256 over the hash before and its own columns as canonical JSON."""
    text = json.dumps(list(told), ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(previous + text.encode("ascii")).digest()


def head(connection: Connection) -> tuple[int, bytes]:
    """Id and hash of the newest entry; 0 and START when there is none."""
    row = connection.exec_driver_sql("SELECT id, hash FROM audit_entry ORDER BY id DESC LIMIT 1").first()
    return (row[0], row[1]) if row else (0, START)


def record(
    connection: Connection,
    operator: Operator,
    when: int,
    act: str,
    *,
    subjects: Any = None,
    reason: str = "",
    before: Any = None,
    after: Any = None,
    result: str = "done",
) -> Entry:
    """Add an entry in the transaction of `connection`, which holds the lock of writers.

    `subjects`, `before` and `after` are JSON values. Addresses in any text become tokens.
    """
    last, previous = head(connection)
    said = (_json(subjects), reason, _json(before), _json(after), result)
    tokens = tuple(without_people(connection, _clean(text)) for text in said)
    told = (last + 1, when, *_who(operator), act, *tokens)
    row = (*told, previous, digest(told, previous))
    insert(connection, schema.AUDIT_ENTRY, [row])
    return Entry._make(row)


def loose(
    operator: Operator, when: int, act: str, *, reason: str = "", after: Any = None, result: str = "done"
) -> Entry:
    """What somebody did who cannot write the database, for syslog: without number, hash and people."""
    told = ("", reason, "", _json(after), result)
    said = (replaced(_clean(text), lambda _: "(address)") for text in told)
    return Entry._make((0, when, *_who(operator), act, *said, b"", b""))


def _who(operator: Operator) -> tuple[int, str, str]:
    return operator.uid, _clean(operator.name), json.dumps(_hints(operator), separators=(",", ":"))


def _json(value: Any) -> str:
    return "" if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _hints(operator: Operator) -> dict[str, str]:
    hints = {"sudo_user": operator.sudo_user, "ssh": operator.ssh}
    return {name: value for name, value in hints.items() if value}


def _clean(text: str) -> str:
    """Without halves of characters, which neither SQLite nor a hash of text knows."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
