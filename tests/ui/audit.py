"""An audit in memory: made-up acts, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from mailtui.errors import QueryError
from mailtui.model.act import AuditProblem, AuditView, ChainState, PersonView
from mailtui.model.enums import SubjectKind
from mailtui.model.moment import MINUTE, SECOND
from mailtui.model.work import Subject

NOON = 1_795_262_400 * SECOND
HOLDS = ChainState(3, 3, "ab" * 32, 0, ())


def act(number: int, **values: object) -> AuditView:
    """Entry `number`, a minute after the one before."""
    made = AuditView(
        id=number,
        time=NOON - 60 * MINUTE + number * MINUTE,
        by=PersonView(1001, "ann", "", "192.0.2.9 50022 192.0.2.1 22"),
        act="state",
        subjects="incident 7",
        reason="they answered",
        before='{"incident:7 state":"new"}',
        after='{"incident:7 state":"waiting"}',
        result="1 changed",
        hash="ab" * 32,
        first=Subject(SubjectKind.INCIDENT, 7),
    )
    return made._replace(**values)  # type: ignore[arg-type]


@dataclass
class FakeAudit:
    """Finds by `by:NAME` and by words; can be made broken (`error`)."""

    known: list[AuditView] = field(default_factory=list)
    chain: ChainState = HOLDS
    error: Exception | None = None
    asked: list[str] = field(default_factory=list)

    def entries(self, query: str = "", limit: int = 200, before: int | None = None) -> Sequence[AuditView]:
        if self.error is not None:
            raise self.error
        self.asked.append(query)
        found = [one for one in self._matching(query) if before is None or one.id < before]
        return found[:limit]

    def count(self, query: str = "") -> int:
        return len(self._matching(query))

    def verify(self) -> ChainState:
        return self.chain

    def _matching(self, query: str) -> list[AuditView]:
        if query.startswith("nope:"):
            raise QueryError("the audit knows no nope:", 0, 5, "by:NAME")
        name = query.removeprefix("by:")
        found = [one for one in self.known if not query or name in one.by.name]
        return sorted(found, key=lambda one: -one.id)


def broken(number: int) -> ChainState:
    """A chain in which an entry was changed."""
    return HOLDS._replace(problems=(AuditProblem(number, f"entry {number} was changed"),))
