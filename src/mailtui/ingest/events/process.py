"""A second process that reads a big file of events, parses them and joins them to mails."""

from __future__ import annotations

import os
from collections.abc import Iterator

from mailtui.ingest.events.shipping import Ending, Order, Step, take
from mailtui.ingest.reading import LogStream
from mailtui.ingest.second import LostError as LostError
from mailtui.ingest.second import SecondProcess

WORTH = 4 * 1024 * 1024
"""Bytes of a file from which on a second process is worth its start."""
_UNPACKED = 10
"""A compressed file has at least about so many times the bytes."""


def is_worth(stream: LogStream) -> bool:
    """Whether a file is read by a process of its own."""
    status = stream.status
    size = 0 if status is None else status.st_size
    times = 1 if stream.compression is None else _UNPACKED
    return size * times >= WORTH and len(os.sched_getaffinity(0)) > 1


class FrontProcess(SecondProcess):
    """One order being carried out."""

    def __init__(self, order: Order) -> None:
        """Start it; LostError when that cannot be."""
        super().__init__("mailtui.ingest.events.front", order)

    def steps(self) -> Iterator[Step]:
        """The lots as they come. LostError when they break off; InputError when the file ends too early."""
        try:
            taken = self.ask()
            while not isinstance(answer := take(taken), Ending):
                yield answer
        except (OSError, EOFError, ValueError) as error:
            raise LostError from error
        failure = answer.failure()
        if failure is not None:
            raise failure
