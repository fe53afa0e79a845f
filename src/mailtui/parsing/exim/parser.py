"""One record of an Exim log -> one event. Total: whatever the bytes, an event and no exception."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mailtui.model.clock import Clock
from mailtui.model.enums import EventKind, LogType
from mailtui.model.event import Event
from mailtui.parsing.exim import (
    arrival,
    connection,
    deferral,
    delivery,
    escapes,
    failure,
    fast,
    headers,
    host,
    life,
    prefix,
    rejection,
    usual,
)
from mailtui.parsing.exim.stamps import Stamps

Found = dict[str, Any]
MARKERS: dict[str, Callable[[str, int, Found], None]] = {
    "<= ": arrival.read,
    "(= ": arrival.read,
    "=> ": lambda text, at, found: delivery.read(text, at, found, EventKind.DELIVERY),
    "-> ": lambda text, at, found: delivery.read(text, at, found, EventKind.ADDITIONAL_DELIVERY),
    ">> ": lambda text, at, found: delivery.read(text, at, found, EventKind.CUTTHROUGH),
    "*> ": lambda text, at, found: delivery.read(text, at, found, EventKind.SUPPRESSED_DELIVERY),
    "== ": deferral.read,
    "** ": failure.read,
}
_new = tuple.__new__
"""Makes a named tuple in half the time."""
_FIELDS_FIRST = ("H=", "U=", "F=", "Ci=", "I=", "X=", "R=")


class Parser:
    """Reads the records of one log, in order (the clock needs the order)."""

    def __init__(self, clock: Clock, log_type: LogType = LogType.MAIN) -> None:
        self.clock = clock
        self.log_type = log_type
        self.clock = clock
        self._stamps = Stamps(clock)

    def parse(self, raw: bytes) -> Event:
        """The event of one record (`records.Record.raw`)."""
        text = escapes.decode(raw.lstrip(b"\0") if raw[:1] == b"\0" else raw)
        return self._common(text) or self.general(text)

    def common(self, text: str) -> fast.Common | None:
        """A common line, matched; None for every other. `text` is one physical line, decoded."""
        line = fast.LINE.match(text)
        if line is None or "\n" in text:
            return None
        stamp, fraction, zone, pid, queue_id, marker = line.groups()
        found = fast.READERS[marker][0](text, line.end())
        if found is None:
            return None
        time = self._stamps.own(stamp, fraction, zone)
        return _new(fast.Common, (marker, queue_id, time, found.groups(), pid))

    def moment(self, stamp: str) -> int | None:
        """When a line with this stamp of whole seconds was written; None for no such day or hour."""
        try:
            return self.clock.local(stamp)
        except (ValueError, OverflowError):
            return None

    def plain_event(self, text: str, at: int, moment: int | None) -> Event:
        """As `general`, of one line whose stamp, of whole seconds, ends before `at` and means `moment`."""
        text = text.removesuffix("\r")
        found: Found = {"kind": EventKind.UNRECOGNISED}
        if moment is not None:
            found["time"] = moment
        identified = prefix.IDENTIFIED.match(text, at)
        if identified is not None:
            found["queue_id"] = identified[1]
            at = identified.end()
        if not usual.read(text, at, found):
            classify(text, at, found)
        return Event.of(found)

    def event_at(self, text: str, time: int | None) -> Event:
        """As `parse`, of a line that was passed before: its own stamp is known to mean `time`."""
        self._stamps.recall(text[:19], time)
        return self._common(text) or self.general(text)

    def _common(self, text: str) -> Event | None:
        """The event of a common line; None for every other."""
        line = self.common(text)
        return None if line is None else Event.of(line.found())

    def general(self, text: str) -> Event:
        """The event of any record, common or not; `text` is the record, decoded."""
        found: Found = {"kind": EventKind.UNRECOGNISED}
        lines = joined(text)
        line = lines[0]
        at = self._prefix(line, found)
        if at is None:
            self._bare(line, found)
            return Event.of(found)
        classify(line, at, found)
        if found["kind"] is EventKind.UNRECOGNISED and self.log_type is LogType.PANIC:
            found["kind"] = EventKind.WARNING
        if len(lines) > 1:
            headers.read(lines[1:], found)
        return Event.of(found)

    def _prefix(self, line: str, found: Found) -> int | None:
        """Read what stands before the text; where the text begins, None when the line is not Exim's."""
        outer = prefix.syslog(line) if line[10:11] != " " or line[:1] in "<JFMASOND" else None
        at = 0
        if outer is not None:
            found["server"] = outer.server
            if outer.pid is not None:
                found["pid"] = outer.pid
            mark = prefix.piece(line, outer.end)
            at = mark.end if mark else outer.end
        own = prefix.STAMPED.match(line, at)
        if own is not None:
            moment = self._stamps.own(own[1], own[2], own[3], outer)
            if own[4]:
                found["pid"] = int(own[4])
            at = own.end()
        elif outer is not None:
            moment = self._stamps.syslog(outer)
        else:
            return None
        if moment is not None:
            found["time"] = moment
        if outer is not None and not outer.is_exim:
            found["text"] = line[at:]
            return None
        identified = prefix.IDENTIFIED.match(line, at)
        if identified is None:
            return at
        found["queue_id"] = identified[1]
        return identified.end()

    def _bare(self, line: str, found: Found) -> None:
        """A line that Exim did not begin: rejectlog headers without their record, or not Exim's at all."""
        found.setdefault("text", line)
        if self.log_type is LogType.REJECT or not line.strip():
            found["kind"] = EventKind.OTHER


def joined(text: str) -> list[str]:
    """The lines of a record; the pieces of a line that Exim split for syslog are put together again."""
    if "\n" not in text:
        return [text.removesuffix("\r")]
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    outer = prefix.syslog(lines[0])
    if outer is None or prefix.piece(lines[0], outer.end) is None:
        return lines
    whole: list[str] = [lines[0]]
    for line in lines[1:]:
        _join_piece(whole, line)
    return whole


def _join_piece(whole: list[str], line: str) -> None:
    outer = prefix.syslog(line)
    mark = prefix.piece(line, outer.end) if outer else None
    if mark is None:
        whole.append(line)
    elif mark.cut_at_newline:
        whole.append(line[mark.end :])
    else:
        whole[-1] += line[mark.end :]


def classify(text: str, at: int, found: Found) -> None:
    """Read the text that begins at `at` into `found`."""
    if "queue_id" in found:
        marked = MARKERS.get(text[at : at + 3])
        if marked is not None:
            marked(text, at + 3, found)
            return
    if life.read(text, at, found) or _refusal(text, at, found) or connection.read(text, at, found):
        return
    if host.read_old(text, at, found) or life.error_ignored(text, at, found):
        return
    found["text"] = text[at:]
    if "queue_id" in found:
        found["kind"] = EventKind.OTHER


def _refusal(text: str, at: int, found: Found) -> bool:
    if text.startswith(_FIELDS_FIRST, at):
        return host.read(text, at, found)
    if text.startswith(("rejected ", "temporarily rejected ", "refused "), at):
        return rejection.read(text, at, found)
    if text.startswith("SMTP protocol synchronization error", at):
        return rejection.synchronization(text, at, found)
    if text.startswith("too many recipients", at):
        return rejection.excess_recipients(text, at, found)
    if text.startswith("Connection from ", at):
        return rejection.connection(text, at, found)
    if text.startswith("unqualified ", at):
        return rejection.unqualified(text, at, found)
    return " authenticator failed for " in text and rejection.authenticator(text, at, found)
