"""What tests of every part share: a home of their own, the corpora beside the checkout, real programs."""

from __future__ import annotations

import gc
import itertools
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from tests.quiet import idle

settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")  # a machine with other work is no failure

TESTS = Path(__file__).parent
CORPORA = TESTS / "../../shared/corpora"
SLOW = (
    *("importing/test_interrupted", "worker/test_process", "events/test_keeping", "search/test_limits"),
    *("search/test_remarks", "search/test_oracle", "house/test_imports", "ui/test_hostile", "ui/test_masked"),
    *("ui/test_snapshots", "ui/test_triage_screen", "keeping/test_same_incidents", "ui/test_search_screen"),
    *("importing/test_two_processes", "worker/test_diagnosing", "ui/test_acting", "retention/test_retention"),
    *("importing/test_same_facts", "worker/test_following", "diagnosis/test_inheritance", "acting/test_many"),
    *("ui/test_domains_screen", "ui/test_returning", "ui/test_domain_screen", "verify/test_domain"),
    *("diagnosis/test_commands", "acting/test_retaining", "worker/test_reconciling", "parsing/test_total"),
)
"""The files that take longest, longest first, as `pytest --durations=0` told: they begin, so that none is
left alone at the end while the other processes have nothing to do."""


def pytest_xdist_auto_num_workers() -> int:
    """One more process than there are cores: tests of processes wait a good part of their time."""
    return len(os.sched_getaffinity(0)) + 1


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Slow files first, then those with the most tests."""
    slow = {TESTS / f"{name}.py": -len(SLOW) + place for place, name in enumerate(SLOW)}
    tests = Counter(item.path for item in items)
    items.sort(key=lambda item: (slow.get(item.path, 0), -tests[item.path]))


def pytest_collection_finish() -> None:
    """What was imported and collected stays: the cycle collector need not go through it again and again.

    Where it does, that is a third of the time of the tests of screens.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.fixture(scope="session")
def _homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Names of folders; pytest's own look through all that there are for the next number."""
    folder = tmp_path_factory.mktemp("homes")
    return (folder / str(number) for number in itertools.count())


@pytest.fixture(autouse=True)
def home(_homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of this test's own: no test reads or writes the settings or data of who runs it."""
    folder = next(_homes)
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    for name in list(os.environ):
        if name.startswith(("XDG_", "MAILTUI_")):
            monkeypatch.delenv(name)
    return folder


@pytest.fixture(scope="session", autouse=True)
def _quick_pilot() -> Iterator[None]:
    """Whoever presses keys waits for the app to have nothing to do, not for a while."""
    with pytest.MonkeyPatch.context() as patch:
        for module in ("textual.app", "textual.pilot"):
            patch.setattr(f"{module}.wait_for_idle", idle)
        yield


@pytest.fixture(scope="session", autouse=True)
def _quick_disk() -> Iterator[None]:
    """Nobody waits until the disk has it: no test cuts the power, and a killed process loses nothing."""
    from mailtui.store import engine

    with pytest.MonkeyPatch.context() as patch:
        for name in ("WRITING", "CHANGING"):
            pragmas = [
                pragma.replace("synchronous = NORMAL", "synchronous = OFF")
                for pragma in getattr(engine, name)
            ]
            patch.setattr(engine, name, tuple(pragmas))
        yield


@pytest.fixture(scope="session")
def corpora() -> Path:
    """Real logs kept beside the checkout (never in it)."""
    if not CORPORA.is_dir():
        pytest.skip("no corpora beside this checkout")
    return CORPORA.resolve()


@pytest.fixture(scope="session")
def needs() -> Callable[[str], str]:
    """`needs("tmux")` is the program's path; without it the test is skipped, but fails in CI."""

    def find(program: str) -> str:
        path = shutil.which(program, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
        if path is None and os.environ.get("CI") == "true":
            pytest.fail(f"{program} is missing; .ci/run installs it")
        if path is None:
            pytest.skip(f"{program} is not installed here")
        return path

    return find
