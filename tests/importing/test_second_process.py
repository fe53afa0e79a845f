"""Answers on their way from a second process, and one that was started before its order was known."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import BinaryIO

import pytest

from mailtui.ingest import second
from mailtui.ingest.outbox import WAITING, Outbox
from mailtui.ingest.second import SecondProcess, expect
from mailtui.services import expecting

ECHO = "json.tool"
"""A module that reads its input to the end, as ours do."""


def test_answers_come_in_order_while_nobody_waits() -> None:
    """More than a pipe takes is put without somebody who reads."""
    taken, given = os.pipe()
    answers = [bytes([number]) * 100_000 for number in range(WAITING)]
    with os.fdopen(taken, "rb") as source, os.fdopen(given, "wb") as to, Outbox(to) as outbox:
        for answer in answers:
            outbox.put(answer[:1], answer[1:])
        assert source.read(WAITING * 100_000) == b"".join(answers)


@pytest.mark.parametrize("fault", [None, KeyError("x")])
def test_nobody_takes_them(fault: KeyError | None) -> None:
    """Whoever makes them is told and does not wait for ever; an error of its own is not hidden by that."""
    taken, given = os.pipe()
    os.close(taken)
    with os.fdopen(given, "wb", buffering=0) as to, pytest.raises((BrokenPipeError, KeyError)) as raised:
        _send(to, fault)
    assert raised.value is fault or fault is None


def _send(to: BinaryIO, fault: KeyError | None) -> None:
    with Outbox(to) as outbox:
        outbox.put(b"x")
        if fault is not None:
            raise fault
        for _ in range(100):
            outbox.put(b"x")


def test_an_expected_process_takes_the_order(tmp_path: Path) -> None:
    """There is one process, not two; the next order gets another one."""
    expect(ECHO)
    expect(ECHO)
    waiting = second._expected[ECHO].pid
    with SecondProcess(ECHO, None) as one:
        assert one._process.pid == waiting
    with SecondProcess(ECHO, None) as other:
        assert other._process.pid != waiting


def test_an_expected_process_without_an_order_ends() -> None:
    """With the process that expected something."""
    told = (
        "from mailtui.ingest.second import expect, _expected\n"
        "expect('mailtui.ingest.bulk.front'); print(_expected['mailtui.ingest.bulk.front'].pid)"
    )
    ran = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    pid = int(ran.stdout)
    try:
        pidfd = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    assert _ended(pidfd, 20)


def _ended(pidfd: int, seconds: float) -> bool:
    import select

    found, _, _ = select.select([pidfd], [], [], seconds)
    os.close(pidfd)
    return bool(found)


@pytest.mark.parametrize(
    ("first", "module"),
    [(b"2026-", "mailtui.ingest.bulk.front"), (b"[{", "mailtui.ingest.events.front")],
)
def test_what_is_expected(tmp_path: Path, first: bytes, module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A big file, by how it begins; not a small one, a folder, or one that is not there."""
    asked: list[str] = []
    monkeypatch.setattr(expecting, "expect", asked.append)
    monkeypatch.setattr(expecting, "WORTH", 100)
    monkeypatch.setattr("os.sched_getaffinity", lambda _: {0, 1})
    small, big = tmp_path / "small", tmp_path / "big"
    small.write_bytes(first)
    big.write_bytes(first * 100)
    expecting.expect_import([str(tmp_path), str(tmp_path / "none"), str(small)])
    assert asked == []
    expecting.expect_import([str(small), str(big), str(big)])
    assert asked == [module]
