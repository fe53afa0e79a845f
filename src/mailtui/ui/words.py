"""How facts are said on screen: the word, symbol and tone of a status; times, ages, sizes, durations.

Nothing here is colour alone: every status has a word and a symbol of one cell, with an ASCII form for
terminals without Unicode. A `Tone` names a meaning; what colour that is, the theme decides (`TONE_STYLES`
for `Content`, component classes `tone--…` for strips, see `mailtui.ui.tones`).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum

from mailtui.model.enums import Outcome, Status
from mailtui.model.moment import DAY, HOUR, MINUTE, SECOND


class Tone(StrEnum):
    """What a colour would mean."""

    GOOD = "good"
    WAITING = "waiting"
    FAILED = "failed"
    PLAIN = "plain"
    DIM = "dim"
    STRONG = "strong"
    TAG = "tag"
    """A tag without a colour; the others are named as the palette names them."""
    TAG_RED = "tag-red"
    TAG_YELLOW = "tag-yellow"
    TAG_GREEN = "tag-green"
    TAG_CYAN = "tag-cyan"
    TAG_BLUE = "tag-blue"
    TAG_MAGENTA = "tag-magenta"


TONE_STYLES = {
    Tone.GOOD: "$success",
    Tone.WAITING: "$warning",
    Tone.FAILED: "bold $error",
    Tone.PLAIN: "",
    Tone.DIM: "dim",
    Tone.STRONG: "bold",
    Tone.TAG: "$accent",
    Tone.TAG_RED: "ansi_red",
    Tone.TAG_YELLOW: "ansi_yellow",
    Tone.TAG_GREEN: "ansi_green",
    Tone.TAG_CYAN: "ansi_cyan",
    Tone.TAG_BLUE: "ansi_blue",
    Tone.TAG_MAGENTA: "ansi_magenta",
}
"""Style of each tone for `rendering.content`; the theme fills in the variables."""


def _now() -> int:
    return time.time_ns() // 1000


@dataclass(frozen=True, slots=True)
class Look:
    """How this terminal wants things said. Handed to screens and widgets, never global."""

    zone: tzinfo | None = None
    """Zone of all times shown; None is the machine's local time."""
    ascii: bool = False
    """Only ASCII symbols and bars."""
    now: Callable[[], int] = _now
    """The clock for ages and short times, UTC microseconds; tests freeze it."""


LOCAL = Look()

_MARKS: dict[Status, tuple[str, str, Tone]] = {
    Status.QUEUED: ("○", "o", Tone.WAITING),
    Status.DEFERRED: ("↻", "~", Tone.WAITING),
    Status.FROZEN: ("‖", "#", Tone.FAILED),
    Status.ACCEPTED: ("→", ">", Tone.GOOD),
    Status.DELIVERED: ("✓", "+", Tone.GOOD),
    Status.BOUNCED: ("✗", "x", Tone.FAILED),
    Status.BLOCKED: ("⊘", "!", Tone.FAILED),
    Status.EXPIRED: ("†", "t", Tone.FAILED),
    Status.REJECTED: ("⊗", "X", Tone.FAILED),
    Status.DISCARDED: ("∅", "0", Tone.DIM),
    Status.SUPPRESSED: ("⊖", "-", Tone.DIM),
    Status.CANCELLED: ("∖", "\\", Tone.DIM),
    Status.COMPLAINED: ("⚑", "P", Tone.FAILED),
    Status.UNKNOWN: ("?", "?", Tone.DIM),
    Status.PARTIAL: ("◑", "/", Tone.FAILED),
}


def status_symbol(status: Status, look: Look = LOCAL) -> str:
    """One cell that stands for a status; shown beside the word, never instead of it."""
    return _MARKS[status][1 if look.ascii else 0]


def status_tone(status: Status) -> Tone:
    """Good, waiting, failed, or none of these."""
    return _MARKS[status][2]


def status_text(status: Status, look: Look = LOCAL) -> str:
    """Symbol and word, such as `✓ delivered`."""
    return f"{status_symbol(status, look)} {status}"


def outcome_sentence(outcome: Outcome, host: str | None) -> str:
    """What the log really says: a 250 is `accepted by HOST`, no more."""
    if outcome is Outcome.ACCEPTED:
        return f"accepted by {host or 'the next hop'}"
    return str(outcome)


