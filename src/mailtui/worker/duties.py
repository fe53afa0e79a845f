"""The recurring duties of every worker, in one place."""

from __future__ import annotations

from mailtui.worker.schedule import Schedule
from mailtui.worker.work import Work


def set_up(schedule: Schedule, work: Work) -> None:
    """Put every duty on the schedule: `schedule.every(interval, jitter, duty)`."""
