"""Messages to threads, one after the other: by In-Reply-To and References, else by subject, time and people.

Which messages share a thread is the same whatever the order in which they come: ids that are mentioned before
their message comes are held for it, and threads that turn out to be one are merged.
"""

from __future__ import annotations

from typing import NamedTuple

from mailtui.model.conversations.forest import Forest
from mailtui.model.conversations.letter import Letter
from mailtui.model.conversations.subject import base_subject
from mailtui.model.conversations.windows import Windows


class Placed(NamedTuple):
    """Where a message went."""

    thread: int
    """Counted from 0 in the order of coming."""
    merged: tuple[int, ...] = ()
    """Threads that are part of this one now: their messages go to `thread`."""


class Threads:
    """The threads of all messages added so far.

    `by_subject`: also join messages with the same base subject within seven days and with a participant in
    common, where one of them answers nothing by its headers. `replies_only`: only where one of them is marked
    as a reply (`Re:`), which keeps the weekly reports of a machine apart.
    """

    def __init__(self, by_subject: bool = True, replies_only: bool = False) -> None:
        self._by_subject = by_subject
        self._replies_only = replies_only
        self._forest = Forest()
        self._nodes: dict[str, int] = {}
        self._windows: dict[tuple[str, str], Windows] = {}

    def add(self, letter: Letter) -> Placed:
        """Find the thread of one message. The same message again changes nothing."""
        node = self._node(letter.message_id)
        for mentioned in letter.mentioned:
            self._forest.join(node, self._node(mentioned))
        if self._by_subject:
            self._join_by_subject(letter, node)
        number = self._forest.number(node)
        gone, self._forest.gone = self._forest.gone, []
        return Placed(number, tuple(sorted(gone)))

    def thread_of(self, message_id: str) -> int | None:
        """The thread of a message that was added; None when it was not, nor any that belongs to it."""
        node = self._nodes.get(message_id)
        return None if node is None else self._forest.known_number(node)

    def join(self, one: str, other: str) -> None:
        """Say that two ids are of one thread, whatever their messages say."""
        self._forest.join(self._node(one), self._node(other))

    def known(self, prefix: str) -> list[str]:
        """The ids that begin so, of messages and of what was only mentioned or joined."""
        return [id_ for id_ in self._nodes if id_.startswith(prefix)]

    def _node(self, message_id: str) -> int:
        """The node of an id; a message without one has a node of its own."""
        if not message_id:
            return self._forest.node()
        if message_id not in self._nodes:
            self._nodes[message_id] = self._forest.node()
        return self._nodes[message_id]

    def _join_by_subject(self, letter: Letter, node: int) -> None:
        base = base_subject(letter.subject)
        if not base.text or letter.date is None:
            return
        is_loose = not letter.mentioned and (base.is_reply or not self._replies_only)
        for participant in letter.participants:
            windows = self._windows.setdefault((base.text.casefold(), participant), Windows())
            windows.add(letter.date, node, is_loose, self._forest.join)
