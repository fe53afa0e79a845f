"""What this terminal can do, from its environment alone. Imports no Textual: `mailtui doctor` uses it too."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass

from mailtui.ui.clipboard.routes import SSH, best, sentence

SMALLEST = (80, 24)
"""The size the screens are designed for first."""

PREPARED = {
    "TEXTUAL_ANIMATIONS": "none",  # a page down costs 12 kB instead of 324
    "TEXTUAL_SMOOTH_SCROLL": "0",
    "ESCDELAY": "50",  # leaving with esc should not feel slow
}
"""What Textual reads once, when it is imported."""


NO_THEME = "none"
"""The theme without colours."""
_FULL = ("xterm-kitty", "alacritty", "wezterm", "foot", "xterm-ghostty", "contour")
"""Terminals with 16 million colours, by TERM."""
_COLOURLESS = ("vt1", "vt2", "vt3", "vt5", "xterm-mono")
_SYSTEMS = {"16 million": "truecolor", "256": "256", "16": "standard"}


@dataclass(frozen=True, slots=True)
class Terminal:
    """The terminal, as far as one can know without asking it."""

    columns: int
    rows: int
    colours: str
    """How many: no, 16, 256 or 16 million."""
    ssh: bool
    multiplexer: str | None
    """tmux, screen or None."""
    unicode: bool
    clipboard: str
    """How a copy gets out, one sentence."""
    light: bool = False
    """Whether it says that its background is light."""

    @property
    def big_enough(self) -> bool:
        """Whether everything fits without cutting."""
        return self.columns >= SMALLEST[0] and self.rows >= SMALLEST[1]

    @property
    def verdict(self) -> str:
        """One line: `120x40, 256 colours, over ssh, in tmux`."""
        words = [f"{self.columns}x{self.rows}", f"{self.colours} colours"]
        words += ["over ssh"] if self.ssh else []
        words += [f"in {self.multiplexer}"] if self.multiplexer else []
        return ", ".join(words if self.unicode else [*words, "no Unicode"])

    @property
    def hints(self) -> tuple[str, ...]:
        """What would make it better; empty when all is well."""
        found = []
        if not self.big_enough:
            found.append(f"make the window at least {SMALLEST[0]} columns and {SMALLEST[1]} rows")
        if not self.unicode:
            found.append("set a UTF-8 locale, such as LC_ALL=C.UTF-8, to see symbols instead of letters")
        return tuple(found)


def survey(environ: Mapping[str, str] | None = None, size: tuple[int, int] | None = None) -> Terminal:
    """Look at the environment (default: of this process) and the size in columns and rows."""
    env = os.environ if environ is None else environ
    columns, rows = size or shutil.get_terminal_size(SMALLEST)
    return Terminal(
        columns=columns,
        rows=rows,
        colours=_colours(env),
        ssh=any(env.get(name) for name in SSH),
        multiplexer=_multiplexer(env),
        unicode=_unicode(env),
        clipboard=sentence(best(env)),
        light=_light(env),
    )


def prepare(environ: MutableMapping[str, str] | None = None, theme: str | None = None) -> None:
    """Set what Textual reads at import, unless the user has set it. Call before Textual is imported.

    `theme`: the one that was asked for; `none` is the same as NO_COLOR.
    """
    env = os.environ if environ is None else environ
    for name, value in PREPARED.items():
        env.setdefault(name, value)
    colours = _colours(env)
    if colours == "no" or theme == NO_THEME:
        env.setdefault("NO_COLOR", "1")
    else:
        env.setdefault("TEXTUAL_COLOR_SYSTEM", _SYSTEMS[colours])


def _colours(env: Mapping[str, str]) -> str:
    """COLORTERM is not passed on by SSH, TERM is."""
    term = env.get("TERM", "")
    if "NO_COLOR" in env or term in ("dumb", "unknown", "emacs") or term.startswith(_COLOURLESS):
        return "no"
    if env.get("COLORTERM", "") in ("truecolor", "24bit") or term.endswith("-direct") or term in _FULL:
        return "16 million"
    return "256" if "256" in term else "16"


def _light(env: Mapping[str, str]) -> bool:
    """By COLORFGBG (of rxvt, Konsole, ...), whose last number is the background: 7 and 9 to 15 are light.

    The terminal itself is not asked (OSC 11): an answer that comes late, as over a slow line, would be
    taken for keys.
    """
    background = env.get("COLORFGBG", "").rpartition(";")[2]
    return background.isdigit() and (int(background) == 7 or 9 <= int(background) <= 15)


def _multiplexer(env: Mapping[str, str]) -> str | None:
    if env.get("TMUX"):
        return "tmux"
    return "screen" if env.get("STY") else None


def _unicode(env: Mapping[str, str]) -> bool:
    """POSIX: LC_ALL wins over LC_CTYPE, which wins over LANG; the first that is not empty counts."""
    locale = next((env[name] for name in ("LC_ALL", "LC_CTYPE", "LANG") if env.get(name)), "")
    return "utf-8" in locale.lower() or "utf8" in locale.lower()
