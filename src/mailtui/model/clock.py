"""From a stamp in a log to a moment in UTC, knowing the source's time zone."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo

from mailtui.model.moment import HOUR, MINUTE, SECOND

MONTHS = {
    name: number
    for number, name in enumerate(
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"], 1
    )
}
_DISORDER = MINUTE
"""Lines written at the same time may be out of order by this much; more is another hour."""
_REMEMBERED = 64
_SECONDS = {f"{second:02d}": second * SECOND for second in range(60)}


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
        self._minutes: dict[str, int] = {}

    def local(self, stamp: str) -> int:
        """The moment of `YYYY-MM-DD HH:MM:SS` (or with a `T`) in the clock's zone; ValueError if none."""
        minute, second = self._minutes.get(stamp[:17]), _SECONDS.get(stamp[17:])
        if minute is not None and second is not None:
            moment = minute + second
        else:
            moment, certain = self._resolve(datetime.fromisoformat(stamp))
            if certain:
                self._remember(stamp, moment)
        self._advance(moment)
        return moment

    def zoned(self, stamp: str, offset: int) -> int:
        """The moment of a stamp that says its zone, `offset` seconds east of UTC; ValueError if none."""
        wall = datetime.fromisoformat(stamp).replace(tzinfo=UTC)
        moment = int(wall.timestamp() - offset) * SECOND
        self._advance(moment)
        return moment

    def syslog(self, month: str, day: int, hms: str) -> int:
        """The moment of an RFC 3164 stamp, `Nov 20 23:30:11`; ValueError if there is none."""
        anchor = self.last
        found = self._in_years(month, day, hms, self._year_now())
        if not found:
            raise ValueError(f"no such day: {month} {day}")
        moment = found[0] if anchor is None else min(found, key=lambda at: abs(at - anchor))
        self._advance(moment)
        return moment

    def _year_now(self) -> int:
        if self.last is None:
            return self.year
        return datetime.fromtimestamp(self.last // SECOND, self.zone).year

    def _in_years(self, month: str, day: int, hms: str, year: int) -> list[int]:
        """The moments of a stamp in this year, the next and the one before, as far as they exist."""
        if month not in MONTHS:
            raise ValueError(f"no such month: {month}")
        found = []
        for candidate in (year, year + 1, year - 1):
            try:
                wall = datetime.fromisoformat(f"{candidate:04d}-{MONTHS[month]:02d}-{day:02d} {hms}")
            except ValueError:
                continue  # 29 February of another year
            found.append(self._resolve(wall)[0])
        return found

    def _resolve(self, wall: datetime) -> tuple[int, bool]:
        """The moment of a wall clock time, and whether it has no other.

        Of an hour that repeats the first counts, unless time has already gone on to the second.
        """
        first, second = self._moment(wall, 0), self._moment(wall, 1)
        if first < second and self.last is not None and first + _DISORDER < self.last <= second + HOUR:
            return second, False
        return first, first == second

    def _moment(self, wall: datetime, fold: int) -> int:
        return int(wall.replace(tzinfo=self.zone, fold=fold).timestamp()) * SECOND

    def _advance(self, moment: int) -> None:
        if self.last is None or moment > self.last or self.last - moment > HOUR:
            self.last = moment

    def _remember(self, stamp: str, moment: int) -> None:
        """Keep the minute of a stamp that has one meaning only: zones change at whole minutes."""
        if len(stamp) != 19:
            return
        if len(self._minutes) >= _REMEMBERED:
            self._minutes.clear()
        self._minutes[stamp[:17]] = moment - int(stamp[17:]) * SECOND


def offset_seconds(text: str) -> int:
    """`+0200`, `+02:00` or `Z` as seconds east of UTC."""
    if text == "Z":
        return 0
    digits = text[1:].replace(":", "")
    seconds = int(digits[:2]) * 3600 + int(digits[2:4]) * 60
    return -seconds if text[0] == "-" else seconds
