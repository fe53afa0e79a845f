"""ACT: what a person does to the facts: changes with before and after, in one piece, that can be undone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, NamedTuple

from mailtui.model.enums import OperatorRole, SubjectKind
from mailtui.model.work import Subject

Progress = Callable[[int, int], None]
"""Told how many of how many changes are done; it may raise to stop, and then nothing has changed."""


class Change(NamedTuple):
    """One value of one subject: what it was, what it becomes. Values are as JSON has them."""

    what: str
    """The kind of change, with its argument after a colon: `state`, `tagged:7`."""
    kind: SubjectKind
    ref: int
    """The id of the subject, or of what hangs on it: of a note that of the note."""
    before: Any
    after: Any

    @property
    def subject(self) -> Subject:
        """What it is about."""
        return Subject(self.kind, self.ref)

    def reversed(self) -> Change:
        """What takes it back."""
        return self._replace(before=self.after, after=self.before)


class By(NamedTuple):
    """Who makes a change and when."""

    when: int
    """UTC microseconds."""
    name: str
    """What other people know them by."""
    operator_id: int
    """Their row in the database."""


class Refusal(NamedTuple):
    """What was not changed, and why, for people."""

    subject: Subject
    why: str


@dataclass(frozen=True, slots=True)
class Done:
    """What came of an act."""

    title: str
    """What was done, for people: `412 failures: waiting`."""
    count: int
    """Subjects it was meant for."""
    changed: int
    """Subjects that are another way now."""
    undo_id: int | None = None
    """None when nothing changed, and for an undo."""
    audit_id: int | None = None
    refused: tuple[Refusal, ...] = ()
    made: tuple[int, ...] = ()
    """Ids of what the act made new, such as a note."""


class Steps(NamedTuple):
    """What `undo` and `redo` would do next; None: nothing."""

    undo: str | None
    redo: str | None


class UndoView(NamedTuple):
    """One act of an operator in the journal."""

    id: int
    time: int
    title: str
    undone: bool


class PersonView(NamedTuple):
    """Who did an act, as it was written down."""

    uid: int
    name: str
    sudo_user: str
    ssh: str


class AuditView(NamedTuple):
    """An entry of the audit. Tokens of people are addresses again, unless the person was erased."""

    id: int
    time: int
    by: PersonView
    act: str
    subjects: str
    """For people: `412 recipients`, `incident 7`."""
    reason: str
    before: str
    after: str
    result: str
    hash: str
    """SHA-256 in hexadecimal, over this entry and the hash before."""
    first: Subject | None = None
    """What it was on, or the first of that; None where only a count is kept."""
    on: str = ""
    """Addresses or a query, where they tell better than the ids in `subjects` what it was on."""
    done: str = ""
    """What it did, in a few words: `waiting`, `+outage`, `note deleted`."""


class AuditProblem(NamedTuple):
    """What is wrong with the chain."""

    entry: int
    """At or after which entry."""
    text: str


class ChainState(NamedTuple):
    """What a look through the whole audit found."""

    entries: int
    head: int
    """The newest entry; 0 when there is none."""
    hash: str
    """Its SHA-256, in hexadecimal."""
    taken: int
    """Up to which entry retention took them away; 0: none."""
    problems: tuple[AuditProblem, ...]


NEEDS = {
    "state": OperatorRole.OPERATOR,
    "assign": OperatorRole.OPERATOR,
    "tag": OperatorRole.OPERATOR,
    "note": OperatorRole.OPERATOR,
    "suppress": OperatorRole.OPERATOR,
    "lift": OperatorRole.OPERATOR,
    "undo": OperatorRole.OPERATOR,
    "redo": OperatorRole.OPERATOR,
    "export": OperatorRole.VIEWER,
    "tag.edit": OperatorRole.OPERATOR,
    "retention": OperatorRole.ADMIN,
    "erase": OperatorRole.ADMIN,
}
"""The verbs, and who may use each at least."""

_PLURALS = {
    SubjectKind.RECIPIENT: ("failure", "failures"),
    SubjectKind.ADDRESS: ("address", "addresses"),
}


def counted(subjects: Iterable[Subject]) -> str:
    """For people: `3 incidents and 412 failures`."""
    said = []
    for kind, number in Counter(map(itemgetter(0), subjects)).items():
        one, many = _PLURALS.get(kind, (kind.value, f"{kind}s"))
        said.append(f"{number:,} {one if number == 1 else many}".replace(",", " "))
    return " and ".join(said) or "nothing"
