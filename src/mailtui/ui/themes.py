"""Colours: one theme for terminals with many colours, the terminal's own for those with 16."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.theme import Theme

if TYPE_CHECKING:
    from mailtui.ui.terminal import Terminal

NIGHT = Theme(
    name="night",
    primary="#7aa2d6",
    secondary="#8f9bb3",
    accent="#d7a65f",
    success="#7fb98a",
    warning="#d9b15c",
    error="#e8746a",
    foreground="#d6d9e0",
    background="#14171c",
    surface="#1b1f26",
    panel="#242a33",
    dark=True,
    variables={"block-cursor-background": "#4a6a99", "footer-background": "#242a33"},
)

DAY = Theme(
    name="day",
    primary="#1f5fa8",
    secondary="#5a6577",
    accent="#9a6200",
    success="#1d7a34",
    warning="#8f6400",
    error="#b3261e",
    foreground="#1c2128",
    background="#fbfbfa",
    surface="#f1f2f3",
    panel="#e3e6ea",
    dark=False,
    variables={"block-cursor-background": "#8fb4e0", "footer-background": "#e3e6ea"},
)

OWN = (NIGHT, DAY)
ANSI = {False: "ansi-dark", True: "ansi-light"}
"""Textual's themes of the terminal's own 16 colours, on a dark and on a light background."""
NAMED = {"dark": NIGHT.name, "light": DAY.name}
"""Other names of themes; `ansi` and `none` stand for others on every terminal."""


def default_theme(terminal: Terminal) -> str:
    """The theme that suits a terminal.

    Without colours it is one of many: Textual turns its colours into greys, but "the terminal's own" into
    black on black.
    """
    if terminal.colours == "16":
        return ANSI[terminal.light]
    return DAY.name if terminal.light and terminal.colours != "no" else NIGHT.name