def stamp(moment: int | None, look: Look = LOCAL, *, fraction: bool = False) -> str:
    """Date and time to the second (19 cells), `2026-11-20 09:14:07`; an em dash for None."""
    if moment is None:
        return "—"
    text = _local(moment, look).strftime("%Y-%m-%d %H:%M:%S")
    return f"{text}.{moment % SECOND:06d}".rstrip("0").rstrip(".") if fraction else text


def clock(moment: int | None, look: Look = LOCAL) -> str:
    """Time of day to the second (8 cells)."""
    return "—" if moment is None else _local(moment, look).strftime("%H:%M:%S")


def short_stamp(moment: int | None, look: Look = LOCAL) -> str:
    """At most 11 cells: `09:14:07` today, `11-20 09:14` this year, `2025-11-20` before (and after)."""
    if moment is None:
        return "—"
    when, today = _local(moment, look), _local(look.now(), look)
    if when.date() == today.date():
        return when.strftime("%H:%M:%S")
    return when.strftime("%m-%d %H:%M" if when.year == today.year else "%Y-%m-%d")


def day(moment: int, look: Look = LOCAL) -> str:
    """The date, `2026-11-20`."""
    return _local(moment, look).strftime("%Y-%m-%d")


def zone_name(moment: int, look: Look = LOCAL) -> str:
    """The zone that times are shown in, such as `UTC` or `CET`."""
    return _local(moment, look).astimezone(look.zone).tzname() or ""


def age(moment: int, look: Look = LOCAL) -> str:
    """How long ago in one unit, `3 h ago`; `in 5 min` when it lies ahead, `now` within a second."""
    gap = look.now() - moment
    if abs(gap) < SECOND:
        return "now"
    return f"{duration(gap / SECOND)} ago" if gap > 0 else f"in {duration(-gap / SECOND)}"


def duration(seconds: float) -> str:
    """A length of time in its largest sensible unit: `0.3 s`, `42 s`, `5 min`, `3 h`, `4 d`."""
    if seconds < 10 and seconds != int(seconds):
        return f"{seconds:.1f} s" if seconds >= 0.05 else f"{seconds * 1000:.0f} ms"
    if round(seconds) < MINUTE // SECOND:
        return f"{seconds:.0f} s"
    minutes, hours, days = (seconds * SECOND / unit for unit in (MINUTE, HOUR, DAY))
    if round(minutes) < 60:
        return f"{minutes:.0f} min"
    return f"{hours:.0f} h" if round(hours) < 48 else f"{days:.0f} d"


def span(seconds: float) -> str:
    """A length of time that may be measured against: the two largest units, `1 h 45 min`, `3 d 2 h`."""
    whole = round(seconds)
    if whole < 60:
        return duration(seconds)
    units = (("d", 86_400), ("h", 3600), ("min", 60), ("s", 1))
    first = next(number for number, (_, length) in enumerate(units) if whole >= length)
    (name, length), (small, part) = units[first], units[first + 1]
    rest = whole % length // part
    return f"{whole // length} {name} {rest} {small}" if rest else f"{whole // length} {name}"


def size(count: int | None) -> str:
    """Bytes in a short form, powers of 1024: `352 B`, `1.4 kB`, `23 MB`; an em dash for None."""
    if count is None:
        return "—"
    value = float(count)
    for unit in ("B", "kB", "MB", "GB"):
        if value < 1000 or unit == "GB":
            break
        value /= 1024
    return f"{value:.0f} {unit}" if unit == "B" or value >= 10 else f"{value:.1f} {unit}"


def count(number: int, noun: str, plural: str = "") -> str:
    """`1 try`, `5 tries`, `12 recipients`."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}".replace(",", " ")


def brief(number: int) -> str:
    """A number in at most five cells: `99999`, `123k`, `1.2M`, `15M`."""
    if number < 100_000:
        return str(number)
    if number < 1_000_000:
        return f"{number // 1000}k"
    millions = number / 1_000_000
    return f"{millions:.1f}M" if millions < 10 else f"{millions:.0f}M"


def _local(moment: int, look: Look) -> datetime:
    return datetime.fromtimestamp(moment // SECOND, look.zone)
