"""What the process that reads is asked, and what it answers."""

from __future__ import annotations

import marshal
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from mailtui.errors import InputError
from mailtui.ingest.gathering import Gathered, Ids, Went
from mailtui.ingest.passing import Pass
from mailtui.store.cursor import Cursor
from mailtui.store.in_columns import PlainColumns


@dataclass(frozen=True, slots=True)
class Order:
    """Read this file from here on."""

    database: Path
    path: str
    place: tuple[int, int]
    """Device and inode of the file that is meant."""
    reading: Pass
    named_zone: str | None
    went: Went
    ids: Ids
    """The first ids that may be given out ..."""
    end: Ids
    """... and the first ones that may not."""
    piece: int
    """Bytes of the log in one step."""
    at_once: int
    """Bytes of the log in one transaction ..."""
    longest: float
    """... and seconds that it may take."""


class Step(NamedTuple):
    """Some lines, ready to be written."""

    gathered: Gathered
    """What the lines come to, without what is next: many, and of plain values only."""
    plain: bytes
    """Plain messages and those with failed tries, `marshal`led."""
    cursor: Cursor
    """How far the file has been read with them."""
    span: tuple[int, int] | None
    """Between which times they were written; None without lines."""
    lines: int
    """Of the file so far."""
    new: int
    unrecognised: int
    bytes_read: int
    ends: bool
    """The transaction is to end with this step."""

    @classmethod
    def packed(
        cls,
        gathered: Gathered,
        cursor: Cursor,
        span: tuple[int, int] | None,
        lines: int,
        new: int,
        unrecognised: int,
        bytes_read: int,
        ends: bool,
    ) -> Step:
        """A step, ready to be sent."""
        plain = marshal.dumps(([*gathered.plain], list(gathered.tried)))
        return cls(
            gathered._replace(plain=PlainColumns(), tried=()),
            plain,
            cursor,
            span,
            lines,
            new,
            unrecognised,
            bytes_read,
            ends,
        )

    def opened(self) -> Gathered:
        """What the lines come to."""
        plain, tried = marshal.loads(self.plain)  # noqa: S302 - from ourselves
        return self.gathered._replace(plain=PlainColumns(*plain), tried=tried)


class Ending(NamedTuple):
    """There are no more steps."""

    ids: Ids
    reading: Pass
    failure: InputError | None
    """Why the file could not be read to its end."""
    complete: bool
    """False when the rest of the file is a case for the process that writes."""
