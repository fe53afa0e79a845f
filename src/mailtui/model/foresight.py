"""What came before a failure and what comes next, in words for the card."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from mailtui.model.moment import DAY, HOUR
from mailtui.model.outlook import Interval, Outlook
from mailtui.model.precedent import Novelty, Precedent, Volume
from mailtui.model.view import Explained

Stamp = Callable[[int | None], str]
"""A moment in the zone of the reader, as in `2026-11-20 09:14:07`."""
NEW = DAY
"""What was first seen no longer before is new."""
ENOUGH = 6 * HOUR
"""Log without it that there must be before something is called new."""
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
    first, contact = novelty.first_seen, novelty.first_contact
    if first is not None and _is_new(first, when, novelty.log_begins):
        yield f"new: first seen {stamp(first)}, never in the {_length(first - novelty.log_begins)} before"
    elif first is not None and first < when - NEW:
        often = f", {novelty.recent} times in 7 days" if novelty.recent else ""
        yield f"known since {stamp(first)}{often}"
    if contact is not None and _is_new(contact, when, novelty.log_begins):
        yield f"first mail to this host {stamp(contact)}"


def _is_new(first: int, when: int, begins: int) -> bool:
    """Of what was seen soon after the log begins nobody can tell."""
    return first > when - NEW and first - begins >= ENOUGH


def _length(length: int) -> str:
    count, unit = (length // DAY, "day") if length >= DAY else (length // HOUR, "hour")
    return f"{count} {unit}s" if count > 1 else f"{count} {unit}"


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
