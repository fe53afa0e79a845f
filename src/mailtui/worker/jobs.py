"""The kinds of jobs: a name, what it does, and whether it writes facts.

    @kind("diagnose", facts=True)
    def diagnose(task: Task) -> dict | None: ...

A job of facts runs in the worker's own thread, between which and following there is never a doubt
who writes; it calls `task.give_way()` between transactions. Any other runs in a thread of its own.
What it returns is the job's result; a MailtuiError is its error. A job may be begun again after a
crash, so doing it twice must do no harm.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from mailtui.worker.task import Task

Run = Callable[[Task], dict[str, Any] | None]


class Kind(NamedTuple):
    """One sort of job."""

    run: Run
    facts: bool
    """It writes facts: messages, causes, raw lines."""


KINDS: dict[str, Kind] = {}
"""Every kind by its name."""


def kind(name: str, *, facts: bool) -> Callable[[Run], Run]:
    """Make a function a kind of job."""

    def add(run: Run) -> Run:
        KINDS[name] = Kind(run, facts)
        return run

    return add


def load() -> dict[str, Kind]:
    """Every kind, from the modules that define them."""
    from mailtui.worker import (  # noqa: F401 - each adds its kind
        acting,
        contacts,
        diagnosing,
        erasing,
        events,
        foreign,
        importing,
        retention,
    )

    return KINDS
