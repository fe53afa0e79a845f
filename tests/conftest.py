"""What tests of every part share: a home of their own, the corpora beside the checkout, real programs."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from tests.quiet import idle

settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")  # a machine with other work is no failure

CORPORA = Path(__file__).parents[1] / "../shared/corpora"


def pytest_collection_finish() -> None:
    """What was imported and collected stays: the cycle collector need not go through it again and again.

    Where it does, that is a third of the time of the tests of screens.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of this test's own: no test reads or writes the settings or data of who runs it."""
    folder = tmp_path_factory.mktemp("home")
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
