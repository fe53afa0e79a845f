"""What every second process of ours does with its order; see `ingest.second`."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

ORDERS, ANSWERS = 0, 1
NICE = 10
"""It gets a tenth of a core beside whoever else wants it, such as a terminal somebody types at."""
_AUTOGROUP = Path("/proc/self/autogroup")


def carry_out(work: Callable[[BinaryIO, BinaryIO], None]) -> None:
    """Do some work with orders and answers, until it is done or the process that started this one ends it.

    The pipes have buffers whatever PYTHONUNBUFFERED says: what is written without one is cut short when this
    process is stopped meanwhile (ctrl-z), and nobody writes the rest.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _give_way()
    with open(ORDERS, "rb", closefd=False) as orders, open(ANSWERS, "wb", closefd=False) as answers:
        work(orders, answers)


def _give_way() -> None:
    """Leave the processor to others who need it; while nobody does, nothing is slower.

    Linux may share it among sessions first, and then what is nice within one does not count: so this process
    gets one of its own, which is nice as a whole.
    """
    nice = max(NICE, os.getpriority(os.PRIO_PROCESS, 0))
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, 0, nice)
        os.setsid()
        _AUTOGROUP.write_text(str(nice))
