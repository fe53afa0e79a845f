"""A provider's event as it is kept: of who opened or clicked no more than the verdict needs.

What a later event makes of the earlier ones must not depend on when it comes, so events are reduced before
anything is concluded from them, and never told more than what is kept.
"""

from __future__ import annotations

from zlib import crc32

from mailtui.diagnosis.machines.agents import builtin_name
from mailtui.ingest.events.settling import ROWS, settled
from mailtui.model.enums import ProviderEventKind
from mailtui.model.provider_event import ProviderEvent

_VISITORS = 1 << 12
_HEAD = "HEAD"


def reduced(event: ProviderEvent, received: int) -> ProviderEvent:
    """The event with a moment (that of its payload where it tells none) and without its reader.

    Agent: whose program it is, '' for what may be a person's. IP address: one of 4096 numbers, enough to
    tell the visitors of one message apart, and nobody from anybody else.
    """
    if event.permanent is None and event.kind is ProviderEventKind.BOUNCED and event.provider in ROWS:
        event = settled(event)
    if event.time is not None and not (event.user_agent or event.ip or event.method):
        return event
    return event._replace(
        time=received if event.time is None else event.time,
        user_agent=builtin_name(event.user_agent) if event.user_agent else "",
        ip=str(crc32(event.ip.encode("utf-8", "replace")) % _VISITORS) if event.ip else "",
        method=_HEAD if event.method.upper() == _HEAD else "",
    )
