"""Copying: two keys from any screen with a row, by marks too; what is grey says why."""

import threading
from base64 import b64decode

import pytest
from tests.ui import domains
from tests.ui.conftest import LOOK, settle
from tests.ui.fakes import FakeDesk, FakeSearch, FakeTracing, make_hostile, make_row
from tests.ui.incidents import ALL, FakeIncidents
from tests.ui.test_hostile import assert_harmless, screen_text
from tests.ui.user import User
from textual.drivers.headless_driver import HeadlessDriver

from mailtui.ui.app import MailtuiApp
from mailtui.ui.screens.taking import item_here
from mailtui.ui.screens.yank_menu import YankMenu

SENT = []


@pytest.fixture(autouse=True)
def plain_terminal(monkeypatch):
    """A terminal that takes OSC 52; tests see what it was sent."""
    monkeypatch.setattr(HeadlessDriver, "write", lambda self, data: SENT.append(data))
    SENT.clear()
    for name in ("TMUX", "STY", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")


def copies():
    """What has gone to the terminal's clipboard."""
    sent = "".join(SENT).split("\x1b]52;c;")[1:]
    return [b64decode(part.partition("\x07")[0]).decode() for part in sent]


class Session:
    """A user at a terminal that takes OSC 52."""

    def __init__(self, desk, query="", size=(80, 24)):
        self.app = MailtuiApp(lambda: desk, query, look=LOOK)
        self.running = self.app.run_test(size=size)

    async def __aenter__(self):
        pilot = await self.running.__aenter__()
        await settle(pilot)
        return User(self.app, pilot)

    async def __aexit__(self, *error):
        await self.running.__aexit__(*error)


async def test_two_keys_copy_and_the_toast_names_route_and_file(desk):
    async with Session(desk) as user:
        await user.press("y", "i")
        assert copies() == [make_row(0).queue_id]
        assert user.notice.startswith("Queue id copied by OSC 52; ~/")
        assert user.notice.endswith("-queue-id.txt")
        assert not isinstance(user.app.screen, YankMenu)


async def test_the_ticket_is_about_the_row_under_the_cursor(desk):
    async with Session(desk) as user:
        await user.press("j", "j", "y", "t")
        (ticket,) = copies()
        row = make_row(2)
        assert f"to <{row.recipient}>" in ticket
        assert f"our queue id {row.queue_id}" in ticket


async def test_letters_typed_before_it_is_read_count(desk):
    """On a slow disk `y t` is typed long before anything is there."""
    async with Session(desk) as user:
        desk.search.gate.clear()
        await user.pilot.press("y", "a")
        await user.pilot.pause()
        assert isinstance(user.app.screen, YankMenu)
        assert copies() == []
        desk.search.gate.set()
        await settle(user.pilot)
        assert copies() == [make_row(0).recipient]


async def test_marks_are_copied_together_and_the_number_is_told(desk):
    async with Session(desk) as user:
        await user.press("space", "space", "y")
        assert "2 marked" in user.text
        await user.press("a")
        assert copies() == [f"{make_row(0).recipient}\n{make_row(1).recipient}"]


async def test_what_is_not_there_is_grey_and_says_why(desk):
    async with Session(desk) as user:
        await user.press(*"jjjjjjj", "y", "i")
        assert isinstance(user.app.screen, YankMenu), "a refused mail without an id"
        assert "Not now: it was refused before it got a queue id." in user.text
        await user.press("escape")
        assert copies() == []
        assert not isinstance(user.app.screen, YankMenu)


async def test_the_query_of_the_line_is_copied(desk):
    async with Session(desk, "status:bounced") as user:
        await user.press("y", "q", "y", "c")
        assert copies()[0] == "status:bounced"
        assert copies()[1].startswith("mailtui trace ")


async def test_in_the_query_line_y_is_a_letter(desk):
    async with Session(desk) as user:
        await user.press("/", "y")
        assert user.app.search.bar.input.value == "y"


async def test_on_triage_an_incident_and_on_its_screen_too():
    desk = FakeDesk(FakeSearch(count=200), incidents=FakeIncidents(ALL))
    async with Session(desk, None) as user:
        await user.press("y", "c", "enter", "y", "c")
        here = user.app.screen.incident_id
        assert copies() == [f"mailtui incident {here}"] * 2
        await user.press("y", "t", "y", "a")
        assert copies()[2].startswith("Mail from our server")
        assert "\n" not in copies()[3], "the address is that of the row"


async def test_on_the_trace_screen(desk):
    async with Session(desk) as user:
        await user.press("enter", "y", "l")
        row = make_row(0)
        assert copies() == [f"{row.queue_id} => {row.recipient}"]


async def test_on_the_domain_screens():
    known = domains.FakeDomains(domains.ALL)
    async with Session(FakeDesk(domains=known), None) as user:
        await user.press("5", "y", "c", "enter", "y", "c", "y", "t")
        first, second, ticket = copies()
        assert first == second == f"mailtui domains show {domains.ALL[0].name}"
        assert ticket.startswith(f"DNS of {domains.ALL[0].name}")


async def test_y_y_copies_what_the_menu_begins_with(desk):
    async with Session(desk) as user:
        await user.press("y", "y")
        assert copies() == [make_row(0).recipient]


async def test_before_the_database_is_open_there_is_nothing_to_copy(desk):
    opened = threading.Event()

    def open_desk():
        opened.wait(10)
        return desk

    app = MailtuiApp(open_desk, "", look=LOOK)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("y")
        await pilot.pause()
        assert "the database is not open" in User(app, pilot).notice
        opened.set()


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_hostile_rows_are_shown_and_copied_harmlessly(size):
    desk = FakeDesk(FakeSearch(count=30, make=make_hostile), FakeTracing(make_hostile))
    async with Session(desk, size=size) as user:
        for _ in range(3):
            await user.press("j", "y")
            assert_harmless(screen_text(user.app))
            await user.press(*"jjjj", "l")
            await user.press("escape", "y", "t")
        for text in copies():
            assert_harmless(text)


async def test_a_copy_that_cannot_be_read_says_so_and_leaves(desk):
    async with Session(desk) as user:
        desk.search.error = RuntimeError("gone")
        await user.press("y")
        assert "could not be read" in user.text
        await user.press("t", "escape")
        assert copies() == []


@pytest.mark.parametrize(
    ("item", "taken"),
    [(7, True), ("shop.example", True), (make_row(0).key, True), (("source", 3), False), (None, False)],
)
def test_rows_of_other_screens_are_no_mail(item, taken):
    """The Worker screen has rows too."""

    class Rows:
        count, cursor = 1, 0

        def item(self, place):
            return item

    assert (item_here(Rows()) is not None) == taken
