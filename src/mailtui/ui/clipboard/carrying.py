"""One copy on its way: into a file, and to the clipboard by the best route that works."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from mailtui.ui.clipboard.escapes import fits, osc52, through_screen
from mailtui.ui.clipboard.keeping import keep
from mailtui.ui.clipboard.routes import Route, best

PATIENCE = 5
"""Seconds that tmux has."""

Feed = Callable[[Sequence[str], str], bool]
"""Runs a program with a text as its input; whether it said that all went well. May block."""
Put = Callable[[str], None]
"""Puts a text on the desktop's clipboard; RuntimeError or OSError when it cannot. May block."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What became of a copy."""

    how: str
    """By which route, in words: `by tmux`; '' when it is in the file alone."""
    escape: str
    """What is still to be written to the terminal, '' for nothing."""
    file: Path | None
    """None when the file could not be written."""
    trouble: str = ""
    """Why it is not on the clipboard, or not in a file."""

    def said(self, title: str) -> str:
        """One line for the user: what was copied, by which route, where it is as a file, what went wrong."""
        place = _home(self.file) if self.file is not None else ""
        trouble = f" ({self.trouble})" if self.trouble else ""
        if self.how:
            return f"{title} copied {self.how}{trouble}" + (f"; {place}" if place else "")
        return f"{title} is in {place}{trouble}" if place else f"{title} was not copied{trouble}"


def carry(
    text: str,
    what: str,
    folder: Path,
    env: Mapping[str, str] | None = None,
    feed: Feed | None = None,
    put: Put | None = None,
) -> Carried:
    """Keep a copy in a file and bring it as near to the clipboard as one can; may block.

    The caller writes `escape` to the terminal: only it knows when that may be written to.
    """
    file, trouble = _kept(text, what, folder)
    environ = os.environ if env is None else env
    how, escape, missed = _sent(text, best(environ), feed or _feed, put or _put)
    return Carried(how, escape, file, "; ".join(filter(None, (missed, trouble))))


def _kept(text: str, what: str, folder: Path) -> tuple[Path | None, str]:
    try:
        return keep(text, what, folder), ""
    except OSError as error:
        return None, f"no file: {error.strerror or error}"


def _sent(text: str, route: Route, feed: Feed, put: Put) -> tuple[str, str, str]:
    """By which route, what is to be written to the terminal, what did not work."""
    if route is Route.TMUX and (found := _to_tmux(text, feed)):
        return found[0], "", found[1]
    if route is Route.DESKTOP and _to_desktop(text, put):
        return "to the clipboard of this desktop", "", ""
    if not fits(text):
        return "", "", "too long for the terminal's clipboard"
    if route is Route.SCREEN:
        return "by OSC 52 through screen", through_screen(text), ""
    return "by OSC 52", osc52(text), ""


def _to_tmux(text: str, feed: Feed) -> tuple[str, str] | None:
    """Into a buffer of tmux, and from there (`-w`, tmux 3.2) to the terminal; None when tmux will not."""
    if fits(text) and feed(("tmux", "load-buffer", "-w", "-"), text):
        return "by tmux", ""
    if feed(("tmux", "load-buffer", "-"), text):
        why = "this tmux has no load-buffer -w" if fits(text) else "too long for the terminal's clipboard"
        return "to tmux, prefix ] pastes it", why
    return None


def _to_desktop(text: str, put: Put) -> bool:
    try:
        put(text)
    except (RuntimeError, OSError):
        return False
    return True


def _feed(words: Sequence[str], text: str) -> bool:
    try:
        ran = subprocess.run(  # noqa: S603 - a list of words of ours, no shell
            list(words),
            input=text.encode("utf-8", "backslashreplace"),
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return ran.returncode == 0


def _put(text: str) -> None:
    import pyperclip

    pyperclip.copy(text)


def _home(path: Path) -> str:
    """`~/...` is shorter, and names nobody."""
    try:
        return f"~/{path.relative_to(Path.home())}"
    except ValueError:
        return str(path)
