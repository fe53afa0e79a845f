"""Python's cycle collector and its turns for threads, so that neither holds up the screen."""

from __future__ import annotations

import gc
import sys

STARTED = 2.0
"""Seconds after which everything that starts has started."""

SELDOM = (5_000, 5, 50)
"""When the collector runs, by generation. By default it goes through everything a look at a thousand
domains keeps some fifteen times, for a tenth of a second and more; there is next to no garbage in it."""
TURN = 0.001
"""Seconds a thread may go on while the screen's waits for its turn; Python's own 0.005 are felt."""


def pause_collector() -> None:
    """A tenth of the time to the first paint."""
    gc.disable()


def resume_collector() -> None:
    """From now on, without ever looking again at what the start made and the program keeps."""
    gc.freeze()
    gc.set_threshold(*SELDOM)
    gc.enable()
    sys.setswitchinterval(TURN)
