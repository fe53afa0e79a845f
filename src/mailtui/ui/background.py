"""Work in threads: the result comes back to a method on the ui's thread, an error becomes a notice."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias, TypeVar

from textual.widget import Widget
from textual.worker import Worker, WorkerState, get_current_worker

from mailtui.errors import MailtuiError
from mailtui.model.stopping import stoppable
from mailtui.ui import crash
from mailtui.ui.messages import Notice

Result = TypeVar("Result")
Waiting: TypeAlias = "dict[Worker[None], tuple[Callable[[], None], Callable[[], None] | None]]"
"""What follows when a piece of work is done, and when it failed."""


class Background(Widget):
    """Mixin for widgets and screens that ask the services something.

    Named after the Textual class, whose CSS it would hide. One piece of work per group: a newer one
    replaces the older, whose result is dropped.
    """

    def background(
        self,
        group: str,
        work: Callable[[], Result],
        done: Callable[[Result], None],
        failed: Callable[[], None] | None = None,
    ) -> None:
        """Run `work` in a thread, then `done` with its result here; an error is shown, then `failed` runs."""
        result: list[Result] = []
        worker = self.run_worker(
            _stoppable(work, result.append), group=group, exclusive=True, exit_on_error=False, thread=True
        )
        self._waiting()[worker] = (lambda: done(result.pop()), failed)

    def drop(self, group: str) -> None:
        """Forget what runs in a group; its result will not be used."""
        self.workers.cancel_group(self, group)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Hand over a result, or say what went wrong."""
        waiting = self._waiting()
        if event.worker not in waiting or event.state in (WorkerState.PENDING, WorkerState.RUNNING):
            return
        event.stop()
        done, failed = waiting.pop(event.worker)
        if event.state is WorkerState.SUCCESS:
            done()
        elif event.state is WorkerState.ERROR and event.worker.error is not None:
            self.post_message(Notice(sentence(event.worker.error), error=True))
            if failed is not None:
                failed()

    def _waiting(self) -> Waiting:
        found: Waiting = self.__dict__.setdefault("_background_waiting", {})
        return found


def _stoppable(work: Callable[[], Result], keep: Callable[[Result], None]) -> Callable[[], None]:
    """The work, which ends soon when its worker is cancelled: a newer question has no use for the answer.

    The result is kept aside: a worker is part of a cycle, and what it holds stays long after its use.
    """

    def run() -> None:
        worker = get_current_worker()
        with stoppable(lambda: worker.is_cancelled):
            keep(work())

    return run


def sentence(error: BaseException) -> str:
    """An error as one line with its next step."""
    if isinstance(error, MailtuiError):
        return f"{error.title}: {error.hint}" if error.hint else error.title
    return f"unexpected {type(error).__name__}, details in {crash.record(error)}"
