"""Without colours (NO_COLOR, or a terminal that has none): bold and dim stay, a bright ground is reversed."""

from __future__ import annotations

from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

BRIGHT = 55.0
"""From this brightness (0 to 255) a ground stands out of the dark theme: a cursor, a choice, an error."""


class Colourless(LineFilter):
    """Textual's own filters leave greys, or nothing by which a cursor is seen. For the dark theme."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """The same texts in styles without colours."""
        return [Segment(text, plain(style) if style else None, control) for text, style, control in segments]


@lru_cache(1024)
def plain(style: Style) -> Style:
    """The style without its colours."""
    triplet = style.bgcolor.triplet if style.bgcolor is not None else None
    stands_out = False
    if triplet is not None:
        red, green, blue = triplet
        stands_out = 0.299 * red + 0.587 * green + 0.114 * blue > BRIGHT
    return Style(bold=style.bold, dim=style.dim, underline=style.underline, reverse=stands_out)
