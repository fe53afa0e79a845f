"""From what somebody asks for to changes: the values of now become what they are compared with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection

from mailtui.model.act import By, Change, Refusal
from mailtui.model.enums import SubjectKind
from mailtui.model.work import Subject
from mailtui.store.acting.applying import GONE
from mailtui.store.acting.changes import KINDS


class Plan(NamedTuple):
    """What is to be changed; what is as wanted already is in neither list."""

    changes: list[Change]
    refused: Sequence[Refusal] = ()


def setting(
    what: str, subjects: Iterable[Subject], value: Any, connection: Connection, _by: By | None = None
) -> Plan:
    """Give every subject the same value; `partial(setting, "state", subjects, "waiting")` is a planner."""
    plan = Plan([], [])
    name, _, argument = what.partition(":")
    for kind, refs in by_kind(subjects).items():
        now = KINDS[name].now(connection, kind, refs, argument)
        plan.changes.extend(
            Change(what, kind, ref, now[ref], value) for ref in refs if ref in now and now[ref] != value
        )
        assert isinstance(plan.refused, list)
        plan.refused.extend(Refusal(Subject(kind, ref), GONE) for ref in refs if ref not in now)
    return plan


def by_kind(subjects: Iterable[Subject]) -> dict[SubjectKind, list[int]]:
    """Ids by kind, each once, in order."""
    found: dict[SubjectKind, dict[int, None]] = {}
    for kind, ref in subjects:
        found.setdefault(kind, {})[ref] = None
    return {kind: list(refs) for kind, refs in found.items()}
