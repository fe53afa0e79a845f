"""Where one recipient of one message stands after all that a provider told: a function of the set of events.

Neither the order in which events come nor how often each is told makes a difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from mailtui.model.enums import Actor, Outcome, ProviderEventKind, QueueState
from mailtui.model.provider_event import ProviderEvent

_Kind = ProviderEventKind
_ENDS = (
    Outcome.UNKNOWN,
    Outcome.ACCEPTED,
    Outcome.EXPIRED,
    Outcome.BLOCKED,
    Outcome.BOUNCED,
    Outcome.REJECTED,
    Outcome.SUPPRESSED,
    Outcome.CANCELLED,
)
"""Which of two ends counts when both have the same moment: the later one here."""
_IN_HAND = frozenset({_Kind.OPENED, _Kind.CLICKED, _Kind.COMPLAINED, _Kind.UNSUBSCRIBED})
"""What only happens to mail that arrived."""


BEING_SENT = "sending"
"""The word of an event that a mail was queued, when it is being handed over."""


class Standing(NamedTuple):
    """The three facts, kept apart.

    Moments are UTC microseconds of the first such event: None when there was none, 0 when it had no moment.
    """

    outcome: Outcome = Outcome.UNKNOWN
    outcome_time: int | None = None
    """When the last event came that decided it; None also of mail that arrived nobody says when."""
    deferred: bool = False
    """Still tried: put off and nothing since."""
    sent: int | None = None
    opened: int | None = None
    """The first open by a human."""
    clicked: int | None = None
    """The first click by a human."""
    complained: int | None = None
    unsubscribed: int | None = None
    """When it was last asked for, unless subscribed again since."""
    opens_human: int = 0
    opens_machine: int = 0
    clicks_human: int = 0
    clicks_machine: int = 0
    queued: QueueState | None = None
    """Where a system tells that mail waits before it leaves: queued, active, or none once it left."""


def fold(
    events: Iterable[ProviderEvent],
    actors: Mapping[str, Actor],
    about_us: Callable[[ProviderEvent], bool] = lambda event: event.blocked,
) -> Standing:
    """The standing after `events` of one recipient's copy.

    `actors`: who is behind each open and click, by the event's key; a human where nothing is said.
    `about_us`: whether a failure is about the sender, which the diagnosis of the reply knows better than the
    provider. Events without a moment count as before all others.
    """
    once = _once(events)
    left = _last(once, _Kind.SENT)
    ends = [
        (_when(event), _ENDS.index(_end(event, about_us)))
        for event in once
        if event.kind is not _Kind.CANCELLED or _when(event) >= left
    ]
    time, place = max((end for end in ends if end[1]), default=(-1, 0))
    outcome = _ENDS[place]
    if outcome is Outcome.UNKNOWN and any(event.kind in _IN_HAND for event in once):
        outcome = Outcome.ACCEPTED
    opens = _of(once, _Kind.OPENED, actors)
    clicks = _of(once, _Kind.CLICKED, actors)
    return Standing(
        outcome=outcome,
        outcome_time=time if time >= 0 else None,
        deferred=outcome is Outcome.UNKNOWN and _is_put_off(once),
        sent=_first(once, _Kind.SENT),
        opened=_earliest(opens[Actor.HUMAN]),
        clicked=_earliest(clicks[Actor.HUMAN]),
        complained=_first(once, _Kind.COMPLAINED),
        unsubscribed=_unsubscribed(once),
        opens_human=len(opens[Actor.HUMAN]),
        opens_machine=len(opens[Actor.MACHINE]),
        clicks_human=len(clicks[Actor.HUMAN]),
        clicks_machine=len(clicks[Actor.MACHINE]),
        queued=_queued(once) if outcome is Outcome.UNKNOWN else None,
    )


def _is_put_off(events: Sequence[ProviderEvent]) -> bool:
    """Whether it was put off, and where its own system tells of its queue, has not left it since."""
    if not any(event.kind is _Kind.DEFERRED for event in events):
        return False
    tells_queue = any(event.kind is _Kind.QUEUED for event in events)
    return not tells_queue or _last(events, _Kind.SENT) <= _last(events, _Kind.DEFERRED)


def _last(events: Iterable[ProviderEvent], kind: ProviderEventKind) -> int:
    """When the last of a kind was; before everything, where there is none."""
    return max((_when(event) for event in events if event.kind is kind), default=-2)


def _queued(events: Sequence[ProviderEvent]) -> QueueState | None:
    waits = [event for event in events if event.kind is _Kind.QUEUED]
    if not waits:
        return None
    if any(event.kind is _Kind.SENT for event in events):
        return QueueState.NONE
    return QueueState.ACTIVE if waits[-1].sub_type == BEING_SENT else QueueState.QUEUED


def _once(events: Iterable[ProviderEvent]) -> list[ProviderEvent]:
    """Each event once, in time. Of two with one key that say different things, always the same one counts."""
    kept: dict[str, ProviderEvent] = {}
    for event in events:
        other = kept.setdefault(event.key, event)
        if other is not event and other != event and repr(event) > repr(other):
            kept[event.key] = event
    return sorted(kept.values(), key=lambda event: (_when(event), event.key))


def _when(event: ProviderEvent) -> int:
    return -1 if event.time is None else event.time


def _end(event: ProviderEvent, about_us: Callable[[ProviderEvent], bool]) -> Outcome:
    """What this event alone would make of the recipient."""
    if event.kind is _Kind.DELIVERED:
        return Outcome.ACCEPTED
    if event.kind in (_Kind.REJECTED, _Kind.RENDERING_FAILED):
        return Outcome.REJECTED
    if event.kind is _Kind.SUPPRESSED:
        return Outcome.SUPPRESSED
    if event.kind is _Kind.CANCELLED:
        return Outcome.CANCELLED
    if event.kind is not _Kind.BOUNCED:
        return Outcome.UNKNOWN
    if not event.permanent:
        return Outcome.EXPIRED
    return Outcome.BLOCKED if about_us(event) else Outcome.BOUNCED


def _of(
    events: Iterable[ProviderEvent], kind: ProviderEventKind, actors: Mapping[str, Actor]
) -> dict[Actor, list[ProviderEvent]]:
    found: dict[Actor, list[ProviderEvent]] = {Actor.HUMAN: [], Actor.MACHINE: []}
    for event in events:
        if event.kind is kind:
            found[actors.get(event.key, Actor.HUMAN)].append(event)
    return found


def _earliest(events: list[ProviderEvent]) -> int | None:
    return max(0, _when(events[0])) if events else None


def _first(events: Iterable[ProviderEvent], kind: ProviderEventKind) -> int | None:
    return _earliest([event for event in events if event.kind is kind])


def _unsubscribed(events: Iterable[ProviderEvent]) -> int | None:
    """The last wish counts; at the same moment, to leave."""
    wishes = [event for event in events if event.kind in (_Kind.UNSUBSCRIBED, _Kind.SUBSCRIBED)]
    if not wishes:
        return None
    last = max(wishes, key=lambda event: (_when(event), event.kind is _Kind.UNSUBSCRIBED))
    return max(0, _when(last)) if last.kind is _Kind.UNSUBSCRIBED else None
