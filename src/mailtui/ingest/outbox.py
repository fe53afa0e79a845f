"""Answers of a second process on their way, so that their maker need not wait for who takes them."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from contextlib import suppress
from queue import Full, Queue
from types import TracebackType
from typing import BinaryIO, Self

WAITING = 6
"""Answers, each of about a megabyte of input, that may wait; with more their maker waits."""

Pieces = Sequence[bytes]
"""An answer, in one piece or several."""


class Outbox:
    """Sends answers in a thread of its own, in order; the end of the `with` block waits for the last one.

    After an error of their maker it does not wait. OSError from `put` and from the end of the block when
    nobody takes them any more.
    """

    def __init__(self, to: BinaryIO, waiting: int = WAITING) -> None:
        self._to = to
        self._queue: Queue[Pieces | None] = Queue(waiting)
        self._lost: OSError | ValueError | None = None
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
            except (OSError, ValueError) as error:  # ValueError: closed, after an error of the maker
                self._lost = error

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            with suppress(Full):  # then it waits for who reads, as long as this process lives
                self._queue.put_nowait(None)
            return
        self._queue.put(None)
        self._thread.join()
        if self._lost is not None:
            raise self._lost
