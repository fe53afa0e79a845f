"""The Search screen as a user drives it: keys in, rows and words out."""

import asyncio
from dataclasses import replace

import pytest
from tests.ui.conftest import settle
from tests.ui.fakes import NOON, FakeDesk, FakeSearch, FakeState
from tests.ui.user import User
from textual.widgets import Static

from mailtui.errors import StoreError
from mailtui.model.view import ImportProgress, StoreState
from mailtui.ui.app import MailtuiApp
from mailtui.ui.screens.picker import Picker
from mailtui.ui.screens.trace import TraceScreen
from mailtui.ui.widgets.facts import FactPanel
from mailtui.ui.widgets.query_bar import PAUSE
from mailtui.ui.widgets.raw_lines import RawLines
from mailtui.ui.words import Look


@pytest.fixture
async def user(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        yield User(app, pilot)


@pytest.fixture
def visit(make_app):
    """A user of another desk or query, as an async context."""

    class Visit:
        def __init__(self, desk, query="", size=(80, 24), **options):
            self.running = make_app(desk, query, **options).run_test(size=size)

        async def __aenter__(self):
            pilot = await self.running.__aenter__()
            await settle(pilot)
            return User(pilot.app, pilot)

        async def __aexit__(self, *error):
            await self.running.__aexit__(*error)

    return Visit


# -- the list ------------------------------------------------------------------------------------


async def test_it_opens_with_the_newest_rows_and_how_many_there_are(user, desk):
    assert "✓ delivered" in user.lines[5]
    assert "bob@gmail.com" in user.lines[5]
    assert "more than 10 000 rows" in user.lines[1]
    assert "everything" in user.lines[2]
    assert "newest line 3 min ago" in user.lines[0]


async def test_100_000_rows_open_without_being_read(visit, big_desk):
    async with visit(big_desk) as user:
        assert len(user.list.keys) == 100_000
        assert big_desk.search.rows_read == 100


async def test_the_end_of_the_list_is_one_key_away_and_reads_a_few_screens(visit, big_desk):
    async with visit(big_desk) as user:
        await user.press("G")
        assert user.list.cursor == 99_999
        assert user.lines[-2].startswith("▌")
        assert "..." not in user.text
        assert big_desk.search.rows_read < 200


async def test_cursor_keys(user):
    await user.press("j", "j", "down", "k")
    assert user.list.cursor == 2
    await user.press("pagedown")
    assert user.list.cursor == 19
    await user.press("pageup", "g")
    assert user.list.cursor == 0
    await user.press("k")
    assert user.list.cursor == 0


async def test_rows_that_have_not_arrived_are_placeholders(user, desk):
    desk.search.gate.clear()
    await user.pilot.press("G")
    await user.pilot.pause()
    assert "▌..." in user.text
    desk.search.gate.set()
    await settle(user.pilot)
    assert "..." not in user.text


async def test_next_and_previous_failure(user):
    await user.press("e")
    assert user.list.cursor == 2
    await user.press("e", "e", "E")
    assert user.list.cursor == 5
    await user.press("g", "E")
    assert user.notice == "no further failure above"


async def test_highlight_then_next_and_previous(user):
    await user.press("\\")
    await user.type("greylist")
    await user.press("enter")
    assert user.list.cursor == 3
    await user.press("n")
    assert user.list.cursor == 11
    await user.press("N")
    assert user.list.cursor == 3
    await user.press("escape", "n")
    assert "nothing is highlighted" in user.notice


# -- the query -----------------------------------------------------------------------------------


async def test_results_come_as_you_type(user, desk):
    await user.press("/")
    await user.type("status:deferred")
    assert desk.search.asked[-1] == "status:deferred"
    assert "deferred" in user.lines[2]
    await user.press("escape")
    assert user.app.focused is user.list
    assert all("deferred" in line for line in user.lines[5:20])


async def test_typing_does_not_search_for_every_letter(user, desk):
    before = len(desk.search.asked)
    await user.press("/")
    await user.pilot.press(*"greylisted")
    await asyncio.sleep(PAUSE * 1.5)
    await settle(user.pilot)
    assert len(desk.search.asked) <= before + 2


async def test_an_error_stands_under_its_place(user, desk):
    await user.press("/")
    await user.type("stauts:x")
    line = user.lines[2]
    assert line.index("^") == user.lines[1].index("stauts")
    assert "status" in line
    await user.press("escape")
    assert user.query == ""


async def test_enter_does_not_run_an_error(user, desk):
    before = list(desk.search.asked)
    await user.press("/")
    await user.type("status:nonsense")
    await user.press("enter")
    assert desk.search.asked == before


async def test_completion_by_tab(user):
    await user.press("/")
    await user.type("stat")
    assert "status:" in user.lines[3]
    assert "1 204" in user.lines[3]
    await user.press("tab")
    assert user.query == "status:"
    await user.type("bou")
    await user.press("down", "enter")
    assert user.query == "status:bounced"
    await user.press("enter")
    assert all("bounced" in line for line in user.lines[5:20])


async def test_failures_only_and_everything_again(user):
    await user.press("j", "!")
    assert user.query == "is:failed"
    assert "delivered" not in "".join(user.lines[5:20])
    await user.press("!")
    assert user.query == ""


async def test_back_and_forward_return_to_the_row(user):
    await user.press("j", "j", "j", "!", "j", "[")
    assert (user.query, user.list.cursor) == ("", 3)
    await user.press("]")
    assert (user.query, user.list.cursor) == ("is:failed", 1)
    await user.press("]")
    assert "latest" in user.notice


async def test_up_in_the_line_brings_earlier_queries(user):
    for query in ("status:bounced", "status:queued"):
        await user.press("/")
        user.app.search.bar.input.set_text("")
        await user.type(query)
        await user.press("enter")
    await user.press("/", "up", "up")
    assert user.query == "status:bounced"
    await user.press("down")
    assert user.query == "status:queued"


async def test_a_query_of_the_command_line(visit, desk):
    async with visit(desk, "status:bounced") as user:
        assert desk.search.asked == ["status:bounced"]
        assert "✗ bounced" in user.lines[5]


async def test_a_wrong_query_of_the_command_line(visit, desk):
    async with visit(desk, "stauts:bounced") as user:
        assert desk.search.asked == []
        assert "^" in user.lines[2]
        assert "mend it" in user.text


# -- panels --------------------------------------------------------------------------------------


async def test_facts_of_the_row(user):
    await user.press("j", "j", "p")
    assert user.app.screen.query_one(FactPanel).display
    assert "does not exist" in user.text
    await user.press("escape")
    assert not user.app.screen.query_one(FactPanel).display


async def test_raw_lines_of_the_row(user):
    await user.press("P")
    assert "mainlog:7" in user.text
    await user.press("j")
    assert "=> alice@gmail.com" in user.text
    await user.press("P")
    assert not user.app.screen.query_one(RawLines).display


async def test_the_histogram_grows_and_shrinks(user):
    await user.press("i")
    assert user.app.search.results.histogram.size.height == 6
    await user.press("i")
    assert user.app.search.results.histogram.size.height == 1


# -- going ---------------------------------------------------------------------------------------


async def test_enter_opens_the_trace_and_q_comes_back(user):
    await user.press("3")
    assert user.notice == "Last trace: no trace was opened yet"
    await user.press("j", "enter")
    assert isinstance(user.app.screen, TraceScreen)
    assert "1tKxy1" in user.text
    await user.press("q")
    assert user.list.cursor == 1
    await user.press("3")
    assert isinstance(user.app.screen, TraceScreen)
    await user.press("2")
    assert user.app.screen is user.app.search


async def test_a_refused_mail_has_no_trace_and_says_so(user):
    for _ in range(7):
        await user.press("j")
    await user.press("enter")
    assert "has no trace" in user.notice
    await user.press("j")
    assert user.notice == ""
    await user.press("k", "P")
    assert "rejected RCPT" in user.text


async def test_q_at_home_quits(user):
    await user.press("q")
    assert user.app._exit


async def test_help_lists_searches_and_runs(user):
    await user.press("?")
    assert isinstance(user.app.screen, Picker)
    assert "Page down" in user.text
    await user.type("only")
    assert "Failures only" in user.text
    assert "Page down" not in user.text
    await user.press("enter")
    assert user.query == "is:failed"


async def test_the_palette_says_why_not(user):
    await user.press(":")
    await user.type("go.trace")
    assert "Not now: no trace was opened yet" in user.text
    await user.press("enter")
    assert "no trace was opened yet" in user.notice
    await user.press("ctrl+p", "escape")
    assert user.app.screen is user.app.search


# -- the database --------------------------------------------------------------------------------


async def test_before_the_database_is_open_there_are_frame_and_query_line(make_app, desk):
    import threading

    gate = threading.Event()

    def slow():
        gate.wait(10)
        return desk

    from tests.ui.conftest import LOOK

    app = MailtuiApp(slow, "", look=LOOK)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        user = User(app, pilot)
        assert "mailtui  Search" in user.lines[0]
        assert "opening the database" in user.lines[0]
        gate.set()
        await settle(pilot)
        assert "✓ delivered" in user.lines[5]


async def test_a_database_that_cannot_be_opened_says_the_next_step_and_r_tries_again(desk):
    from tests.ui.conftest import LOOK

    tries = []

    def fails_once():
        tries.append(1)
        if len(tries) == 1:
            raise StoreError("the database is of a newer mailtui", "run `mailtui db upgrade`")
        return desk

    app = MailtuiApp(fails_once, "", look=LOOK)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        user = User(app, pilot)
        assert "newer mailtui" in user.text
        assert "mailtui db upgrade" in user.text
        await user.press("r")
        assert "✓ delivered" in user.lines[5]


async def test_a_query_that_fails_is_one_line_and_the_place_is_kept(user, desk):
    await user.press("j")
    desk.search.error = StoreError("the database is locked", "stop the other import")
    await user.press("r")
    assert user.notice == "the database is locked: stop the other import"
    assert user.list.cursor == 1
    desk.search.error = None
    await user.press("r")
    assert user.notice == ""


async def test_an_unexpected_error_does_not_end_the_app(user, desk, monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    desk.search.error = ZeroDivisionError("bob@example.org")
    await user.press("r")
    assert "unexpected ZeroDivisionError" in user.notice
    assert "bob@example.org" not in user.notice
    (report,) = tmp_path.iterdir()
    assert report.stat().st_mode & 0o077 == 0


async def test_an_empty_database_says_how_to_fill_it_and_fills_by_itself(visit):
    desk = FakeDesk(FakeSearch(count=0), state=FakeState(StoreState(0, 0, None)))
    async with visit(desk) as user:
        assert "mailtui import" in user.text
        progress = ImportProgress("/var/log/exim4/mainlog.1", 0, 2, 43, 100, 9, 124_000.0, 0)
        desk.state.value = StoreState(0, 0, None, progress)
        await user.until("importing mainlog.1 43 %, 124 000 lines/s")
        desk.search.count = 50
        desk.state.value = StoreState(120, 50, NOON)
        await user.until("50 rows")
        assert "✓ delivered" in user.lines[5]


async def test_no_match_says_which_condition_to_drop(visit):
    async with visit(FakeDesk(FakeSearch(count=500)), "status:bounced to:@nowhere.example") as user:
        assert "without to:@nowhere.example" in user.text
        assert "without status:bounced" not in user.text


def write(desk, sender: str, lines: int) -> None:
    """Somebody imports: every row has another sender, and there are more lines."""
    older = desk.search.make
    desk.search.make = lambda number: replace(older(number), sender=f"{sender}{number}@x.test")
    desk.state.value = replace(desk.state.value, lines=lines)


async def test_new_rows_come_by_themselves_and_the_cursor_keeps_its_row(user, desk):
    await user.press("j", "j")
    key = user.list.key
    write(desk, "n", 400_000)
    await user.until("n0@x.test")
    assert user.list.key == key


async def test_a_list_that_is_held_stays_and_goes_on_when_it_is_let_go(user, desk):
    await user.press("f")
    assert "held" in user.lines[0]
    write(desk, "n", 400_000)
    await asyncio.sleep(0.7)
    await settle(user.pilot)
    assert "n0@x.test" not in user.text
    await user.press("f")
    await settle(user.pilot)
    assert "n0@x.test" in user.text
    assert "held" not in user.lines[0]


async def test_the_status_line_says_who_works_and_which_log_is_silent(user, desk):
    desk.state.value = replace(
        desk.state.value,
        worker="service, pid 812 on mx1, since 2026-11-21 10:00 UTC",
        doing="following 3 logs",
        notes=("mx1: no line for 14 min",),
    )
    await user.until("mx1: no line for 14 min")
    assert "service following 3 logs" in user.lines[0]


async def test_the_status_line_says_how_fast_an_import_is_and_how_long_it_takes(user, desk):
    progress = ImportProgress(
        "/var/log/mainlog.2.gz", 1, 3, 40_000_000, 100_000_000, 480_000, 124_000.0, 0, 4.0
    )
    desk.state.value = replace(desk.state.value, worker="companion", progress=progress)
    await user.until("importing mainlog.2.gz 40 %, 124 000 lines/s, 6 s left")


async def test_an_idle_screen_asks_for_nothing_but_the_state(user, desk):
    asked = len(desk.search.asked)
    await asyncio.sleep(1.2)
    await settle(user.pilot)
    assert len(desk.search.asked) == asked


async def test_an_ascii_terminal_gets_ascii(visit, desk):
    from datetime import UTC

    app = MailtuiApp(lambda: desk, "", look=Look(zone=UTC, ascii=True, now=lambda: NOON))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        user = User(app, pilot)
        assert ">12:00:00    + delivered" in user.lines[5]
        assert "-> bob@gmail.com" in user.lines[5]
        assert "\n".join(user.lines[4:]).replace("…", "").isascii()


async def test_the_hint_of_the_query_line_is_text_not_markup(user):
    await user.press("/")
    await user.type("[red]x")
    assert "[red]x" in user.lines[1]
    await user.press("escape")
    assert isinstance(user.app.screen.query_one(".query-hint"), Static)
    assert "[red]" in user.lines[2]
