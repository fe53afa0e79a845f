"""What the audit says of an act: on what, before and after; of many only counts and a digest."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection

from mailtui.model.act import Change
from mailtui.model.enums import SubjectKind
from mailtui.model.work import Subject
from mailtui.store.acting.changes import KINDS
from mailtui.store.acting.packing import pack
from mailtui.store.acting.people import token
from mailtui.store.acting.planning import by_kind

EACH = 20
"""So many changes are told one by one."""
NAMED = 1_000
"""So many subjects of a kind are named."""
VALUES = 20
"""So many different values are told."""


def subjects(connection: Connection, meant: Iterable[Subject]) -> dict[str, Any]:
    """Ids by kind, of addresses tokens; of more than NAMED how many, and a digest of their ids."""
    return {str(kind): _some(connection, kind, refs) for kind, refs in by_kind(meant).items()}


def _some(connection: Connection, kind: SubjectKind, refs: list[int]) -> Any:
    if len(refs) > NAMED:
        numbers = json.dumps(sorted(refs), separators=(",", ":"))
        return {"count": len(refs), "sha256": hashlib.sha256(numbers.encode()).hexdigest()}
    return _tokens(connection, refs) if kind is SubjectKind.ADDRESS else refs


def _tokens(connection: Connection, refs: Sequence[int]) -> list[str]:
    rows = connection.exec_driver_sql(
        "SELECT id, text FROM address WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(list(refs)),)
    )
    known: dict[int, str] = {row[0]: row[1] for row in rows}
    return [token(connection, known[ref]) if ref in known else f"gone:{ref}" for ref in refs]


def before_and_after(
    connection: Connection, changes: Sequence[Change], packed: bytes = b""
) -> tuple[Any, Any]:
    """The values before and after: each, or of many how often which, and a digest of all."""
    if not changes:
        return None, None
    if len(changes) <= EACH:
        names = [_name(connection, change) for change in changes]
        told = [(_told(change, change.before), _told(change, change.after)) for change in changes]
        return (
            {name: before for name, (before, _) in zip(names, told, strict=True)},
            {name: after for name, (_, after) in zip(names, told, strict=True)},
        )
    sha = hashlib.sha256(packed or pack(changes)).hexdigest()
    return (
        _counted(changes, 3) | {"sha256": sha},
        _counted(changes, 4) | {"sha256": sha},
    )


def _name(connection: Connection, change: Change) -> str:
    ref = str(change.ref)
    if change.kind is SubjectKind.ADDRESS:
        ref = _tokens(connection, [change.ref])[0]
    return f"{change.kind}:{ref} {change.what}"


def _told(change: Change, value: Any) -> Any:
    return KINDS[change.what.partition(":")[0]].told(value)


def _counted(changes: Sequence[Change], place: int) -> dict[str, Any]:
    """How often each value, which stands at a place of the changes: before or after."""
    counts: dict[str, Counter[str]] = {}
    pairs = itemgetter(0, place)
    try:
        counted = Counter(map(pairs, changes))
    except TypeError:  # lists among the values
        counted = Counter(map(pairs, map(_as_text, changes)))
    for (what, value), number in counted.items():
        said = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        counts.setdefault(what, Counter())[said] += number
    return {what: dict(counter.most_common(VALUES)) for what, counter in counts.items()}


def _as_text(change: Change) -> Change:
    before, after = (json.dumps(_told(change, value), ensure_ascii=False) for value in change[3:])
    return change._replace(before=before, after=after)
