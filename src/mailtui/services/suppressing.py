"""Who is not to be mailed: the list, who is proposed for it, and what a set of failures says of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from mailtui.model.enums import SuppressionState
from mailtui.model.suppression import Failing, SuppressionView
from mailtui.store import suppressions
from mailtui.store.asking import asking
from mailtui.store.engine import Engine, changer, reader, told
from mailtui.store.turns import short_turn

DIAGNOSIS = "diagnosis"
"""Who proposes."""
OPEN = (SuppressionState.PROPOSED, SuppressionState.ACTIVE)
AT_ONCE = 500


class Suppressions:
    """The list, read. Every call may block; make it in a thread."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def list(
        self,
        text: str = "",
        states: Sequence[SuppressionState] = OPEN,
        limit: int = 1_000,
        skip: int = 0,
    ) -> Sequence[SuppressionView]:
        """Those in some states with a text in the address or in the cause: proposals first."""
        with asking(self._engine) as connection:
            return suppressions.listed(connection, states, text, limit, skip)

    def count(self, text: str = "", states: Sequence[SuppressionState] = OPEN) -> int:
        """How many that are."""
        with asking(self._engine) as connection:
            return suppressions.count(connection, states, text)

    def of(self, target: str) -> Sequence[SuppressionView]:
        """All there ever was about an address or its domain, what is open first."""
        with asking(self._engine) as connection:
            return suppressions.of_target(connection, target)

    def failing(self, recipients: Sequence[tuple[int, int]]) -> Sequence[Failing]:
        """The addresses of recipients (message id, number), with what the diagnosis says of each."""
        with asking(self._engine) as connection:
            return suppressions.failing(connection, recipients)


def propose(database: Path, now: Callable[[], int], stopping: Callable[[], bool] = lambda: False) -> int:
    """Put up for a decision whom the diagnosis would suppress; how many are new.

    In short transactions beside the writer of facts. A later delivery takes nobody off the list.
    """
    engine = reader(database)
    try:
        with told(database), engine.connect() as connection:
            found = list(suppressions.candidates(connection))
    finally:
        engine.dispose()
    new = 0
    for start in range(0, len(found), AT_ONCE):
        if stopping():
            break
        changes = changer(database)
        try:
            with told(database), short_turn(database), changes.begin() as connection:
                new += suppressions.propose(connection, found[start : start + AT_ONCE], now(), DIAGNOSIS)
        finally:
            changes.dispose()
    return new


def accept(database: Path, now: Callable[[], int]) -> int:
    """Suppress everybody who is proposed, as an act of who runs this; how many that were."""
    from mailtui.services.acting import Acting
    from mailtui.services.operators import who

    engine = reader(database)
    try:
        found = Suppressions(engine).list("", (SuppressionState.PROPOSED,), limit=1_000_000)
    finally:
        engine.dispose()
    if found:
        acting = Acting(database, who(database), now)
        acting.suppress([one.target for one in found], why=f"proposed by the {DIAGNOSIS}; setting suppress")
    return len(found)
