"""The verbs that change something. Every call may block; make it in a thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from operator import itemgetter
from pathlib import Path

from mailtui.errors import MailtuiError, NotAllowedError, NotFoundError
from mailtui.model.act import NEEDS, Change, Done, Progress, Steps, UndoView, counted
from mailtui.model.enums import IncidentState, OperatorRole, SubjectKind
from mailtui.model.operator import Operator
from mailtui.model.work import Subject
from mailtui.services.acting.noting import Noting
from mailtui.services.acting.ordering import Order, hand_over
from mailtui.services.acting.suppressing import Suppressing
from mailtui.services.acting.tagging import Tagging
from mailtui.services.acting.witness import to_syslog
from mailtui.store.acting import acts, journal
from mailtui.store.acting.acts import Act, Outcome, Planner
from mailtui.store.acting.audit import Entry, loose
from mailtui.store.acting.people import find_operator
from mailtui.store.acting.planning import setting
from mailtui.store.engine import reader, told

_SUBJECT = itemgetter(1, 2)
"""Of a change."""
_RANK = {role: role.code for role in OperatorRole}
_MADE = frozenset({SubjectKind.NOTE, SubjectKind.SUPPRESSION})


class Acting(Tagging, Noting, Suppressing):
    """What one operator does to one database."""

    def __init__(
        self,
        database: Path,
        operator: Operator,
        now: Callable[[], int],
        witness: Callable[[Entry], None] | None = None,
        *,
        hands_over: bool = False,
    ) -> None:
        """`now`: UTC microseconds; `witness` is told each entry of the audit once it is written
        (default: syslog).

        `hands_over`: large acts are the worker's to do, if one runs.
        """
        self._database = database
        self._operator = operator
        self._now = now
        self._witness = witness or (lambda entry: to_syslog(entry, database))
        self._hands_over = hands_over

    @property
    def operator(self) -> Operator:
        """Who acts."""
        return self._operator

    def may(self, verb: str) -> str | None:
        """Why the operator may not use a verb (of `NEEDS`), with what to do; None: they may."""
        needed = NEEDS.get(verb, OperatorRole.OPERATOR)
        if _RANK[self._operator.role] >= _RANK[needed]:
            return None
        article = "an" if str(self._operator.role)[0] in "aeiou" else "a"
        return f"you are {article} {self._operator.role}: {self._operator.why}"

    # -- verbs -----------------------------------------------------------------------------------

    def state(
        self,
        subjects: Sequence[Subject],
        state: IncidentState,
        why: str = "",
        progress: Progress | None = None,
    ) -> Done:
        """What is decided about incidents and single failures (recipients).

        NotAllowedError for a viewer, StoreError when the database cannot be written. Subjects that are gone
        are refused, and the rest goes on.
        """
        act = Act("state", f"{counted(subjects)}: {state}", subjects, why)
        order = Order(self._operator, "state", str(state), subjects, why)
        plan = partial(setting, "state", subjects, str(state))
        return self.hand_over(order, progress) or self.act(act, plan, progress)

    def assign(
        self, subjects: Sequence[Subject], who: str | None, why: str = "", progress: Progress | None = None
    ) -> Done:
        """Somebody takes them; None gives them back. Otherwise as `state`."""
        said = f"{counted(subjects)}: {f'taken by {who}' if who else 'given back'}"
        act = Act("assign", said, subjects, why)
        order = Order(self._operator, "assign", who, subjects, why)
        plan = partial(setting, "assignee", subjects, who)
        return self.hand_over(order, progress) or self.act(act, plan, progress)

    def hand_over(self, order: Order, progress: Progress | None = None) -> Done | None:
        """Have the worker do it, if it is large and one runs; None: do it here."""
        if not self._hands_over or self.may(order.verb) is not None:
            return None
        return hand_over(self._database, order, progress)

    def require(self, verb: str) -> None:
        """NotAllowedError unless the operator may use a verb; the attempt is written down."""
        self._allow(Act(verb, verb, ()))

    def act(self, act: Act, plan: Planner, progress: Progress | None = None) -> Done:
        """Do what a plan says, in one transaction. The frame of every verb: see `store.acting.planning`."""
        self._allow(act)
        return self._done(
            act.title,
            len(set(act.subjects)),
            acts.do(self._database, self._operator, self._now(), act, plan, progress),
        )

    def record(
        self,
        verb: str,
        subjects: Sequence[Subject] = (),
        why: str = "",
        after: Mapping[str, object] | None = None,
        result: str = "done",
    ) -> None:
        """Write down what changes nothing here, such as an export; `after` is what came of it.

        It never fails: where the database cannot be written, syslog alone is told.
        """
        self._note_down(Act(verb, verb, subjects, why), after, result)

    # -- taking back -----------------------------------------------------------------------------

    def undo(self) -> Done:
        """Take back the operator's newest act. What somebody else changed meanwhile is refused.

        NotFoundError when there is nothing to take back.
        """
        self._allow(Act("undo", "undo", ()))
        found = acts.turn_back(self._database, self._operator, self._now())
        if found is None:
            raise NotFoundError("there is nothing to undo", "only what you changed yourself can be undone")
        return self._turned("undone", *found)

    def redo(self) -> Done:
        """Do again what was taken back last, unless something else was done since."""
        self._allow(Act("redo", "redo", ()))
        found = acts.turn_again(self._database, self._operator, self._now())
        if found is None:
            raise NotFoundError("there is nothing to redo", "redo does again what undo took back")
        return self._turned("done again", *found)

    def last(self) -> Steps:
        """What `undo` and `redo` would do next."""
        known = self.journal(1_000)
        done = next((one.title for one in known if not one.undone), None)
        undone = [one.title for one in known if one.undone]
        return Steps(done, undone[-1] if undone else None)

    def journal(self, limit: int = 50) -> Sequence[UndoView]:
        """The operator's acts that can be taken back or done again, newest first."""
        engine = reader(self._database)
        try:
            with told(self._database), engine.connect() as connection:
                found = find_operator(connection, self._operator)
                return [] if found is None else journal.titles(connection, found, limit)
        finally:
            engine.dispose()

    # -- inside ----------------------------------------------------------------------------------

    def _allow(self, act: Act) -> None:
        """NotAllowedError unless the operator may; the attempt is written down where that can be."""
        why = self.may(act.verb)
        if why is not None:
            self._note_down(act, None, f"refused: {why}")
            raise NotAllowedError(f"{act.verb} is not yours to do", why)

    def _note_down(self, act: Act, after: Mapping[str, object] | None, result: str) -> None:
        """Into the audit, or where that cannot be written to syslog alone. It never fails."""
        if self._operator.writes:
            try:
                entry = acts.note_down(self._database, self._operator, self._now(), act, after, result)
            except MailtuiError:  # what was done or refused stays so
                pass
            else:
                self._witness(entry)
                return
        now = self._now()
        self._witness(loose(self._operator, now, act.verb, reason=act.why, after=after, result=result))

    def _turned(self, word: str, title: str, outcome: Outcome) -> Done:
        count = _touched(outcome.changes)
        if outcome.refused:
            refused = {one.subject for one in outcome.refused}
            count = len(refused.union(map(_SUBJECT, outcome.changes)))
        said = word if outcome.changes else f"not {word}"
        return self._done(f"{said}: {title}", count, outcome)

    def _done(self, title: str, count: int, outcome: Outcome) -> Done:
        if outcome.entry is not None:
            self._witness(outcome.entry)
        made = [
            ref
            for _, kind, ref, before, after in outcome.changes
            if before is None and kind in _MADE and after is not None
        ]
        return Done(
            title,
            count,
            _touched(outcome.changes),
            outcome.undo_id,
            outcome.entry.id if outcome.entry is not None else None,
            tuple(outcome.refused),
            tuple(made),
        )


def _touched(changes: Sequence[Change]) -> int:
    """How many subjects: changes of one kind are of different ones."""
    if len(set(map(itemgetter(0, 1), changes))) <= 1:
        return len(changes)
    return len(set(map(_SUBJECT, changes)))
