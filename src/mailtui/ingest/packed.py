"""Compressed bytes to plain ones, in bounded memory, keeping what a damaged file still holds."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from typing import Protocol

PIECE = 1024
"""How much compressed data is taken at a time: what a step that fails may cost, and what it may unpack to."""
OUTPUT = 1024 * 1024
"""About the most that one step may unpack to, however well the data was compressed."""
_SKIPPABLE = re.compile(rb"[\x50-\x5f]\x2a\x4d\x18")


class DamagedError(Exception):
    """Compressed data that ends too early or does not decode; all that decodes was handed out before."""

    def __init__(self, *, cut_short: bool) -> None:
        super().__init__("ends too early" if cut_short else "does not decode")
        self.cut_short = cut_short


class Readable(Protocol):
    """Anything with the `read` of a binary file."""

    def read(self, size: int, /) -> bytes | None:
        """Up to `size` bytes, none at the end."""
        ...


class Codec(Protocol):
    """Unpacks one member (gzip), stream (xz, bzip2) or frame (zstd), as `bz2.BZ2Decompressor` does."""

    @property
    def eof(self) -> bool:
        """The member is complete."""
        ...

    @property
    def needs_input(self) -> bool:
        """False while more can be had by giving nothing."""
        ...

    @property
    def unused_data(self) -> bytes:
        """What follows the complete member."""
        ...

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        """Unpack, to about `max_length` bytes at most."""
        ...


class _Gzip:
    """RFC 1952. A damaged member gives every byte before the damage: the step that fails is taken again."""

    def __init__(self) -> None:
        self._inflate = zlib.decompressobj(31)
        self._failed: Exception | None = None

    @property
    def eof(self) -> bool:
        return self._inflate.eof

    @property
    def needs_input(self) -> bool:
        return not self._inflate.unconsumed_tail and self._failed is None

    @property
    def unused_data(self) -> bytes:
        return self._inflate.unused_data

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        if self._failed:
            raise self._failed
        data = self._inflate.unconsumed_tail + data
        before = self._inflate.copy()
        try:
            return self._inflate.decompress(data, max(0, max_length))
        except zlib.error as error:
            self._failed = error
            return _salvage(before, data)


def _salvage(inflate: zlib._Decompress, data: bytes) -> bytes:
    """Unpack byte by byte up to the one that does not decode."""
    good = []
    try:
        for place in range(len(data)):
            good.append(inflate.decompress(data[place : place + 1]))
    except zlib.error:
        pass
    return b"".join(good)


class _Zstd:
    """RFC 8878. This decoder knows no limit on its output; PIECE of input bounds it (to some 32 MiB)."""

    needs_input = True

    def __init__(self) -> None:
        from zstandard import ZstdDecompressor

        self._frame = ZstdDecompressor().decompressobj()

    @property
    def eof(self) -> bool:
        return self._frame.eof

    @property
    def unused_data(self) -> bytes:
        return self._frame.unused_data

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:  # noqa: ARG002  see above
        return self._frame.decompress(data)


def _xz() -> Codec:
    from lzma import FORMAT_XZ, LZMADecompressor

    return LZMADecompressor(FORMAT_XZ)


def _bzip2() -> Codec:
    from bz2 import BZ2Decompressor

    return BZ2Decompressor()


_CODECS: dict[str, Callable[[], Codec]] = {"gzip": _Gzip, "xz": _xz, "bzip2": _bzip2, "zstd": _Zstd}
_FOREIGN = {
    b"PK\x03\x04": "a zip archive",
    b"7z\xbc\xaf\x27\x1c": "a 7-Zip archive",
    b"\x1f\x9d": "compressed with compress",
    b"\x04\x22\x4d\x18": "compressed with lz4",
    b"\x5d\x00\x00": "compressed with lzma",
    b"LZIP": "compressed with lzip",
}
MAGIC = 6
"""Bytes needed to tell a compression."""


def compression(head: bytes) -> str | None:
    """How data that begins with `head` is compressed: gzip, xz, bzip2, zstd; None for plain (or unknown)."""
    if head.startswith(b"\x1f\x8b\x08"):
        return "gzip"
    if head.startswith(b"\xfd7zXZ\0"):
        return "xz"
    if re.match(rb"BZh[1-9][1\x17]", head):
        return "bzip2"
    if head.startswith(b"\x28\xb5\x2f\xfd") or _SKIPPABLE.match(head):
        return "zstd"
    return None


def foreign(head: bytes) -> str | None:
    """What sort of archive `head` begins, of those that cannot be read here; None for no archive."""
    return next((what for magic, what in _FOREIGN.items() if head.startswith(magic)), None)


class Unpacker:
    """Reads the plain content of compressed data: every member, one after the other."""

    def __init__(self, raw: Readable, name: str) -> None:
        self._raw = raw
        self._make = _CODECS[name]
        self._name = name
        self._codec = self._make()
        self._ended = False
        self._left = b""

    def read(self, size: int, /) -> bytes:
        """Up to `size` bytes, none at the end; DamagedError once, after everything that decodes."""
        while not self._left and not self._ended:
            self._left = self._guarded_step(min(size, OUTPUT))
        data, self._left = self._left[:size], self._left[size:]
        return data

    def _guarded_step(self, size: int) -> bytes:
        try:
            return self._step(size)
        except (DamagedError, OSError) as error:
            self._ended = True
            # bz2 reports damage as an OSError without a number; one with a number is the disk's.
            if isinstance(error, OSError) and error.errno is None:
                raise DamagedError(cut_short=False) from error
            raise
        except Exception as error:  # zlib, lzma and zstandard each have an error class of their own
            self._ended = True
            raise DamagedError(cut_short=False) from error

    def _step(self, size: int) -> bytes:
        if self._codec.eof:
            return self._next_member()
        hungry = self._codec.needs_input
        data = (self._raw.read(PIECE) or b"") if hungry else b""
        found = self._codec.decompress(data, size)
        if hungry and not data and not found and not self._codec.eof:
            raise DamagedError(cut_short=True)
        return found

    def _next_member(self) -> bytes:
        """Go on with what follows a complete member; zeros are padding, anything else is damage."""
        rest = self._codec.unused_data.lstrip(b"\0")
        while len(rest) < MAGIC and (more := self._raw.read(PIECE)):
            rest = (rest + more).lstrip(b"\0")
        if not rest:
            self._ended = True
            return b""
        if compression(rest) != self._name:
            raise DamagedError(cut_short=False)
        self._codec = self._make()
        return self._codec.decompress(rest, OUTPUT)
