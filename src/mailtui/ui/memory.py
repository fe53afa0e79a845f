"""Python's cycle collector during start-up: many objects are made then, and no garbage."""

from __future__ import annotations

import gc

STARTED = 2.0
"""Seconds after which everything that starts has started."""


def pause_collector() -> None:
    """A tenth of the time to the first paint."""
    gc.disable()


def resume_collector() -> None:
    """From now on, without ever looking again at what the start made and the program keeps."""
    gc.freeze()
    gc.enable()
