"""FACT -> CAUSE: why each attempt failed and each recipient waits, as ids of verdicts.

An identical failure is diagnosed once; the diagnosis itself is `mailtui.diagnosis`.
"""

from __future__ import annotations

from typing import NamedTuple

from mailtui.diagnosis import Context, Diagnoser
from mailtui.ingest.places import domain_of, place
from mailtui.model.diagnosis import Diagnosis
from mailtui.model.enums import AttemptOutcome, FailureClass, Outcome, Phase, QueueState
from mailtui.model.facts import AttemptFacts, RecipientFacts
from mailtui.store.digests import storable
from mailtui.store.owned import Owned
from mailtui.store.verdicts import Kept, Place, Verdicts

REMEMBERED = 50_000
"""Failures whose verdict is held in memory; then the memory begins anew."""
_FAILED = frozenset({Outcome.BOUNCED, Outcome.BLOCKED, Outcome.EXPIRED, Outcome.REJECTED})
_HELD_UP = frozenset({QueueState.DEFERRED, QueueState.FROZEN})


class Judged(NamedTuple):
    """A failure with its verdict."""

    kept: Kept
    diagnosis: Diagnosis

    @property
    def usual(self) -> bool:
        """Greylisting: a first contact is put off, that is no incident."""
        return self.diagnosis.failure_class is FailureClass.GREYLISTED


class Causes:
    """Finds the cause of every failure that one import brings."""

    def __init__(self, diagnoser: Diagnoser, verdicts: Verdicts) -> None:
        self._diagnoser = diagnoser
        self._verdicts = verdicts
        self._known: dict[tuple[object, ...], Judged] = {}

    def of_attempts(self, owned: Owned) -> list[Judged | None]:
        """The verdict on each attempt of a message, None for those that succeeded."""
        people, server_id = owned.facts.recipients, owned.server_id
        return [
            None
            if attempt.outcome is AttemptOutcome.SUCCESS
            else self.of_attempt(server_id, people[attempt.recipient].address, attempt)
            for attempt in owned.facts.attempts
        ]

    def of_recipients(self, owned: Owned, attempts: list[Judged | None]) -> list[Judged | None]:
        """The verdict on each recipient that failed or waits, None for the others.

        That of its own last concrete failure, else of the words that say why nothing was tried.
        """
        last = {
            attempt.recipient: judged
            for attempt, judged in zip(owned.facts.attempts, attempts, strict=True)
            if judged is not None and not judged.diagnosis.inherits
        }
        return [
            last.get(number) or self.of_words(owned.server_id, recipient, owned.facts.last_seen)
            if _is_stuck(recipient)
            else None
            for number, recipient in enumerate(owned.facts.recipients)
        ]

    def of_attempt(self, server_id: int, address: str, attempt: AttemptFacts) -> Judged:
        """The verdict on an attempt for `address` that failed."""
        named = attempt.host or attempt.ip
        key = (
            server_id,
            attempt.egress_ip,
            attempt.host,
            attempt.ip,
            None if named else domain_of(address),
            attempt.phase,
            attempt.smtp_code,
            attempt.enhanced_code,
            attempt.errno,
            attempt.reply,
            attempt.transport is None,
        )
        found = self._known.get(key)
        if found is None:
            where = place(server_id, attempt.egress_ip, attempt.host, attempt.ip, address)
            found = self._judge(where, _context(attempt), attempt.transport is None, attempt.time)
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            self._known[key] = found
        return found

    def _judge(self, where: Place, context: Context, routing: bool, time: int) -> Judged:
        diagnosis = self._diagnoser.diagnose(context)
        phase = context.phase or (Phase.ROUTING if routing else Phase.TRANSPORT)
        return Judged(self._verdicts.keep(where, phase, diagnosis, time), diagnosis)

    def of_words(self, server_id: int, recipient: RecipientFacts, time: int) -> Judged | None:
        """The verdict on what was said of a recipient for whom nothing was tried."""
        if recipient.reply is None:
            return None
        where = place(server_id, None, recipient.host, recipient.ip, recipient.address)
        context = Context(
            storable(recipient.reply),
            host=recipient.host,
            ip=recipient.ip,
            phase=recipient.phase,
            smtp_code=recipient.smtp_code,
            enhanced_code=recipient.enhanced_code,
        )
        return self._judge(where, context, True, time)


def _is_stuck(recipient: RecipientFacts) -> bool:
    return recipient.outcome in _FAILED or (
        recipient.outcome is Outcome.UNKNOWN and recipient.queue_state in _HELD_UP
    )


def _context(attempt: AttemptFacts) -> Context:
    return Context(
        storable(attempt.reply or ""),
        host=attempt.host,
        ip=attempt.ip,
        phase=attempt.phase,
        errno=attempt.errno,
        smtp_code=attempt.smtp_code,
        enhanced_code=attempt.enhanced_code,
    )
