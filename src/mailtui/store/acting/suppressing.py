"""Plans of acts on suppressions: put on the list, taken off it, a proposal accepted or declined."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from mailtui.errors import NotFoundError
from mailtui.model.act import By, Change, Refusal
from mailtui.model.enums import SubjectKind, SuppressionReason, SuppressionState
from mailtui.model.suppression import Whom
from mailtui.model.work import Subject
from mailtui.store import schema
from mailtui.store.acting.changes.kind import listed
from mailtui.store.acting.changes.suppressed import COLUMNS, Suppressed
from mailtui.store.acting.planning import Plan
from mailtui.store.persons.hashed import hashed, salt
from mailtui.store.rows import next_id

_KIND = SubjectKind.SUPPRESSION
_PROPOSED, _ACTIVE = SuppressionState.PROPOSED.code, SuppressionState.ACTIVE.code
CLOSED = "it is not on the list any more"


def suppress(
    wishes: Sequence[Whom], reason: SuppressionReason, until: int | None, connection: Connection, by: By
) -> Plan:
    """Targets that are not to be mailed from now on; a proposal is accepted by it, once and for all."""
    first, plan = next_id(connection, schema.SUPPRESSION), Plan([])
    there = _open(connection, [wish.target for wish in wishes])
    for wish in {wish.target: wish for wish in wishes}.values():
        before = there.get(wish.target)
        if before is None:
            value = _new(wish, reason, until, by)
            plan.changes.append(Change("suppressed", _KIND, first + len(plan.changes), None, value))
            continue
        ref, old = before
        new = old | {"state": _ACTIVE, "until": until}
        if old["state"] == _PROPOSED:
            new |= {"decided": by.when, "decided_by": by.name}
        if new != old:
            plan.changes.append(_change(ref, old, new))
    return plan


def lift(targets: Sequence[str], why: str, connection: Connection, by: By) -> Plan:
    """Targets that may be mailed again; a proposal is declined. NotFoundError when none is on the list."""
    there = _open(connection, targets)
    if not there:
        raise NotFoundError(
            "nobody of these is on the list",
            "see who is: mailtui suppressions; a domain is lifted by its name",
        )
    changes = []
    for ref, old in there.values():
        state = SuppressionState.DECLINED if old["state"] == _PROPOSED else SuppressionState.LIFTED
        new = {"state": state.code, "lifted": by.when, "lifted_by": by.name, "lift_reason": why}
        changes.append(_change(ref, old, old | new))
    return Plan(changes, [])


def lift_ids(ids: Sequence[int], why: str, connection: Connection, by: By) -> Plan:
    """The same, by the ids of the rows."""
    now = Suppressed().now(connection, _KIND, ids, "")
    rows = {ref: dict(zip(COLUMNS, now[ref], strict=True)) for ref in ids if now.get(ref) is not None}
    targets = [row["target"] for row in rows.values() if row["state"] in (_PROPOSED, _ACTIVE)]
    shut = [ref for ref in ids if ref not in rows or rows[ref]["target"] not in targets]
    refused = [Refusal(Subject(_KIND, ref), CLOSED) for ref in shut]
    return Plan(lift(targets, why, connection, by).changes if targets else [], refused)


def _open(connection: Connection, targets: Sequence[str]) -> dict[str, tuple[int, dict[str, Any]]]:
    """Those of the targets that are on the list or proposed: id and row; of who was erased too."""
    key = salt(connection)
    erased = {} if key is None else {hashed(one, key): one for one in targets if "@" in one}
    rows = connection.exec_driver_sql(
        f"SELECT id, {', '.join(COLUMNS)} FROM suppression WHERE state IN ({_PROPOSED}, {_ACTIVE}) "
        "AND target IN (SELECT value FROM json_each(?))",
        (_texts([*targets, *erased]),),
    )
    return {
        erased.get(str(row[1]), str(row[1])): (row[0], dict(zip(COLUMNS, row[1:], strict=True)))
        for row in rows
    }


def _texts(values: Sequence[str]) -> str:
    return listed(values)  # type: ignore[arg-type]


def _new(wish: Whom, reason: SuppressionReason, until: int | None, by: By) -> list[Any]:
    kind, ref = (None, None) if wish.subject is None else (wish.subject.kind.code, wish.subject.id)
    said = [wish.target, reason.code, _ACTIVE, kind, ref, wish.cause, by.when, by.name]
    return [*said, by.when, by.name, until, None, None, ""]


def _change(ref: int, old: dict[str, Any], new: dict[str, Any]) -> Change:
    return Change("suppressed", _KIND, ref, [old[name] for name in COLUMNS], [new[name] for name in COLUMNS])
