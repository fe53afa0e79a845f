"""Looking at domains: what is stuck is given up, nobody waits for it."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Sequence

import pytest

from mailtui.model.enums import CheckArea
from mailtui.model.finding import Checked, Expected
from mailtui.model.stopping import stoppable
from mailtui.services.domains import looking
from mailtui.services.domains.course import Look
from mailtui.services.domains.looking import Verify, looks
from mailtui.services.domains.options import Options

DOMAINS = [Expected(f"d{number}.example") for number in range(4)]
FINE = Look((Checked(CheckArea.MX, "x"),))


def by(act: Callable[[str], object]) -> Callable[[Options], Verify]:
    """Looks that act on the number of the domain and then find nothing wrong."""

    async def verify(expected: Expected) -> Sequence[Checked]:
        done = act(expected.domain[1])
        if asyncio.iscoroutine(done):
            await done
        return FINE.answers

    return lambda _: verify


def outcomes(make: Callable[[Options], Verify], options: Options) -> dict[str, Look]:
    return {expected.domain[1]: look for expected, look in looks(DOMAINS, options, make)}


def test_each_is_told_as_it_comes() -> None:
    slow = by(lambda number: asyncio.sleep(0.2 if number == "0" else 0))
    order = [expected.domain[1] for expected, look in looks(DOMAINS, Options(), slow) if look == FINE]
    assert sorted(order) == ["0", "1", "2", "3"]
    assert order[-1] == "0"


def test_one_that_takes_too_long_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "_GRACE", 0.0)
    found = outcomes(by(lambda number: asyncio.sleep(60 if number == "2" else 0)), Options(each=0.2))
    assert found.pop("2").cut == "it took longer than 0.2 s"
    assert set(found.values()) == {FINE}


def test_a_fault_of_ours_at_one_does_not_stop_the_others() -> None:
    def act(number: str) -> None:
        if number == "1":
            raise ZeroDivisionError("by nothing")

    found = outcomes(by(act), Options())
    assert found.pop("1").cut == "mailtui failed at it: ZeroDivisionError: by nothing"
    assert set(found.values()) == {FINE}


def test_the_time_of_a_run_ends_even_what_blocks() -> None:
    """A call that never gives the event loop back, such as a name lookup in C."""
    release = threading.Event()
    try:
        began = time.monotonic()
        found = outcomes(by(lambda _: release.wait(30)), Options(whole=0.3))
        assert time.monotonic() - began < 2
        assert all("was over before its turn" in look.cut for look in found.values())
    finally:
        release.set()


def test_who_does_not_want_it_any_more_does_not_wait() -> None:
    began = time.monotonic()
    with stoppable(lambda: time.monotonic() - began > 0.2):
        assert list(looks(DOMAINS, Options(), by(lambda _: asyncio.sleep(60)))) == []
    assert time.monotonic() - began < 2


def test_bounded_at_once() -> None:
    running = []
    most = 0

    async def act() -> None:
        nonlocal most
        running.append(1)
        most = max(most, len(running))
        await asyncio.sleep(0.02)
        running.pop()

    outcomes(by(lambda _: act()), Options(at_once=2))
    assert most == 2


def test_an_error_before_the_first_look_is_raised() -> None:
    def make(_: Options) -> Verify:
        raise LookupError("no resolver")

    with pytest.raises(LookupError, match="no resolver"):
        list(looks(DOMAINS, Options(), make))
