"""Rows and what the message as a whole says become the facts of its recipients."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mailtui.ingest.correlate.recipients import Recipients
from mailtui.ingest.correlate.rows import FAILURES, Row
from mailtui.model.enums import Outcome, QueueState, Role, Status
from mailtui.model.facts import RecipientFacts
from mailtui.model.status import WORST_FIRST, message_status, recipient_status

_RANK = {status: rank for rank, status in enumerate(WORST_FIRST)}
_QUEUE_RANK = {
    state: rank
    for rank, state in enumerate(
        (
            QueueState.FROZEN,
            QueueState.DEFERRED,
            QueueState.ACTIVE,
            QueueState.QUEUED,
            QueueState.REMOVED,
            QueueState.NONE,
        )
    )
}
_OPEN = frozenset({QueueState.FROZEN, QueueState.DEFERRED, QueueState.ACTIVE, QueueState.QUEUED})


@dataclass(slots=True)
class Whole:
    """What was said of the message as a whole; times in UTC microseconds, None = not said."""

    completed: int | None = None
    removed: int | None = None
    discarded: int | None = None
    frozen: bool = False


def recipient_facts(recipients: Recipients, whole: Whole) -> list[RecipientFacts]:
    """One fact per shown row; a placeholder with no address while the log has named nobody."""
    facts = []
    for row in recipients.rows:
        if row.parts:
            facts.append(_family(row, whole))
        elif row.listed and not row.touched and len(recipients.rows) > 1:
            facts.append(_silent(row, recipients, whole))
        else:
            facts.append(_single(row, whole))
    if all(fact.role is Role.CHILD for fact in facts):
        facts.append(_single(Row("", "", Role.UNKNOWN, len(facts)), whole))
    return facts


def status_of(facts: list[RecipientFacts]) -> Status:
    """The word for the message; a failed recipient that the queue still holds frozen counts as frozen."""
    words = {
        Status.FROZEN if fact.queue_state is QueueState.FROZEN else _status(fact)
        for fact in facts
        if fact.role is not Role.CHILD
    }
    return message_status(words) if len(words) != 1 else words.pop()


def _status(fact: RecipientFacts) -> Status:
    return recipient_status(fact.queue_state, fact.outcome, fact.complained)


def _single(row: Row, whole: Whole) -> RecipientFacts:
    state, outcome, finished = _standing(row, whole)
    return RecipientFacts(
        row.address,
        row.role,
        row.original,
        state,
        outcome,
        row.attempts,
        row.first,
        row.last,
        finished,
        row.host,
        row.ip,
        row.smtp_code,
        row.enhanced_code,
        row.phase,
        row.reply,
    )


def _standing(row: Row, whole: Whole) -> tuple[QueueState, Outcome, int | None]:
    """Queue state, outcome, and when the outcome became final."""
    outcome, finished = row.outcome, row.finished
    if not row.open:
        state = QueueState.REMOVED if outcome is Outcome.CANCELLED else QueueState.NONE
        return state, outcome, finished
    if whole.removed is not None:
        if outcome is Outcome.UNKNOWN:
            outcome, finished = Outcome.CANCELLED, whole.removed
        return QueueState.REMOVED, outcome, finished
    if whole.completed is not None or whole.discarded is not None:
        if outcome is Outcome.UNKNOWN and whole.discarded is not None:
            outcome, finished = Outcome.DISCARDED, whole.discarded
        return QueueState.NONE, outcome, finished
    if outcome not in FAILURES:
        outcome, finished = Outcome.UNKNOWN, None
    if whole.frozen:
        return QueueState.FROZEN, outcome, finished
    return (QueueState.DEFERRED if row.waiting else QueueState.QUEUED), outcome, finished


def _silent(row: Row, recipients: Recipients, whole: Whole) -> RecipientFacts:
    child = recipients.duplicate_of(row)
    if child is None:
        return _single(row, whole)
    return replace(_single(child, whole), address=row.address, role=row.role, original=None)


def _family(row: Row, whole: Whole) -> RecipientFacts:
    """An alias: the worst of what became of its members; tries are summed."""
    parts = {id(part): part for part in (row.parts or {}).values()}
    rows = [row, *parts.values()] if row.touched else list(parts.values())
    members = [_single(member, whole) for member in rows if not member.superseded]
    # someone got the mail: what the filter threw away beside it is not the fate of the address
    counted = [fact for fact in members if fact.outcome is not Outcome.DISCARDED] or members
    worst = min(counted, key=lambda fact: (_RANK[_status(fact)], -(fact.last_attempt or 0)))
    state = min((fact.queue_state for fact in counted), key=_QUEUE_RANK.__getitem__)
    times = [fact.finished for fact in counted if fact.finished is not None]
    return replace(
        worst,
        address=row.address,
        role=row.role,
        original=None,
        queue_state=state,
        attempts=sum(member.attempts for member in rows),
        first_attempt=min((r.first for r in rows if r.first is not None), default=None),
        last_attempt=max((r.last for r in rows if r.last is not None), default=None),
        finished=None if state in _OPEN else max(times, default=None),
    )
