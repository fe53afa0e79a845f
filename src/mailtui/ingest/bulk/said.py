"""The lines of one chunk with what they say, the common ones only matched."""

from __future__ import annotations

from mailtui.ingest.cutting import Cut
from mailtui.ingest.filing import Read
from mailtui.ingest.passing import Pass
from mailtui.model.event import Event
from mailtui.parsing.exim import escapes
from mailtui.parsing.exim.fast import Common
from mailtui.store.blocks import Stored


class Said:
    """A chunk of a log, parsed."""

    def __init__(self, reading: Pass, part: Cut) -> None:
        """Parse the records of `part`; those without a stamp get the time of the one before."""
        parser, time = reading.parser, reading.time
        common, general, decode = parser.common, parser.general, escapes.decode
        self.lines: list[Common | Event] = []
        self.events: list[Event] = []
        """What those lines say that are not common."""
        self.times: list[int] = []
        """When each was written: its own stamp, or that of the one before."""
        unstamped: dict[int, int] = {}
        for place, record in enumerate(part.records):
            text = decode(record[0].lstrip(b"\0"))
            said: Common | Event | None = common(text)
            if said is None:
                said = general(text)
                self.events.append(said)
            if said.time is None:
                unstamped[place] = time
            else:
                time = said.time
            self.lines.append(said)
            self.times.append(time)
        new = tuple.__new__  # makes a named tuple in half the time
        self.stored = [new(Stored, (offset, line, raw, 0)) for raw, offset, line, _, _ in part.records]
        for place, given in unstamped.items():
            self.stored[place] = self.stored[place]._replace(unstamped=given)
        reading.time = time

    def __len__(self) -> int:
        return len(self.lines)

    @property
    def names_a_server(self) -> bool:
        """Whether a line of syslog does."""
        return any(event.server for event in self.events)

    @property
    def span(self) -> tuple[int, int] | None:
        """Between which times they were written; None without lines."""
        return (min(self.times), max(self.times)) if self.times else None

    def raw(self, place: int) -> bytes:
        """A line as it stands there."""
        return self.stored[place].raw

    def record(self, place: int) -> Stored:
        """A line as it is kept."""
        return self.stored[place]

    def read(self) -> list[Read]:
        """Every line with its event."""
        return list(map(Read, self.stored, map(event_of, self.lines), self.times))


def event_of(said: Common | Event) -> Event:
    """The event of a line."""
    return said if isinstance(said, Event) else Event.of(said.found())
