"""Stamps become moments: zones, the hour that repeats, the year that is not written."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailtui.model.clock import Clock, offset_seconds
from mailtui.model.moment import DAY, HOUR, MINUTE, SECOND, from_datetime, iso

BERLIN = ZoneInfo("Europe/Berlin")


def test_a_stamp_is_read_in_the_zone_of_the_log() -> None:
    assert iso(Clock(BERLIN).local("2026-07-01 12:00:00")) == "2026-07-01T10:00:00+00:00"
    assert iso(Clock(BERLIN).local("2026-12-01 12:00:00")) == "2026-12-01T11:00:00+00:00"
    assert iso(Clock().local("2026-12-01T12:00:00")) == "2026-12-01T12:00:00+00:00"


def test_a_stamp_with_a_zone_needs_no_other() -> None:
    assert (
        iso(Clock(BERLIN).zoned("2026-11-20 23:28:50", offset_seconds("+0000")))
        == "2026-11-20T23:28:50+00:00"
    )
    assert iso(Clock().zoned("2020-06-20 01:32:57", offset_seconds("+0200"))) == "2020-06-19T23:32:57+00:00"


def test_the_hour_that_repeats_is_told_apart_by_order() -> None:
    clock = Clock(BERLIN)
    stamps = ["01:59:00", "02:10:00", "02:50:00", "02:05:00", "02:05:00", "02:55:00", "03:00:00"]
    moments = [iso(clock.local(f"2026-10-25 {stamp}"))[11:16] for stamp in stamps]
    assert moments == ["23:59", "00:10", "00:50", "01:05", "01:05", "01:55", "02:00"]


def test_lines_a_few_seconds_out_of_order_do_not_begin_the_second_hour() -> None:
    clock = Clock(BERLIN)
    stamps = ["02:10:05", "02:10:03", "02:10:06"]
    assert [iso(clock.local(f"2026-10-25 {stamp}"))[11:13] for stamp in stamps] == ["00", "00", "00"]


def test_an_import_that_goes_on_in_the_second_hour_knows_it() -> None:
    stopped = from_datetime(datetime(2026, 10, 25, 1, 30, tzinfo=UTC))
    assert iso(Clock(BERLIN, last=stopped).local("2026-10-25 02:31:00")) == "2026-10-25T01:31:00+00:00"


def test_a_much_later_moment_says_nothing_about_the_hour() -> None:
    later = from_datetime(datetime(2026, 12, 1, tzinfo=UTC))
    assert iso(Clock(BERLIN, last=later).local("2026-10-25 02:31:00")) == "2026-10-25T00:31:00+00:00"


def test_the_hour_that_is_skipped_still_has_a_moment() -> None:
    assert iso(Clock(BERLIN).local("2026-03-29 02:30:00")) == "2026-03-29T01:30:00+00:00"


def test_a_stamp_seen_again_moves_the_clock_as_the_first_time() -> None:
    clock = Clock(BERLIN)
    clock.local("2026-10-25 01:00:00")
    clock.local("2026-10-25 12:00:00")
    clock.local("2026-10-25 01:00:00")
    assert clock.last == from_datetime(datetime(2026, 10, 24, 23, 0, tzinfo=UTC))


def test_a_syslog_year_goes_over_new_year() -> None:
    clock = Clock(year=2025)
    assert iso(clock.syslog("Dec", 31, "23:59:59"))[:10] == "2025-12-31"
    assert iso(clock.syslog("Jan", 1, "00:00:01"))[:10] == "2026-01-01"
    assert iso(clock.syslog("Dec", 31, "23:59:58"))[:10] == "2025-12-31"


def test_a_syslog_leap_day_takes_a_year_that_has_one() -> None:
    assert (
        iso(
            Clock(year=2025, last=from_datetime(datetime(2024, 2, 28, tzinfo=UTC))).syslog(
                "Feb", 29, "12:00:00"
            )
        )[:10]
        == "2024-02-29"
    )


@pytest.mark.parametrize(
    "stamp", ["2026-13-01 00:00:00", "2026-02-30 00:00:00", "2026-01-01 24:00:01", "nonsense"]
)
def test_what_is_no_moment_is_a_value_error(stamp: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Clock().local(stamp)


@pytest.mark.parametrize(("month", "day"), [("Foo", 1), ("Feb", 30), ("Nov", 31)])
def test_no_such_syslog_day(month: str, day: int) -> None:
    with pytest.raises(ValueError, match="no such"):
        Clock(year=2026).syslog(month, day, "00:00:00")


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("+0000", 0), ("+0200", 7200), ("-0330", -12600), ("+05:45", 20700), ("Z", 0), ("-1200", -43200)],
)
def test_offsets(text: str, seconds: int) -> None:
    assert offset_seconds(text) == seconds


@given(
    st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1)),
    st.sampled_from(["UTC", "Europe/Berlin", "America/St_Johns"]),
)
def test_a_moment_shown_in_its_zone_is_its_stamp(wall: datetime, name: str) -> None:
    """Except in the hour that is skipped, which no clock ever showed."""
    zone = ZoneInfo(name)
    wall = wall.replace(microsecond=0)
    moment = Clock(zone).local(wall.isoformat(" "))
    shown = datetime.fromtimestamp(moment // SECOND, zone).replace(tzinfo=None)
    assert shown == wall or abs(shown - wall) == timedelta(hours=1)


@given(st.lists(st.integers(0, 8 * 3600), min_size=1, max_size=60))
def test_a_log_without_long_silences_is_read_right_through_the_change(steps: list[int]) -> None:
    """With a line at least every 50 minutes every moment of the night is found again."""
    start = from_datetime(datetime(2026, 10, 24, 21, 0, tzinfo=UTC))
    moments = sorted({start + step * SECOND for step in steps} | {start + n * 50 * MINUTE for n in range(10)})
    clock = Clock(BERLIN)
    for moment in moments:
        stamp = datetime.fromtimestamp(moment // SECOND, BERLIN).strftime("%Y-%m-%d %H:%M:%S")
        assert clock.local(stamp) == moment


@given(st.integers(0, 5000), st.integers(2000, 2038))
def test_syslog_days_in_order_keep_their_years(days: int, year: int) -> None:
    at = from_datetime(datetime(year, 1, 1, tzinfo=UTC))
    clock = Clock(year=year)
    for _ in range(12):
        when = datetime.fromtimestamp(at // SECOND, UTC)
        assert clock.syslog(when.strftime("%b"), when.day, when.strftime("%H:%M:%S")) == at
        at += (days % 170) * DAY + HOUR
