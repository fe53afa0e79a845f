"""What the card says beside the verdict: a failure on another message, what came before and what comes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from mailtui.model.clock import Clock
from mailtui.model.enums import EventKind, LogType, Side
from mailtui.model.moment import HOUR
from mailtui.model.outlook import Outlook
from mailtui.model.precedent import Precedent, Success
from mailtui.model.status import HELD_UP
from mailtui.model.view import Explained, Origin, SearchRow, TraceEvent, TraceThread
from mailtui.mta.commands import Situation as Case
from mailtui.mta.commands import commands
from mailtui.parsing.exim.parser import Parser
from mailtui.services.forecasting import Situation, forecast, forecast_postfix
from mailtui.services.retrying import Retrying
from mailtui.services.threads import Told, shown
from mailtui.store import history, lines, roots
from mailtui.store.engine import Connection
from mailtui.store.history import Peer
from mailtui.store.messages import Head

STALE = 2 * HOUR
"""A log that ended longer ago is not followed any more: what comes next is told from its end."""


class Backing:
    """Answers for one message within one reading of the database; an equal question is asked once."""

    def __init__(self, connection: Connection, head: Head, now: int, retrying: Retrying) -> None:
        self._connection = connection
        self._head = head
        self._retrying = retrying
        self._software = history.software(connection, head.server_id)
        ends = history.log_ends(connection)
        self._as_of = ends if ends is not None and ends < now - STALE else None
        self._now = now if self._as_of is None else self._as_of
        server = head.server_id
        self._of_domain = cache(lambda asked: roots.of_domain(connection, asked))
        self._peer = cache(lambda host, ip: history.peer(connection, host, ip))
        self._success = cache(lambda at, before: history.last_success(connection, server, at, before))
        self._volume = cache(lambda to, until: history.volume(connection, server, to, until))
        self._tries = cache(lambda at: history.tries(connection, server, at, self._now))

    def elsewhere(self, row: SearchRow, last: TraceEvent, of_hosts: bool) -> tuple[TraceEvent, Origin] | None:
        """The newest concrete failure behind a recipient that was not tried; see `services.explaining`."""
        if row.recipient is None or last.time is None:
            return None
        entry = 1 << 62 if last.entry is None else last.entry
        asked = roots.Asked(self._head.server_id, row.recipient, last.time, entry, of_hosts)
        found = None if of_hosts else roots.of_address(self._connection, asked)
        found = found or self._of_domain(asked._replace(address=f"@{asked.domain}"))
        if found is None:
            return None
        raw = lines.raw_lines(self._connection, [found.entry]).get(found.entry)
        if raw is None:
            return None
        told = Told(found.time, Parser(Clock(), LogType.MAIN).parse(raw.data), raw, found.entry)
        return shown(told, found.host, found.ip), Origin(found.message, found.queue_id)

    def backed(self, found: Explained, row: SearchRow, thread: TraceThread) -> Explained:
        """The explanation with what came before, what comes next, and what to type."""
        at = self._peer(found.proof.host, found.proof.ip)
        waits = row.status in HELD_UP
        return replace(
            found,
            precedent=self._precedent(found, row, at),
            outlook=self._outlook(found, row, thread.events, at) if waits else None,
            commands=self._commands(found, row, waits),
        )

    def _commands(self, found: Explained, row: SearchRow, waits: bool) -> tuple[str, ...]:
        """Those of Exim; of other software none are known."""
        if self._software != "exim":
            return ()
        return commands(
            Case(
                self._head.queue_id,
                row.recipient or "",
                found.diagnosis.failure_class,
                found.diagnosis.side,
                waits,
                self._head.frozen,
                found.last.raw.path if found.last.raw else None,
            )
        )

    def _precedent(self, found: Explained, row: SearchRow, at: Peer | None) -> Precedent:
        when = found.proof.time or self._now
        key = (row.key.owner, row.key.number)
        return Precedent(
            self._last_success(found, row, at, when),
            history.novelty(self._connection, self._head.server_id, key, at, when),
            self._volume(at.to, when) if at is not None else None,
        )

    def _last_success(self, found: Explained, row: SearchRow, at: Peer | None, when: int) -> Success | None:
        """To this address where the failure is about it, else to the destination."""
        if found.diagnosis.side is Side.RCPT and row.recipient:
            return history.last_accepted(self._connection, row.recipient, when)
        return self._success(at, when) if at is not None else None

    def _outlook(
        self, found: Explained, row: SearchRow, events: Sequence[TraceEvent], at: Peer | None
    ) -> Outlook:
        own = tuple(
            event.time
            for event in events
            if event.kind is EventKind.DEFERRAL and event.attempted and event.time is not None
        )
        at_host = self._tries(at) if at is not None else None
        of = Situation(found, row, self._head.received, own, at_host, self._now)
        is_postfix = self._software == "postfix"
        made = forecast_postfix(of) if is_postfix else forecast(of, self._retrying.policy())
        return replace(made, as_of=self._as_of)
