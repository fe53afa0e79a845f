"""What asks a worker to stop. Imports nothing of the database: a signal may come in the first moment."""

from __future__ import annotations

import os
import signal
import threading


def stop_on_signals(stop: threading.Event) -> None:
    """SIGTERM and SIGINT finish what is under way; a second one breaks it off, which costs no line."""

    def handle(_signal: int, _frame: object) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, handle)


def stop_with_parent(stop: threading.Event) -> None:
    """Stop when standard input ends: the terminal that started us is gone, whatever way it went."""

    def listen() -> None:
        while os.read(0, 64):
            pass
        stop.set()

    threading.Thread(target=listen, daemon=True).start()
