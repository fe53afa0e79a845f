"""Tags and notes on conversations."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from mailtui.model.enums import SubjectKind
from mailtui.model.work import Subject
from mailtui.ui.acted import Acted, Item
from mailtui.ui.screens.remarking import Remarking


@dataclass(frozen=True)
class OnThreads(Acted):
    """Conversations by their ids."""

    threads: tuple[int, ...] = field(default=())

    @cached_property
    def things(self) -> dict[Subject, Item]:
        return {Subject(SubjectKind.THREAD, thread): f"thread:{thread}" for thread in self.threads}


class ThreadRemarks(Remarking):
    """Mixin for screens with conversations; named before the screen's other bases."""

    NO_EXPORT = "conversations are not exported: mailtui thread ID --json prints one"

    def threads_here(self) -> tuple[int, ...]:
        """The one under the cursor, or the one that is shown."""
        raise NotImplementedError

    def acted(self) -> Acted:
        here = self.threads_here()
        return OnThreads(tuple(f"thread:{one}" for one in here), threads=here)

    def has_acted(self) -> bool:
        return bool(self.threads_here())

    def settled(self, acted: Acted, *, done: bool) -> None:  # noqa: ARG002 - all is read again
        self.read()

    def work_changed(self) -> None:
        """Somebody noted or tagged something."""
        self.read()

    def read(self) -> None:
        """Read what is shown again."""
        raise NotImplementedError

    def has_taken(self) -> bool:
        return False
