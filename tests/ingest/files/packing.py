"""The compressions that logs come in, for tests to pack with."""

from __future__ import annotations

import bz2
import gzip
import lzma
from collections.abc import Callable

import zstandard


def plain(data: bytes) -> bytes:
    return data


def zstd(data: bytes) -> bytes:
    return zstandard.ZstdCompressor(write_checksum=True).compress(data)


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "": plain,
    ".gz": gzip.compress,
    ".xz": lzma.compress,
    ".bz2": bz2.compress,
    ".zst": zstd,
}
NAMES = {"": None, ".gz": "gzip", ".xz": "xz", ".bz2": "bzip2", ".zst": "zstd"}
COMPRESSED = [ending for ending in PACKERS if ending]
