"""EVENT: what a provider tells about one recipient of one message, and what could not be understood."""

from __future__ import annotations

from hashlib import blake2b
from typing import Any, NamedTuple

from mailtui.model.enums import EventProvider, ProviderEventKind
from mailtui.model.moment import iso

_DIGEST = 16
"""Bytes: no two of 10^12 events fall together by chance."""


class ProviderEvent(NamedTuple):
    """One thing told about one recipient. Text that was not told is empty, a number None.

    Text is as told: hostile until it is displayed. Only what no database takes (NUL,
    lone surrogates) is replaced.
    """

    provider: EventProvider
    kind: ProviderEventKind
    key: str
    """32 hexadecimal digits, unique: an event told twice, or on two ways, has the same one.

    See `event_key`.
    """
    time: int | None = None
    """When it happened: UTC, microseconds since 1970. None where the payload tells no moment."""
    recipient: str = ""
    """Empty where the provider does not say which recipient of the message it was."""
    provider_id: str = ""
    """The provider's id of the message."""
    message_id: str = ""
    """RFC 5322 Message-ID without angle brackets."""
    event_id: str = ""
    """The provider's own id of this event."""
    campaign: str = ""
    """The campaign by the provider's id or name."""
    campaign_name: str = ""
    """What a campaign that is known by its id is called, where both are told."""
    tracking_id: str = ""
    """Our own id of this recipient's copy, where the sender had put one into the message's data."""
    template: str = ""
    tags: tuple[str, ...] = ()
    metadata: tuple[tuple[str, str], ...] = ()
    """Name and value of the data that the sender had put in, sorted by name."""
    permanent: bool | None = None
    """Of a failure: whether trying again is of no use. None where the provider does not say."""
    blocked: bool = False
    """Of a failure: it is about us (reputation, policy, content), not about the address, as told."""
    sub_type: str = ""
    """The provider's own words for the kind of failure, such as `General` or `bounce/Invalid Address`."""
    smtp_code: int | None = None
    enhanced_code: str = ""
    """RFC 3463 status code, such as 5.1.1."""
    reply: str = ""
    """What the remote server said, or the provider's reason."""
    remote_host: str = ""
    """Name or IP of the server that took or refused the message."""
    sending_ip: str = ""
    link: str = ""
    """The URL clicked."""
    machine: bool | None = None
    """Whether the provider says that a program opened or clicked."""
    method: str = ""
    """HTTP method of an open or click, where told."""
    ip: str = ""
    """Of an open or click: needed for the human or machine verdict, then dropped."""
    user_agent: str = ""
    """As `ip`."""
    subject: str = ""
    sender: str = ""
    """Envelope or header sender, as told."""

    def as_json(self) -> dict[str, Any]:
        """The event for people and scripts: absent fields are left out."""
        shown: dict[str, Any] = {}
        for name, value in self._asdict().items():
            if value is None or value == "" or value == () or (name == "blocked" and not value):
                continue
            shown[name] = iso(value) if name == "time" else dict(value) if name == "metadata" else value
        return shown


class Problem(NamedTuple):
    """A piece of a payload that is no event: kept with the reason, so that it can be tried again."""

    reason: str
    """One sentence without full stop, such as `bounce.timestamp is a list, not text`."""
    raw: str
    """The piece: JSON, or the text that is none."""


class Parsed(NamedTuple):
    """What a payload holds."""

    events: tuple[ProviderEvent, ...] = ()
    problems: tuple[Problem, ...] = ()


def event_key(provider: EventProvider, *parts: object) -> str:
    """The digest of what makes an event one: `parts` in their order, each as text.

    Providers with an id for each event give it; for the others the parts are message, kind, recipient,
    moment and link, which are the same on every way (webhook, queue, file) and in every repetition.
    """
    text = "\0".join([provider, *map(str, parts)])
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_DIGEST).hexdigest()
