"""The Contacts screen by its keys, on a real database."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.people.world import NOON, UTC
from tests.ui.conftest import settle
from tests.ui.user import User

from mailtui.config.paths import yank_folder
from mailtui.model.visible import _Sharing, share
from mailtui.services.contacts import preflight
from mailtui.services.desk import open_desk
from mailtui.ui.app import MailtuiApp
from mailtui.ui.words import Look
from mailtui.verify.answers import Answer, Kind

LOOK = Look(zone=UTC, now=lambda: NOON)
SIZES = [(80, 24), (120, 40)]


class Dns:
    """Answers as the names say."""

    async def ask(self, name: str, type: str) -> Answer:
        if name == "slow.example":
            return Answer(name, type, Kind.UNSURE, why="no answer")
        if name == "nowhere.example":
            return Answer(name, type, Kind.OK, ("0 .",)) if type == "MX" else Answer(name, type, Kind.NODATA)
        return Answer(name, type, Kind.OK, (f"10 mx.{name}",))


class Visit:
    """A user on the Contacts screen."""

    def __init__(self, database: Path, size: tuple[int, int]) -> None:
        self._app = MailtuiApp(lambda: open_desk(database, UTC), look=LOOK)
        self._running = self._app.run_test(size=size)

    async def __aenter__(self) -> User:
        pilot = await self._running.__aenter__()
        await settle(pilot)
        user = User(self._app, pilot)
        await user.press("C")
        return user

    async def __aexit__(self, *error: object) -> None:
        await self._running.__aexit__(*error)


@pytest.fixture
def dns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preflight, "DnsResolver", lambda *_, **__: Dns())


async def test_four_tabs_and_a_list_opens_its_contacts(database: Path) -> None:
    async with Visit(database, (120, 40)) as user:
        await user.until("bob@example.org")
        assert "[contacts 9] lists 1  segments 3  templates 2" in user.text
        assert "location: Berlin" in user.text
        assert "lists      News" in user.text
        await user.press(">")
        await user.until("News")
        assert "9, 5 of them subscribed; 0 removed" in user.text
        await user.press("enter")
        await user.until("hugo@slow.example")
        await user.press("/")
        await user.type(" status:pending")
        await user.press("enter")
        await user.until("1 of 9 match list:1 status:pending")
        assert "dora@example.com" in user.text
        assert "bob@example.org" not in user.text


async def test_enter_on_a_contact_opens_the_person(database: Path) -> None:
    async with Visit(database, (120, 40)) as user:
        await user.until("bob@example.org")
        await user.press("enter")
        await user.until("Contacts > Person")
        assert type(user.app.screen).__name__ == "PersonScreen"
        await user.press("q")
        await user.until("[contacts 9]")


async def test_a_contact_is_suppressed_and_lifted(database: Path) -> None:
    async with Visit(database, (120, 40)) as user:
        await user.until("dora@example.com")
        await user.press("/")
        await user.type("hugo")
        await user.press("enter")
        await user.until("1 of 9 match hugo")
        await user.press("s")
        await user.until("Suppress hugo@slow.example")
        await user.press("enter")
        await user.press("%")  # not for a contact
        suppressions = open_desk(database).suppressions
        assert [one.state for one in suppressions.of("hugo@slow.example")] == ["active"]
        await user.press("s")
        await user.until("Lift hugo@slow.example")
        await user.press("enter")
        assert [one.state for one in suppressions.of("hugo@slow.example")] == ["lifted"]
        await user.press("u")
        assert [one.state for one in suppressions.of("hugo@slow.example")] == ["active"]


async def test_a_preflight_is_stopped_and_begun_again(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import asyncio

    class Silent(Dns):
        async def ask(self, name: str, type: str) -> Answer:
            await asyncio.sleep(3600)
            raise AssertionError

    monkeypatch.setattr(preflight, "DnsResolver", lambda *_, **__: Silent())
    async with Visit(database, (80, 24)) as user:
        await user.press(">")
        await user.pilot.press("%")
        await user.sees("0 of 3 domains asked about in DNS")
        await user.press("escape")
        await user.until("Stopped.")
        monkeypatch.setattr(preflight, "DnsResolver", lambda *_, **__: Dns())
        await user.press("r")
        await user.until("can be mailed")


async def test_a_segment_is_counted_and_one_that_cannot_be_says_why(database: Path) -> None:
    async with Visit(database, (120, 40)) as user:
        await user.press(">", ">")
        await user.until("operator: there is no operator 'looks like'")
        await user.until("1 New Yorkers")
        await user.press("j")
        await user.until("all of:")
        assert 'custom_fields.location is "new york"' in user.text
        await user.press("enter")
        await user.until("ann+news@example.net")
        assert "ann@example.net" not in user.text


@pytest.mark.parametrize("size", SIZES)
async def test_a_preflight_counts_each_contact_once(database: Path, dns: None, size: tuple[int, int]) -> None:
    async with Visit(database, size) as user:
        await user.press(">", "%")
        await user.until("can be mailed")
        found = user.app.screen.found
        assert {part.reason: part.number for part in found.parts} == {
            "reachable": 2,
            **dict.fromkeys(("suppressed", "unconfirmed", "unsubscribed", "bounced", "complained"), 1),
            "invalid-address": 0,
            "invalid-domain": 1,
            "could-not-check": 1,
            "duplicate": 0,
        }
        assert found.tagged == 1
        await user.press("j")
        await user.until("bob@example.org: 550 no such user")
        await user.press("q")
        await user.until("[lists 1]")


async def test_who_is_listed_is_copied_and_the_page_names_the_command_for_all(
    database: Path, dns: None
) -> None:
    async with Visit(database, (80, 24)) as user:
        await user.press(">", "%")
        await user.until("can be mailed")
        await user.press("j")
        listing = "mailtui preflight list:1 --list suppressed"
        await user.until(listing)
        assert "bob@example.org: 550 no such user" in user.text
        await user.press("enter")
        assert user.notice.endswith(listing)
        await user.press("y")
        await user.until("1 address copied")
        (copied,) = [path for path in yank_folder().iterdir() if path.is_file()]
        assert copied.read_text().strip() == "bob@example.org: 550 no such user"


async def test_a_template_is_plain_text_with_its_variables(database: Path) -> None:
    async with Visit(database, (80, 24)) as user:
        await user.press("<")
        await user.until("Welcome")
        await user.press("enter")
        await user.until("company: used, and nobody fills them")
        await user.press("G")
        assert "our news <https://x.example/a>" in user.text
        assert "alert" not in user.text


async def test_hostile_and_masked(database: Path) -> None:
    async with Visit(database, (120, 40)) as user:
        await user.until("[red]Gina[/oops]")
        assert "\u202e" not in user.text
        try:
            await user.press("H")
            await user.until("•••@example.org")
            for name in ("bob", "Bob", "Gina", "Müller", "Berlin", "Acme"):
                assert name not in user.text
        finally:
            share(False)


@pytest.mark.parametrize(("typed", "number"), [("bob", 1), ("zebedee", 0)])
async def test_the_key_masks_what_narrows_the_contacts_at_once(
    database: Path, monkeypatch: pytest.MonkeyPatch, typed: str, number: int
) -> None:
    monkeypatch.setattr(_Sharing, "on", False)
    dots = "•" * len(typed)
    async with Visit(database, (120, 40)) as user:
        await user.press("/", *typed, "enter")
        assert f"{number} of 9 match {typed}" in user.lines[0]
        await user.press("H")
        assert f"{number} of 9 match {dots}" in user.lines[0]
        assert typed not in user.text.lower()
        assert (f"No contact matches {dots}." in user.text) == (number == 0)


async def test_an_empty_database_says_what_fills_it(tmp_path: Path) -> None:
    from mailtui.store.engine import writer

    writer(tmp_path / "a.db").dispose()
    async with Visit(tmp_path / "a.db", (80, 24)) as user:
        await user.until("mailtui contacts import FILE --list NAME")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("keys", [(), (">", ">", "j"), (">", "%")], ids=["contacts", "segments", "preflight"])
def test_pictures(database: Path, dns: None, snap_compare, size, keys) -> None:
    app = MailtuiApp(lambda: open_desk(database, UTC), look=LOOK)

    async def to_there(pilot) -> None:
        await settle(pilot)
        for key in ("C", *keys):
            await pilot.press(key)
            await settle(pilot)

    assert snap_compare(app, terminal_size=size, run_before=to_there)
