"""Acting in memory: keeps what was asked for, and changes the made-up incidents."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from tests.ui.incidents import FakeIncidents

from mailtui.errors import NotFoundError
from mailtui.model.act import Done, Progress, Refusal, Steps, counted
from mailtui.model.enums import IncidentState, OperatorRole, SubjectKind
from mailtui.model.operator import Operator
from mailtui.model.tags import TagChange
from mailtui.model.work import Subject

ME = Operator(1001, "ann", OperatorRole.ADMIN)


@dataclass
class FakeActing:
    """Does what it is told; can be made broken (`error`) or not allowed (`why_not`)."""

    incidents: FakeIncidents = field(default_factory=FakeIncidents)
    operator: Operator = ME
    why_not: str | None = None
    error: Exception | None = None
    said: list[tuple[object, ...]] = field(default_factory=list)
    """Every act, as it was handed in."""
    done: list[str] = field(default_factory=list)
    undone: list[str] = field(default_factory=list)
    gone: frozenset[Subject] = frozenset()
    """What is refused, because it is no more."""
    gate: threading.Event = field(default_factory=threading.Event)
    """While it is not set, acts stand still between their first change and the others."""

    def __post_init__(self) -> None:
        self.gate.set()

    def may(self, verb: str) -> str | None:
        return self.why_not

    def state(
        self,
        subjects: Sequence[Subject],
        state: IncidentState,
        why: str = "",
        progress: Progress | None = None,
    ) -> Done:
        self._go(subjects, progress)
        return self._did("state", subjects, state, why, f"{counted(subjects)}: {state}", state=state)

    def assign(
        self, subjects: Sequence[Subject], who: str | None, why: str = "", progress: Progress | None = None
    ) -> Done:
        self._go(subjects, progress)
        said = f"{counted(subjects)}: {f'taken by {who}' if who else 'given back'}"
        return self._did("assign", subjects, who, why, said, assignee=who)

    def tag(
        self,
        subjects: Sequence[Subject],
        expression: str | TagChange,
        why: str = "",
        progress: Progress | None = None,
    ) -> Done:
        self._go(subjects, progress)
        return self._did("tag", subjects, str(expression), why, f"tag {counted(subjects)} {expression}")

    def note(
        self, subjects: Subject | Sequence[Subject], text: str, *, private: bool = False, why: str = ""
    ) -> Done:
        several = [subjects] if isinstance(subjects, Subject) else subjects
        done = self._did("note", several, text, why, f"note on {counted(several)}")
        return replace(done, made=(len(self.said),))

    def record(
        self,
        verb: str,
        subjects: Sequence[Subject] = (),
        why: str = "",
        after: Mapping[str, object] | None = None,
        result: str = "done",
    ) -> None:
        self.said.append((verb, tuple(subjects), after, why))

    def undo(self) -> Done:
        return self._turn(self.done, self.undone, "undo")

    def redo(self) -> Done:
        return self._turn(self.undone, self.done, "redo")

    def last(self) -> Steps:
        return Steps(*(titles[-1] if titles else None for titles in (self.done, self.undone)))

    def _turn(self, here: list[str], there: list[str], word: str) -> Done:
        self._fail()
        if not here:
            raise NotFoundError(f"there is nothing to {word}", "act first")
        there.append(here.pop())
        self.said.append((word,))
        return Done(f"{word}: {there[-1]}", 1, 1)

    def _did(
        self, verb: str, subjects: Sequence[Subject], value: object, why: str, title: str, **values: object
    ) -> Done:
        self._fail()
        self.said.append((verb, tuple(subjects), value, why))
        ids = [subject.id for subject in subjects if subject.kind is SubjectKind.INCIDENT]
        self.incidents.change(ids, **values)
        self.done.append(title)
        self.undone.clear()
        why = "it is not in the database any more"
        refused = tuple(Refusal(one, why) for one in subjects if one in self.gone)
        return Done(
            title, len(subjects), len(subjects) - len(refused), len(self.said), len(self.said), refused
        )

    def _go(self, subjects: Sequence[Subject], progress: Progress | None) -> None:
        if progress is not None:
            progress(1, len(subjects))
        self.gate.wait(10)
        if progress is not None and len(subjects) > 2:
            progress(2, len(subjects))

    def _fail(self) -> None:
        if self.error is not None:
            raise self.error
