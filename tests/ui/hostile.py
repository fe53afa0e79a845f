"""What strangers write, and what a terminal must never be given."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import strategies as st
from rich.cells import cell_len
from textual.strip import Strip

from mailtui.model.visible import visible

NASTY = (
    "[/oops]", "[red]", "[@click=app.quit]", "[/]", "\\[",
    "\x1b[2J", "\x1b]52;c;QQ==\x07", "\x9b31m", "\r", "\n", "\t", "\x00", "\x7f",
    "\u202e", "\u2066", "\u200b", "\u200d", "\ufeff", "\ufe0f", "\u2028", "\udcff", "\ud800",
    "日本語", "e\u0301", "\u0301", "🚀", "👩\u200d👩", "🇩🇪", "\U000e0041", "\u3164", "\xad",
    " ", "  ", "x" * 300,
)  # fmt: skip

_nasty = st.sampled_from(NASTY)
_pieces = st.one_of(_nasty, st.text(st.characters(), max_size=5))
texts = st.one_of(
    st.text(max_size=60),
    st.lists(_nasty, max_size=12).map("".join),
    st.lists(_pieces, max_size=12).map("".join),
)
"""Any text, with the worst of it often."""


def assert_harmless(strip: Strip, cells: int) -> None:
    """Exactly so wide, no control or bidi character, no action behind the text."""
    assert sum(cell_len(segment.text) for segment in strip) == cells == strip.cell_length
    for segment in strip:
        assert visible(segment.text) == segment.text
        assert segment.control is None
        assert segment.style is None or "@click" not in segment.style.meta


def plain(strips: Iterable[Strip]) -> str:
    """The text of strips, a line each."""
    return "\n".join(strip.text for strip in strips)
