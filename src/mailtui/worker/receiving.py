"""Webhooks in the worker: taken in threads of their own, read in the worker's, like everything of facts."""

from __future__ import annotations

import threading
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING

from mailtui.diagnosis import Diagnoser
from mailtui.model.webhook import Retried
from mailtui.services.receiving import secrets
from mailtui.services.receiving.registering import register
from mailtui.services.run import now
from mailtui.store.engine import Engine
from mailtui.worker.work import Work

if TYPE_CHECKING:
    from mailtui.worker.listening.server import Receiver

EVERY = 0.5
"""Seconds between two readings: many are read faster together."""


class Receiving:
    """What a worker takes live; nothing where it was not told to listen."""

    def __init__(self, work: Work, say: Callable[[str], None]) -> None:
        """ConfigError when the address cannot be had."""
        self._work = work
        self._say = say
        self._began = False
        self._receiver: Receiver | None = None
        self.news = threading.Event()
        """Payloads wait to be read."""
        self._next = 0.0
        if work.listening is not None:
            from mailtui.worker.listening.server import Receiver

            self._receiver = Receiver(work.listening, work.database, say)
            self.news = self._receiver.keeping.news
            paths = ", ".join(hook.path for hook in work.listening.hooks)
            self._place = self._receiver.address
            say(f"taking webhooks at http://{self._place}: {paths}")
            for hook in work.listening.hooks:
                if hook.accept_unsigned:
                    say(f"{hook.path} takes whatever is posted to it: accept_unsigned is set")
                unwise = secrets.warning(hook.secret)
                if unwise:
                    say(unwise)
            if not work.listening.address.is_loopback:
                say("others can reach this address: what they post is not encrypted unless a proxy does TLS")

    @property
    def doing(self) -> str:
        """For the line that says what the worker does; empty where it takes nothing."""
        if self._receiver is None:
            return ""
        if not self._receiver.is_taking:
            return "no webhooks are taken any more: see its log"
        return f"taking webhooks at {self._place}"

    def begin(self, engine: Engine) -> None:
        """Make the accounts known to the database, which may be a new one, and take from now on."""
        self.news.set()  # whoever worked before may have left some
        if self._work.listening is None or self._receiver is None:
            return
        with engine.begin() as connection:
            found = register(connection, self._work.listening.hooks, self._receiver.lame)
        for name, why in found.broken.items():
            self._say(f"webhooks.{name} takes nothing: {why}. Give it another name: server = ...")
        self._receiver.keeping.registered = found
        if not self._began:
            self._receiver.start()
            self._began = True

    def close(self) -> None:
        """Answer what is being answered, and end."""
        if self._receiver is not None:
            self._receiver.close()

    def read(self, engine: Engine, diagnoser: Diagnoser, between: Callable[[], None]) -> bool:
        """Read what waits; whether there was any, after which nothing remembered of the database is sure.

        `between` is called between two transactions and may raise.
        """
        if not self.news.is_set() or monotonic() < self._next:
            return False
        from mailtui.ingest.events.again import read_waiting

        self.news.clear()
        try:
            done = read_waiting(engine, diagnoser, now, lambda _: between())
        except BaseException:
            self.news.set()
            raise
        self._next = monotonic() + EVERY
        return done != Retried()
