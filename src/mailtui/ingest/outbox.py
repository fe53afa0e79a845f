"""Answers of a second process on their way, so that their maker need not wait for who takes them."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from queue import Queue
from types import TracebackType
from typing import BinaryIO, Self

WAITING = 6
"""Answers, each of about a megabyte of input, that may wait; with more their maker waits."""

Pieces = Sequence[bytes]
"""An answer, in one piece or several."""


class Outbox:
    """Sends answers in a thread of its own, in order; the end of the `with` block waits for the last one.

    OSError from `put` and from the end of the block when nobody takes them any more.
    """

    def __init__(self, to: BinaryIO, waiting: int = WAITING) -> None:
        self._to = to
        self._queue: Queue[Pieces | None] = Queue(waiting)
        self._lost: OSError | None = None
        self._thread = threading.Thread(target=self._send, name="outbox", daemon=True)

    def put(self, *pieces: bytes) -> None:
        """Send one answer."""
        if self._lost is not None:
            raise self._lost
        self._queue.put(pieces)

    def _send(self) -> None:
        while (pieces := self._queue.get()) is not None:
            if self._lost is not None:
                continue  # whoever puts must not wait for ever
            try:
                for piece in pieces:
                    self._to.write(piece)
                self._to.flush()
            except OSError as error:
                self._lost = error

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._queue.put(None)
        self._thread.join()
        if error is None and self._lost is not None:
            raise self._lost
