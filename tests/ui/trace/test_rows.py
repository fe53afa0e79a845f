"""The rows of a timeline: verdict first, retries folded, waits measured."""

from __future__ import annotations

from dataclasses import replace

from tests.ui.trace import fakes
from tests.ui.trace.fakes import LOOK, deferred, event, system, thread

from mailtui.model.enums import EventKind, MessageKind, Status
from mailtui.model.moment import DAY, HOUR, MINUTE, SECOND
from mailtui.model.view import Trace
from mailtui.ui import words
from mailtui.ui.widgets.timeline_painter import STAMP, RowPainter, fold_text, wait_cells
from mailtui.ui.widgets.timeline_rows import (
    EventRow,
    FoldRow,
    RelatedRow,
    Row,
    Story,
    ThreadRow,
    WaitRow,
    deciding,
    last_reply,
    selectable,
)
from mailtui.ui.widgets.trace_head import head_lines


def rows_of(trace: Trace, *turned: tuple[str, ...]) -> list[Row]:
    return Story(trace, lambda moment: words.day(moment, LOOK)).rows(frozenset(turned))


def threads_of(trace: Trace) -> list[ThreadRow]:
    return [row for row in rows_of(trace) if isinstance(row, ThreadRow)]


def test_recipients_worst_first_then_hosts_then_the_message() -> None:
    found = [(row.thread.kind, row.thread.status) for row in threads_of(fakes.mixed())]
    assert found[:2] == [("recipient", Status.BOUNCED), ("recipient", Status.DEFERRED)]
    assert found[2:11] == [("recipient", Status.ACCEPTED)] * 9
    assert found[11:] == [("recipient", Status.DELIVERED), ("host", None), ("system", None)]


def test_among_many_threads_only_those_in_trouble_are_open() -> None:
    opened = [row.thread.status for row in threads_of(fakes.mixed()) if not row.folded]
    assert opened == [Status.BOUNCED, Status.DEFERRED]
    assert not any(row.folded for row in threads_of(fakes.alias()))


def test_forty_lines_of_waiting_are_one() -> None:
    rows = rows_of(fakes.retried())
    (fold,) = (row for row in rows if isinstance(row, FoldRow))
    assert len(fold.events) == 40
    assert fold_text(fold.events) == "14 tries, retry time not reached ×26"
    unfolded = rows_of(fakes.retried(), fold.key)
    assert sum(isinstance(row, EventRow) and row.depth == 2 for row in unfolded) == 40


def test_what_froze_a_message_is_not_folded_and_decides_for_who_was_never_tried() -> None:
    rows = rows_of(fakes.held())
    (fold,) = (row for row in rows if isinstance(row, FoldRow))
    assert fold_text(fold.events) == "frozen ×6"
    why = "frozen: by the system filter: held for review"
    assert [row.event.text for row in rows if isinstance(row, EventRow)][-1] == why
    (first, _) = (row for row in rows if isinstance(row, ThreadRow))
    painter = RowPainter(LOOK, 30)
    assert painter.verdict(first, 80) == [why]
    assert "not tried" in "".join(text for text, _ in painter.runs(first, 80))


def test_two_tries_are_not_folded_and_the_wait_between_them_is_a_row() -> None:
    rows = rows_of(fakes.alias())
    assert not any(isinstance(row, FoldRow) for row in rows)
    (wait,) = (row for row in rows if isinstance(row, WaitRow))
    assert wait.gap == 2 * HOUR - 2 * SECOND
    assert not selectable(wait)


def test_nothing_is_waited_for_after_the_end() -> None:
    opened = event(EventKind.OTHER, 2 * HOUR, "opened")
    told = thread("ann@b.example", Status.ACCEPTED, deferred(0), fakes.accepted(HOUR), opened)
    trace = replace(fakes.plain(), threads=(told,))
    gaps = [row.gap for row in rows_of(trace) if isinstance(row, WaitRow)]
    assert gaps == [HOUR]


def test_after_a_fold_the_wait_counts_from_its_last_event() -> None:
    (wait,) = (row for row in rows_of(fakes.retried()) if isinstance(row, WaitRow))
    assert wait.gap == 73 * HOUR - (2 * SECOND + 39 * 7 * HOUR // 4)


def test_what_a_service_does_not_tell_is_no_matter_of_log_selectors() -> None:
    mine = fakes.message(kind=MessageKind.TRANSACTIONAL, subject=None, message_id=None, received=None)
    trace = replace(fakes.plain(), message=mine)
    lines = str(head_lines(trace, LOOK))
    assert "log" not in lines.replace("login", "")
    assert "completed 4 d" in lines
    assert lines.count("not told by the service") == 2
    open_ = str(head_lines(replace(trace, message=replace(mine, completed=None)), LOOK))
    assert "beginning not told by the service" in open_


def test_bars_grow_with_the_logarithm_of_the_wait() -> None:
    lengths = [wait_cells(gap) for gap in (MINUTE, 10 * MINUTE, HOUR, 8 * HOUR, DAY, 5 * DAY, 50 * DAY)]
    assert lengths == sorted(lengths)
    assert (lengths[0], lengths[-2], lengths[-1]) == (1, STAMP, STAMP)


def test_a_retry_that_was_not_due_decides_nothing_and_is_no_failure() -> None:
    story = thread("a@x", Status.DEFERRED, deferred(0), deferred(HOUR, attempted=False))
    assert deciding(story) is story.events[0]
    rows = rows_of(Trace(fakes.message(), (), (story,)))
    assert [row.failing for row in rows if isinstance(row, EventRow)] == [True, False]


def test_giving_up_names_the_last_reply() -> None:
    story = fakes.retried().threads[0]
    decided = deciding(story)
    assert decided is not None
    assert decided.kind is EventKind.FAILURE
    reply = last_reply(story, decided)
    assert reply is not None
    assert reply.smtp_code == 451


def test_events_come_by_time_whatever_their_order_and_those_without_one_last() -> None:
    timeless = replace(event(EventKind.OTHER, 0, "no stamp"), time=None)
    story = system(timeless, event(EventKind.COMPLETED, HOUR, "b"), event(EventKind.ARRIVAL, 0, "a"))
    rows = rows_of(Trace(fakes.message(), (), (story,)))
    assert [row.event.text for row in rows if isinstance(row, EventRow)] == ["a", "b", "no stamp"]


def test_a_day_is_named_once() -> None:
    story = system(*(event(EventKind.OTHER, hours * HOUR, "x") for hours in (0, 1, 20, 21)))
    rows = rows_of(Trace(fakes.message(), (), (story,)))
    assert [row.dated for row in rows if isinstance(row, EventRow)] == [True, False, True, False]


def test_related_messages_stand_last_the_bounce_before_copies() -> None:
    found = [row.related for row in rows_of(fakes.bounced()) if isinstance(row, RelatedRow)]
    assert found[0] is None
    assert [related.relation for related in found if related] == ["bounced by", "same Message-ID"]


def test_keys_of_rows_are_unique_and_outlive_folding() -> None:
    for trace in (fakes.mixed(), fakes.retried(), fakes.hostile()):
        keys = [row.key for row in rows_of(trace)]
        assert len(set(keys)) == len(keys)
