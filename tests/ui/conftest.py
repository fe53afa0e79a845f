"""The app of the tests: frozen clock, UTC, a fake desk."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC

import pytest
from tests.quiet import idle
from tests.ui.fakes import NOON, FakeDesk, FakeSearch
from textual.pilot import Pilot
from textual.worker import WorkerCancelled, WorkerFailed

from mailtui.ui.app import MailtuiApp
from mailtui.ui.words import Look

LOOK = Look(zone=UTC, now=lambda: NOON)


@pytest.fixture
def desk() -> FakeDesk:
    """20 000 rows: the count is more than can be said exactly."""
    return FakeDesk(FakeSearch(count=20_000))


@pytest.fixture
def big_desk() -> FakeDesk:
    """100 000 rows, for what must not depend on how many there are."""
    return FakeDesk()


@pytest.fixture
def app(desk: FakeDesk) -> MailtuiApp:
    return MailtuiApp(lambda: desk, "", look=LOOK)


@pytest.fixture
def make_app() -> Callable[..., MailtuiApp]:
    def make(desk: FakeDesk, query: str | None = "", **options: object) -> MailtuiApp:
        return MailtuiApp(lambda: desk, query, look=LOOK, **options)

    return make


@pytest.fixture
def visit(make_app):
    """A user of some desk, as an async context; Triage is home when no query is given."""

    class Visit:
        def __init__(self, desk, query=None, size=(80, 24), **options):
            self.running = make_app(desk, query, **options).run_test(size=size)

        async def __aenter__(self):
            from tests.ui.user import User

            pilot = await self.running.__aenter__()
            await settle(pilot)
            return User(pilot.app, pilot)

        async def __aexit__(self, *error):
            await self.running.__aexit__(*error)

    return Visit


async def settle(pilot: Pilot[None]) -> None:
    """Wait until nothing runs in the background and everything is painted."""
    calm = 0
    while calm < 2:
        running = [worker for worker in pilot.app.workers if not worker.is_finished]
        with suppress(WorkerFailed, WorkerCancelled):  # the screen says so; that is what tests look at
            await pilot.app.workers.wait_for_complete(running)
        was_idle = await idle()
        pilot.app.screen._on_timer_update()
        calm = calm + 1 if was_idle and not running else 0
