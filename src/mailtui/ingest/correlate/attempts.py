"""One attempt per recipient and try, and the host lines that complete it."""

from __future__ import annotations

from sys import intern

from mailtui.ingest.correlate.rows import Cause
from mailtui.model.enums import AttemptOutcome
from mailtui.model.event import Event
from mailtui.model.facts import AttemptFacts
from mailtui.model.moment import SECOND


def one_of(text: str | None) -> str | None:
    """The same text, once in memory however often it is said: the tries of a message are much alike."""
    return None if text is None else intern(text)


def attempt(
    event: Event, entry: int, recipient: int, time: int, outcome: AttemptOutcome, cause: Cause
) -> AttemptFacts:
    """The attempt that `event` reports; on success `cause` has no reply, only where it was."""
    return AttemptFacts(
        recipient,
        time,
        outcome,
        entry,
        one_of(event.router),
        one_of(event.transport),
        cause.host,
        cause.ip,
        one_of(event.interface_ip),
        event.port,
        one_of(event.tls),
        event.phase,
        event.smtp_code,
        event.enhanced_code,
        event.errno,
        cause.reply,
        event.delivery_time,
        event.remote_queue_id,
    )


def said(event: Event) -> Cause:
    """The cause that a line names itself."""
    return Cause(one_of(event.reply or event.text), one_of(event.host), one_of(event.ip))


class HostErrors:
    """Lines such as `H=mx [192.0.2.9] Connection refused`: the `==` after them does not name the host."""

    __slots__ = ("_errors",)

    def __init__(self) -> None:
        self._errors: list[tuple[int, Event]] = []

    def note(self, event: Event, time: int) -> None:
        """Remember a host line; those of earlier seconds are forgotten."""
        second = time // SECOND
        if self._errors and second - self._errors[-1][0] > 1:
            self._errors.clear()
        self._errors.append((second, event))

    def cause(self, event: Event, time: int) -> Cause:
        """Why the try of `event` failed and where, with the host line before it if need be."""
        cause, lent = said(event), self.lend(event, time)
        return cause if lent is None else Cause(cause.reply or lent.reply or lent.text, lent.host, lent.ip)

    def lend(self, event: Event, time: int) -> Event | None:
        """The host line that tells where `event` failed, or None.

        Only for a transport's failure that names no host, within the second (or across its edge), and
        only when both say the same; of several hosts the one in the domain of the recipient, then the last.
        """
        if not self._errors or event.transport is None or event.host is not None or event.ip is not None:
            return None
        second = time // SECOND
        fitting = [
            error
            for seen, error in self._errors
            if second - seen in (0, 1) and _same_cause(event.reply, error.reply)
        ]
        if len(fitting) > 1:
            domain = (event.address or "").rpartition("@")[2].casefold()
            near = [error for error in fitting if domain and (error.host or "").casefold().endswith(domain)]
            fitting = near or fitting
        return fitting[-1] if fitting else None


def _same_cause(said: str | None, seen: str | None) -> bool:
    if not said or not seen:
        return True
    said, seen = said.casefold(), seen.casefold()
    return said in seen or seen in said
