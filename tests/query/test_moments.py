"""A day is a whole day, also when its clock changes; what is shown twice is not missed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailtui.errors import QueryError
from mailtui.model.moment import DAY, HOUR, MINUTE, SECOND, from_datetime, iso
from mailtui.query import parse
from mailtui.query.instants import meaning
from mailtui.query.moments import resolve
from mailtui.query.tree import Instant, Span, Term

BERLIN = ZoneInfo("Europe/Berlin")
NOW = from_datetime(datetime(2026, 11, 20, 14, 30, 15, 5, tzinfo=BERLIN))  # a Friday


def span(text: str) -> Span:
    term = parse(text).where
    assert isinstance(term, Term)
    found = term.values[0]
    assert isinstance(found, Span)
    return found


def resolved(text: str, zone: str = "Europe/Berlin") -> tuple[str | None, str | None]:
    start, end = resolve(span(text), NOW, ZoneInfo(zone))
    return tuple(None if at is None else iso(at).removesuffix("+00:00") for at in (start, end))  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("date:2026-11-18..2026-11-20", "2026-11-17T23:00:00", "2026-11-20T23:00:00"),
        ("date:2026-11-18", "2026-11-17T23:00:00", "2026-11-18T23:00:00"),
        ("date:2026-11", "2026-10-31T23:00:00", "2026-11-30T23:00:00"),
        ("date:2024-02", "2024-01-31T23:00:00", "2024-02-29T23:00:00"),
        ("date:2026", "2025-12-31T23:00:00", "2026-12-31T23:00:00"),
        ("date:2026-11-18T10", "2026-11-18T09:00:00", "2026-11-18T10:00:00"),
        ("date:2026-11-18T10:30", "2026-11-18T09:30:00", "2026-11-18T09:31:00"),
        ("date:2026-11-18T10:30:15", "2026-11-18T09:30:15", "2026-11-18T09:30:16"),
        ("date:2026-11-18T10:30:15.25", "2026-11-18T09:30:15.250000", "2026-11-18T09:30:15.260000"),
        ("date:2026-11-18T10:30Z", "2026-11-18T10:30:00", "2026-11-18T10:31:00"),
        ("date:2026-11-18T10:30-0530", "2026-11-18T16:00:00", "2026-11-18T16:01:00"),
        ("date:10:30", "2026-11-20T09:30:00", "2026-11-20T09:31:00"),
        ("date:today", "2026-11-19T23:00:00", "2026-11-20T23:00:00"),
        ("date:yesterday", "2026-11-18T23:00:00", "2026-11-19T23:00:00"),
        ("date:friday", "2026-11-19T23:00:00", "2026-11-20T23:00:00"),
        ("date:saturday", "2026-11-13T23:00:00", "2026-11-14T23:00:00"),
        ("since:2h", "2026-11-20T11:30:15.000005", None),
        ("date:2h", "2026-11-20T11:30:15.000005", None),
        ("date:3d..1d", "2026-11-17T13:30:15.000005", "2026-11-19T13:30:15.000005"),
        ("since:yesterday", "2026-11-18T23:00:00", None),
        ("until:yesterday", None, "2026-11-19T23:00:00"),
        ("before:yesterday", None, "2026-11-18T23:00:00"),
        ("after:yesterday", "2026-11-19T23:00:00", None),
        ("until:now", None, "2026-11-20T13:30:15.000005"),
    ],
)  # fmt: skip
def test_what_was_written_as_utc(text: str, start: str | None, end: str | None) -> None:
    assert resolved(text) == (start, end)


@pytest.mark.parametrize(
    ("text", "zone", "start", "end"),
    [
        ("date:2026-03-29", "Europe/Berlin", "2026-03-28T23:00:00", "2026-03-29T22:00:00"),
        ("date:2026-10-25", "Europe/Berlin", "2026-10-24T22:00:00", "2026-10-25T23:00:00"),
        ("date:2026-10-25T02", "Europe/Berlin", "2026-10-25T00:00:00", "2026-10-25T02:00:00"),
        ("date:2026-10-25T01", "Europe/Berlin", "2026-10-24T23:00:00", "2026-10-25T00:00:00"),
        ("date:2026-10-25T02:30", "Europe/Berlin", "2026-10-25T00:30:00", "2026-10-25T01:31:00"),
        ("date:2026-10-25T02:59", "Europe/Berlin", "2026-10-25T00:59:00", "2026-10-25T02:00:00"),
        ("since:2026-03-29T02:30", "Europe/Berlin", "2026-03-29T01:00:00", None),
        ("date:2026-03-29T02:30", "Europe/Berlin", "2026-03-29T01:00:00", "2026-03-29T01:00:00"),
        ("date:2026-03-29T02", "Europe/Berlin", "2026-03-29T01:00:00", "2026-03-29T01:00:00"),
        ("date:2026-03-08", "America/Havana", "2026-03-08T05:00:00", "2026-03-09T04:00:00"),
        ("date:2025-11-01", "America/Havana", "2025-11-01T04:00:00", "2025-11-02T04:00:00"),
        ("date:2025-11-02", "America/Havana", "2025-11-02T04:00:00", "2025-11-03T05:00:00"),
        ("date:2011-12-30", "Pacific/Apia", "2011-12-30T10:00:00", "2011-12-30T10:00:00"),
    ],
)  # fmt: skip
def test_days_on_which_the_clock_changes(text: str, zone: str, start: str, end: str | None) -> None:
    assert resolved(text, zone) == (start, end)


@settings(deadline=None)
@given(
    st.sampled_from(
        ["Europe/Berlin", "America/Havana", "America/Sao_Paulo", "Pacific/Apia", "Australia/Lord_Howe"]
    ),
    st.dates(datetime(1999, 1, 1).date(), datetime(2037, 1, 1).date()),
)
def test_days_follow_each_other_without_gap_or_overlap(zone: str, day: object) -> None:
    today, tomorrow = Instant(str(day)), Instant(str(day + timedelta(days=1)))  # type: ignore[operator]
    _, end = resolve(Span(today, today), NOW, ZoneInfo(zone))
    start, _ = resolve(Span(tomorrow, tomorrow), NOW, ZoneInfo(zone))
    assert end == start


@settings(deadline=None)
@given(
    st.integers(915_148_800, 2_100_000_000), st.sampled_from(["Europe/Berlin", "Australia/Lord_Howe", "UTC"])
)
def test_every_second_of_a_log_is_found_by_its_own_stamp(second: int, zone: str) -> None:
    moment = second * SECOND
    stamp = datetime.fromtimestamp(second, ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M:%S")
    for length, most in ((19, SECOND), (16, MINUTE), (13, HOUR), (10, DAY)):
        start, end = resolve(span(f"date:{stamp[:length]}"), NOW, ZoneInfo(zone))
        assert start is not None
        assert end is not None
        assert start <= moment < end
        assert end - start <= most + HOUR


@settings(deadline=None)
@given(st.text(alphabet="0123456789-:T.Z+ ywmdh/,"))
def test_what_the_parser_lets_through_can_be_resolved(text: str) -> None:
    try:
        found = parse(f'date:"{text}"').where
    except QueryError:
        return
    assert isinstance(found, Term)
    resolve(found.values[0], NOW, UTC)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text", ["", "tomorrow", "2026-13", "1969", "2200", "24:00", "10:60", "1e3d", "2026-02-29"]
)
def test_what_is_no_point_in_time(text: str) -> None:
    assert meaning(text) is None
    with pytest.raises(ValueError, match="not an instant"):
        resolve(Span(Instant(text), None), NOW, UTC)
