"""What stands before the text: stamps, zones, pids, ids, syslog."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from tests.parsing.reading import event

from mailtui.model.clock import Clock
from mailtui.model.enums import EventKind
from mailtui.model.moment import iso
from mailtui.parsing.exim.parser import Parser

OLD, NEW = "1jmKso-0009d4-Uf", "1xUY2E-000000008IR-2k2P"


@pytest.mark.parametrize("queue_id", [OLD, NEW, "aZ09zz-zzzzzz-zz"])
@pytest.mark.parametrize(
    ("stamp", "time", "pid"),
    [
        ("2026-11-20 23:28:50", "2026-11-20T23:28:50+00:00", None),
        ("2026-11-20 23:28:50.655", "2026-11-20T23:28:50.655000+00:00", None),
        ("2026-11-20 23:28:50 -0330", "2026-11-21T02:58:50+00:00", None),
        ("2026-11-20 23:28:50.001 +0200 [31895]", "2026-11-20T21:28:50.001000+00:00", 31895),
        ("2026-11-20 23:28:50 [7]", "2026-11-20T23:28:50+00:00", 7),
        ("Nov 20 23:30:11 mx exim[15572]: 2026-11-20 23:28:50", "2026-11-20T23:28:50+00:00", 15572),
        ("Nov  2 23:30:11 mx exim[15572]:", "2026-11-02T23:30:11+00:00", 15572),
        ("<22>Nov 20 23:30:11 mx exim4:", "2026-11-20T23:30:11+00:00", None),
        ("2026-11-20T23:30:11.039+01:00 mx exim[5]:", "2026-11-20T22:30:11.039000+00:00", 5),
        ("2026-11-20T23:30:11Z mx /usr/sbin/exim4[5]:", "2026-11-20T23:30:11+00:00", 5),
        ("2026-11-20T23:28:51.2+01:00 mx exim[5]: 2026-11-20 23:28:50 [6]", "2026-11-20T22:28:50+00:00", 6),
        (
            "2026-11-20T23:28:51.2+01:00 mx exim[5]: 2026-11-20 22:28:50",
            "2026-11-20T22:28:51.200000+00:00",
            5,
        ),
    ],
)
def test_forms(stamp: str, time: str, pid: int | None, queue_id: str) -> None:
    for text, kind in (
        ("Completed", "completed"),
        ("frozen by root", "frozen"),
        ("=> bob <bob@x.example> R=r T=t", "delivery"),
    ):
        found = event(f"{stamp} {queue_id} {text}")
        assert (found.kind, found.queue_id, found.pid) == (kind, queue_id, pid)
        assert iso(found.time or 0) == time
        assert found.server == ("mx" if " mx " in stamp else None)


@pytest.mark.parametrize(
    "text", ["1xUY2E-000000008IR-2k2 x", "1xUY2E-000000008IR-2k2Px x", "1xUY2_-000000008IR-2k2P x", "exim x"]
)
def test_no_id(text: str) -> None:
    assert event(f"2026-11-20 23:28:50 {text}").queue_id is None


@pytest.mark.parametrize(
    "stamp", ["2026-13-20 23:28:50", "2026-02-30 00:00:00", "9999-12-31 23:59:60", "0000-00-00 00:00:00"]
)
def test_a_stamp_that_is_no_time_loses_only_the_time(stamp: str) -> None:
    for text in ("Completed", "frozen by root"):
        found = event(f"{stamp} {OLD} {text}")
        assert found.time is None
        assert (found.queue_id, found.kind) != (None, EventKind.UNRECOGNISED)


def test_times_at_the_edges_of_the_calendar() -> None:
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago", "UTC"):
        parser = Parser(Clock(ZoneInfo(zone)))
        for stamp in ("0001-01-01 00:00:00", "9999-12-31 23:59:59", "2026-01-01 00:00:00"):
            for line in (f"{stamp} {OLD} Completed", f"Dec 31 23:59:59 mx exim[1]: {OLD} Completed"):
                assert parser.parse(line.encode()).kind == "completed"


def test_the_zone_of_the_log() -> None:
    found = Parser(Clock(ZoneInfo("Europe/Berlin"))).parse(b"2026-07-01 12:00:00 Start queue run: pid=1")
    assert iso(found.time or 0) == "2026-07-01T10:00:00+00:00"


def test_the_hour_that_repeats() -> None:
    parser = Parser(Clock(ZoneInfo("Europe/Berlin")))
    times = [
        parser.parse(f"2026-10-25 {stamp} {OLD} Completed".encode()).time or 0
        for stamp in ("02:10:00", "02:50:00", "02:10:00")
    ]
    assert [iso(time)[11:16] for time in times] == ["00:10", "00:50", "01:10"]


def test_another_program_in_the_same_syslog() -> None:
    found = event("Nov 20 23:30:11 mx postfix/smtpd[9]: connect from x[192.0.2.1]")
    assert (found.kind, found.server, found.text) == ("unrecognised", "mx", "connect from x[192.0.2.1]")


def test_zeros_of_a_truncated_file_and_a_carriage_return() -> None:
    assert event(f"\0\0\x002026-11-20 23:28:50 {OLD} Completed").kind == "completed"
    assert event(f"2026-11-20 23:28:50 {OLD} Completed\r").kind == "completed"
