"""What the Trace screen looks like, on the terminal that is designed first and on a wide one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.ui.trace import fakes
from tests.ui.trace.app import TraceApp
from textual.pilot import Pilot

from mailtui.model.view import Trace

STORIES: dict[str, tuple[Callable[[], Trace], tuple[str, ...]]] = {
    "plain": (fakes.plain, ()),
    "bounced": (fakes.bounced, ("e",)),
    "alias_with_children": (fakes.alias, ("j",)),
    "twelve_mixed": (fakes.mixed, ()),
    "forty_retries_folded": (fakes.retried, ("j",)),
    "forty_retries_unfolded": (fakes.retried, ("j", "z", "j", "j")),
    "frozen_bounce": (fakes.frozen, ()),
    "hostile": (fakes.hostile, ("P",)),
    "beginning_missing": (fakes.headless, ()),
    "facts": (fakes.bounced, ("e", "p")),
    "diagnosis": (lambda: fakes.explained(fakes.bounced()), ("x",)),
    "diagnosis_inherited": (lambda: fakes.explained(fakes.retried()), ("x",)),
    "diagnosis_foreseen": (fakes.foreseen, ("x",)),
    "diagnosis_of_nobody": (lambda: fakes.explained(fakes.mixed()), ("x", "G")),
    "raw_of_message": (fakes.bounced, ("P", "P")),
}


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
@pytest.mark.parametrize("name", STORIES)
def test_look(snap_compare: Callable[..., bool], name: str, size: tuple[int, int]) -> None:
    make, keys = STORIES[name]

    async def before(pilot: Pilot[None]) -> None:
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        await pilot.press(*keys)
        await pilot.pause()

    assert snap_compare(TraceApp(make()), terminal_size=size, run_before=before)


def test_look_of_a_failure(snap_compare: Callable[..., bool]) -> None:
    async def before(pilot: Pilot[None]) -> None:
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()

    assert snap_compare(TraceApp(fakes.plain(), first=9), terminal_size=(80, 24), run_before=before)
