"""What every second process of ours does with its order; see `ingest.second`."""

from __future__ import annotations

import signal
from collections.abc import Callable
from typing import BinaryIO

ORDERS, ANSWERS = 0, 1


def carry_out(work: Callable[[BinaryIO, BinaryIO], None]) -> None:
    """Do some work with orders and answers, until it is done or the process that started this one ends it.

    The pipes have buffers whatever PYTHONUNBUFFERED says: what is written without one is cut short when this
    process is stopped meanwhile (ctrl-z), and nobody writes the rest.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with open(ORDERS, "rb", closefd=False) as orders, open(ANSWERS, "wb", closefd=False) as answers:
        work(orders, answers)
