"""What people did on the demo, for the pictures: decided, tagged, noted, suppressed, by two operators."""

from __future__ import annotations

import itertools
from pathlib import Path

from mailtui.model.enums import IncidentState, OperatorRole, SubjectKind
from mailtui.model.moment import MINUTE
from mailtui.model.operator import Operator
from mailtui.model.work import Subject, recipient
from mailtui.query import parse
from mailtui.services.acting import Acting
from mailtui.services.desk import open_desk
from mailtui.services.suppressing import Suppressions, propose
from mailtui.store.engine import reader

ANN = Operator(1001, "ann", OperatorRole.ADMIN, ssh="203.0.113.9 50022 192.0.2.10 22")
BEN = Operator(1002, "ben", OperatorRole.OPERATOR)


def fill(database: Path, now: int) -> None:
    """Some acts within the last hour."""
    ticks = itertools.count(now - 50 * MINUTE, 3 * MINUTE)
    ann, ben = (Acting(database, one, lambda: next(ticks), lambda _: None) for one in (ANN, BEN))
    first = Subject(SubjectKind.INCIDENT, 1)
    second = [
        recipient(key.owner, key.number) for key in open_desk(database).search.keys(parse("is:unfiled"), 1)
    ]
    ann.tag([first], "+postmaster", "told by two customers")
    ann.note([first], "Form filled in at their postmaster page; they answer within a day.")
    ann.state([first], IncidentState.WAITING, "their answer")
    ann.assign([first], "ann")
    ben.state(second, IncidentState.OPEN)
    ben.assign(second, "ben")
    propose(database, lambda: now - 20 * MINUTE)
    engine = reader(database)
    proposed = Suppressions(engine).list()
    engine.dispose()
    ben.suppress([one.target for one in proposed[:2]])
    ben.suppress(["spamtrap.example"], why="nobody there ever asked for mail")
    ann.lift([one.target for one in proposed[1:2]], "is back from leave, called us")
    ben.undo()
