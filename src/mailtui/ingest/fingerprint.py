"""Knowing a file again by what is in it: under another name, copied, rotated or compressed.

Offsets and lengths are bytes of the uncompressed content. Two fingerprints are kept with a cursor:
the head says which file it is, the tail that everything up to the cursor is still the same.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import NamedTuple

from mailtui.errors import InputError
from mailtui.ingest.reading import LogStream

SIZE = 4096
"""The most bytes a fingerprint covers."""


def digest(data: bytes) -> bytes:
    """16 bytes that stand for `data`."""
    return blake2b(data, digest_size=16).digest()


class Head(NamedTuple):
    """The first bytes of a log: up to SIZE of them, fewer while the file is young."""

    length: int
    digest: bytes

    @property
    def full(self) -> bool:
        """It covers all the bytes it ever will; a head that does not is to be renewed as the file grows."""
        return self.length >= SIZE


class Tail(NamedTuple):
    """The bytes just before a cursor: `length` of them from `offset`."""

    offset: int
    length: int
    digest: bytes

    @property
    def end(self) -> int:
        """The cursor."""
        return self.offset + self.length


def head_of(first: bytes) -> Head:
    """The head of a content that begins with `first`."""
    first = first[:SIZE]
    return Head(len(first), digest(first))


def tail_of(before: bytes, end: int) -> Tail:
    """The tail for a cursor at `end`, given the bytes (at least SIZE, or all there are) before it."""
    before = before[-SIZE:]
    return Tail(end - len(before), len(before), digest(before))


def matches(first: bytes, head: Head) -> bool:
    """Whether a content that begins with `first` is the one `head` was taken of.

    A head taken while the file was shorter is compared over that length. An empty file is never
    known again, and content shorter than the head is another file (or was truncated).
    """
    return 0 < head.length <= len(first) and digest(first[: head.length]) == head.digest


def read_head(stream: LogStream) -> Head:
    """The head of a log just opened; the stream stays at its beginning."""
    return head_of(stream.peek(SIZE))


def continues(stream: LogStream, tail: Tail) -> bool:
    """Whether the content up to the cursor is still there; if so, the stream stands at the cursor.

    Reads forward from where the stream is, which has to be before the tail. False for a file that
    was truncated, rewritten or is damaged before the cursor: then it is to be read from its beginning.
    """
    try:
        stream.skip_to(tail.offset)
        data = stream.read(tail.length) if stream.position == tail.offset else b""
    except InputError:
        return False
    return stream.position == tail.end and digest(data) == tail.digest
