"""Times, ages, sizes and statuses as they are said."""

from __future__ import annotations

from datetime import UTC
from zoneinfo import ZoneInfo

import pytest
from rich.cells import cell_len

from mailtui.model.enums import Outcome, Status
from mailtui.model.moment import DAY, HOUR, MINUTE, SECOND
from mailtui.ui import words
from mailtui.ui.words import Look

NOW = 1_795_166_047 * SECOND
LOOK = Look(zone=UTC, now=lambda: NOW)


@pytest.mark.parametrize("status", list(Status))
def test_every_status_has_a_word_and_a_symbol_of_one_cell(status: Status) -> None:
    for look in (LOOK, Look(ascii=True)):
        assert cell_len(words.status_symbol(status, look)) == 1
        assert words.status_text(status, look).endswith(f" {status}")
    assert words.status_symbol(status, Look(ascii=True)).isascii()


def test_no_two_statuses_share_a_symbol() -> None:
    for look in (LOOK, Look(ascii=True)):
        assert len({words.status_symbol(status, look) for status in Status}) == len(Status)


def test_times_in_the_zone_that_is_asked_for() -> None:
    assert words.stamp(NOW, LOOK) == "2026-11-20 09:14:07"
    berlin = Look(zone=ZoneInfo("Europe/Berlin"), now=lambda: NOW)
    assert words.stamp(NOW, berlin) == "2026-11-20 10:14:07"
    assert (words.zone_name(NOW, berlin), words.zone_name(NOW, LOOK)) == ("CET", "UTC")
    assert words.stamp(NOW + 250_000, LOOK, fraction=True) == "2026-11-20 09:14:07.25"
    assert words.stamp(None, LOOK) == "—"


@pytest.mark.parametrize(
    ("back", "shown"),
    [(HOUR, "08:14:07"), (2 * DAY, "11-18 09:14"), (400 * DAY, "2025-10-16"), (0, "09:14:07")],
)
def test_short_stamps_fit_eleven_cells(back: int, shown: str) -> None:
    assert words.short_stamp(NOW - back, LOOK) == shown
    assert len(shown) <= 11


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0, "0 s"), (0.012, "12 ms"), (0.3, "0.3 s"), (59.4, "59 s"), (59.9, "1 min"), (3599, "1 h"),
        (86_399, "24 h"), (2 * 86_400, "2 d"), (4.4 * 86_400, "4 d"),
    ],
)  # fmt: skip
def test_durations(seconds: float, shown: str) -> None:
    assert words.duration(seconds) == shown


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(42, "42 s"), (60, "1 min"), (6300, "1 h 45 min"), (266_400, "3 d 2 h"), (86_400, "1 d")],
)
def test_spans(seconds: float, shown: str) -> None:
    assert words.span(seconds) == shown


def test_ages() -> None:
    assert words.age(NOW - 3 * HOUR, LOOK) == "3 h ago"
    assert words.age(NOW + 5 * MINUTE, LOOK) == "in 5 min"
    assert words.age(NOW, LOOK) == "now"


def test_sizes() -> None:
    assert [words.size(count) for count in (None, 0, 352, 1438, 24 * 1024**2)] == [
        "—", "0 B", "352 B", "1.4 kB", "24 MB",
    ]  # fmt: skip


def test_a_250_is_called_what_it_is() -> None:
    assert words.outcome_sentence(Outcome.ACCEPTED, "mx1.example") == "accepted by mx1.example"
    assert words.outcome_sentence(Outcome.BOUNCED, "mx1.example") == "bounced"
