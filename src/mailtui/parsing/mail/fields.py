"""RAW MAIL -> MAIL: the header fields that a conversation needs, read as archives ask for: never refusing."""

from __future__ import annotations

from collections.abc import Iterable
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import compat32
from email.utils import getaddresses, parsedate_to_datetime
from hashlib import blake2b

from mailtui.model.conversations.letter import letter_of
from mailtui.model.conversations.mail import Mail
from mailtui.model.conversations.subject import decoded
from mailtui.model.enums import Role
from mailtui.model.moment import from_datetime

LARGEST_HEADER = 256 * 1024
"""Bytes of a mail that are looked at for header fields."""
_LONGEST_ADDRESS = 320
_MOST_ADDRESSES = 1000
_ROLES = (("To", Role.TO), ("Cc", Role.CC), ("Bcc", Role.BCC))


def read(raw: bytes) -> Mail:
    """What a mail says of itself. Never raises; what cannot be read is empty.

    A mail without Message-ID is named after its content: `<digest>@no-message-id.invalid`.
    """
    fields = BytesHeaderParser(policy=compat32).parsebytes(raw[:LARGEST_HEADER])
    sender, name = next(iter(_people(fields, "From")), ("", ""))
    recipients: dict[str, tuple[Role, str]] = {}
    for field, role in _ROLES:
        for address, _ in _people(fields, field):
            recipients.setdefault(address.lower(), (role, address))
    letter = letter_of(
        _text(fields, "Message-ID"),
        _text(fields, "In-Reply-To"),
        " ".join(_all(fields, "References")),
        decoded(_text(fields, "Subject")),
        _moment(fields),
        (),
    )
    participants = frozenset(filter(None, (sender.lower(), *recipients)))
    named = letter._replace(message_id=letter.message_id or _name(raw), participants=participants)
    return Mail(named, sender, name, tuple(recipients.values()), len(raw))


def _moment(fields: Message) -> int | None:
    """The Date field, UTC microseconds; else when the last server had it."""
    received = _all(fields, "Received")
    for text in (_text(fields, "Date"), received[0].rpartition(";")[2] if received else ""):
        try:
            return from_datetime(parsedate_to_datetime(text.strip()))
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return None


def _people(fields: Message, name: str) -> list[tuple[str, str]]:
    """Address and display name of everybody in an address field; groups and what is no address left out."""
    found = getaddresses([one[: LARGEST_HEADER // 4] for one in _all(fields, name)])[:_MOST_ADDRESSES]
    return [
        (address, " ".join(decoded(display).split()))
        for display, address in found
        if "@" in address and len(address) <= _LONGEST_ADDRESS
    ]


def _text(fields: Message, name: str) -> str:
    return next(iter(_all(fields, name)), "")


def _all(fields: Message, name: str) -> list[str]:
    """A field's bodies, as text: bytes that are no ASCII are read as UTF-8, else as Latin-1."""
    return [_readable(str(one)) for one in _raw(fields, name)]


def _raw(fields: Message, name: str) -> Iterable[str]:
    wanted = name.lower()
    return (value for field, value in fields.raw_items() if field.lower() == wanted)


def _readable(text: str) -> str:
    if text.isascii():
        return text
    data = text.encode("ascii", "surrogateescape") if _is_bytes(text) else text.encode("utf-8", "replace")
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _is_bytes(text: str) -> bool:
    return all(character < "\x80" or "\udc80" <= character <= "\udcff" for character in text)


def _name(raw: bytes) -> str:
    return f"{blake2b(raw, digest_size=16).hexdigest()}@no-message-id.invalid"
