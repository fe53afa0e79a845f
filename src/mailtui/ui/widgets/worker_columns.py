"""The columns of the Worker screen: which there are at a width, and what sources and jobs say in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailtui.model.moment import SECOND
from mailtui.ui import words
from mailtui.ui.rendering import one_line
from mailtui.ui.widgets.columns import Cell, Column
from mailtui.ui.words import Look, Tone

if TYPE_CHECKING:
    from mailtui.model.job import JobView
    from mailtui.services.standing import SourceStatus

_STATES = {"following": Tone.GOOD, "catching up": Tone.WAITING, "error": Tone.FAILED, "stopped": Tone.WAITING}
_JOBS = {"running": Tone.WAITING, "failed": Tone.FAILED, "cancelled": Tone.DIM, "done": Tone.GOOD}
WIDE = 110
"""Cells from which there is room for the newest line of a source, and for who asked for a job."""


def source_columns(width: int) -> tuple[Column[SourceStatus], ...]:
    """The columns of the sources for a list of `width` cells."""
    wide = width >= WIDE
    head = [Column("STATE", 11, _state), Column("SERVER", 18 if wide else 10, _server, middle=True)]
    tail = [
        Column("LINES", 7, _lines, right=True),
        Column("UNCLEAR", 7, _unclear, right=True),
        Column("LAG", 6, _lag, right=True),
    ]
    if wide:
        tail.append(Column("NEWEST LINE", 19, _newest))
    return (*head, Column("PATH", _rest(width, head, tail), _path, middle=True), *tail)


def job_columns(width: int) -> tuple[Column[JobView], ...]:
    """The columns of the jobs."""
    wide = width >= WIDE
    head = [
        Column("STATE", 11, _job_state),
        Column("JOB", 5, _job_id, right=True),
        Column("KIND", 12, _kind),
        Column("DONE", 17, _done),
    ]
    tail = [Column("ASKED BY", 24, _by), Column("ASKED", 11, _asked)] if wide else []
    return (*head, Column("WHAT", _rest(width, head, tail), _what, middle=True), *tail)


def _rest(width: int, *columns: list[Column[SourceStatus]] | list[Column[JobView]]) -> int:
    return max(4, width - 2 - sum(column.width + 1 for some in columns for column in some))


def _state(one: SourceStatus, _: Look) -> Cell:
    return one.state, _STATES.get(one.state, Tone.DIM)


def _server(one: SourceStatus, _: Look) -> Cell:
    return one.server, Tone.STRONG


def _path(one: SourceStatus, _: Look) -> Cell:
    return (f"queue {one.path}" if one.source == "exim_queue" else one.path), Tone.PLAIN


def _lines(one: SourceStatus, _: Look) -> Cell:
    return "" if one.source == "exim_queue" else words.brief(one.lines), Tone.PLAIN


def _unclear(one: SourceStatus, _: Look) -> Cell:
    return words.brief(one.unrecognised) if one.unrecognised else "", Tone.WAITING


def _lag(one: SourceStatus, _: Look) -> Cell:
    if one.lag_seconds is None:
        return "", Tone.DIM
    if one.source == "exim_queue":
        return words.duration(60 * (one.lag_seconds // 60)), Tone.DIM
    return ("none", Tone.DIM) if not one.lag_seconds else (words.duration(one.lag_seconds), Tone.WAITING)


def _newest(one: SourceStatus, look: Look) -> Cell:
    return "" if one.last_line is None else words.stamp(one.last_line, look), Tone.DIM


def _job_state(one: JobView, _: Look) -> Cell:
    if one.state == "running" and one.cancel_asked:
        return "ending", Tone.WAITING
    return one.state, _JOBS.get(one.state, Tone.PLAIN)


def _job_id(one: JobView, _: Look) -> Cell:
    return str(one.id), Tone.PLAIN


def _kind(one: JobView, _: Look) -> Cell:
    return one.kind, Tone.STRONG


def _done(one: JobView, look: Look) -> Cell:
    if one.finished is not None:
        return words.short_stamp(one.finished, look), Tone.DIM
    if one.started is None:
        return "", Tone.DIM
    if not one.total:
        return (f"{words.brief(one.done)} {one.unit}" if one.done else ""), Tone.WAITING
    part = f"{100 * one.done // one.total} %"
    seconds = (look.now() - one.started) / SECOND
    left = seconds * (one.total - one.done) / one.done if one.done else None
    return part if left is None else f"{part}, {words.duration(max(1, round(left)))} left", Tone.WAITING


def _what(one: JobView, _: Look) -> Cell:
    if one.error:
        return one_line(one.error), Tone.FAILED
    if one.finished is None and one.what:
        return one.what, Tone.PLAIN
    return ", ".join(map(str, one.arguments.get("paths") or ())), Tone.PLAIN


def _by(one: JobView, _: Look) -> Cell:
    return one.asked_by, Tone.DIM


def _asked(one: JobView, look: Look) -> Cell:
    return words.short_stamp(one.asked_at, look), Tone.DIM
