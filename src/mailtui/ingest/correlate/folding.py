"""The state machine over the events of one queue id."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields
from operator import attrgetter

from mailtui.ingest.correlate import arrival
from mailtui.ingest.correlate.attempts import HostErrors, attempt, said
from mailtui.ingest.correlate.recipients import Recipients
from mailtui.ingest.correlate.rollup import Whole, recipient_facts, status_of
from mailtui.ingest.correlate.rows import Cause, Row
from mailtui.ingest.correlate.verdict import failed_attempt, gave_up, is_discard, success, verdict
from mailtui.model.enums import AttemptOutcome, EventKind, MessageKind, Outcome, Status
from mailtui.model.event import Event
from mailtui.model.facts import AttemptFacts, MessageFacts

_ADDED = re.compile(r"recipient <.*> added by ")
_SENDER = re.compile(r"sender address changed to <.*> by ")
_MARKED = re.compile(r"address <.*> marked delivered by ")
_REWRITTEN = re.compile(r'"(.*)" from env-to rewritten as "(.*)" by rule ')
_ON_SPOOL = re.compile(r"Spool file .*is locked|no immediate delivery")
_FIELDS = attrgetter(*(field.name for field in fields(MessageFacts)))
_ERROR_MESSAGE = "delivery error message"


class Folding:
    """The events of one queue id on one server, folded into the facts of one message.

    Feed events in the order of time with `apply`; ask for `facts` as often as needed. No event makes
    it fail: a line that fits nothing changes nothing but the times first and last seen.
    """

    __slots__ = (
        "_alive",
        "_attempts",
        "_errors",
        "_facts",
        "_moment",
        "_refused",
        "_said",
        "_whole",
        "recipients",
    )

    def __init__(self, queue_id: str) -> None:
        self._facts = MessageFacts(queue_id, MessageKind.REFUSED)
        self.recipients = Recipients()
        self._attempts: list[AttemptFacts] = []
        self._errors = HostErrors()
        self._whole = Whole()
        self._alive = False
        self._refused = False
        self._moment: int | None = None
        self._said: set[tuple[object, ...]] = set()

    @property
    def done(self) -> bool:
        """True once `Completed` was seen: Exim has dropped the message."""
        return self._whole.completed is not None

    def apply(self, event: Event, entry: int) -> None:
        """Take one event; `entry` is the number of its log line, kept with the attempt it makes."""
        facts = self._facts
        time = event.time
        if time is None:
            time = facts.last_seen
        if facts.first_seen == 0 or time < facts.first_seen:
            facts.first_seen = time
        if time > facts.last_seen:
            facts.last_seen = time
        handler = _HANDLERS.get(event.kind)
        if handler is not None:
            handler(self, event, time, entry)

    def facts(self) -> MessageFacts:
        """The message as known so far; a new object each time, its attempts are never changed later."""
        facts = MessageFacts(*_FIELDS(self._facts))
        facts.completed, facts.frozen = self._whole.completed, self._whole.frozen and not self.done
        if self._alive:
            facts.kind = MessageKind.MTA
            facts.recipients = recipient_facts(self.recipients, self._whole)
            facts.attempts = list(self._attempts)
            facts.status = status_of(facts.recipients)
        else:
            facts.recipients, facts.attempts = [], []
            facts.status = Status.REJECTED if self._refused else Status.UNKNOWN
        return facts

    def _arrive(self, event: Event, time: int, _entry: int) -> None:
        self._alive = True
        if self._facts.received is None:
            self._facts.received = time
            arrival.take(event, self._facts)
        self.recipients.list_all(event.recipients)

    def _deliver(self, event: Event, time: int, entry: int) -> None:
        row = self._row(event, time)
        if row is None:
            return
        outcome = success(event)
        if outcome is not Outcome.DISCARDED:
            row.tried(time)
            where = Cause(None, event.host, event.ip)
            self._attempts.append(attempt(event, entry, row.index, time, AttemptOutcome.SUCCESS, where))
        row.succeed(event, time, outcome)

    def _suppress(self, event: Event, time: int, _entry: int) -> None:
        row = self._row(event, time)
        if row is not None:
            row.succeed(event, time, Outcome.SUPPRESSED)

    def _defer(self, event: Event, time: int, entry: int) -> None:
        row = self._row(event, time)
        if row is None:
            return
        cause = self._tried(event, row, time, entry) if event.attempted else said(event)
        row.defer(event, cause)

    def _fail(self, event: Event, time: int, entry: int) -> None:
        row = self._row(event, time)
        if row is None:
            return
        outcome = verdict(event)
        if row.says_again(event, outcome):
            return
        no_try = outcome is Outcome.CANCELLED or gave_up(event)
        cause = said(event) if no_try else self._tried(event, row, time, entry)
        row.fail(event, time, outcome, cause)

    def _tried(self, event: Event, row: Row, time: int, entry: int) -> Cause:
        """Record a try that failed; tells its cause, with the host line before it if need be."""
        cause = self._errors.cause(event, time)
        row.tried(time)
        outcome = failed_attempt(event, cause.reply)
        self._attempts.append(attempt(event, entry, row.index, time, outcome, cause))
        return cause

    def _row(self, event: Event, time: int) -> Row | None:
        """The row that a delivery line speaks of; None if it is a copy or speaks of all recipients."""
        self._alive = True
        if self._is_copy(event, time):
            return None
        self._whole.frozen = False
        address = event.address
        if not address:
            return None
        if event.original_address is None and is_discard(event):
            self._whole.discarded = time
            return None
        row = self.recipients.find(address, event.original_address)
        row.touched = True
        return row

    def _is_copy(self, event: Event, time: int) -> bool:
        """True for a second line of the same moment that says the same (panic log, syslog)."""
        said = (
            event.kind,
            event.address,
            event.original_address,
            event.ip,
            event.interface_port,
            event.transport,
            event.reply,
            event.delivery_time,
        )
        if time != self._moment:
            self._moment = time
            self._said = {said}
            return False
        if said in self._said:
            return True
        self._said.add(said)
        return False

    def _complete(self, _event: Event, time: int, _entry: int) -> None:
        self._alive = True
        if self._whole.completed is None:
            self._whole.completed = time

    def _freeze(self, event: Event, _time: int, _entry: int) -> None:
        self._alive = True
        self._whole.frozen = True
        if self._facts.sender == "" or _ERROR_MESSAGE in (event.text or ""):
            for row in self.recipients.everyone():
                row.reopen()

    def _thaw(self, _event: Event, _time: int, _entry: int) -> None:
        self._alive = True
        self._whole.frozen = False

    def _remove(self, _event: Event, time: int, _entry: int) -> None:
        self._alive = True
        if self._whole.removed is None:
            self._whole.removed = time

    def _host_error(self, event: Event, time: int, _entry: int) -> None:
        self._alive = True
        self._errors.note(event, time)

    def _live(self, _event: Event, _time: int, _entry: int) -> None:
        self._alive = True

    def _refuse(self, event: Event, _time: int, _entry: int) -> None:
        self._refused = True
        facts = self._facts
        if facts.received is None:
            facts.sender = event.sender if event.sender is not None else facts.sender
            facts.subject = event.subject or facts.subject
            facts.message_id = event.message_id or facts.message_id
            arrival.take_client(event, facts)

    def _note(self, event: Event, time: int, _entry: int) -> None:
        """What operators did to the envelope, and rewriting, come as free text."""
        text = event.text
        if not text:
            return
        if _ON_SPOOL.match(text):
            self._alive = True
        elif " by " in text:
            self._operated(event, text, time)

    def _operated(self, event: Event, text: str, time: int) -> None:
        if _ADDED.match(text) and event.address:
            self._alive = True
            self.recipients.add(event.address)
        elif _SENDER.match(text) and event.sender is not None:
            self._alive = True
            self._facts.sender = event.sender
        elif _MARKED.match(text) and event.address:
            self._alive = True
            row = self.recipients.envelope(event.address)
            row.touched = True
            row.cancel(time)
        elif (rewritten := _REWRITTEN.match(text)) is not None:
            self.recipients.rewrite(rewritten[1], rewritten[2])


_Handler = Callable[[Folding, Event, int, int], None]
_HANDLERS: dict[EventKind, _Handler] = {
    EventKind.ARRIVAL: Folding._arrive,
    EventKind.DELIVERY: Folding._deliver,
    EventKind.ADDITIONAL_DELIVERY: Folding._deliver,
    EventKind.CUTTHROUGH: Folding._deliver,
    EventKind.SUPPRESSED_DELIVERY: Folding._suppress,
    EventKind.DEFERRAL: Folding._defer,
    EventKind.FAILURE: Folding._fail,
    EventKind.COMPLETED: Folding._complete,
    EventKind.FROZEN: Folding._freeze,
    EventKind.THAWED: Folding._thaw,
    EventKind.REMOVED: Folding._remove,
    EventKind.CANCELLED: Folding._remove,
    EventKind.HOST_ERROR: Folding._host_error,
    EventKind.TLS_ERROR: Folding._live,
    EventKind.REJECTION: Folding._refuse,
    EventKind.TEMPORARY_REJECTION: Folding._refuse,
    EventKind.WARNING: Folding._note,
    EventKind.OTHER: Folding._note,
}
