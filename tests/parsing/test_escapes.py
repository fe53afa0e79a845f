"""Escapes: what Exim writes is undone, and comes back the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mailtui.parsing.exim import escapes

NAMES = {0x0A: b"\\n", 0x0D: b"\\r", 0x09: b"\\t", 0x08: b"\\b", 0x0B: b"\\v", 0x0C: b"\\f"}


def printed(raw: bytes) -> bytes:
    """Exim's `string_printing`: what is not printable ASCII becomes an escape; a backslash stays."""
    return b"".join(
        bytes([byte]) if 0x20 <= byte < 0x7F else NAMES.get(byte, b"\\%03o" % byte) for byte in raw
    )


def quoted(raw: bytes) -> bytes:
    """The inside of a quoted value."""
    return raw.replace(b"\\", b"\\\\").replace(b'"', b'\\"')


def test_octal_is_bytes_first_and_text_then() -> None:
    assert escapes.subject("\\320\\237\\321\\200caf\\351") == "Прcaf\udce9"


def test_a_subject() -> None:
    assert escapes.subject('say \\"hi\\" \\\\n twice\\n  \\007') == 'say "hi" \\n twice\n  \x07'


def test_a_confirmation_is_escaped_twice() -> None:
    assert escapes.confirmation('250 \\"q\\" in C:\\\\spool') == '250 "q" in C:\\spool'
    assert escapes.confirmation("250-a\\\\n250 \\\\320\\\\237") == "250-a\n250 П"


def test_a_reply_has_newlines_only_between_its_lines() -> None:
    assert escapes.reply("550-5.1.1 one\\n550 5.1.1 in C:\\new") == "550-5.1.1 one\n550 5.1.1 in C:\\new"


@given(st.binary(max_size=60))
def test_every_subject_comes_back(raw: bytes) -> None:
    logged = printed(quoted(raw)).decode("ascii")
    assert escapes.encode(escapes.subject(logged)) == raw


@given(
    st.lists(
        st.binary(max_size=20).filter(lambda raw: b"\n" not in raw and b"\\" not in raw),
        min_size=1,
        max_size=4,
    )
)
def test_every_reply_comes_back(words: list[bytes]) -> None:
    """Of bytes that are neither backslash nor a control with a letter of its own."""
    words = [bytes(byte for byte in word if byte not in NAMES) for word in words]
    raw = b"\n".join(b"250-" + word for word in words)
    assert escapes.encode(escapes.confirmation(quoted(printed(raw)).decode("ascii"))) == raw


@given(st.text(st.characters(codec=None, exclude_categories=())))
def test_any_text_is_taken(text: str) -> None:
    for undo in (escapes.subject, escapes.confirmation, escapes.reply, escapes.octets, escapes.unquote):
        assert isinstance(undo(text), str)


@given(st.binary())
def test_decoding_loses_no_byte(raw: bytes) -> None:
    assert escapes.encode(escapes.decode(raw)) == raw
