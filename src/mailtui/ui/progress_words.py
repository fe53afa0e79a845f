"""How far an import is, in words: of the status line, the Worker screen, `mailtui status` and the bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailtui.ui.words import brief, count, duration

if TYPE_CHECKING:
    from mailtui.model.view import ImportProgress


def progress_text(progress: ImportProgress) -> str:
    """Such as `importing mainlog.2.gz 43 %, 124 000 lines/s, 12 s left`."""
    far = (lines_speed(progress), time_left(progress))
    return _listed(f"importing {_name(progress)}{_share(progress)}", *far)


def progress_short(progress: ImportProgress) -> str:
    """Such as `mainlog.2.gz 43 %, 1.7 MB/s, 124k lines/s, 12 s left, 3 unclear`: it fits into 68 cells."""
    lines = f"{brief(round(progress.lines_per_second))} lines/s"
    far = (bytes_speed(progress), lines, time_left(progress), f"{brief(progress.unrecognised)} unclear")
    return _listed(f"{_name(progress)}{_share(progress)}", *far)


def progress_line(progress: ImportProgress) -> str:
    """All of it: `importing mainlog.2.gz, file 2 of 3: 43.0 of 100.0 MB, 1.7 MB/s, 124 000 lines/s, ...`."""
    number = min(progress.files_done + 1, progress.files_total)
    told = _listed(
        _amount(progress),
        bytes_speed(progress),
        lines_speed(progress),
        time_left(progress),
        unclear(progress),
    )
    return f"importing {_name(progress)}, file {number} of {progress.files_total}: {told}"


def lines_speed(progress: ImportProgress) -> str:
    """`124 000 lines/s`."""
    return f"{progress.lines_per_second:,.0f} lines/s".replace(",", " ")


def bytes_speed(progress: ImportProgress) -> str:
    """`1.7 MB/s`; '' when it is not known."""
    return f"{progress.bytes_per_second / 1e6:.1f} MB/s" if progress.bytes_per_second else ""


def time_left(progress: ImportProgress) -> str:
    """`12 s left`; '' when it is not known."""
    seconds = progress.seconds_left
    return "" if seconds is None else f"{duration(max(1, round(seconds)))} left"


def unclear(progress: ImportProgress) -> str:
    """`3 lines not understood`."""
    return f"{count(progress.unrecognised, 'line')} not understood"


def _share(progress: ImportProgress) -> str:
    return f" {100 * progress.bytes_done // progress.bytes_total} %" if progress.bytes_total else ""


def _amount(progress: ImportProgress) -> str:
    done = f"{progress.bytes_done / 1e6:.1f}"
    if progress.bytes_total:
        return f"{done} of {progress.bytes_total / 1e6:.1f} MB"
    return f"{done} MB" if progress.bytes_done else ""


def _name(progress: ImportProgress) -> str:
    return progress.file.rpartition("/")[2]


def _listed(*parts: str) -> str:
    return ", ".join(filter(None, parts))
