"""The app: modes, theme, wiring. It opens the database after the first paint; no SQL and no parsing here."""

from __future__ import annotations

import sys
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import events, on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.driver import Driver
from textual.screen import Screen
from textual.widgets import Input
from textual.worker import Worker, WorkerState

from mailtui.errors import MailtuiError
from mailtui.ui import crash, memory
from mailtui.ui.background import sentence
from mailtui.ui.commands import CATALOGUE, does
from mailtui.ui.desk import Desk, OpenDesk
from mailtui.ui.going import Going
from mailtui.ui.messages import (
    Leave,
    Notice,
    OpenCampaign,
    OpenDatabase,
    OpenDomain,
    OpenIncident,
    OpenPerson,
    OpenSearch,
    OpenThread,
    OpenTrace,
    OpenUnclear,
    OpenWebhooks,
    Shown,
    StateRead,
)
from mailtui.ui.own_terminal import OwnTerminal
from mailtui.ui.pacing import AtMost
from mailtui.ui.picking import Picking
from mailtui.ui.repeating import Repeating
from mailtui.ui.returning import Returning
from mailtui.ui.screens.base import BaseScreen
from mailtui.ui.themes import NIGHT, OWN
from mailtui.ui.ticking import Ticking
from mailtui.ui.widgets.key_line import KeyLine
from mailtui.ui.words import LOCAL, Look

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.console import RenderableType
    from textual.filter import LineFilter

    from mailtui.model.view import StoreState
    from mailtui.ui.keymaps import Keymap
    from mailtui.ui.session import SessionFile

LOOK_EVERY, LOOK_WHEN_CALM = 0.1, 0.15
"""Seconds between two looks whether anybody wrote to the database; one costs a `stat`, and to wake up."""
CALM_AFTER = 10.0
"""Seconds without anything new."""
TRY_AGAIN = 3.0
"""Seconds until a database that could not be opened is looked for again: an import may be making it."""


def no_trace_yet(app: MailtuiApp) -> str | None:
    """Why there is no trace to go back to."""
    return None if app.last_trace is not None else "no trace was opened yet"


