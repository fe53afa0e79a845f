"""Two admins at once: what one decides is on the other's screen without a key."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC
from pathlib import Path

from tests.acting.test_deciding import FIRST
from tests.incidents_read import log

from mailtui.model.enums import IncidentState
from mailtui.services.acting import Acting
from mailtui.services.desk import open_desk
from mailtui.ui.app import MailtuiApp
from mailtui.ui.screens.audit import AuditScreen
from mailtui.ui.words import Look


async def until(is_so: Callable[[], bool], seconds: float = 20.0) -> None:
    for _ in range(int(seconds / 0.05)):
        if is_so():
            return
        await asyncio.sleep(0.05)
    raise AssertionError("waited in vain")


def screen_text(app: MailtuiApp) -> str:
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


async def test_triage_incident_and_audit_hear_of_it(database: Path, bob: Acting) -> None:
    app = MailtuiApp(lambda: open_desk(database, UTC), look=Look(zone=UTC, now=lambda: log.NOW))
    async with app.run_test(size=(120, 40)) as pilot:
        await until(lambda: app.triage.board.triage is not None and bool(app.triage.rows.count))
        first = app.triage.board.triage.incidents[0]
        one = [FIRST._replace(id=first.id)]
        await asyncio.to_thread(bob.assign, one, "bob-the-other")
        await until(lambda: "bob-the-other"[:3] in screen_text(app))
        await until(lambda: app.triage.board.triage.incidents[0].assignee == "bob-the-other")
        await pilot.press("enter")
        await until(lambda: getattr(app.screen, "incident", None) is not None)
        await asyncio.to_thread(bob.state, one, IncidentState.WAITING)
        await until(lambda: app.screen.incident.state is IncidentState.WAITING)
        await until(lambda: "waiting" in screen_text(app))
        await pilot.press("B")
        await until(lambda: isinstance(app.screen, AuditScreen) and len(app.screen.rows.known) == 2)
        await asyncio.to_thread(bob.undo)
        await until(lambda: len(app.screen.rows.known) == 3)
        assert app.screen.rows.known[0].act == "undo"
