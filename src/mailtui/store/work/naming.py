"""What people call a subject, and which subject they mean by a word: ids, addresses, numbers, domains."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import Connection

from mailtui.model.enums import FailureClass, SubjectKind
from mailtui.model.view import RowKey
from mailtui.model.work import NUMBER_BITS, Place, Subject, recipient

_LOW = (1 << NUMBER_BITS) - 1
_NAMES = {
    SubjectKind.MESSAGE: "SELECT id, queue_id FROM message WHERE id IN ({})",
    SubjectKind.RECIPIENT: (
        f"SELECT v.value, a.text || ' of ' || m.queue_id FROM json_each(?) v "
        f"CROSS JOIN recipient r ON r.message_id = v.value >> {NUMBER_BITS} AND r.number = v.value & {_LOW} "
        "JOIN message m ON m.id = r.message_id JOIN address a ON a.id = r.address_id"
    ),
    SubjectKind.REJECTION: (
        "SELECT j.id, 'of ' || coalesce(a.text, 'mail to nobody named') FROM rejection j "
        "LEFT JOIN address a ON a.id = j.address_id WHERE j.id IN ({})"
    ),
    SubjectKind.ADDRESS: "SELECT id, text FROM address WHERE id IN ({})",
    SubjectKind.DOMAIN: "SELECT id, name FROM domain WHERE id IN ({})",
    SubjectKind.THREAD: "SELECT id, subject FROM thread WHERE id IN ({})",
    SubjectKind.CAMPAIGN: "SELECT id, external_id FROM campaign WHERE id IN ({})",
}
_INCIDENTS = (
    "SELECT i.id, s.failure_class, d.name FROM incident i JOIN signature s ON s.id = i.signature_id "
    "JOIN destination d ON d.id = s.destination_id WHERE i.id IN (SELECT value FROM json_each(?))"
)
_PEOPLE = (
    "SELECT a.id, a.text, CASE a.id WHEN r.address_id THEN 0 WHEN r.original_id THEN 1 ELSE 2 END "
    "FROM recipient r JOIN message m ON m.id = r.message_id "
    "JOIN address a ON a.id IN (r.address_id, r.original_id, m.sender_id) "
    "WHERE r.message_id = ? AND r.number = ? AND a.text <> '' ORDER BY 3"
)
_REFUSED = (
    "SELECT a.id, a.text, a.id = j.sender_id FROM rejection j "
    "JOIN address a ON a.id IN (j.address_id, j.sender_id) WHERE j.id = ? AND a.text <> '' ORDER BY 3"
)


def names(connection: Connection, subjects: Collection[Subject]) -> dict[Subject, str]:
    """What each is called; texts may be hostile. Those that are gone, or have no name, are left out."""
    refs: dict[SubjectKind, list[int]] = defaultdict(list)
    for kind, ref in subjects:
        refs[kind].append(ref)
    found: dict[Subject, str] = {}
    for kind, ids in refs.items():
        if kind is SubjectKind.INCIDENT:
            for ref, code, place in connection.exec_driver_sql(_INCIDENTS, (json.dumps(ids),)):
                found[Subject(kind, ref)] = f"{ref}: {FailureClass.of_code(code)} at {place}"
        elif kind in _NAMES:
            query = _NAMES[kind].format("SELECT value FROM json_each(?)")
            rows = connection.exec_driver_sql(query, (json.dumps(ids),))
            found.update((Subject(kind, ref), name) for ref, name in rows)
    return found


def places(connection: Connection, key: RowKey) -> list[Place]:
    """What a note or tag of a row can be put on: its message, then its addresses, then just this row."""
    if key.is_rejection:
        people = connection.exec_driver_sql(_REFUSED, (key.number,))
        first = [Place(Subject(SubjectKind.REJECTION, key.number), "this refusal")]
        last = []
    else:
        people = connection.exec_driver_sql(_PEOPLE, (key.owner, key.number))
        message = Subject(SubjectKind.MESSAGE, key.owner)
        first = [Place(message, f"message {names(connection, [message]).get(message, '')}")]
        last = [Place(recipient(key.owner, key.number), "this recipient of it only")]
    addresses = [Place(Subject(SubjectKind.ADDRESS, row[0]), f"address {row[1]}") for row in people]
    return [*first, *addresses, *last]


def address(connection: Connection, text: str) -> Subject | None:
    """An address that the logs have named: as it is written, else without regard to case."""
    query = "SELECT id FROM address WHERE text = ? OR lower(text) = lower(?) ORDER BY text <> ? LIMIT 1"
    found = connection.exec_driver_sql(query, (text, text, text)).scalar()
    return None if found is None else Subject(SubjectKind.ADDRESS, int(found))


def domain(connection: Connection, name: str) -> Subject | None:
    """A domain of the list."""
    query = "SELECT id FROM domain WHERE name = ? AND deleted IS NULL"
    found = connection.exec_driver_sql(query, (name.lower().rstrip("."),)).scalar()
    return None if found is None else Subject(SubjectKind.DOMAIN, int(found))
