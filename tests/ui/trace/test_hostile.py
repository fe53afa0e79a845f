"""Hostile text in every field that comes from outside does nothing but be shown."""

from __future__ import annotations

from hypothesis import given, settings
from tests.ui.hostile import assert_harmless, texts
from tests.ui.trace import fakes
from tests.ui.trace.app import TraceApp
from textual.geometry import Size

from mailtui.model.visible import visible
from mailtui.ui import rendering
from mailtui.ui.widgets.diagnosis import DiagnosisPanel
from mailtui.ui.widgets.facts import FactPage, FactPanel, row_facts
from mailtui.ui.widgets.raw_lines import RawLines
from mailtui.ui.widgets.timeline import Timeline
from mailtui.ui.widgets.trace_head import TraceHead
from mailtui.ui.widgets.trace_parts import all_raw, facts_of


def check_lines(widget: TraceHead | Timeline | FactPage | RawLines, lines: int) -> None:
    """Every line is harmless and as wide as what of the widget can be seen."""
    for y in range(lines):
        assert_harmless(widget.render_line(y), widget.scrollable_content_region.width)


async def test_hostile_text_in_every_field_of_a_trace() -> None:
    app = TraceApp(fakes.plain())
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("P")
        screen = app.trace_screen
        screen.add_class("-diagnosis")
        card = screen.query_one(DiagnosisPanel)
        head, timeline = screen.query_one(TraceHead), screen.query_one(Timeline)
        panel, raw = screen.query_one(FactPanel), screen.query_one(RawLines)

        @settings(deadline=None, max_examples=60)
        @given(texts)
        def shown(text: str) -> None:
            trace = fakes.hostile(text)
            head.show(trace)
            check_lines(head, 9)
            timeline.show(trace)
            check_lines(timeline, timeline.size.height)
            for row in timeline.rows:
                panel.show(facts_of(row, trace, fakes.LOOK))
                check_lines(panel, panel.size.height)
            panel.show(row_facts(trace.recipients[0], fakes.LOOK))
            check_lines(panel, panel.size.height)
            card.explain(trace, trace.threads[0], fakes.LOOK)
            check_lines(card, card.size.height)
            raw.show(all_raw(trace), text)
            check_lines(raw, raw.size.height)

        for size in (Size(120, 40), Size(80, 24), Size(33, 24)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            shown()


async def test_the_whole_screen_with_the_worst_of_it() -> None:
    app = TraceApp(fakes.hostile())
    async with app.run_test(size=(120, 40)) as pilot:
        for key in ("P", "P", "P", "p", "p", "x", "x", "e", "x", "enter", "G", "enter"):
            await app.workers.wait_for_complete()
            await pilot.press(key)
            await pilot.pause()
            for strip in app.screen._compositor.render_strips():
                assert_harmless(strip, 120)
        assert "[red]x[/red][@click=app.quit]" in app.export_screenshot(simplify=True).replace("&#160;", " ")


async def test_raw_lines_lose_nothing() -> None:
    app = TraceApp(fakes.plain())
    async with app.run_test(size=(80, 24)):
        raw = app.trace_screen.query_one(RawLines)

        @settings(deadline=None)
        @given(texts)
        def whole(text: str) -> None:
            raw.records = (fakes.raw(1, ""),)
            lines = raw.lines(60)
            assert lines
            raw.records = (fakes.hostile(text).threads[0].events[0].raw,)  # type: ignore[assignment]
            shown = "".join(text for line in raw.lines(60) for text, _ in line).replace(" ", "")
            data = text.encode("utf-8", "surrogatepass").decode("utf-8", "surrogateescape")
            assert "".join(rendering.safe_lines(data)).replace(" ", "") in shown
            assert visible(shown) == shown

        whole()


async def test_an_error_with_hostile_words_is_only_shown() -> None:
    app = TraceApp(fakes.plain())
    async with app.run_test(size=(80, 24)) as pilot:
        app.trace_screen._fail(fakes.HOSTILE, fakes.HOSTILE)
        await pilot.pause()
        for strip in app.screen._compositor.render_strips():
            assert_harmless(strip, 80)