class MailtuiApp(Returning, Going, Picking, Repeating, OwnTerminal):
    """One terminal session. Everything it needs is handed in; nothing is read from the environment here."""

    ENABLE_COMMAND_PALETTE = False  # ours is made from the catalogue
    CSS_PATH = ["app.tcss", "screens/rows.tcss"]  # noqa: RUF012 - a screen's own is parsed once more
    TITLE = "mailtui"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+q", "quit", show=False, priority=True)]

    def __init__(
        self,
        open_desk: OpenDesk,
        query: str | None = None,
        *,
        look: Look = LOCAL,
        me: str = "",
        theme: str = NIGHT.name,
        keymap: Keymap | None = None,
        session: SessionFile | None = None,
        driver_class: type[Driver] | None = None,
    ) -> None:
        """`query`: open on Search with it; None: on Triage. `me`: whom others know this user as."""
        super().__init__(driver_class=driver_class)
        for own in OWN:
            self.register_theme(own)
        self.theme = theme
        self.animation_level = "none"
        self.set_keymap(dict(keymap or {}))
        self.last_trace: int | None = None
        """The message whose trace was opened last."""
        self._keys_of = dict(keymap or {})
        self._open_desk = open_desk
        self._look = look
        self._me = me
        self._query = query
        self._asked = query is not None
        self.recall(session)
        self._waiting: list[BaseScreen] = []
        self._desk: Desk | None = None
        self._state: StoreState | None = None
        self._reading = False
        self._calm = AtMost(2)
        self._looks: Ticking | None = None
        self._changed_at = 0.0

    def get_default_screen(self) -> BaseScreen:
        """Where the user was last time, or home."""
        return self.first

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What every line goes through on its way to the terminal."""
        if not self.no_color:
            return super().get_line_filters()
        from mailtui.ui.colourless import Colourless

        return [Colourless()]

    # -- the database ----------------------------------------------------------------------------

    @property
    def desk_now(self) -> Desk | None:
        return self._desk

    def exit(self, result: None = None, return_code: int = 0, message: RenderableType | None = None) -> None:
        """Where the user is now is where the next session begins."""
        self.keep_session()
        super().exit(result, return_code, message)

    def on_mount(self) -> None:
        """Start-up is over in a while."""
        self.set_timer(memory.STARTED, memory.resume_collector)

    def on_unmount(self) -> None:
        """Nobody looks any more."""
        if self._looks is not None:
            self._looks.stop()

    @on(OpenDatabase)
    def _wanted(self, event: OpenDatabase) -> None:
        if self._desk is not None:
            self._hand_over(event.screen, self._desk)
        else:
            self._waiting.append(event.screen)
            self._open()

    def _open(self) -> None:
        self.run_worker(self._open_desk, group="desk", exclusive=True, exit_on_error=False, thread=True)

    def _hand_over(self, screen: BaseScreen, desk: Desk) -> None:
        screen.open_desk(desk)
        if self._state is not None:
            screen.post_message(StateRead(self._state))

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """The desk, or the state of the database, has come; or neither."""
        worker, came = event.worker, event.state is WorkerState.SUCCESS
        failed = worker.error if event.state is WorkerState.ERROR else None
        if worker.group == "state" and (came or failed):
            self._reading = False
        if worker.group == "desk" and came:
            self._opened(cast(Desk, worker.result))
        elif worker.group == "desk" and failed:
            self._not_opened(failed)
        elif worker.group == "state" and came:
            self._tell(cast("StoreState", worker.result))
        elif failed:
            self.post_message(Notice(sentence(failed), error=True))

    def _opened(self, desk: Desk) -> None:
        self._desk = desk
        for screen in dict.fromkeys(self._waiting):
            self._hand_over(screen, desk)
        self._waiting.clear()
        self._read_state()
        self.return_to_top()
        self._looks = Ticking(self._glance)

    def _not_opened(self, error: BaseException) -> None:
        known = isinstance(error, MailtuiError)
        title = error.title if isinstance(error, MailtuiError) else "the database could not be opened"
        hint = error.hint if isinstance(error, MailtuiError) else sentence(error)
        for screen in dict.fromkeys(self._waiting):
            screen.cannot_open(title, hint)
        if known:
            self.set_timer(TRY_AGAIN, self._open)

    def _glance(self) -> float:
        """What is read is painted, which a slow line bears twice a second. When to look again."""
        if self._desk is not None and self._desk.state.is_news() and self._calm.allows():
            self._read_state()
        return LOOK_WHEN_CALM if monotonic() - self._changed_at > CALM_AFTER else LOOK_EVERY

    def _read_state(self) -> None:
        if self._desk is not None and not self._reading:
            self._reading = True
            self.run_worker(self._desk.state.read, group="state", exit_on_error=False, thread=True)

    def _tell(self, state: StoreState) -> None:
        """To what is shown, which paints only what is new, so that an idle terminal stays silent.

        A screen underneath hears it when it comes up: if it painted, all would be painted again.
        """
        if self._state is None or state.written != self._state.written:
            self._changed_at = monotonic()
        self._state = state
        shown = next((each for each in reversed(self.screen_stack) if isinstance(each, BaseScreen)), None)
        if shown is not None:
            shown.post_message(StateRead(state))

    @on(Shown)
    def _shown(self, event: Shown) -> None:
        if self._state is not None:
            event.screen.post_message(StateRead(self._state))

    # -- notices ---------------------------------------------------------------------------------

    @on(Notice)
    def _notice(self, event: Notice) -> None:
        for line in self.screen.query(KeyLine):
            line.say(event.text, error=event.error)

    async def on_event(self, event: events.Event) -> None:
        """A notice stays until the next key."""
        if isinstance(event, events.Key) and not event.is_forwarded and self.screen_stack:
            for line in self.screen.query(KeyLine):
                line.hush()
        await super().on_event(event)

    def on_key(self, event: events.Key) -> None:
        """A key of a command that the screen has not says so; one that means nothing anywhere is silent."""
        if event.key in self.screen.active_bindings or not isinstance(self.screen, BaseScreen):
            return
        if isinstance(self.focused, Input) or getattr(self.focused, "takes_keys", False):
            return
        asked = {event.key, event.character}
        for item in CATALOGUE.values():
            keys = self._keys_of[item.id].split(",") if item.id in self._keys_of else item.keys
            if item.id != "go.leave" and not asked.isdisjoint(keys):
                self.post_message(Notice(f"{item.title}: not on this screen; ? says what can be done here"))
                return

    def _fatal_error(self) -> None:
        """Textual would print local variables, which are other people's addresses."""
        error = sys.exc_info()[1] or RuntimeError("unknown")
        text = f"mailtui stopped: unexpected {type(error).__name__}. Please report {crash.record(error)}"
        self.panic(Content(text))

    # -- going -----------------------------------------------------------------------------------

    @on(OpenTrace)
    def _open_trace(self, event: OpenTrace) -> None:
        if self._desk is not None:
            self.last_trace = event.message_id
            from mailtui.ui.screens.trace import TraceScreen

            screen = TraceScreen(self._desk, event.message_id, self._look, event.recipient)
            self.push_screen(screen)
            if self._state is not None:
                screen.post_message(StateRead(self._state))

    @on(OpenIncident)
    def _open_incident(self, event: OpenIncident) -> None:
        from mailtui.ui.screens.incident import IncidentScreen

        make = partial(IncidentScreen, incident=event.incident, look=self._look, me=self._me)
        self._open_once("incident_id", event.incident, make)

    @on(OpenDomain)
    def _open_domain(self, event: OpenDomain) -> None:
        from mailtui.ui.screens.domain import DomainScreen

        make = partial(DomainScreen, name=event.name, look=self._look)
        self._open_once("domain_name", event.name, make)

    @on(OpenCampaign)
    def _open_campaign(self, event: OpenCampaign) -> None:
        from mailtui.ui.screens.campaign import CampaignScreen

        make = partial(CampaignScreen, campaign=event.campaign, look=self._look)
        self._open_once("campaign_id", event.campaign, make)

    @on(OpenPerson)
    def _open_person(self, event: OpenPerson) -> None:
        from mailtui.ui.screens.person import PersonScreen

        make = partial(PersonScreen, address=event.address, look=self._look)
        self._open_once("address", event.address, make)

    @on(OpenThread)
    def _open_thread(self, event: OpenThread) -> None:
        from mailtui.ui.screens.thread import ThreadScreen

        make = partial(ThreadScreen, thread=event.thread, look=self._look)
        self._open_once("thread_id", event.thread, make)

    def _open_once(self, name: str, value: object, make: Callable[[Desk], BaseScreen]) -> None:
        """To the screen on the stack that shows this already, or to a new one on top."""
        known = [screen for screen in self.screen_stack if getattr(screen, name, None) == value]
        if known:
            self._back_to(known[-1])
        elif self._desk is not None:
            self.push_screen(make(self._desk))

    @on(OpenSearch)
    def _open_search(self, event: OpenSearch) -> None:
        if "search" in self.__dict__ and self.search.is_running:
            self.search.run_text(event.text)
        else:
            self._query = event.text
        self._go(self.search)

    @on(OpenWebhooks)
    def _open_webhooks(self, event: OpenWebhooks) -> None:
        from mailtui.ui.screens.webhooks import WebhooksScreen

        self.push_screen(WebhooksScreen(event.server, event.name, self._look))

    @on(OpenUnclear)
    def _open_unclear(self, event: OpenUnclear) -> None:
        from mailtui.ui.screens.unclear import UnclearScreen

        known = [screen for screen in self.screen_stack if isinstance(screen, UnclearScreen)]
        if known and known[-1].source_id == event.source:
            self._back_to(known[-1])
            return
        self.push_screen(UnclearScreen(event.source, self._look))

    @on(Leave)
    def _leave(self) -> None:
        if self.screen is self.home:
            self.exit()
        elif len(self.screen_stack) > 1:
            self._keep_trace()
            self.pop_screen()
        else:
            self._go(self.home)

    def _keep_trace(self) -> None:
        """A trace screen may have gone on to a related message."""
        self.last_trace = getattr(self.screen, "message_id", self.last_trace)

    def _go(self, screen: BaseScreen) -> None:
        """To a screen that stays: back to it from however deep, or on top of what is shown."""
        if screen in self.screen_stack:
            self._back_to(screen)
            return
        self._keep_trace()
        self.push_screen(screen)
        if self._state is not None:
            screen.post_message(StateRead(self._state))

    def _back_to(self, screen: Screen[Any]) -> None:
        self._keep_trace()
        while self.screen is not screen:
            self.pop_screen()

    @does("go.trace", unless=no_trace_yet)
    def go_trace(self) -> None:
        """The trace that was open last."""
        if self.last_trace is not None and not hasattr(self.screen, "message_id"):
            self.post_message(OpenTrace(self.last_trace))

    @does("go.unrecognised")
    def go_unrecognised(self) -> None:
        """What was not understood."""
        self.post_message(OpenUnclear())
