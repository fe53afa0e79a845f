"""From settings and terminal to an app."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from textual.theme import BUILTIN_THEMES

from mailtui.errors import ConfigError
from mailtui.ui.app import MailtuiApp
from mailtui.ui.desk import OpenDesk
from mailtui.ui.terminal import NO_THEME, Terminal
from mailtui.ui.themes import ANSI, NAMED, OWN, default_theme
from mailtui.ui.words import Look

if TYPE_CHECKING:
    from mailtui.config import Settings
    from mailtui.ui.keymaps import Keymap
    from mailtui.ui.session import SessionFile


def make_app(
    open_desk: OpenDesk,
    settings: Settings,
    query: str | None,
    terminal: Terminal,
    session: SessionFile | None = None,
) -> MailtuiApp:
    """The app for these settings on this terminal; ConfigError when a setting cannot be."""
    from mailtui.services.operators import reading

    return MailtuiApp(
        open_desk,
        query,
        me=reading().name,
        look=Look(zone=UTC if settings.utc else None, ascii=not terminal.unicode),
        theme=theme_name(settings.theme, terminal),
        keymap=keymap(settings.keymap),
        session=session,
    )


def theme_name(wanted: str | None, terminal: Terminal) -> str:
    """The theme that was asked for, or the one that suits the terminal."""
    if wanted is None or wanted == NO_THEME or terminal.colours == "no":
        return default_theme(terminal)
    if wanted == "ansi":
        return ANSI[terminal.light]
    known = {**NAMED, **{name: name for name in (*BUILTIN_THEMES, *(theme.name for theme in OWN))}}
    if wanted not in known:
        names = ("dark", "light", "ansi", NO_THEME, *sorted(BUILTIN_THEMES))
        raise ConfigError(f"there is no theme {wanted!r}", f"themes: {', '.join(names)}")
    return known[wanted]


def keymap(wanted: str | None) -> Keymap | None:
    """The user's keys: a keymap that comes with mailtui, or a file."""
    if wanted is None:
        return None

    from mailtui.ui import keymaps

    return keymaps.find(wanted)
