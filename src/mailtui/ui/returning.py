"""Coming back to where one was when mailtui was left."""

from __future__ import annotations

import asyncio
import signal
from contextlib import suppress
from typing import TYPE_CHECKING

from mailtui.ui.messages import Notice, OpenIncident, OpenTrace
from mailtui.ui.places import Places
from mailtui.ui.screens.base import BaseScreen
from mailtui.ui.session import Kept, Session, SessionFile

if TYPE_CHECKING:
    from textual.message import Message

KEEP_EVERY = 30.0
"""Seconds between two looks whether there is something new to keep: a lost connection costs no more."""
STAYING = {
    "TriageScreen": "triage",
    "SearchScreen": "search",
    "CampaignsScreen": "campaigns",
    "ContactsScreen": "contacts",
    "DomainsScreen": "domains",
    "WorkerScreen": "worker",
    "AuditScreen": "audit",
    "SuppressionsScreen": "suppressions",
    "ProvidersScreen": "providers",
    "WebhooksScreen": "webhooks",
    "ThreadsScreen": "threads",
}
"""Screens that can be come back to, and where the app has them."""


class Returning(Places):
    """Base of the app, between its places and itself."""

    _session_file: SessionFile | None = None
    _session = Session()
    _asked = False
    """Whether a search was asked for at the start; later searches do not move home there."""

    def recall(self, file: SessionFile | None) -> None:
        """Read where the user was; to be called before any screen is made."""
        self._session_file = file
        if file is not None:
            self._session = file.read()

    def recalled(self, name: str) -> Kept:
        """What a screen has kept; nothing of a search when another one was asked for."""
        asked = name == "SearchScreen" and self._query is not None
        return {} if asked else self._session.screens.get(name, {})

    @property
    def home(self) -> BaseScreen:
        """Where `q` quits."""
        return self.search if self._asked else self.triage

    @property
    def home_name(self) -> str:
        """Of which class home is; asking for it makes no screen."""
        return "SearchScreen" if self._asked else "TriageScreen"

    @property
    def first(self) -> BaseScreen:
        """What is shown first: the screen of last time, or home."""
        place = STAYING.get(self._session.screen) if self._query is None else None
        screen = getattr(self, place) if place is not None else self.home
        assert isinstance(screen, BaseScreen)
        return screen

    def return_to_top(self) -> None:
        """The desk is open: back into the trace or the incident; and a word when nothing could be read."""
        top, self._session = self._session.top, self._without_top()
        if top is not None and self._query is None:
            wanted: Message = OpenTrace(top[1]) if top[0] == "trace" else OpenIncident(top[1])
            self.post_message(wanted)
        if self._session_file is not None and self._session_file.word:
            self.post_message(Notice(self._session_file.word))
            self._session_file.word = ""
        self.set_interval(KEEP_EVERY, self.keep_session)
        self._heed_hangup()

    def _heed_hangup(self) -> None:
        """A connection that breaks, or a `kill`, is a way to leave too: what is kept then is as it was."""
        if self._driver is None or self._driver.is_headless:
            return
        for number in (signal.SIGHUP, signal.SIGTERM):
            with suppress(NotImplementedError, RuntimeError, ValueError):
                asyncio.get_running_loop().add_signal_handler(number, self.exit)

    def _without_top(self) -> Session:
        return Session(self._session.screen, None, self._session.screens)

    def keep_session(self) -> None:
        """Write down where the user is, if that is somewhere else than before."""
        if self._session_file is None:
            return
        stack = [screen for screen in self.screen_stack if isinstance(screen, BaseScreen)]
        under = [type(screen).__name__ for screen in stack if type(screen).__name__ in STAYING]
        screens = {type(screen).__name__: screen for screen in self._installed_screens.values()}
        kept = {
            name: screen.kept()
            for name, screen in screens.items()
            if isinstance(screen, BaseScreen) and screen.is_running
        }
        self._session_file.write(
            Session(
                screen=under[-1] if under else self._session.screen,
                top=_top_of(stack[-1]) if stack else None,
                screens={**self._session.screens, **kept},
            )
        )


def _top_of(screen: BaseScreen) -> tuple[str, int] | None:
    """The trace or the incident that is shown."""
    for kind, name in (("trace", "message_id"), ("incident", "incident_id")):
        number = getattr(screen, name, None)
        if isinstance(number, int):
            return kind, number
    return None
