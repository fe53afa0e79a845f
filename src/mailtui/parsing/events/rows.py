"""Rows of other systems' databases as payloads: what they have in common.

A payload is a JSON object with the name of its table under `table`, its columns, and those of rows beside it
as `name.column`. Moments are ISO 8601 in UTC. The words of a system are kept as the event's sub-type.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from mailtui.model.enums import EventProvider, ProviderEventKind
from mailtui.model.provider_event import ProviderEvent, event_key
from mailtui.model.standing import BEING_SENT
from mailtui.parsing.events.envelopes import Letter
from mailtui.parsing.events.fields import Fields, Wrong
from mailtui.parsing.events.replies import bare_id, enhanced_code, permanent, smtp_code, without_type
from mailtui.parsing.events.times import iso_time

SENDING = BEING_SENT
ROLES = frozenset({"to", "cc", "bcc"})
"""Sub-types of a mail that waits, which say what a recipient of it is."""
FAILED = "failed"
"""The sub-type of a failure of which only the words say what it is: see `ingest.events.reducing`."""
_Kind = ProviderEventKind


def items(value: object) -> Iterator[Letter | Wrong]:
    """A row, or a list of rows."""
    yield from (Letter(item) for item in (value if isinstance(value, list) else [value]))


class Failure(NamedTuple):
    """What is said of a failure."""

    reply: str
    smtp_code: int | None
    enhanced_code: str
    permanent: bool | None


def failure(reply: str, lasting: bool | None = None) -> Failure:
    """By the words, and where they have no code by what the system says (`lasting`)."""
    said = without_type(reply)
    code, enhanced = smtp_code(said), enhanced_code(said)
    by_code = permanent(code, enhanced)
    return Failure(said, code, enhanced, lasting if by_code is None else by_code)


class Telling:
    """The events that one row tells, in the order in which they are added."""

    def __init__(self, provider: EventProvider, fields: Fields, about: object, **common: str) -> None:
        """`about`: what its events are of, such as table and id: with the kind it makes each of them one."""
        self._provider = provider
        self._fields = fields
        self._about = about
        self._common = common
        self.events: list[ProviderEvent] = []

    def add(self, kind: ProviderEventKind, time: int | None, *which: object, **rest: Any) -> None:  # noqa: ANN401
        """An event; `which` where the row has several of a kind."""
        key = event_key(self._provider, self._about, kind, *which)
        self.events.append(ProviderEvent(self._provider, kind, key, time, **{**self._common, **rest}))

    def fail(
        self, kind: ProviderEventKind, time: int | None, why: Failure, *which: object, word: str
    ) -> None:
        """A failure, in the system's word for it."""
        self.add(
            kind,
            time,
            *which,
            reply=why.reply,
            smtp_code=why.smtp_code,
            enhanced_code=why.enhanced_code,
            permanent=False if kind is _Kind.DEFERRED else why.permanent,
            sub_type=word,
        )


def first_time(fields: Fields, *keys: str) -> int | None:
    """The first of these moments that there is."""
    return next((found for key in keys if (found := iso_time(fields, key)) is not None), None)


def word(fields: Fields, key: str) -> str:
    """A word of a closed list, in lower case."""
    return fields.text(key).strip().lower()


def message_id(fields: Fields, key: str) -> str:
    """A Message-ID without angle brackets."""
    return bare_id(fields.text(key))
