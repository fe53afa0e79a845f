"""Plans of acts on tags: put on and taken off, named anew, painted, merged, taken away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import Connection

from mailtui.errors import NotFoundError, UsageError
from mailtui.model.act import By, Change, Refusal
from mailtui.model.enums import SubjectKind
from mailtui.model.tags import TagChange
from mailtui.model.work import Subject
from mailtui.store.acting.planning import Plan, setting


class _Row(NamedTuple):
    id: int
    name: str
    colour: str

    @property
    def value(self) -> list[str]:
        return [self.name, self.colour]


def put_on_and_off(subjects: Sequence[Subject], wanted: TagChange, connection: Connection, by: By) -> Plan:
    """Tags of subjects. A tag that nobody has used before is made, and stays when this is undone."""
    plan = Plan([], [])
    refused: dict[Refusal, None] = {}
    for name, on in (*((name, True) for name in wanted.add), *((name, False) for name in wanted.remove)):
        row = _find(connection, name) or (_make(connection, name, by) if on else None)
        if row is not None:
            part = setting(f"tagged:{row.id}", subjects, on, connection)
            plan.changes.extend(part.changes)
            refused.update(dict.fromkeys(part.refused))
    return plan._replace(refused=list(refused))


def rename(old: str, new: str, connection: Connection, _by: By) -> Plan:
    """Another name for a tag, on all that carries it. UsageError when the name is another tag's."""
    row = _known(connection, old)
    if old == new:
        return Plan([])
    if _find(connection, new) is not None:
        raise UsageError(
            f"there is a tag {new} already", f"mailtui tags merge {old} {new} makes one of the two"
        )
    return Plan([_tag(row, [new, row.colour])])


def paint(name: str, colour: str, connection: Connection, _by: By) -> Plan:
    """The colour of a tag; '' for none."""
    row = _known(connection, name)
    return Plan([] if row.colour == colour else [_tag(row, [row.name, colour])])


def merge(old: str, into: str, connection: Connection, _by: By) -> Plan:
    """What carries one tag carries another instead, and the one is no more."""
    row, other = _known(connection, old), _known(connection, into)
    if row.id == other.id:
        raise UsageError(f"{old} cannot be merged with itself", "name two tags")
    carrying = list(_carrying(connection, row))
    moved = setting(f"tagged:{other.id}", carrying, True, connection)
    return Plan([*moved.changes, *_off(row, carrying), _tag(row, None)])


def delete(name: str, connection: Connection, _by: By) -> Plan:
    """The tag is taken off all that carries it, and is no more."""
    row = _known(connection, name)
    return Plan([*_off(row, _carrying(connection, row)), _tag(row, None)])


def _off(row: _Row, carrying: Sequence[Subject] | Iterator[Subject]) -> Iterator[Change]:
    return (Change(f"tagged:{row.id}", kind, ref, True, False) for kind, ref in carrying)


def _tag(row: _Row, value: list[str] | None) -> Change:
    return Change("tag", SubjectKind.TAG, row.id, row.value, value)


def _carrying(connection: Connection, row: _Row) -> Iterator[Subject]:
    rows = connection.exec_driver_sql(
        "SELECT kind, ref FROM tagging WHERE tag_id = ? ORDER BY kind, ref", (row.id,)
    )
    return (Subject(SubjectKind.of_code(kind), ref) for kind, ref in rows)


def _find(connection: Connection, name: str) -> _Row | None:
    row = connection.exec_driver_sql("SELECT id, name, colour FROM tag WHERE name = ?", (name,)).first()
    return None if row is None else _Row(*row)


def _known(connection: Connection, name: str) -> _Row:
    row = _find(connection, name)
    if row is None:
        raise NotFoundError(f"there is no tag {name}", "mailtui tags lists those there are")
    return row


def _make(connection: Connection, name: str, by: By) -> _Row:
    """A new tag. Its id is never given twice, so that an old undo cannot mean another tag."""
    highest = connection.exec_driver_sql("SELECT coalesce(max(id), 0) FROM tag").scalar_one()
    row = _Row(max(by.when, int(highest) + 1), name, "")
    connection.exec_driver_sql("INSERT INTO tag (id, name, colour) VALUES (?, ?, ?)", tuple(row))
    return row
