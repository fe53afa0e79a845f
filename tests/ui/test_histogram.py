"""The histogram strip: when it happened, seen with and without colour, never wider than the screen."""

from __future__ import annotations

from datetime import UTC

from hypothesis import given
from hypothesis import strategies as st
from tests.ui.hostile import assert_harmless
from textual.app import App, ComposeResult

from mailtui.model.moment import HOUR, MINUTE, SECOND
from mailtui.model.view import Histogram
from mailtui.ui.widgets.blocks import levels, resample
from mailtui.ui.widgets.histogram import HistogramStrip, axis_labels
from mailtui.ui.words import Look

START = 1_795_166_047 * SECOND
LOOK = Look(zone=UTC, now=lambda: START)
BUSY = Histogram(
    START,
    5 * MINUTE,
    good=(0, 10, 80, 80, 40, 10, 0, 5, 20, 90),
    waiting=(0, 0, 0, 1, 30, 10, 0, 0, 0, 0),
    failed=(0, 0, 1, 0, 0, 40, 7, 0, 0, 0),
)


class StripApp(App[None]):
    def __init__(self, look: Look = LOOK) -> None:
        super().__init__()
        self.look = look

    def compose(self) -> ComposeResult:
        yield HistogramStrip(self.look)


def lines(strip: HistogramStrip) -> list[str]:
    return [strip.render_line(y).text for y in range(strip.size.height)]


async def test_one_row_shows_when_and_marks_trouble_without_colour() -> None:
    app = StripApp()
    async with app.run_test(size=(80, 24)) as pilot:
        strip = app.query_one(HistogramStrip)
        strip.show(BUSY)
        await pilot.pause()
        (line,) = lines(strip)
        assert line.startswith(" 11-20 09:14 ")
        assert line.endswith(" 10:04 ")
        assert "!" in line
        assert "~" in line
        assert "█" in line


async def test_enlarged_has_a_lane_per_outcome_and_an_axis() -> None:
    app = StripApp()
    async with app.run_test(size=(80, 24)) as pilot:
        strip = app.query_one(HistogramStrip)
        strip.show(BUSY)
        strip.toggle()
        strip.mark(START + 26 * MINUTE)
        await pilot.pause()
        shown = lines(strip)
        assert len(shown) == 6
        assert shown[1].split()[:2] == ["good", "335"]
        assert shown[2].split()[:2] == ["waiting", "41"]
        assert shown[4].split()[:2] == ["failed", "48"]
        assert shown[5].split()[0] == "11-20"
        assert "▲" in shown[5]
        assert shown[4][shown[5].index("▲")] == "█"
        strip.toggle()
        await pilot.pause()
        assert len(lines(strip)) == 1


async def test_the_bucket_of_the_cursor_row_is_marked() -> None:
    app = StripApp()
    async with app.run_test(size=(80, 24)) as pilot:
        strip = app.query_one(HistogramStrip)
        strip.show(BUSY)
        await pilot.pause()
        before = lines(strip)[0]
        strip.mark(START + 26 * MINUTE)
        (after,) = lines(strip)
        assert [new for old, new in zip(before, after, strict=True) if old != new] == ["┃"]
        strip.mark(START - HOUR)
        assert lines(strip) == [before]


async def test_a_query_of_one_outcome_shows_how_many_not_only_that_there_were() -> None:
    app = StripApp()
    async with app.run_test(size=(80, 24)) as pilot:
        strip = app.query_one(HistogramStrip)
        strip.show(Histogram(START, HOUR, failed=(1, 8, 4)))
        await pilot.pause()
        assert "!" not in lines(strip)[0]
        assert {"▁", "▄", "█"} <= set(lines(strip)[0])


async def test_nothing_to_count_is_said_in_words() -> None:
    app = StripApp()
    async with app.run_test(size=(80, 24)) as pilot:
        strip = app.query_one(HistogramStrip)
        assert lines(strip) == [" " * 80]
        for empty in (Histogram(START, HOUR), Histogram(START, HOUR, (0, 0), (0, 0), (0, 0))):
            strip.show(empty)
            await pilot.pause()
            assert lines(strip)[0].strip() == "no mail in this time"


async def test_ascii_only() -> None:
    app = StripApp(Look(zone=UTC, ascii=True, now=lambda: START))
    async with app.run_test(size=(120, 24)) as pilot:
        strip = app.query_one(HistogramStrip)
        strip.show(BUSY)
        strip.mark(START)
        for _ in range(2):
            await pilot.pause()
            assert "".join(lines(strip)).isascii()
            strip.toggle()


async def test_any_counts_at_any_width() -> None:
    app = StripApp()
    counts = st.lists(st.integers(0, 10**9), max_size=300).map(tuple)
    async with app.run_test(size=(120, 24)) as pilot:
        strip = app.query_one(HistogramStrip)

        @given(counts, counts, counts, st.integers(1, 10**12), st.integers(0, 10**13))
        def draws(
            good: tuple[int, ...], waiting: tuple[int, ...], failed: tuple[int, ...], step: int, mark: int
        ) -> None:
            strip.show(Histogram(START, step, good, waiting, failed))
            strip.mark(START + mark)
            for y in range(strip.size.height):
                assert_harmless(strip.render_line(y), strip.size.width)

        for size in ((120, 24), (80, 24), (30, 10), (12, 10)):
            await pilot.resize_terminal(*size)
            draws()
            strip.toggle()
            await pilot.pause()
            draws()


@given(st.lists(st.integers(0, 1000), max_size=200), st.integers(0, 120))
def test_resampling_to_fewer_columns_adds_up(counts: list[int], columns: int) -> None:
    shown = resample(counts, columns)
    assert len(shown) == (columns if counts else 0)
    if counts and 0 < columns <= len(counts):
        assert sum(shown) == sum(counts)


def test_levels_show_anything_above_zero() -> None:
    assert levels(0, 100, 1) == [0]
    assert levels(1, 10**6, 1) == [1]
    assert levels(100, 100, 2) == [8, 8]
    assert levels(50, 100, 2) == [8, 0]
    assert levels(0, 0, 2) == [0, 0]


def test_labels_say_days_only_where_they_matter() -> None:
    hours = Histogram(START, HOUR, (1, 2, 3))
    assert axis_labels(hours, LOOK) == ("11-20 09:14", "12:14")
    assert axis_labels(Histogram(START, 12 * HOUR, (1, 2, 3)), LOOK) == ("11-20 09:14", "11-21 21:14")
    assert axis_labels(Histogram(START, 24 * HOUR, (1,) * 30), LOOK) == ("2026-11-20", "2026-12-20")


async def test_where_all_is_trouble_the_strip_tells_how_much():
    class TroubleApp(StripApp):
        def compose(self) -> ComposeResult:
            yield HistogramStrip(LOOK, trouble=True, id="strip")

    async with TroubleApp().run_test(size=(120, 10)) as pilot:
        strip = pilot.app.query_one(HistogramStrip)
        strip.show(Histogram(START, HOUR, (0, 0, 0), (1, 0, 0), (1, 40, 8)))
        await pilot.pause()
        text = strip.render_line(0).text
        assert "█" in text
        assert "▁" in text
        assert "!" not in text
        assert "1 waiting  49 failed" in text
        assert "good" not in text
