"""From a written span to moments in UTC. No clock is read: the caller says what time it is, and where."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo

from mailtui.model.moment import from_datetime, to_datetime
from mailtui.query.instants import Ago, Clock, Named, Wall, meaning
from mailtui.query.tree import Instant, Span
from mailtui.query.words import WEEKDAYS

_TICK = timedelta(microseconds=1)


def resolve(span: Span, now: int, zone: tzinfo) -> tuple[int | None, int | None]:
    """Start (included) and end (excluded) in UTC microseconds; None where the span is open.

    Days, hours, minutes count whole in `zone`, however long the change of clocks makes them. A time
    that the clock showed twice means both, so nothing is missed; one that it skipped has no length.
    Raises ValueError for an instant that the parser would not have let through.
    """
    start = _extent(span.start, now, zone) if span.start else None
    end = _extent(span.end, now, zone) if span.end else None
    first, last = (1, 0) if span.exclusive else (0, 1)
    return (start[first] if start else None, end[last] if end else None)


def _extent(instant: Instant, now: int, zone: tzinfo) -> tuple[int, int]:
    """Beginning and end of what was written; the same moment when it has no length."""
    match meaning(instant.text):
        case Ago(back):
            return now - back, now - back
        case Named("now"):
            return now, now
        case Named(word):
            start = datetime.combine(_day(word, to_datetime(now, zone).date()), time())
            return _between(start, start + timedelta(days=1), zone)
        case Clock(since_midnight, unit):
            start = datetime.combine(to_datetime(now, zone).date(), time()) + since_midnight
            return _between(start, start + unit, zone)
        case Wall(start, end, own):
            return _between(start, end, own or zone)
    raise ValueError(f"not an instant: {instant.text!r}")


def _day(word: str, today: date) -> date:
    if word in WEEKDAYS:
        return today - timedelta(days=(today.weekday() - WEEKDAYS.index(word)) % 7)
    return today - timedelta(days=1) if word == "yesterday" else today


def _between(start: datetime, end: datetime, zone: tzinfo) -> tuple[int, int]:
    # The end is the moment after the last tick, not the first moment of the next unit: where clocks
    # go back, the next unit may begin twice, and what lies between still belongs to this one.
    last = _moment(end - _TICK, zone, fold=1)
    skipped = _moment(end - _TICK, zone, fold=0) > last
    first = _moment(start, zone, fold=0)
    if _moment(start, zone, fold=1) < first:
        first = _change(_moment(start, zone, fold=1), first, zone)
    if skipped:
        return first, _change(last, _moment(end - _TICK, zone, fold=0), zone)
    return first, last + 1


def _moment(wall: datetime, zone: tzinfo, fold: int) -> int:
    return from_datetime(wall.replace(tzinfo=zone, fold=fold))


def _change(before: int, after: int, zone: tzinfo) -> int:
    """The moment between the two at which the clock jumped forward."""
    offset = to_datetime(after, zone).utcoffset()
    while after - before > 1:
        middle = (before + after) // 2
        if to_datetime(middle, zone).utcoffset() == offset:
            after = middle
        else:
            before = middle
    return after
