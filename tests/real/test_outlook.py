"""The outlook against a real Exim: its retry database says when it means to try next."""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.real import instance
from tests.real.sink import Sink

from mailtui.model.moment import SECOND
from mailtui.model.outlook import Outlook
from mailtui.model.retry import RetrySettings
from mailtui.services.imports import import_logs
from mailtui.services.tracing import Tracing
from mailtui.store.engine import reader

RULES = "* * F,2s,1s; G,1h,2s,1.5"
ROUNDS = 5
CASES = {
    "a reply to RCPT puts off the address": ("wait@busy.example", "R:wait@busy.example:<alice@lab.example>"),
    "a session cut at the end of the data puts off the message": ("cut@drop.example", "T:127.0.0.45:"),
    "a refused connection puts off the host": ("bob@dead.example", "T:127.0.0.60:"),
}


class Hint(NamedTuple):
    """What Exim remembers of a host or an address; seconds since 1970."""

    first: int
    last: int
    due: int


def hint(exim: instance.Exim, needs: Callable[[str], str], key: str) -> Hint:
    """An entry of the retry database, whose key begins like this."""
    command = [needs("exim_dumpdb"), "-z", str(exim.folder / "spool"), "retry"]
    text = subprocess.run(command, capture_output=True, text=True, check=True, **exim._identity()).stdout
    stamp = r"(\d\d-\w{3}-\d{4} \d\d:\d\d:\d\d)"
    (found,) = re.findall(rf"^\s*{re.escape(key)}.*\n{stamp}\s+{stamp}\s+{stamp}", text, re.MULTILINE)
    return Hint(*map(_second, found))


def _second(stamp: str) -> int:
    return int(datetime.strptime(stamp, "%d-%b-%Y %H:%M:%S").replace(tzinfo=UTC).timestamp())


@pytest.mark.parametrize(("address", "key"), CASES.values(), ids=CASES)
def test_the_next_try_is_when_exim_means_to(
    needs: Callable[[str], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str, key: str
) -> None:
    config = instance.CONFIG.partition("begin retry\n")[0] + f"begin retry\n{RULES}\n"
    monkeypatch.setattr(instance, "CONFIG", config)
    sink = Sink()
    monkeypatch.setitem(instance.ADDRESSES, "dead", "127.0.0.60")
    exim = instance.Exim(needs("exim4"), sink.port)
    try:
        exim.send("alice@lab.example", address)
        for count in range(1, ROUNDS + 1):
            exim.wait(lambda count=count: exim.log().count(f"== {address}") >= count)
            meant = hint(exim, needs, key)
            if count == ROUNDS:
                break
            time.sleep(max(0.0, meant.due + 0.2 - time.time()))
            exim.run("-q")
        said = foretold(exim, tmp_path, meant.last)
    finally:
        exim.close()
        sink.close()
    assert said.next_try is not None
    assert said.since is not None
    assert abs(said.since // SECOND - meant.first) <= 1
    assert abs(said.next_try.earliest // SECOND - meant.due) <= 1
    assert meant.due - meant.last > 2  # the gaps have begun to grow


def foretold(exim: instance.Exim, folder: Path, now: int) -> Outlook:
    """What the card says at that second."""
    database, log = folder / "mailtui.db", str(exim.folder / "log" / "mainlog")
    assert not import_logs(database, [log], server="mx1", zone="UTC").problems
    tracing = Tracing(reader(database), None, RetrySettings(RULES, "1s"), lambda: now * SECOND)
    (queue_id,) = exim.queue()
    (found,) = tracing.trace(tracing.find(queue_id)[0].id).diagnoses
    assert found is not None
    assert found.outlook is not None
    return found.outlook
