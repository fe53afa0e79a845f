"""Without colours no colour is sent, and yet the cursor, a choice and an error are seen."""

import re

import pytest
from rich.segment import Segment
from rich.style import Style
from tests.ui.fakes import FakeDesk, FakeSearch
from tests.ui.incidents import ALL, FakeIncidents

from mailtui.ui.colourless import Colourless, plain

COLOUR = re.compile(r"\x1b\[[\d;]*\b(?:3[0-79]|4[0-79]|9\d|10\d|38|48)\b[\d;]*m")


@pytest.mark.parametrize(
    ("style", "left"),
    [
        (Style(color="#e8746a", bgcolor="#14171c", bold=True), Style(bold=True, reverse=False)),
        (Style(color="#d6d9e0", bgcolor="#242a33"), Style(reverse=False)),
        (Style(color="#d6d9e0", bgcolor="#4a6a99"), Style(reverse=True)),
        (Style(color="#14171c", bgcolor="#e8746a", dim=True), Style(dim=True, reverse=True)),
        (Style(), Style(reverse=False)),
    ],
)
def test_only_what_stands_out_is_reversed(style, left):
    assert plain(style) == left


def test_segments_keep_their_texts():
    line = [Segment("a", Style(color="red")), Segment("b", None)]
    assert [one.text for one in Colourless().apply(line, None)] == ["a", "b"]


@pytest.mark.parametrize(
    "keys", [(), ("j", "p"), ("question_mark",), ("2", "slash", "x"), ("apostrophe",), ("m",)]
)
async def test_no_colour_is_sent(visit, keys, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    async with visit(FakeDesk(FakeSearch(count=60), incidents=FakeIncidents(ALL))) as user:
        await user.press(*keys)
        segments = [one for strip in user.app.screen._compositor.render_strips() for one in strip]
    sent = "".join(one.style.render(one.text) if one.style else one.text for one in segments)
    assert not COLOUR.search(sent)
    assert "7m" in sent or "▌" in sent
