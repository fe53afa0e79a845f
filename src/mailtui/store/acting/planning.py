"""From what somebody asks for to changes: the values of now become what they are compared with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import Connection

from mailtui.model.act import By, Change, Refusal
from mailtui.model.enums import SubjectKind
from mailtui.model.work import Subject
from mailtui.store.acting.applying import GONE
from mailtui.store.acting.changes import KINDS

UNFIT = "a {} has no {}"
"""Why something was refused that cannot be changed like that."""


class Plan(NamedTuple):
    """What is to be changed; what is as wanted already is in neither list."""

    changes: list[Change]
    refused: Sequence[Refusal] = ()


def setting(
    what: str, subjects: Iterable[Subject], value: Any, connection: Connection, _by: By | None = None
) -> Plan:
    """Give every subject the same value; `partial(setting, "state", subjects, "waiting")` is a planner."""
    changes: list[Change] = []
    refused: list[Refusal] = []
    name, _, argument = what.partition(":")
    kind_of_change = KINDS[name]
    for kind, refs in by_kind(subjects).items():
        if kind_of_change.on is not None and kind not in kind_of_change.on:
            refused.extend(Refusal(Subject(kind, ref), UNFIT.format(kind, name)) for ref in refs)
            continue
        now = kind_of_change.now(connection, kind, refs, argument)
        wanted = [ref for ref in refs if now.get(ref, value) != value]
        changes.extend(Change._make((what, kind, ref, now[ref], value)) for ref in wanted)
        if len(now) < len(refs):
            refused.extend(Refusal(Subject(kind, ref), GONE) for ref in refs if ref not in now)
    return Plan(changes, refused)


def by_kind(subjects: Iterable[Subject]) -> dict[SubjectKind, list[int]]:
    """Ids by kind, each once, in order."""
    found: dict[SubjectKind, list[int]] = {}
    for kind, run in groupby(subjects, itemgetter(0)):
        found.setdefault(kind, []).extend(map(itemgetter(1), run))
    return {kind: list(dict.fromkeys(refs)) for kind, refs in found.items()}
