"""FILE of events -> lots, each to be committed at once."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Sequence

from mailtui.errors import InputError
from mailtui.ingest.events.looking import SAMPLE
from mailtui.ingest.events.lots import ALL, Gathering, Lot
from mailtui.ingest.reading import LogStream, chunks
from mailtui.parsing.events.pieces import LARGEST, pieces
from mailtui.store.services import Account

AT_ONCE = 50_000
"""Events in one transaction, about: the more, the fewer mails have to be read back."""
FIRST = 4_000
"""Events in the first one, for which who writes has to wait; each is twice as large as the one before."""
PIECE = 64 * 1024
"""Bytes of a file that are read at once."""
LONGEST = 2.0
"""Seconds that a transaction may be prepared, should that be less: writing it takes about as long."""


def lots_of(
    stream: LogStream,
    account: Account,
    known: Callable[[Sequence[int]], Collection[int]],
    now: Callable[[], int],
    went: int = ALL,
    at_once: int = AT_ONCE,
) -> Iterator[Lot]:
    """Everything in a file: its lines where each line is JSON, else its values, one after the other.

    `known` and `went` as in `Gathering`. InputError when it cannot be read to its end, after all that comes
    before; and where a file without lines is larger than can be read at once.
    """
    gathering = Gathering(account.provider, account.server_id, known, now, went)
    began, enough = time.monotonic(), min(FIRST, at_once)
    try:
        for take, raws in _parts(stream, gathering):
            take(raws)
            if gathering.events >= enough or time.monotonic() - began > LONGEST:
                yield gathering.lot()
                began, enough = time.monotonic(), min(2 * enough, at_once)
    except InputError:
        if not gathering.is_empty:
            yield gathering.lot()
        raise
    if not gathering.is_empty:
        yield gathering.lot()


Part = tuple[Callable[[Sequence[bytes]], None], Sequence[bytes]]


def _parts(stream: LogStream, gathering: Gathering) -> Iterator[Part]:
    if _is_lines(stream.peek(SAMPLE)):
        for lines in _lines(stream):
            yield gathering.add_lines, lines
        return
    text = stream.read(LARGEST + 1)
    if len(text) > LARGEST:
        raise InputError(
            f"{stream.path} is one value of more than {LARGEST >> 20} MiB",
            "write it as JSON Lines, an event a line: jq -c '.[]'",
        )
    for piece in pieces(text):
        yield gathering.add, [piece.raw.encode("utf-8", "surrogateescape")]


def _lines(stream: LogStream) -> Iterator[list[bytes]]:
    """The lines of a stream, some thousand at once. A long one comes whole, unless no payload is so long."""
    long = b""
    for chunk in chunks(stream, 0, PIECE, 1):
        if chunk.cut or (long and not chunk.complete):
            long += chunk.data
            if len(long) <= LARGEST:
                continue
        data, long = long + chunk.data if not chunk.cut else long, b""
        yield [line for line in data.split(b"\n") if line.strip()]
    if long:
        yield [long]


def _is_lines(sample: bytes) -> bool:
    """Whether the first line is a whole value, and there are more."""
    first, newline, rest = sample.lstrip().partition(b"\n")
    return bool(newline and rest.strip()) and not any(piece.reason for piece in pieces(first))
