"""From a stamp in a log to a moment in UTC, knowing the source's time zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo

from mailtui.model.moment import HOUR, SECOND

MONTHS = {
    name: number
    for number, name in enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), 1)
}


class Clock:
    """Reads the stamps of one log in the order they were written.

    Order matters twice: an hour that repeats when summer time ends is told apart by what came
    before it, and a syslog stamp without a year takes the year that keeps time going forward.
    """

    def __init__(self, zone: tzinfo = UTC, last: int | None = None, year: int = 1970) -> None:
        self.zone = zone
        """Zone of stamps that carry none."""
        self.last = last
        """Latest moment read so far (UTC microseconds), or where an earlier import stopped."""
        self.year = year
        """Year for syslog stamps before anything else is known; take it from the file's mtime."""
        self._seen: dict[str, int] = {}

    def local(self, stamp: str) -> int:
        """The moment of `YYYY-MM-DD HH:MM:SS` (or with a `T`) in the clock's zone; ValueError if none."""
        known = self._seen.get(stamp)
        if known is not None:
            return known
        moment = self._resolve(datetime.fromisoformat(stamp))
        if self._certain:
            self._remember(stamp, moment)
        self._advance(moment)
        return moment

    def zoned(self, stamp: str, offset: int) -> int:
        """The moment of a stamp that says its zone, `offset` seconds east of UTC."""
        wall = datetime.fromisoformat(stamp).replace(tzinfo=UTC)
        moment = int(wall.timestamp() - offset) * SECOND
        self._advance(moment)
        return moment

    def syslog(self, month: str, day: int, hms: str) -> int:
        """The moment of an RFC 3164 stamp, `Nov 20 23:30:11`; ValueError if there is none."""
        year = self.year
        if self.last is not None:
            year = datetime.fromtimestamp(self.last // SECOND, self.zone).year
        found = []
        for candidate in (year, year + 1, year - 1):
            stamp = f"{candidate:04d}-{MONTHS[month]:02d}-{day:02d} {hms}"
            try:
                found.append(self._resolve(datetime.fromisoformat(stamp)))
            except ValueError:
                continue  # 29 February of another year
        if not found:
            raise ValueError(f"no such day: {month} {day}")
        anchor = self.last if self.last is not None else found[0]
        moment = min(found, key=lambda at: abs(at - anchor))
        self._advance(moment)
        return moment

    _certain = True

    def _resolve(self, wall: datetime) -> int:
        first = self._moment(wall, 0)
        second = self._moment(wall, 1)
        self._certain = first == second
        if first < second and self.last is not None and first < self.last - 10 * 60 * SECOND:
            return second
        return first

    def _moment(self, wall: datetime, fold: int) -> int:
        return int(wall.replace(tzinfo=self.zone, fold=fold).timestamp()) * SECOND

    def _advance(self, moment: int) -> None:
        if self.last is None or moment > self.last or self.last - moment > HOUR:
            self.last = moment

    def _remember(self, stamp: str, moment: int) -> None:
        if len(self._seen) > 64:
            self._seen.clear()
        self._seen[stamp] = moment


def offset_seconds(text: str) -> int:
    """`+0200` or `+02:00` as seconds east of UTC."""
    digits = text[1:].replace(":", "")
    seconds = timedelta(hours=int(digits[:2]), minutes=int(digits[2:4])).seconds
    return -seconds if text[0] == "-" else seconds
