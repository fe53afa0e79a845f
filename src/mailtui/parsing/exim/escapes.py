"""Exim's ways of writing text into a log line, undone.

Two layers exist (Exim source, `string.c` and `receive.c`/`deliver.c`):
printing: a byte that is not printable becomes `\\n`, `\\t`, ... or three octal digits; a backslash stays.
quoting: inside `"..."` a double quote and a backslash get a backslash before them.
A subject (`T=`) is quoted, then printed: one pass undoes both. A confirmation (`C=`) is printed,
then quoted: two passes.
"""

from __future__ import annotations

import re

_LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"v": b"\v", b"f": b"\f"}
_ANY = re.compile(rb"\\([0-3][0-7]{2}|.)", re.DOTALL)
_OCTAL = re.compile(rb"\\([0-3][0-7]{2})")
_REPLY = re.compile(rb"\\([0-3][0-7]{2}|n(?=[0-9]{3}(?:[ -]|\\n|$)))")
_QUOTED = re.compile(r"\\(.)", re.DOTALL)


def decode(raw: bytes) -> str:
    """UTF-8, with every byte that is not UTF-8 kept as a lone surrogate (PEP 383)."""
    return raw.decode("utf-8", "surrogateescape")


def encode(text: str) -> bytes:
    """The bytes `decode` had; lone surrogates that stand for no byte become `?`."""
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace")


def octets(text: str) -> str:
    """Octal escapes as the bytes they stand for, read as UTF-8; all else as it is."""
    if "\\" not in text:
        return text
    return decode(_OCTAL.sub(lambda found: bytes([int(found[1], 8)]), encode(text)))


def unquote(text: str) -> str:
    """The inside of a quoted string: a backslash only protects what follows it."""
    return _QUOTED.sub(r"\1", text) if "\\" in text else text


def subject(text: str) -> str:
    """The inside of `T="..."`: quoted, then printed."""
    return decode(_ANY.sub(_undo_both, encode(text))) if "\\" in text else text


def confirmation(text: str) -> str:
    """The inside of `C="..."`: printed, then quoted."""
    return reply(unquote(text))


def reply(text: str) -> str:
    """A remote reply: the literal `\\n` between its lines becomes a newline, octal becomes text.

    Printing does not escape backslashes, so `C:\\new` is told from a newline by what follows: every
    line of a reply begins with its three-digit code.
    """
    return decode(_REPLY.sub(_undo_printing, encode(text))) if "\\" in text else text


def _undo_both(found: re.Match[bytes]) -> bytes:
    escape = found[1]
    if len(escape) == 3:
        return bytes([int(escape, 8)])
    return _LETTERS.get(escape, escape)


def _undo_printing(found: re.Match[bytes]) -> bytes:
    return b"\n" if found[1] == b"n" else bytes([int(found[1], 8)])
