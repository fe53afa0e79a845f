"""Our own lab's lines, each with the event it was checked by hand to be.

`python -m tests.parsing.test_golden` writes the expected events anew; look at every change.
"""

from __future__ import annotations

import json
import os
import shutil
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from mailtui.cli.parse_lines import each
from mailtui.cli.parse_print import as_json_line

GOLDEN = Path(__file__).parents[1] / "golden/exim"
WRITTEN = datetime(2026, 11, 21, tzinfo=UTC).timestamp()
LOGS = sorted(GOLDEN.glob("*.log"))


def understood(path: Path) -> list[str]:
    """The log as `mailtui parse --json` prints it; syslog takes its year from the age of the file."""
    with TemporaryDirectory() as folder:
        copy = shutil.copy(path, folder)
        os.utime(copy, (WRITTEN, WRITTEN))
        return [as_json_line(line) for line in each(copy, None, None)]


@pytest.mark.parametrize("path", LOGS, ids=lambda path: path.stem)
def test_every_line(path: Path) -> None:
    expected = path.with_suffix(".jsonl").read_text().splitlines()
    for found, wanted in zip(understood(path), expected, strict=True):
        assert json.loads(found) == json.loads(wanted)


@pytest.mark.parametrize("path", LOGS, ids=lambda path: path.stem)
def test_every_physical_line_has_its_object_in_order(path: Path) -> None:
    shown = [json.loads(line) for line in understood(path)]
    assert [line["line"] for line in shown] == list(range(1, path.read_bytes().count(b"\n") + 1))
    assert all(list(line)[:2] == ["line", "event"] for line in shown)


if __name__ == "__main__":
    for log in LOGS:
        log.with_suffix(".jsonl").write_text("".join(f"{line}\n" for line in understood(log)))
