"""A slow line bears it: no animation, no blink, at most two repaints a second in follow mode."""

import re
from dataclasses import replace
from pathlib import Path
from time import monotonic

import pytest
from tests.ui.fakes import FakeDesk, FakeSearch, FakeState

from mailtui.ui import pacing
from mailtui.ui.pacing import AtMost, Pace

UI = Path(pacing.__file__).parent


@pytest.fixture
def clock(monkeypatch):
    """Time goes on when the test says so."""

    class Clock:
        now = 100.0

    monkeypatch.setattr(pacing, "monotonic", lambda: Clock.now)
    return Clock


def test_two_in_any_second(clock):
    calm, done = AtMost(2), []
    for step in range(400):
        clock.now = 100 + step / 100
        if calm.allows():
            done.append(clock.now)
    assert len(done) == 8
    assert all(later - first >= 1 for first, later in zip(done, done[2:], strict=False))


def test_what_is_asked_while_an_answer_is_awaited_counts_once(clock):
    runs, timers = [], []
    pace = Pace(
        lambda: runs.append(clock.now), lambda seconds, call: timers.append((clock.now + seconds, call))
    )
    assert pace.ask()
    for _ in range(10):
        assert not pace.ask()
    clock.now += 0.1
    pace.done()
    assert len(runs) == 1
    (due, call), *others = timers
    assert others == []
    assert due - runs[0] == pytest.approx(0.1 * pacing.SHARE)
    clock.now = due
    call()
    assert len(runs) == 2


def test_quick_answers_are_asked_for_twice_in_any_second(clock):
    runs, timers = [], []
    pace = Pace(lambda: runs.append(clock.now), lambda seconds, call: timers.append((seconds, call)))
    for _ in range(300):
        clock.now += 0.01
        pace.ask()
        pace.done()
        if timers:
            seconds, call = timers.pop()
            clock.now += seconds
            call()
    assert len(runs) > 3
    assert all(later - first > 0.999 for first, later in zip(runs, runs[2:], strict=False))
    assert runs[1] - runs[0] < 0.2


async def test_a_database_that_changes_all_the_time_is_read_twice_a_second(visit):
    class Busy(FakeState):
        reads = 0

        def read(self):
            Busy.reads += 1
            self.value = replace(self.value, lines=self.value.lines + 1, messages=self.value.messages + 1)
            return self.value

    desk = FakeDesk(FakeSearch(count=300), state=Busy())
    began = monotonic()
    async with visit(desk, "") as user:
        while monotonic() - began < 2:
            await user.pilot.pause(0.05)
        reads, seconds = Busy.reads, monotonic() - began
    assert 2 <= reads <= 2 * seconds + 3


async def test_nothing_is_animated(visit):
    async with visit(FakeDesk(FakeSearch(count=300)), "") as user:
        assert user.app.animation_level == "none"


def test_no_text_field_blinks():
    """Textual's fields blink, which costs 2.5 kB a second for ever; each of ours says that it does not."""
    sources = {path.name: path.read_text("utf-8") for path in UI.rglob("*.py")}
    field = re.compile(r"^class \w+\((Input|TextArea)\b", re.MULTILINE)
    fields = {name: text for name, text in sources.items() if field.search(text)}
    assert len(fields) > 1
    assert [name for name, text in fields.items() if "self.cursor_blink = False" not in text] == []
    made = re.compile(r"(?:yield|=|\() *(?:Input|TextArea)\(")
    assert [name for name, text in sources.items() if made.search(text)] == []
