"""A failure of which another system has only words: whether it lasts and is about us, by diagnosis."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from mailtui.diagnosis.context import Context
from mailtui.model.enums import EventProvider, FailureClass
from mailtui.model.provider_event import ProviderEvent
from mailtui.parsing.events.rows import FAILED

if TYPE_CHECKING:
    from mailtui.diagnosis import Diagnoser

ROWS = frozenset({EventProvider.OPENMAILER, EventProvider.RELAY, EventProvider.MAILMAN, EventProvider.CSV})
"""Systems that keep words of failures and no codes."""
_OF_ADDRESS = frozenset(
    {
        FailureClass.RECIPIENT_UNKNOWN,
        FailureClass.RECIPIENT_DISABLED,
        FailureClass.RECIPIENT_MOVED,
        FailureClass.MAILBOX_FULL,
        FailureClass.DOMAIN_UNKNOWN,
    }
)
_REMEMBERED = 4096


def settled(event: ProviderEvent) -> ProviderEvent:
    """The event with what its words say.

    What a system calls bounced lasts, unless it is about us. What it calls failed was given up on where the
    words speak of something temporary, else it was refused.
    """
    lasts, blocked = _said(event.reply, event.sub_type == FAILED)
    return event._replace(permanent=lasts, blocked=event.blocked or blocked)


@lru_cache(_REMEMBERED)
def _said(words: str, failed: bool) -> tuple[bool, bool]:
    """Whether it lasts, and whether it is about us."""
    found = _diagnoser().diagnose(Context(words))
    of_address = found.failure_class in _OF_ADDRESS
    if failed:
        return found.permanent is not False, not of_address
    known = found.failure_class is not FailureClass.UNCATEGORISED
    return True, known and not of_address and found.permanent is True


@lru_cache(1)
def _diagnoser() -> Diagnoser:
    from mailtui.diagnosis import Diagnoser, builtin_rules  # most events need no rules

    return Diagnoser(builtin_rules())
