"""The lines of one chunk that is nothing unusual: the common lines are told by where their marker stands."""

from __future__ import annotations

from mailtui.ingest.filing import Read
from mailtui.ingest.passing import Pass
from mailtui.model.event import Event
from mailtui.parsing.exim import escapes, usual
from mailtui.parsing.exim.fast import KINDS
from mailtui.parsing.exim.records import HEAD, Lines
from mailtui.store.blocks import Stored
from mailtui.store.filing import Run

OLD, NEW = HEAD + 16, HEAD + 23
"""Where an id of the old form ends, and one of the new."""
_OLD_MARK, _NEW_MARK = slice(OLD, OLD + 4), slice(NEW, NEW + 4)
_OLD_ID, _NEW_ID, _STAMP = slice(HEAD, OLD), slice(HEAD, NEW), slice(HEAD)
_NEXT, _FURTHER = slice(HEAD, HEAD + 1), frozenset(("+", "-", "[", ""))
"""Behind a stamp: what begins a zone or a process id, or nothing at all."""

_NONE = "\n"
"""No line begins so."""


class Skimmed:
    """A chunk of a log: when each line was written, which are likely common, what the others say."""

    def __init__(self, reading: Pass, lines: Lines) -> None:
        """Skim the lines; those without a moment get the time of the one before."""
        self._parser = reading.parser
        self.texts = escapes.decode(lines.data).split("\n")
        self.texts.pop()
        self.times: list[int] = []
        """When each was written: its own stamp, or that of the one before."""
        self.marks: list[str | None] = []
        """The marker of a line that is likely common; what a line of no message says, where that is all."""
        self.queue_ids: list[str] = []
        """What seems to be the id of one; '' for others."""
        self.events: list[Event] = []
        """What those say that have no marker, in turn."""
        self.late: list[Event] = []
        """What those say that were asked for later."""
        self._unstamped: dict[int, int] = {}
        reading.time = self._skim(reading.time)
        self.run = Run(lines.raws, lines.offset, lines.line, self._unstamped)

    def _skim(self, time: int) -> int:
        """Look at every line, the one before the first being of `time`; gives the time of the last."""
        parser, kind = self._parser, KINDS.get
        moment, read, note = parser.moment, parser.plain_event, usual.note
        times, marks, queue_ids = self.times.append, self.marks.append, self.queue_ids.append
        stamp, now = _NONE, None
        for text in self.texts:
            mark = kind(text[_OLD_MARK])
            if mark is not None:
                queue_ids(text[_OLD_ID])
            elif (mark := kind(text[_NEW_MARK])) is not None:
                queue_ids(text[_NEW_ID])
            else:
                queue_ids("")
            if mark is None and text[_NEXT] in _FURTHER:
                event = parser.general(text)
                self.events.append(event)
                stamp, now = _NONE, event.time
            else:
                if not text.startswith(stamp):
                    stamp = text[_STAMP]
                    now = moment(stamp[:-1])
                if mark is None and (mark := note(text, HEAD)) is None:
                    self.events.append(read(text, HEAD, now))
            if now is None:
                self._unstamped[len(self.times)] = time
            else:
                time = now
            times(time)
            marks(mark)
        return time

    def __len__(self) -> int:
        return len(self.texts)

    @property
    def span(self) -> tuple[int, int]:
        """Between which times they were written."""
        return min(self.times), max(self.times)

    @property
    def names_a_server(self) -> bool:
        """Only lines of syslog do."""
        return False

    def event(self, place: int) -> Event:
        """What a line says that was thought to be common."""
        time = None if place in self._unstamped else self.times[place]
        event = self._parser.event_at(self.texts[place], time)
        self.late.append(event)
        return event

    def raw(self, place: int) -> bytes:
        """A line as it stands there."""
        return self.run.raws[place]

    def record(self, place: int) -> Stored:
        """A line as it is kept, without its place."""
        return Stored(0, 0, self.run.raws[place], self._unstamped.get(place, 0))

    def read(self) -> list[Read]:
        """Every line with its event."""
        events = iter(self.events)
        said = [next(events) if mark is None else self.event(at) for at, mark in enumerate(self.marks)]
        offset, stored = self.run.offset, []
        for place, raw in enumerate(self.run.raws):
            stored.append(Stored(offset, self.run.line + place, raw, self._unstamped.get(place, 0)))
            offset += len(raw) + 1
        return list(map(Read, stored, said, self.times))
