"""The ways a copy can take, and which one suits a terminal."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from enum import StrEnum


class Route(StrEnum):
    """A way from here to the clipboard of the person at the keyboard."""

    TMUX = "tmux"
    SCREEN = "screen"
    DESKTOP = "desktop"
    OSC52 = "OSC 52"


_SENTENCES = {
    Route.TMUX: "tmux load-buffer, which passes it on to your terminal",
    Route.SCREEN: "OSC 52 through screen",
    Route.DESKTOP: "the clipboard of this desktop",
    Route.OSC52: "OSC 52, if your terminal allows it",
}
SSH = ("SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT")
"""Variables that tell of a session over ssh."""


def best(env: Mapping[str, str]) -> Route:
    """The route for a terminal, by the environment of a process in it.

    tmux keeps OSC 52 of its panes to itself unless it is told otherwise, so it is asked; screen passes it
    on inside DCS; a desktop's own clipboard is no use to somebody who came over ssh.
    """
    if env.get("TMUX"):
        return Route.TMUX
    if env.get("STY"):
        return Route.SCREEN
    if not any(env.get(name) for name in SSH) and _desktop(env):
        return Route.DESKTOP
    return Route.OSC52


def sentence(route: Route) -> str:
    """How a copy gets out, for `mailtui doctor`."""
    return _SENTENCES[route]


def _desktop(env: Mapping[str, str]) -> bool:
    return sys.platform == "darwin" or any(env.get(name) for name in ("WAYLAND_DISPLAY", "DISPLAY"))
