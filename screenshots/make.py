"""Pictures of every screen, from the demo: python screenshots/make.py [NAME...]

Uses the real app on a demo database made in a temporary folder, at a fixed moment, so that a picture
changes only when a screen does. The internet knows nothing of the demo's domains: the tests' DNS server does.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from datetime import UTC
from pathlib import Path

import work

import domains
import letters
from mailtui.services.demo import folder
from mailtui.services.desk import open_desk
from mailtui.ui.app import MailtuiApp
from mailtui.ui.words import Look

HERE = Path(__file__).parent
NOW = 1_795_000_000_000_000
SIZES = {"": (120, 40), "-80x24": (80, 24)}
SHOTS: dict[str, tuple[str | None, tuple[str, ...]]] = {
    "triage": (None, ()),
    "incident": (None, ("enter",)),
    "search": ("", ()),
    "failures": ("is:failed -kind:rejection", ("p",)),
    "completion": ("", ("slash", *"status:b")),
    "trace": ("to:team@harbour.example", ("enter", "j", "z", "j", "j", "z")),
    "raw": ("is:open sort:-delay", ("enter", "P")),
    "campaigns": (None, ("4",)),
    "campaign": (None, ("4", "enter", "right")),
    "domains": (None, ("5",)),
    "domain": (None, ("5", "enter")),
    "marks": ("is:failed -kind:rejection", ("space", "space", "j", "space", "t", *"+todo")),
    "note": (None, ("j", "c")),
    "yank": ("is:failed -kind:rejection", ("y",)),
    "suppressions": (None, ("O",)),
    "audit": (None, ("B",)),
    "worker": (None, ("W",)),
    "contacts": (None, ("C",)),
    "person": ("to:team@harbour.example", ("h",)),
    "providers": (None, ("7",)),
    "menu": (None, ("0",)),
    "help": ("", ("question_mark",)),
}
"""Name of the picture -> query (None: on Triage), and the keys pressed on it."""
OF_LETTERS: dict[str, tuple[str | None, tuple[str, ...]]] = {
    "threads": (None, ("T",)),
    "thread": (None, ("T", "enter")),
    "failed-events": (None, ("8",)),
}
"""The same on a copy of the database with imported mail and payloads that were not understood."""


async def shoot(database: Path, query: str | None, keys: tuple[str, ...], size: tuple[int, int]) -> str:
    """One picture as SVG."""
    app = MailtuiApp(lambda: open_desk(database, UTC), query, look=Look(zone=UTC, now=lambda: NOW))
    async with app.run_test(size=size) as pilot:
        await settled(app, pilot)
        for key in keys:
            await pilot.press(key)
            await settled(app, pilot)
        return app.export_screenshot()


async def settled(app: MailtuiApp, pilot: object) -> None:
    """Until nothing is being loaded any more."""
    for _ in range(4):
        await pilot.pause(0.3)  # type: ignore[attr-defined]
        await app.workers.wait_for_complete()


def take(database: Path, shots: dict[str, tuple[str | None, tuple[str, ...]]]) -> None:
    """Pictures on one database, in every size; only those that the command line names, if it names any."""
    for name, (query, keys) in shots.items():
        if sys.argv[1:] and name not in sys.argv[1:]:
            continue
        for suffix, size in SIZES.items():
            svg = asyncio.run(shoot(database, query, keys, size))
            (HERE / f"{name}{suffix}.svg").write_text(svg, encoding="utf-8")
            sys.stdout.write(f"{name}{suffix}.svg\n")


def main() -> None:
    """Make all pictures."""
    place = Path(tempfile.gettempdir()) / "mailtui-demo"  # always the same: the pictures show it
    try:
        database = folder.prepare(place, NOW).database
        domains.fill(database, NOW)
        work.fill(database, NOW)
        take(database, SHOTS)
        copy = letters.fill(database)
        take(copy, OF_LETTERS)
        for path in place.glob(f"{copy.name}*"):
            path.unlink()
    finally:
        folder.remove(place)


if __name__ == "__main__":
    main()
