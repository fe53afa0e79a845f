"""The state of one address of one message, fed by the lines that name it."""

from __future__ import annotations

from typing import NamedTuple

from mailtui.model.enums import Outcome, Phase, Role
from mailtui.model.event import Event

FAILURES = frozenset({Outcome.BOUNCED, Outcome.BLOCKED, Outcome.EXPIRED})


class Cause(NamedTuple):
    """Why a try failed and where; host and IP may come from a host line before."""

    reply: str | None = None
    host: str | None = None
    ip: str | None = None


class Row:
    """One address. What the message as a whole says (frozen, removed, Completed) is not kept here."""

    __slots__ = (
        "address",
        "attempts",
        "concrete",
        "enhanced_code",
        "finished",
        "first",
        "host",
        "index",
        "ip",
        "key",
        "last",
        "listed",
        "open",
        "original",
        "outcome",
        "parts",
        "phase",
        "reply",
        "role",
        "router",
        "routing",
        "smtp_code",
        "superseded",
        "touched",
        "waiting",
    )

    def __init__(self, address: str, key: str, role: Role, index: int, original: str | None = None) -> None:
        self.address = address
        self.key = key
        self.role = role
        self.index = index
        """Place among the recipients of the message; a file or pipe shares that of its envelope row."""
        self.original = original
        self.parts: dict[str, Row] | None = None
        """What an alias or filter made of an envelope address: children, files, pipes, replies."""
        self.listed = False
        """Named after `for` on the arrival line, or added by an operator."""
        self.touched = False
        """True once a line said something of it."""
        self.superseded = False
        """An alias could not be read and later was: what its members say replaces the old deferral."""
        self.open = True
        self.waiting = False
        self.routing = False
        """The last deferral came from routing: no transport had been chosen."""
        self.outcome = Outcome.UNKNOWN
        self.router: str | None = None
        self.attempts = 0
        self.first: int | None = None
        self.last: int | None = None
        self.finished: int | None = None
        self.host: str | None = None
        self.ip: str | None = None
        self.smtp_code: int | None = None
        self.enhanced_code: str | None = None
        self.phase: Phase | None = None
        self.reply: str | None = None
        self.concrete = False
        """`reply` is what a try brought, not Exim's word that it did not try."""

    def tried(self, time: int) -> None:
        """Count one try."""
        self.attempts += 1
        if self.first is None:
            self.first = time
        self.last = time

    def succeed(self, event: Event, time: int, outcome: Outcome) -> None:
        """A `=>`: clears a deferral, and a failure that left the message in the queue, frozen.

        A failure that was final stays: the address has a second route (an unseen router), a bounce
        has gone out, and that is what an admin must see.
        """
        if not self.open and self.outcome in FAILURES:
            return
        self.open = self.waiting = False
        self.outcome, self.finished, self.router = outcome, time, event.router
        self.host, self.ip = event.host, event.ip
        self.smtp_code, self.enhanced_code = event.smtp_code, event.enhanced_code
        self.phase = self.reply = None
        self.concrete = False

    def defer(self, event: Event, cause: Cause) -> None:
        """A `==`: reopens what another router has delivered already, and nothing else that is final."""
        if not self.open and (
            self.outcome in FAILURES or event.router is None or event.router == self.router
        ):
            return
        self.open = self.waiting = True
        self.routing, self.superseded = event.transport is None, False
        if event.attempted or not self.concrete:
            self._cause(event, cause)
            self.concrete = event.attempted

    def fail(self, event: Event, time: int, outcome: Outcome, cause: Cause) -> None:
        """A `**`: final, also after a delivery by another route. Giving up keeps the last concrete cause."""
        self.open = self.waiting = False
        self.outcome, self.finished = outcome, time
        self.router = event.router or self.router
        if outcome is not Outcome.EXPIRED or not self.concrete:
            self._cause(event, cause)
            self.concrete = True

    def cancel(self, time: int) -> None:
        """An operator marked the address as delivered: nothing more is tried, nothing was delivered."""
        if self.open:
            self.open = self.waiting = False
            self.outcome, self.finished = Outcome.CANCELLED, time

    def reopen(self) -> None:
        """A bounce that failed is kept, frozen: what was said stands, but the server still holds it."""
        if self.outcome in FAILURES:
            self.open = True

    def says_again(self, event: Event, outcome: Outcome) -> bool:
        """True if this failure is known: a copy of the line, or `retry timeout exceeded` once more."""
        return not self.open and outcome is self.outcome and event.router in (None, self.router)

    def supersede(self) -> None:
        """A member of this alias had a line: if reading the alias was put off, that is over now."""
        self.superseded = self.open and self.waiting and self.routing

    def _cause(self, event: Event, cause: Cause) -> None:
        self.reply, self.host, self.ip = cause
        self.smtp_code, self.enhanced_code, self.phase = event.smtp_code, event.enhanced_code, event.phase
