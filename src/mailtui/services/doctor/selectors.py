"""Which of Exim's log selectors would make tracing better, judged from lines of the log itself."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from mailtui.model.clock import Clock
from mailtui.model.enums import EventKind, LogType
from mailtui.model.event import Event
from mailtui.model.moment import SECOND
from mailtui.parsing.exim.parser import Parser
from mailtui.services.doctor.finding import Finding, Verdict

SAMPLE = 512 * 1024
"""How much of the end of the log is looked at, bytes."""
ENOUGH = 5
"""Lines of the right kind without the field, before a selector is called missing."""
_ZONE = re.compile(rb"\S+ \S+ [+-]\d{4} ")
_TRIED = (EventKind.DELIVERY, EventKind.ADDITIONAL_DELIVERY, EventKind.DEFERRAL)


@dataclass(frozen=True, slots=True)
class Selector:
    """A name of `log_selector` (Exim manual, chapter 'Log files') and what it gives."""

    name: str
    gives: str
    shows: Callable[[bytes, Event], bool | None]
    """Whether a line shows that it is on; None when such a line cannot tell."""


def _arrival(has: Callable[[Event], bool]) -> Callable[[bytes, Event], bool | None]:
    return lambda _, event: has(event) if event.kind is EventKind.ARRIVAL else None


def _remote(has: Callable[[Event], bool]) -> Callable[[bytes, Event], bool | None]:
    return lambda _, event: has(event) if event.kind is EventKind.DELIVERY and event.ip else None


SELECTORS = (
    Selector("subject", "subjects", _arrival(lambda event: event.subject is not None)),
    Selector(
        "received_recipients",
        "recipients before the first attempt",
        _arrival(lambda event: bool(event.recipients)),
    ),
    Selector(
        "smtp_confirmation",
        "the other server's receipt",
        _remote(lambda event: event.confirmation is not None),
    ),
    Selector(
        "outgoing_interface",
        "which of your addresses was used",
        _remote(lambda event: event.interface_ip is not None),
    ),
    Selector(
        "deliver_time",
        "how long an attempt took",
        lambda _, event: event.delivery_time is not None if event.kind in _TRIED else None,
    ),
    Selector(
        "queue_time",
        "how long a message waited",
        lambda _, event: event.queue_time is not None if event.kind is EventKind.COMPLETED else None,
    ),
    Selector(
        "millisec",
        "the order of what happens in one second",
        lambda _, event: event.time % SECOND != 0 if event.time is not None else None,
    ),
    Selector(
        "log_timezone",
        "times that stay clear when the clocks change",
        lambda raw, event: _ZONE.match(raw) is not None if event.time is not None else None,
    ),
)


def missing(lines: Iterable[bytes]) -> list[Selector]:
    """The selectors that these lines of a main log show to be off."""
    parser = Parser(Clock(), LogType.MAIN)
    on: set[str] = set()
    without = dict.fromkeys((selector.name for selector in SELECTORS), 0)
    for line in lines:
        event = parser.parse(line)
        for selector in SELECTORS:
            shown = selector.shows(line, event)
            if shown:
                on.add(selector.name)
            elif shown is False:
                without[selector.name] += 1
    return [
        selector for selector in SELECTORS if selector.name not in on and without[selector.name] >= ENOUGH
    ]


def tail(path: Path, size: int = SAMPLE) -> list[bytes]:
    """The last whole lines of a plain file. OSError when it cannot be read."""
    with path.open("rb") as file:
        end = file.seek(0, os.SEEK_END)
        file.seek(max(0, end - size))
        lines = file.read().splitlines()
    return lines[1:] if end > size else lines


def judge(path: Path) -> Finding:
    """What to add to `log_selector`, from the end of one main log."""
    try:
        absent = missing(tail(path))
    except OSError as error:
        return Finding(Verdict.FAIL, "selectors", f"{path} cannot be read: {error.strerror}")
    if not absent:
        return Finding(Verdict.OK, "selectors", f"{path} says everything that mailtui can show")
    return Finding(
        Verdict.WARN,
        "selectors",
        f"{path} does not say {', '.join(selector.gives for selector in absent)}",
        "add to log_selector in Exim's configuration and reload Exim: "
        + " ".join(f"+{selector.name}" for selector in absent),
    )
