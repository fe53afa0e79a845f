"""When a line was written: Exim's own stamp, or syslog's when Exim writes none."""

from __future__ import annotations

from mailtui.model.clock import Clock, offset_seconds
from mailtui.model.moment import MINUTE, SECOND
from mailtui.parsing.exim.prefix import Syslog

_SKEW = 10 * MINUTE


class Stamps:
    """Moments of stamps, in the order of the log. Most lines share their second with the line before."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self._stamp = ""
        self._zone: str | None = None
        self._moment: int | None = None

    def own(
        self, stamp: str, fraction: str | None, zone: str | None, outer: Syslog | None = None
    ) -> int | None:
        """The moment of Exim's stamp; None when there is no such day or hour.

        Without a zone of its own it is read in the zone of an ISO syslog stamp beside it, or else in
        the clock's zone. When the two stamps disagree (`timezone = UTC` in Exim), syslog's is right.
        """
        if zone is None and outer is not None and outer.zone is not None:
            return self._beside(stamp, fraction, outer)
        if stamp != self._stamp or zone != self._zone:
            self._moment = self._read(stamp, zone)
            self._stamp, self._zone = stamp, zone
        moment = self._moment
        return moment if fraction is None or moment is None else moment + microseconds(fraction)

    def recall(self, stamp: str, moment: int | None) -> None:
        """The next line has this stamp, which was read before: the clock does not go back for it."""
        self._stamp, self._zone, self._moment = stamp, None, moment

    def syslog(self, outer: Syslog) -> int | None:
        """The moment of a syslog prefix."""
        try:
            if outer.iso is None:
                return self.clock.syslog(outer.month or "", int(outer.day or 0), outer.hms or "")
            moment = self._iso(outer)
        except (ValueError, OverflowError):
            return None
        return moment + microseconds(outer.fraction or "0")

    def _beside(self, stamp: str, fraction: str | None, outer: Syslog) -> int | None:
        there = self.syslog(outer)
        own = self._read(stamp, outer.zone)
        if own is None or there is None or abs(own - there) > _SKEW:
            return there
        return own + microseconds(fraction or "0")

    def _iso(self, outer: Syslog) -> int:
        stamp = (outer.iso or "").replace("T", " ")
        if outer.zone is None:
            return self.clock.local(stamp)
        return self.clock.zoned(stamp, offset_seconds(outer.zone))

    def _read(self, stamp: str, zone: str | None) -> int | None:
        try:
            if zone is None:
                return self.clock.local(stamp)
            return self.clock.zoned(stamp, offset_seconds(zone))
        except (ValueError, OverflowError):
            return None


def microseconds(fraction: str) -> int:
    """The digits after the point of a second."""
    return int(fraction[:6].ljust(6, "0")) * (SECOND // 1_000_000)
