"""Trace: the verb behind the trace screen and `mailtui trace`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from mailtui.errors import ConfigError, NotFoundError
from mailtui.model.clock import Clock
from mailtui.model.enums import EventKind, LogType, MessageKind
from mailtui.model.event import Event
from mailtui.model.moment import SECOND
from mailtui.model.status import FAILED, HELD_UP
from mailtui.model.view import (
    Explained,
    Freeze,
    MessageView,
    Related,
    SearchRow,
    Trace,
    TraceEvent,
    TraceThread,
)
from mailtui.model.work import Reader
from mailtui.mta.commands import frozen_commands
from mailtui.parsing.exim.parser import Parser
from mailtui.services.threads import Told, threads
from mailtui.store import history, lines, messages
from mailtui.store.engaged import engaged
from mailtui.store.engine import Connection, Engine
from mailtui.store.messages import Head
from mailtui.store.presenting import recipients_of
from mailtui.store.services import known_account
from mailtui.store.work.remarks import of_message, remarked

if TYPE_CHECKING:
    from mailtui.diagnosis import Diagnoser
    from mailtui.model.retry import RetrySettings
    from mailtui.services.retrying import Retrying


class Tracing:
    """Follows single messages. Every call may block; make it in a thread."""

    def __init__(
        self,
        engine: Engine,
        rules: Path | None = None,
        retry: RetrySettings | None = None,
        now: Callable[[], int] | None = None,
        reader: Reader | None = None,
    ) -> None:
        """`retry`: what the settings say (None: Exim's default rules); `now`: UTC microseconds.

        `reader`: whose private notes are shown; None: nobody's.
        """
        self._reader = reader
        self._engine = engine
        self._rules = rules
        self._retry = retry
        self._now = now

    def find(self, identifier: str) -> list[MessageView]:
        """The messages of a queue id or a Message-ID, newest first.

        Of a mail that a server or a service carried, not also the letter in an archive.
        """
        with self._engine.connect() as connection:
            found = [_view(head, None) for head in messages.named(connection, identifier)]
        carried = [one for one in found if one.kind is not MessageKind.CONVERSATION]
        return carried or found

    def trace(self, message_id: int) -> Trace:
        """Everything known about a message; NotFoundError when it is not there (any more)."""
        with self._engine.connect() as connection:
            head = messages.of_id(connection, message_id)
            if head is None:
                raise NotFoundError("this message is not in the database any more", "Search for it again")
            rows = engaged(connection, recipients_of(connection, message_id))
            rows = remarked(connection, rows, self._reader)
            found = _of_service(connection, head, rows) or _of_log(connection, head, rows)
            remarks = of_message(connection, message_id, [row.key for row in rows], self._reader)
            found = self._explained(connection, head, replace(found, remarks=remarks))
            return _with_conversation(connection, head, _with_the_other(connection, head, found))

    def _explained(self, connection: Connection, head: Head, trace: Trace) -> Trace:
        """The trace with the diagnoses of its failures; the rules are read when there is the first one."""
        if not any(row.status in FAILED | HELD_UP for row in trace.recipients):
            return trace
        from mailtui.services.backing import Backing
        from mailtui.services.explaining import explained

        try:
            diagnoser = self._diagnoser
        except ConfigError as error:
            return replace(trace, undiagnosed=": ".join(filter(None, (error.title, error.hint))))
        now = self._now() if self._now else head.last_seen
        backing = Backing(connection, head, now, self._retrying)
        rows, threads = trace.recipients, trace.threads
        found = explained(rows, threads, diagnoser.diagnose, backing.elsewhere)
        backed = tuple(
            None if one is None else backing.backed(one, row, thread)
            for one, row, thread in zip(found, rows, threads, strict=False)
        )
        backed = tuple(None if one is None else _with_setup(connection, head, one) for one in backed)
        return replace(trace, diagnoses=backed, related=(*_causes(head, backed), *trace.related))

    @cached_property
    def _diagnoser(self) -> Diagnoser:
        from mailtui.services.diagnosing import open_diagnoser

        return open_diagnoser(self._rules)

    @cached_property
    def _retrying(self) -> Retrying:
        from mailtui.model.retry import RetrySettings
        from mailtui.services.retrying import Retrying

        return Retrying(self._retry or RetrySettings(ask=False))


def _of_log(connection: Connection, head: Head, rows: Sequence[SearchRow]) -> Trace:
    """A message as the log of its server tells it."""
    told = _events(connection, head.id)
    view = _view(head, _arrival(told))
    related = _related(connection, head, view.message_id, told)
    made = threads(head.queue_id, rows, told)
    return Trace(view, tuple(rows), made, tuple(related), freeze=_freeze(connection, head, made))


def _of_service(connection: Connection, head: Head, rows: Sequence[SearchRow]) -> Trace | None:
    """A mail as a sending service tells it; None for a message of a mail server."""
    account = known_account(connection, head.server_id)
    if account is None:
        return None
    from mailtui.services.service_threads import story

    told = story(connection, head.id, account.provider, rows)
    view = replace(_view(head, None), message_id=told.message_id)
    return Trace(view, tuple(rows), told.threads, tuple(_related(connection, head, told.message_id, ())))


def _with_the_other(connection: Connection, head: Head, trace: Trace) -> Trace:
    """With what the mail server tells of a service's mail, and the other way round, in the same timeline."""
    is_service = known_account(connection, head.server_id) is not None
    others = []
    for related in trace.related:
        other = None
        if related.relation in _SAME_MAIL and related.message is not None:
            other = messages.of_id(connection, related.message)
        if other is None or (known_account(connection, other.server_id) is not None) is is_service:
            continue
        rows = recipients_of(connection, other.id)
        found = _of_service(connection, other, rows) or _of_log(connection, other, rows)
        others.append((other.server, found.threads))
    if not others:
        return trace
    from mailtui.services.one_timeline import joined

    return replace(trace, threads=joined(trace.threads, others))


def _with_conversation(connection: Connection, head: Head, trace: Trace) -> Trace:
    """With the letters next to it in its conversation, where mail was imported."""
    from mailtui.services.conversations import beside

    thread, related = beside(connection, head.id, trace.message.message_id)
    if thread is None:
        return trace
    threads, message = trace.threads, trace.message
    if head.kind is MessageKind.CONVERSATION and message.message_id is None:
        message = replace(message, message_id=head.queue_id)
    if head.kind is MessageKind.CONVERSATION and not any(one.events for one in threads):
        threads = (*threads, TraceThread("system", "message", None, None, (_as_kept(head),)))
    related = [*trace.related, *related]
    return replace(trace, message=message, threads=threads, conversation=thread, related=tuple(related))


def _as_kept(head: Head) -> TraceEvent:
    """All that an archive of mail tells of a letter."""
    said = f"written, and kept in {head.server}; nothing is known of its way"
    return TraceEvent(head.first_seen, EventKind.OTHER, said, attempted=False)


_SAME_MAIL = ("next hop", "previous hop", "same Message-ID")


def _with_setup(connection: Connection, head: Head, found: Explained) -> Explained:
    """With what is known of the sender's domain, where its set-up may be the reason."""
    from mailtui.services.domains.linking import setup

    domain = (head.sender or "").rpartition("@")[2]
    return replace(found, setup=setup(connection, domain, found.diagnosis.failure_class))


def _causes(head: Head, found: Sequence[Explained | None]) -> list[Related]:
    """The messages whose failures are the cause, each once."""
    origins = {one.origin: one.proof for one in found if one is not None and one.origin is not None}
    return [
        Related("cause on", head.server, origin.queue_id, origin.message, proof.time)
        for origin, proof in origins.items()
    ]


def _freeze(connection: Connection, head: Head, threads: Sequence[TraceThread]) -> Freeze | None:
    """What froze a message that is frozen; lines that only find it so do not count."""
    if not head.frozen:
        return None
    told = [
        event
        for thread in threads
        for event in thread.events
        if event.kind is EventKind.FROZEN and event.attempted
    ]
    lines = frozen_commands(head.queue_id) if history.software(connection, head.server_id) == "exim" else ()
    return Freeze(max(told, key=lambda event: event.time or 0, default=None), lines)


def _events(connection: Connection, message_id: int) -> list[Told]:
    """The events of a message with their raw lines, in the order things happened."""
    kept = lines.of_message(connection, message_id)
    raw = lines.raw_lines(connection, [entry.entry for entry in kept])
    parsers = {log_type: Parser(Clock(), log_type) for log_type in LogType}
    return [
        Told(entry.time, parsers[entry.log_type].parse(entry.raw), raw[entry.entry], entry.entry)
        for entry in kept
    ]


_BEGINNINGS = (EventKind.ARRIVAL, EventKind.REJECTION, EventKind.TEMPORARY_REJECTION)


def _arrival(told: Sequence[Told]) -> Event | None:
    """The line that says where the message came from; for one that was refused, the refusal."""
    found = [one.event for one in told if one.event.kind in _BEGINNINGS]
    return min(found, key=lambda event: _BEGINNINGS.index(event.kind), default=None)


def _view(head: Head, arrival: Event | None) -> MessageView:
    return MessageView(
        id=head.id,
        server=head.server,
        queue_id=head.queue_id,
        kind=head.kind,
        message_id=arrival.message_id if arrival else None,
        sender=head.sender,
        subject=head.subject,
        size=head.size,
        received=head.received,
        first_seen=head.first_seen,
        last_seen=head.last_seen,
        completed=head.completed,
        frozen=head.frozen,
        client_host=head.host or None,
        client_helo=arrival.helo if arrival else None,
        client_ip=head.ip or None,
        protocol=arrival.protocol if arrival else None,
        auth=arrival.auth if arrival else None,
        tls=arrival.tls if arrival else None,
        user=arrival.user if arrival else None,
        status=head.status,
    )


def _related(
    connection: Connection, head: Head, message_id: str | None, told: Sequence[Told]
) -> list[Related]:
    remote = [one.event.remote_queue_id for one in told if one.event.remote_queue_id]
    reports = messages.reports_on(connection, head)
    failed = min((one.time for one in told if one.event.kind is EventKind.FAILURE), default=None)
    found = {
        "bounce of": messages.reported_by(connection, head),
        "bounced by": [report for report in reports if _is_bounce(report, failed)],
        "reported by": reports,
        "next hop": messages.next_hops(connection, head, remote),
        "previous hop": messages.previous_hops(connection, head),
        "same Message-ID": messages.same_mail(connection, head, message_id),
    }
    seen: set[int] = set()
    related: list[Related] = []
    for relation, heads in found.items():
        for other in heads:
            if other.id not in seen:
                seen.add(other.id)
                related.append(_relation(relation, other))
    if head.parent_queue_id and not found["bounce of"]:
        related.insert(0, Related("bounce of", head.server, head.parent_queue_id, None))
    return related


def _is_bounce(report: Head, failed: int | None) -> bool:
    """Whether a report came when the message had failed for somebody; before, it warns of the delay."""
    arrived = report.first_seen if report.received is None else report.received
    warns = (report.subject or "").startswith("Warning: message")
    return not warns and failed is not None and failed // SECOND <= arrived // SECOND


def _relation(relation: str, other: Head) -> Related:
    received = other.first_seen if other.received is None else other.received
    return Related(relation, other.server, other.queue_id, other.id, received, other.sender, other.status)
