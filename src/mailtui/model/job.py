"""A job of the background worker, as those see it who asked for it or look on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class JobView:
    """One long act: asked for, waiting, under way or over. Times are UTC microseconds."""

    id: int
    kind: str
    """Such as import."""
    arguments: dict[str, Any]
    asked_by: str
    asked_at: int
    started: int | None
    finished: int | None
    done: int
    total: int
    """0 while nobody knows."""
    unit: str
    """What `done` and `total` count, such as bytes."""
    what: str
    """What it is at, such as a file."""
    error: str | None
    """Why it failed."""
    cancel_asked: bool
    result: dict[str, Any] | None
    """What came of it."""

    @property
    def state(self) -> str:
        """waiting, running, cancelled, failed or done."""
        if self.finished is not None:
            return "failed" if self.trouble else "cancelled" if self.cancel_asked else "done"
        return "waiting" if self.started is None else "running"

    def left(self) -> JobView:
        """As it is where no worker runs: what a worker that was killed had begun waits again."""
        return self if self.finished is not None else replace(self, started=None, done=0, total=0)

    @property
    def trouble(self) -> str:
        """Why it failed, or what an import could not read; '' when nothing went wrong."""
        if self.error or self.kind != "import" or not self.result:
            return self.error or ""
        told = [title for title, *_ in self.result.get("problems", ())]
        more = f" (and {len(told) - 1} more)" if len(told) > 1 else ""
        return f"{told[0]}{more}" if told else ""
