"""What is loaded before an answer.

No Textual on the command line, no database before the first paint, no SQLAlchemy where a log is read.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from mailtui.cli.lazy import TABLE

RUN = """
import sys
from mailtui.cli.main import run
code = run(sys.argv[2:])
loaded = [name for name in sys.argv[1].split(",") if name in sys.modules]
raise SystemExit(f"loaded {loaded}" if loaded else 0 if code in (0, 1) else f"left with {code}")
"""
"""Runs a command line in this process and complains about modules that it loaded."""
RUN_ALL = """
import json, sys
from mailtui.cli.main import run
told = []
for line in json.loads(sys.argv[2]):
    code = run(line)
    loaded = sys.argv[1] in sys.modules
    told.append("loaded" if loaded else "" if code in (0, 1) else f"left with {code}")
    if loaded:
        break
print("\\0", json.dumps(told), sep="")
"""
"""The same for one command line after the other, which is a tenth of the time."""
COMMANDS = {
    "search": ["search", "status:bounced", "--json"],
    "trace": ["trace", "1xUXxL-0000000003L-3SEU"],
    "searches": ["searches", "--json"],
    "incidents": ["incidents", "--json"],
    "incident": ["incident", "1"],
    "tag": ["tag", "kind:delivery", "+vip", "--yes"],
    "tags": ["tags", "--json"],
    "note": ["note", "1xUXxL-0000000003L-3SEU", "called them"],
    "notes": ["notes", "--json"],
    "yank": ["yank", "1xUXxL-0000000003L-3SEU", "--what", "ticket"],
    "export": ["export", "status:bounced", "--format", "markdown"],
    "stats": ["stats", "--json"],
    "import": ["import", "{logs}"],
    "parse": ["parse", "{logs}/mainlog", "--json"],
    "diagnose": ["diagnose", "550 5.1.1 User unknown"],
    "teach": ["teach", "550 the moon is in the wrong house", "--class", "local"],
    "domains": ["domains", "--json"],
    "events": ["events", "--json"],
    "campaigns": ["campaigns", "--json"],
    "campaign": ["campaign", "1"],
    "threads": ["threads", "--json"],
    "thread": ["thread", "1"],
    "contacts": ["contacts", "--json"],
    "lists": ["lists", "--json"],
    "list": ["list", "News"],
    "segments": ["segments", "--json"],
    "segment": ["segment", "1"],
    "templates": ["templates", "--json"],
    "template": ["template", "1"],
    "preflight": ["preflight", "bob", "--no-dns", "--json"],
    "worker": ["worker", "--companion"],
    "status": ["status", "--json"],
    "providers": ["providers", "--json"],
    "person": ["person", "a@x.example", "--json"],
    "suppressions": ["suppressions", "--propose", "--json"],
    "suppress": ["suppress", "bob@example.org", "--until", "30d"],
    "lift": ["lift", "bob@example.org"],
    "audit": ["audit", "--json"],
    "undo": ["undo", "--list"],
    "redo": ["redo"],
    "demo": ["demo", "--no-ui"],
    "doctor": ["doctor"],
    "config": ["config"],
    "db": ["db", "check"],
}


@pytest.fixture(scope="module")
def logs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("logs")
    arrival = b"1xUXxL-0000000003L-3SEU <= a@x.example H=[192.0.2.1] P=esmtp S=360 for b@y.example"
    (folder / "mainlog").write_bytes(b"2026-11-20 23:23:47 " + arrival + b"\n")
    return folder


@pytest.fixture(scope="module")
def database(logs: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    path = folder / "mailtui.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(folder))
        _runs("textual", ["import", str(logs), "--db", str(path)])
    return path


def _runs(forbidden: str, arguments: list[str]) -> None:
    child = subprocess.run(
        [sys.executable, "-c", RUN, forbidden, *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert child.returncode == 0, child.stderr


@pytest.fixture(scope="module")
def left(logs: Path, database: Path) -> dict[str, str]:
    """How each command left, run one after the other in one process until one loads Textual."""
    lines = []
    for name, arguments in COMMANDS.items():
        filled = [part.format(logs=logs) for part in arguments]
        lines.append(filled if name == "demo" else ["--db", str(database), *filled])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(database.parent))
        child = subprocess.run(
            [sys.executable, "-c", RUN_ALL, "textual", json.dumps(lines)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
    told = child.stdout.rpartition("\0")[2]
    assert told, child.stderr
    return dict(zip(COMMANDS, json.loads(told), strict=False))


def test_every_command_is_tried() -> None:
    assert COMMANDS.keys() == TABLE.keys()


@pytest.mark.parametrize("name", COMMANDS)
def test_a_headless_command_loads_no_textual(name: str, left: dict[str, str]) -> None:
    assert left.get(name, "not run: one before it loaded Textual") == ""


def test_help_and_version_load_nothing_heavy() -> None:
    heavy = "textual,sqlmodel,sqlalchemy,pydantic,rich," + ",".join(
        f"mailtui.cli.{module}" for module, _ in TABLE.values()
    )
    _runs(heavy, ["--help"])
    _runs(heavy, ["--version"])


def test_parsing_needs_no_database(logs: Path) -> None:
    _runs("sqlmodel,sqlalchemy,pydantic,textual", ["parse", str(logs / "mainlog"), "--json"])


@pytest.mark.parametrize("module", ["mailtui.ui.app", "mailtui.ui.starting"])
def test_the_screens_are_painted_before_the_database_is_loaded(module: str) -> None:
    _is_light(module, "sqlmodel,sqlalchemy,alembic,pydantic,mailtui.store")


@pytest.mark.parametrize("module", ["mailtui.ingest.bulk.front", "mailtui.ingest.events.front"])
def test_a_process_that_reads_asks_the_database_with_the_driver_alone(module: str) -> None:
    _is_light(module, "sqlmodel,sqlalchemy,alembic,pydantic,asyncio")


def _is_light(module: str, heavy: str) -> None:
    """Importing it loads none of these."""
    program = (
        f"import sys, {module}\n"
        f"heavy = set({heavy!r}.split(',')) & sys.modules.keys()\n"
        "raise SystemExit(f'loaded {heavy}' if heavy else 0)"
    )
    child = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert child.returncode == 0, child.stderr
