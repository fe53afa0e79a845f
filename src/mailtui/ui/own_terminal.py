"""The terminal as its owner's: the mouse given back to it, screens printed on it plainly."""

from __future__ import annotations

import sys

from textual.app import App

from mailtui.ui.commands import Doer, does
from mailtui.ui.messages import Notice
from mailtui.ui.screens.base import BaseScreen

MOUSE_MODES = (1000, 1003, 1015, 1006)
"""What Textual's driver switches on (xterm: VT200 mouse, any motion, urxvt and SGR coordinates)."""


def nothing_to_print(app: OwnTerminal) -> str | None:
    """Why nothing can be printed."""
    if not app.can_switch_mouse:
        return "this needs a terminal"
    return None if isinstance(app.screen, BaseScreen) and app.screen.plain() else "there is nothing to print"


def no_mouse(app: OwnTerminal) -> str | None:
    """Why the mouse cannot be switched."""
    return None if app.can_switch_mouse else "this terminal has no mouse"


class OwnTerminal(App[None], Doer):
    """Base of the app. Named after Textual's class, whose CSS it would hide."""

    mouse_on = True
    """Whether the mouse is ours; otherwise it is the terminal's."""

    @property
    def can_switch_mouse(self) -> bool:
        """Whether there is a terminal that listens."""
        return self._driver is not None and not self._driver.is_headless

    @does("app.mouse", unless=no_mouse)
    def switch_mouse(self) -> None:
        """Ours, or the terminal's."""
        self.mouse_on = not self.mouse_on
        assert self._driver is not None
        for mode in MOUSE_MODES:
            self._driver.write(f"\x1b[?{mode}{'h' if self.mouse_on else 'l'}")
        self._driver.flush()
        whose = "mailtui's" if self.mouse_on else "the terminal's: select and copy as usual"
        self.post_message(Notice(f"The mouse is {whose}"))

    @does("app.print", unless=nothing_to_print)
    def print_plainly(self) -> None:
        """On the plain terminal, until enter."""
        assert isinstance(self.screen, BaseScreen)
        lines = self.screen.plain()
        with self.suspend():
            sys.stdout.write("\n".join([*lines, "", "enter: back to mailtui "]))
            sys.stdout.flush()
            sys.stdin.readline()
