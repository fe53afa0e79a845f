"""Campaigns imported from what services tell, once for all tests: small, with everything that goes wrong."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest
from tests.ui.conftest import settle
from tests.ui.fakes import HOSTILE
from tests.ui.user import User

from mailtui.model.moment import DAY, HOUR, SECOND
from mailtui.services.demo.campaigns import Sending, files
from mailtui.services.desk import Desk, open_desk
from mailtui.services.imports import import_logs
from mailtui.ui.app import MailtuiApp
from mailtui.ui.words import Look

NOW = 1_795_262_400 * SECOND
LOOK = Look(zone=UTC, now=lambda: NOW)
SENDINGS = (
    Sending("old-list", "ses", "Offers", 60, 6 * HOUR, gone=0.4, complained=0.1, left=0.1, opened=0.5),
    Sending("news", "mailgun", "News", 40, 5 * DAY, over=4 * DAY, opened=0.6, listed="outlook.com"),
    Sending("welcome", "mailgun", "Welcome", 12, HOUR, over=2 * HOUR, full=0.3),
)
"""`old-list` is past limits; `news` took days and is blocked by one provider; `welcome` is being sent."""
AGENT = {"useragent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/142.0", "ip": "192.0.2.1"}


def event(campaign: str, number: int, kind: str, after: int, **more: Any) -> dict[str, Any]:
    """What SendGrid tells."""
    return {
        "email": f"p{number}@{('gmail.com', 'firm.example')[number % 2]}",
        "timestamp": NOW // SECOND - 7000 + after,
        "event": kind,
        "sg_message_id": f"{campaign}.{number}.filter001.12.5F.0",
        "sg_event_id": f"{campaign}-{number}-{kind}-{after}",
        "singlesend_id": campaign,
        **more,
    }


def sendgrid(campaign: str, *, delivered: bool = True) -> Iterator[dict[str, Any]]:
    """A campaign of ten."""
    for number in range(10):
        yield event(campaign, number, "processed", 0)
        if number < 8 and delivered:
            yield event(campaign, number, "delivered", 5)
    gone = {"reason": "550 5.1.1 no such user", "status": "5.1.1", "type": "bounce"}
    yield event(campaign, 8, "bounce", 9, **gone)
    yield event(campaign, 1, "open", 600, **AGENT)
    yield event(campaign, 1, "click", 700, url=f'https://shop.example/?a=1&q="{campaign}"', **AGENT)
    yield event(campaign, 1, "spamreport", 800)
    yield event(campaign, 2, "dropped", 1, reason="Unsubscribed Address")


def build(folder: Path) -> Path:
    """A database with all of them."""
    told = files(NOW, SENDINGS)
    names = ("NEWS", '"a b" OR c', "#7", *HOSTILE[1:3])
    told["sendgrid.jsonl"] = lines(one for name in names for one in sendgrid(name))
    told["silent.jsonl"] = lines(sendgrid("untold", delivered=False))
    database = folder / "mail.db"
    for name, data in told.items():
        (folder / name).write_bytes(data)
        server = "silent" if name == "silent.jsonl" else None
        summary = import_logs(database, [str(folder / name)], zone="UTC", **_account(server))
        assert not summary.problems
    return database


def lines(found: Any) -> bytes:
    return "".join(json.dumps(one) + "\n" for one in found).encode()


def _account(name: str | None) -> dict[str, Any]:
    from mailtui.services.imports import Telling

    return {} if name is None else {"telling": Telling(account=name)}


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is being sent depends on the day."""
    monkeypatch.setattr("mailtui.services.desk.now", lambda: NOW)


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database, which no test may write to."""
    return build(tmp_path_factory.mktemp("campaigns"))


@pytest.fixture(scope="session")
def known(told: Path) -> Desk:
    return open_desk(told)


@pytest.fixture
def own(told: Path, tmp_path: Path) -> Path:
    """A copy, for tests that write."""
    return Path(shutil.copy(told, tmp_path / "mail.db"))


@pytest.fixture
def at():
    """A user at the Campaigns screen of a database, as an async context."""

    class At:
        def __init__(self, database: Path, size=(80, 24), look: Look = LOOK, **options: Any) -> None:
            app = MailtuiApp(lambda: open_desk(database, UTC), look=look, **options)
            self.running = app.run_test(size=size)

        async def __aenter__(self) -> User:
            pilot = await self.running.__aenter__()
            await settle(pilot)
            user = User(pilot.app, pilot)
            await user.press("4")
            return user

        async def __aexit__(self, *error: Any) -> None:
            await self.running.__aexit__(*error)

    return At


@pytest.fixture
async def user(at, told: Path):
    async with at(told) as found:
        yield found
