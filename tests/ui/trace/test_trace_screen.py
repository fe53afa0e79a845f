"""The Trace screen as it is used: what is seen first, and where each key leads."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from tests.ui.trace import fakes
from tests.ui.trace.app import TraceApp
from textual.pilot import Pilot
from textual.worker import WorkerFailed

from mailtui.model.view import Trace
from mailtui.ui.screens.trace import TraceScreen
from mailtui.ui.widgets.facts import FactPanel
from mailtui.ui.widgets.raw_lines import RawLines
from mailtui.ui.widgets.timeline import Timeline
from mailtui.ui.widgets.timeline_rows import EventRow, FoldRow, RelatedRow, ThreadRow
from mailtui.ui.widgets.trace_head import TraceHead


class Story:
    """A user before a Trace screen."""

    def __init__(self, app: TraceApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot
        self.screen: TraceScreen = app.trace_screen

    async def press(self, *keys: str) -> None:
        """Press keys and wait for what they start."""
        await self.pilot.press(*keys)
        await self.settle()

    async def settle(self) -> None:
        await self.app.workers.wait_for_complete()
        await self.pilot.pause()

    @property
    def row(self) -> object:
        return self.screen.query_one(Timeline).row

    @property
    def facts(self) -> dict[str, str]:
        return {fact.label: fact.text for fact in self.screen.query_one(FactPanel).facts}

    def text(self, widget: type[TraceHead] | type[Timeline] | type[RawLines]) -> str:
        """What a widget shows."""
        found = self.screen.query_one(widget)
        return "\n".join(found.render_line(y).text.rstrip() for y in range(found.size.height))


@asynccontextmanager
async def story(*traces: Trace, size: tuple[int, int] = (80, 24), first: int = 1) -> AsyncIterator[Story]:
    app = TraceApp(*traces, first=first)
    async with app.run_test(size=size) as pilot:
        found = Story(app, pilot)
        await found.settle()
        yield found


async def test_the_verdict_comes_first_and_whole() -> None:
    async with story(fakes.bounced()) as user:
        assert user.text(TraceHead).startswith("✗ bounced  1xUY2E-000000008IR-2k2P on mx1")
        shown = " ".join(user.text(Timeline).split())
        assert shown.startswith("▌▾ ✗ bounced dave.the.recipient@bigmail.example 1 try")
        assert fakes.FULL.format("dave.the.recipient@bigmail.example") in shown


async def test_the_cursor_is_on_the_recipient_that_was_opened() -> None:
    trace = fakes.mixed()
    for wanted in trace.recipients:
        app = TraceApp(trace, recipient=wanted.key)
        async with app.run_test(size=(80, 24)) as pilot:
            user = Story(app, pilot)
            await user.settle()
            assert isinstance(user.row, ThreadRow)
            assert user.row.recipient == wanted


async def test_a_250_is_called_accepted_by_the_host() -> None:
    async with story(fakes.plain()) as user:
        assert "accepted by mx1.bigmail.example" in user.text(Timeline).splitlines()[0]
        assert "completed 4 d ago" in user.text(TraceHead)


async def test_what_is_still_queued_says_so() -> None:
    async with story(fakes.alias()) as user:
        assert "still queued after 4 d" in user.text(TraceHead)
        assert "2 recipients: ↻ 1 deferred  → 1 accepted" in user.text(TraceHead)
        assert "erin@slow.example via team@ours.example  2 tries in 1 h 59 min" in user.text(Timeline)


async def test_a_beginning_that_is_not_in_the_log() -> None:
    async with story(fakes.headless()) as user:
        assert "beginning not in the log" in user.text(TraceHead)
        assert "sender not in the log" in user.text(TraceHead)


async def test_mail_that_was_opened_is_not_called_queued() -> None:
    async with story(fakes.opened()) as user:
        assert "arrived, when is not told by the service" in user.text(TraceHead)
        assert "queued" not in user.text(TraceHead)


async def test_space_and_enter_unfold_and_fold_tries() -> None:
    async with story(fakes.retried()) as user:
        await user.press("j")
        assert isinstance(user.row, FoldRow)
        assert "14 tries until 11-23 05:29, retry time not reached ×26" in user.text(Timeline)
        await user.press("enter", "j", "j")
        assert isinstance(user.row, EventRow)
        assert user.row.depth == 2
        await user.press("z")
        assert isinstance(user.row, FoldRow)
        assert user.row.folded


async def test_folding_a_thread_keeps_the_cursor_on_it() -> None:
    async with story(fakes.mixed()) as user:
        rows = len(user.screen.query_one(Timeline).rows)
        await user.press("z")
        assert isinstance(user.row, ThreadRow)
        assert user.row.folded
        assert len(user.screen.query_one(Timeline).rows) < rows


async def test_moving_passes_over_waits_and_verdicts_and_stops_at_both_ends() -> None:
    async with story(fakes.alias()) as user:
        await user.press("j", "j")
        assert isinstance(user.row, EventRow)
        await user.press("k", "k", "k", "k")
        assert isinstance(user.row, ThreadRow)
        await user.press("G", "j")
        assert isinstance(user.row, EventRow)
        await user.press("g")
        assert user.screen.query_one(Timeline).cursor == 0


async def test_failing_events_one_after_the_other() -> None:
    async with story(fakes.mixed()) as user:
        await user.press("e")
        assert isinstance(user.row, EventRow)
        assert user.row.event.smtp_code == 552
        await user.press("e")
        assert isinstance(user.row, EventRow)
        assert user.row.event.smtp_code == 451
        await user.press("E")
        assert user.row.event.smtp_code == 552
        await user.press("E")
        assert user.app.notices[-1] == "No failing event above"


async def test_the_fact_panel_follows_the_cursor() -> None:
    async with story(fakes.bounced(), size=(120, 40)) as user:
        assert user.screen.query_one(FactPanel).display
        assert user.facts["status"] == "✗ bounced"
        await user.press("e")
        assert user.facts["event"] == "failure"
        assert user.facts["code"] == "552 5.2.2"
        assert user.facts["line"] == "/var/log/exim4/mainlog:1201"
        await user.press("j", "j")
        assert user.facts["Message-ID"] == "20261120091402.GA4711@client.ours.example"
        await user.press("p")
        assert not user.screen.query_one(FactPanel).display


async def test_on_80_columns_the_facts_come_when_asked_for_and_esc_takes_them_away() -> None:
    async with story(fakes.bounced()) as user:
        panel = user.screen.query_one(FactPanel)
        assert not panel.display
        await user.press("p")
        assert panel.display
        assert panel.region.y > user.screen.query_one(Timeline).region.y
        await user.press("escape")
        assert not panel.display
        await user.press("e", "enter")
        assert panel.display


async def test_raw_lines_of_the_row_then_of_the_message_then_none() -> None:
    async with story(fakes.bounced()) as user:
        raw = user.screen.query_one(RawLines)
        await user.press("e", "P")
        assert raw.display
        assert len(raw.records) == 1
        assert "/var/log/exim4/mainlog:1201" in user.text(RawLines)
        await user.press("P")
        assert [record.line_number for record in raw.records] == [1200, 1201, 1202]
        assert not user.screen.query_one(Timeline).display or not user.screen.query_one("#body").display
        await user.press("P")
        assert not raw.display


async def test_the_raw_lines_of_the_message_open_at_the_row() -> None:
    async with story(fakes.retried()) as user:
        await user.press("j", "z", *["j"] * 20, "P", "P")
        assert isinstance(user.row, EventRow)
        assert user.row.event.raw is not None
        assert (
            user.text(RawLines)
            .strip()
            .startswith(f"/var/log/exim4/mainlog:{user.row.event.raw.line_number}\n")
        )


async def test_tab_goes_to_the_fact_panel_so_that_keys_scroll_it_and_esc_comes_back() -> None:
    async with story(fakes.bounced()) as user:
        panel = user.screen.query_one(FactPanel)
        await user.press("p", "tab", "j", "j")
        assert user.screen.focused is panel
        assert round(panel.scroll_y) == 2
        assert user.screen.query_one(Timeline).cursor == 0
        await user.press("escape", "j")
        assert panel.display
        assert user.screen.query_one(Timeline).cursor > 0


async def test_esc_closes_the_raw_lines_and_never_the_screen() -> None:
    async with story(fakes.bounced()) as user:
        await user.press("P", "P", "escape", "escape", "escape")
        assert not user.screen.query_one(RawLines).display
        assert user.app.left == 0
        await user.press("q")
        assert user.app.left == 1


async def test_a_related_message_opens_in_place_with_a_way_back() -> None:
    async with story(fakes.bounced(), fakes.frozen()) as user:
        await user.press("G", "k")
        assert isinstance(user.row, RelatedRow)
        await user.press("enter")
        assert user.screen.message_id == 2
        assert "‖ frozen" in user.text(TraceHead)
        await user.press("[")
        assert user.screen.message_id == 1
        assert isinstance(user.row, RelatedRow)
        await user.press("]")
        assert user.screen.message_id == 2
        await user.press("-", "-", "-")
        assert user.screen.message_id == 1
        await user.press("[")
        assert user.app.notices[-1].endswith("there is no message before this one")


async def test_a_related_message_that_was_never_imported() -> None:
    async with story(fakes.bounced()) as user:
        await user.press("G", "enter")
        assert user.screen.message_id == 1
        assert "never imported" in user.app.notices[-1]


async def test_reloading_keeps_the_place() -> None:
    async with story(fakes.retried()) as user:
        await user.press("j", "z", "j", "j")
        before = user.row
        user.app.desk.tracing.traces[1] = fakes.retried()
        await user.press("r")
        assert user.app.desk.tracing.asked == [1, 1]
        assert isinstance(before, EventRow)
        assert isinstance(user.row, EventRow)
        assert user.row.key == before.key


async def test_a_message_that_is_gone_says_so_in_place_and_can_be_tried_again() -> None:
    async with story(fakes.plain(), first=7) as user:
        problem = user.screen.query_one("#problem")
        assert problem.display
        assert "no message 7 in the database" in str(problem.render())
        assert "search again" in str(problem.render())
        await user.press("j", "e", "P", "p", "enter", "z", "G")
        assert user.app.is_running
        user.app.desk.tracing.traces[7] = fakes.plain()
        await user.press("r")
        assert not problem.display
        assert "→ accepted" in user.text(TraceHead)


async def test_an_error_nobody_foresaw_costs_neither_the_app_nor_the_place() -> None:
    async with story(fakes.plain()) as user:
        user.app.desk.tracing.traces = None  # type: ignore[assignment]
        with suppress(WorkerFailed):  # told to who waits for the work just when it fails
            await user.press("r")
        await user.pilot.pause()
        assert "could not be read" in str(user.screen.query_one("#problem").render())
        assert user.app.is_running


async def test_growing_and_shrinking_the_terminal() -> None:
    async with story(fakes.mixed()) as user:
        await user.press("e")
        for size in ((120, 40), (40, 10), (80, 24), (10, 5), (100, 30)):
            await user.pilot.resize_terminal(*size)
            await user.settle()
        assert isinstance(user.row, EventRow)
        assert user.screen.query_one(FactPanel).display


async def test_coming_back_scrolls_to_where_one_was() -> None:
    async with story(fakes.mixed(), fakes.plain(), size=(80, 16)) as user:
        await user.press("G")
        place = user.screen.query_one(Timeline).scroll_y
        assert place > 0
        await user.press("r")
        assert user.screen.query_one(Timeline).scroll_y == place


async def test_printed_plainly_nothing_is_cut() -> None:
    async with story(fakes.bounced()) as user:
        text = "\n".join(user.screen.plain())
        assert "TLS1.3:TLS_AES_256_GCM_SHA384:256" in text
        assert "/var/log/exim4/mainlog:1201" in text
        assert "…" not in text


async def test_the_cursor_is_seen_with_the_colours_of_the_terminal_alone() -> None:
    app = TraceApp(fakes.plain())
    app.theme = "ansi-dark"
    async with app.run_test(size=(80, 24)) as pilot:
        await Story(app, pilot).settle()
        timeline = app.trace_screen.query_one(Timeline)
        here, below = timeline.render_line(0), timeline.render_line(1)
        assert all(segment.style and segment.style.reverse for segment in here)
        assert not any(segment.style and segment.style.reverse for segment in below)
