"""From the log to the screen: a line is in the open list without a key."""

from __future__ import annotations

import asyncio
from datetime import UTC
from pathlib import Path

from tests.worker.following import Watched

from mailtui.services.desk import open_desk
from mailtui.ui.app import MailtuiApp
from mailtui.ui.words import Look

LINE = b"2026-11-20 23:23:4%d 1xUXxL-0000000003L-3SE%d <= a%d@x.example P=esmtp S=360 for f%d@y.example\n"


async def test_an_appended_line_is_in_the_open_search(tmp_path: Path, settled: None) -> None:
    log = tmp_path / "mainlog"
    log.write_bytes(LINE % (0, 0, 0, 0))
    watched = Watched(tmp_path / "mailtui.db", log)
    watched.look()
    app = MailtuiApp(lambda: open_desk(tmp_path / "mailtui.db", UTC), "", look=Look(zone=UTC))
    async with app.run_test(size=(120, 30)):
        await until(lambda: len(app.search.rows.keys) == 1)
        for number in range(1, 4):
            with log.open("ab") as file:
                file.write(LINE % (number, number, number, number))
            assert watched.look() == 1
            await until(lambda wanted=number + 1: len(app.search.rows.keys) == wanted)
            await until(lambda wanted=f"f{number}@y.example": wanted in str(app.search.rows.shown_rows()))
    watched.close()


async def until(is_so, seconds: float = 10.0) -> None:
    for _ in range(int(seconds / 0.02)):
        if is_so():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("waited in vain")
