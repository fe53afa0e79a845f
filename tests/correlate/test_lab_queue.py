"""The queue as folded from a log of real Exim against what `exim -bp` printed at that moment."""

from __future__ import annotations

from pathlib import Path

from tests.correlate.logs import events_of
from tests.correlate.test_generated_truth import Queue, listed, waiting


def undelivered(queue: Queue) -> Queue:
    """Without the recipients that `-bp` marks as delivered (`D`)."""
    return {
        queue_id: (frozen, frozenset(name for name in left if not name.startswith("D ")))
        for queue_id, (frozen, left) in queue.items()
    }


def test_the_queue_of_the_lab(corpora: Path):
    folder = corpora / "lab/exim-v498all/snapshot"
    events = events_of(folder / "mainlog")
    found = waiting(events)
    printed = undelivered(listed(folder / "exim-bp.txt"))
    (hidden,) = set(found) - set(printed)
    told = [event.text for event in events if event.queue_id == hidden and event.text]
    assert told == ["no immediate delivery: queued in slow by ACL"], "-bp hides named queues"
    del found[hidden]
    assert found == printed
    assert len(found) > 25


def test_the_queue_without_recipient_lists(corpora: Path):
    folder = corpora / "lab/exim-default/snapshot"
    found = waiting(events_of(folder / "mainlog"))
    printed = undelivered(listed(folder / "exim-bp.txt"))
    assert set(printed) <= set(found)
    for queue_id, (frozen, left) in printed.items():
        assert found[queue_id] in ((frozen, left), (frozen, {""})), queue_id
