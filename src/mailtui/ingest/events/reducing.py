"""A provider's event as it is kept: of who opened or clicked no more than the verdict needs.

What a later event makes of the earlier ones must not depend on when it comes, so events are reduced before
anything is concluded from them, and never told more than what is kept.
"""

from __future__ import annotations

from zlib import crc32

from mailtui.diagnosis.machines.agents import builtin_name
from mailtui.model.provider_event import ProviderEvent

_VISITORS = 1 << 12
_HEAD = "HEAD"


def reduced(event: ProviderEvent, received: int) -> ProviderEvent:
    """The event with a moment (that of its payload where it tells none) and without its reader.

    Agent: whose program it is, '' for what may be a person's. IP address: one of 4096 numbers, enough to
    tell the visitors of one message apart, and nobody from anybody else.
    """
    if event.time is not None and not (event.user_agent or event.ip or event.method):
        return event
    return event._replace(
        time=received if event.time is None else event.time,
        user_agent=builtin_name(event.user_agent) if event.user_agent else "",
        ip=str(crc32(event.ip.encode("utf-8", "replace")) % _VISITORS) if event.ip else "",
        method=_HEAD if event.method.upper() == _HEAD else "",
    )


def bare(event: ProviderEvent) -> ProviderEvent:
    """What is kept of a reduced event itself: all that is about the mail as a whole is kept there."""
    return ProviderEvent(  # a third of the time of `_replace`
        event.provider,
        event.kind,
        event.key,
        event.time,
        permanent=event.permanent,
        blocked=event.blocked,
        sub_type=event.sub_type,
        smtp_code=event.smtp_code,
        enhanced_code=event.enhanced_code,
        reply=event.reply,
        remote_host=event.remote_host,
        sending_ip=event.sending_ip,
        link=event.link,
        machine=event.machine,
        method=event.method,
        ip=event.ip,
        user_agent=event.user_agent,
    )
