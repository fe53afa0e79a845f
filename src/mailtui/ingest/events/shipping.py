"""Lots on their way from one process to another: `marshal`led, which takes plain values only."""

from __future__ import annotations

import marshal
import struct
from collections.abc import Iterator
from typing import IO, Any, NamedTuple

from mailtui.errors import InputError
from mailtui.ingest.events.lots import Lot, PayloadTold
from mailtui.model.mail_told import MailTold, Plain, Sought

_LENGTH = struct.Struct(">Q")


class Order(NamedTuple):
    """Read the events in this file."""

    database: str
    path: str
    place: tuple[int, int]
    """Device and inode of the file that is meant."""
    service: str
    server_id: int
    went: int
    """What is older is left out."""
    at_once: int
    """Events in one lot, about."""


class Step(NamedTuple):
    """A lot, and how many bytes of the file were read for it."""

    lot: Lot
    bytes_read: int


class Ending(NamedTuple):
    """There are no more lots; where the file could not be read to its end, why."""

    title: str
    hint: str

    def failure(self) -> InputError | None:
        """What to raise."""
        return InputError(self.title, self.hint) if self.title else None


def ship(to: IO[bytes], lot: Lot, bytes_read: int) -> None:
    """Send a lot."""
    mails = [marshal.dumps(list(map(_bare, some))) for some in lot.mails]
    rest = [list(map(tuple, lot.payloads)), tuple(lot.sought), list(lot.kinds), list(lot.names), *lot[6:]]
    _send(to, (bytes_read, list(lot.blocks), mails, *rest))


def end(to: IO[bytes], failure: InputError | None) -> None:
    """Send that there are no more."""
    _send(to, () if failure is None else (failure.title, failure.hint or ""))


def take(source: IO[bytes]) -> Step | Ending:
    """The next lot; EOFError when there comes nothing more, not even an ending."""
    (length,) = _LENGTH.unpack(_exactly(source, _LENGTH.size))
    values = marshal.loads(_exactly(source, length))  # noqa: S302 - from ourselves
    if len(values) <= 2:
        return Ending(*values) if values else Ending("", "")
    bytes_read, blocks, mails, told, sought, *rest = values
    payloads = [PayloadTold(*one) for one in told]
    return Step(Lot(blocks, payloads, _parts(mails), Sought(*sought), *rest), bytes_read)


def _bare(mail: MailTold) -> tuple[Any, ...]:
    return *mail[:-1], None if mail.plain is None else tuple(mail.plain)


def _parts(mails: list[bytes]) -> Iterator[list[MailTold]]:
    """The mails, which are let go of one part after the other."""
    mails.reverse()
    while mails:
        yield _opened(mails.pop())


def _opened(mails: bytes) -> list[MailTold]:
    make, plain = MailTold._make, Plain._make
    return [
        make((*mail[:-1], None if mail[-1] is None else plain(mail[-1])))
        for mail in marshal.loads(mails)  # noqa: S302 - from ourselves
    ]


def _send(to: IO[bytes], values: tuple[Any, ...]) -> None:
    data = marshal.dumps(values)
    to.write(_LENGTH.pack(len(data)))
    to.write(data)
    to.flush()


def _exactly(source: IO[bytes], length: int) -> bytes:
    data = source.read(length)
    if len(data) < length:
        raise EOFError
    return data
