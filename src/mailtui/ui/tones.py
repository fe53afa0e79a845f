"""Tones for widgets that paint strips: each tone is a component class, so the theme says its colour."""

from __future__ import annotations

from rich.style import Style
from textual.widget import Widget

from mailtui.ui.words import Tone

TONE_CLASSES = {f"tone--{tone}" for tone in Tone}


class Toned(Widget):
    """Mixin for line-API widgets: `self.tone(Tone.FAILED)` is the style to lay over a run of text."""

    COMPONENT_CLASSES = TONE_CLASSES
    DEFAULT_CSS = """
    Toned {
        & > .tone--good { color: $success; }
        & > .tone--waiting { color: $warning; }
        & > .tone--failed { color: $error; text-style: bold; }
        & > .tone--dim { text-style: dim; }
        & > .tone--strong { text-style: bold; }
    }
    """

    def tone(self, tone: Tone) -> Style:
        """The style of a tone in this widget's theme, without background."""
        style = self.get_component_rich_style(f"tone--{tone}", partial=True)
        return Style(color=style.color, bold=style.bold, dim=style.dim)
