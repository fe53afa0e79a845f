"""Lines that were not understood, as they are looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from mailtui.model.view import RawLine


class UnclearKey(NamedTuple):
    """The place of such a line: newest first by `time`, then stable. Lines page by it (keyset)."""

    time: int
    """UTC microseconds; of a line without a stamp that of the line before."""
    message: int
    """Id of the message that it is of; 0 for none."""
    entry: int
    """Id of its log entry."""


@dataclass(frozen=True, slots=True)
class UnclearLine:
    """A log record whose form mailtui does not know."""

    key: UnclearKey
    server: str
    queue_id: str | None
    """The message that it is of."""
    raw: RawLine


@dataclass(frozen=True, slots=True)
class UnclearPage:
    """Such lines newest first; `after` is the key to ask the next page with, None at the end."""

    lines: tuple[UnclearLine, ...]
    after: UnclearKey | None
    total: int
    """How many there are in all, of the source that was asked for."""
    failed: int = 0
    """How many payloads of sending services were not understood: these have a list of their own."""
