"""The last act, so that `.` does it again on something else, on whatever screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from textual.app import App

if TYPE_CHECKING:
    from mailtui.model.act import Done, Progress
    from mailtui.ui.acted import Acted
    from mailtui.ui.desk import Acting

Do: TypeAlias = "Callable[[Acting, Acted, str, Progress], Done]"
"""Does it: who acts, on what, why, whom to tell of progress. May block, is called in a thread."""


@dataclass(frozen=True, slots=True)
class Deed:
    """An act that could be done on anything."""

    verb: str
    """As roles know it: `state`, `tag`."""
    title: str
    """What it does, for people: `state waiting`, `tag +vip`."""
    do: Do
    settles: bool = False
    """Whether what it is done to needs nobody's attention for now."""
    asks_why: bool = False
    """Whether it is asked for a reason before it is done to many."""


class Repeating(App[None]):
    """Mixin for the app: screens leave the last deed here."""

    last_deed: Deed | None = None
