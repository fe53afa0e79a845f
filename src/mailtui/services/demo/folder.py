"""The demo's own folder: logs, events, tables of contacts, and a database, made, found again and removed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from mailtui.errors import InputError
from mailtui.model.moment import HOUR

FRESH = 12 * HOUR
"""After this time a demo is made anew, so that `since:2h` finds something."""
_MARK = "demo.json"
_DATABASE = "mailtui.db"
_ENDS = ("", "-wal", "-shm", "-journal", ".lock", ".turn")
_EVENTS = ("mailgun-events.jsonl", "ses-events.jsonl")
_TABLES = (
    *("contacts.csv", "segments.json", "templates.json"),
    *("campaigns-mailgun.csv", "campaigns-ses.csv"),
)
_NAMES = ("mainlog", "rejectlog", *_EVENTS, *_TABLES, _MARK, *(_DATABASE + end for end in _ENDS))


@dataclass(frozen=True, slots=True)
class Demo:
    """A demo that is ready."""

    database: Path
    lines: int
    """Log records made."""
    reused: bool
    """Whether it was there already."""


def prepare(folder: Path, now: int) -> Demo:
    """A demo in `folder` whose last line is at most FRESH before `now` (UTC microseconds).

    InputError when something else is in the folder. Imports through the same door as real logs.
    """
    known = _read_mark(folder)
    if known is not None and 0 <= now - known["now"] < FRESH and (folder / _DATABASE).exists():
        return Demo(folder / _DATABASE, known["lines"], reused=True)
    remove(folder)
    return _make(folder, now)


def _make(folder: Path, now: int) -> Demo:
    from mailtui.services.demo import campaigns
    from mailtui.services.demo.traffic import generate
    from mailtui.services.imports import import_logs

    logs = generate(now)
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / "mainlog", folder / "rejectlog"]
    for path, data in zip(paths, (logs.main, logs.reject), strict=True):
        path.write_bytes(data)
    for name, data in campaigns.files(now).items():
        (folder / name).write_bytes(data)
        paths.append(folder / name)
    database = folder / _DATABASE
    summary = import_logs(database, [str(path) for path in paths], server="mx1", zone="UTC")
    if summary.problems:
        raise summary.problems[0]
    _read_tables(folder, database, now)
    lines = logs.main.count(b"\n") + logs.reject.count(b"\n")
    (folder / _MARK).write_text(json.dumps({"now": now, "lines": lines}), encoding="utf-8")
    return Demo(database, lines, reused=False)


def _read_tables(folder: Path, database: Path, now: int) -> None:
    """What the mail platform says of its contacts, templates and campaigns."""
    from mailtui.services.contacts.importing import Request, import_file
    from mailtui.services.demo.people import tables

    for table in tables(now):
        path = folder / table.name
        path.write_bytes(table.data)
        request = Request(
            str(path), table.kind, list=table.list, account=table.account, zone="UTC", source="demo"
        )
        import_file(database, request, lambda *_: None)


def remove(folder: Path) -> bool:
    """Delete the demo; whether there was one. InputError when the folder holds anything that is not ours."""
    if not folder.is_dir():
        return False
    strange = sorted(path.name for path in folder.iterdir() if path.name not in _NAMES)
    if strange:
        raise InputError(
            f"{folder} holds {strange[0]}, which is not part of the demo", f"move it elsewhere: ls {folder}"
        )
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    return True


def _read_mark(folder: Path) -> dict[str, int] | None:
    try:
        known = json.loads((folder / _MARK).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return known if isinstance(known, dict) and {"now", "lines"} <= known.keys() else None
