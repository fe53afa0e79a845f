"""What came before a failure and what comes next, in words for the card."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from mailtui.model.moment import DAY
from mailtui.model.outlook import Interval, Outlook
from mailtui.model.precedent import Novelty, Precedent, Volume
from mailtui.model.view import Explained

Stamp = Callable[[int | None], str]
"""A moment in the zone of the reader, as in `2026-11-20 09:14:07`."""
NEW = DAY
"""What was first seen no longer before is new."""
MUCH = 3.0
"""So many times the usual volume are worth a word ..."""
MANY = 20
"""... from so many tries on."""


def before(found: Precedent | None, stamp: Stamp) -> Iterator[str]:
    """The last success, where one is known."""
    if found is None or found.success is None:
        return
    success = found.success
    counted = f" ({success.good} of {success.tried} in the hour up to it)" if success.tried else ""
    yield f"{stamp(success.time)}  last success to {success.to}{counted}"


def changes(found: Explained, stamp: Stamp) -> Iterator[str]:
    """What is new or more than usual."""
    precedent, when = found.precedent, found.proof.time
    if precedent is None or when is None:
        return
    if precedent.novelty is not None:
        yield from _novelty(precedent.novelty, when, stamp)
    if precedent.volume is not None:
        yield from _volume(precedent.volume, stamp)


def _novelty(novelty: Novelty, when: int, stamp: Stamp) -> Iterator[str]:
    first, reach = novelty.first_seen, (when - novelty.log_begins) // DAY
    if first is not None and first > when - NEW and reach:
        yield f"new: first seen {stamp(first)}, never before in {_days(reach)} of log"
    elif first is not None and reach:
        often = f", {novelty.recent} times in 7 days" if novelty.recent else ""
        yield f"known since {stamp(first)}{often}"
    contact = novelty.first_contact
    if contact is not None and contact > when - NEW and reach:
        yield f"first mail to this host {stamp(contact)}"


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


def _volume(volume: Volume, stamp: Stamp) -> Iterator[str]:
    if volume.tries >= MANY and volume.tries >= MUCH * volume.usual:
        times = volume.tries / volume.usual
        yield (
            f"{times:.0f} times the usual volume to {volume.to}: {volume.tries} tries in the hour "
            f"from {stamp(volume.hour)}, usually {volume.usual:.0f}"
        )


def outlook_lines(outlook: Outlook, stamp: Stamp) -> Iterator[str]:
    """When, then why."""
    when = []
    if outlook.next_try is not None:
        when.append(f"next try {_span(outlook.next_try, stamp)}")
    if outlook.gives_up is not None:
        when.append(f"bounces {_span(outlook.gives_up, stamp)} if it goes on failing")
    if when:
        yield "; ".join(when)
    since = [] if outlook.since is None else [f"failing since {stamp(outlook.since)}"]
    as_of = [] if outlook.as_of is None else [f"seen from the end of the log, {stamp(outlook.as_of)}"]
    yield "; ".join((*since, *outlook.reasons, *as_of))


def _span(interval: Interval, stamp: Stamp) -> str:
    """To the minute: `2026-11-20 09:14 to 09:44`, the second date only where it is another."""
    first, last = (stamp(moment)[:16] for moment in interval)
    if first == last:
        return f"about {first}"
    return f"{first} to {last[11:] if first[:10] == last[:10] else last}"
