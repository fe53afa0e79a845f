"""The head of the Worker screen: who works at what, how far, and how the queue was."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mailtui.ui import words
from mailtui.ui.rendering import one_line
from mailtui.ui.widgets.head_lines import HeadLines, Line, labelled
from mailtui.ui.widgets.status_line import progress_text
from mailtui.ui.words import Look, Tone

if TYPE_CHECKING:
    from mailtui.model.queue import QueueView
    from mailtui.model.receiver import ReceiverView
    from mailtui.services.standing import Standings
    from mailtui.ui.widgets.worker_list import Line as Row

MOST_RECEIVERS = 4
"""Accounts that have a line."""
NOBODY = "nobody reads logs now: set `logs` in the settings, or run mailtui worker --log FOLDER"


class WorkerHead(HeadLines):
    """Shows who works."""

    def show(self, found: Standings) -> None:
        """Show this."""
        self.put(list(head_lines(found, self.look)))


class WorkerNote(HeadLines):
    """Shows the row under the cursor in full."""

    def show(self, row: Row | None) -> None:
        """Two rows, always: what does not fit into the columns."""
        lines = [] if row is None else list(_note(row))
        self.put([*lines, ([], []), ([], [])][:2])


def head_lines(found: Standings, look: Look) -> Iterator[Line]:
    """The most important first."""
    if found.worker is None:
        yield labelled("worker", (NOBODY, Tone.WAITING))
    else:
        doing = found.doing or "starting"
        since = words.short_stamp(found.worker.since, look)
        who = f"  {found.worker.role}, {found.worker}, since {since}"
        yield labelled("worker", (doing, Tone.GOOD), (who, Tone.DIM))
    if found.progress is not None:
        speed = f"{found.progress.bytes_per_second / 1e6:.1f} MB/s"
        unclear = found.progress.unrecognised
        more = f"  {speed}, {words.count(unclear, 'line')} not understood so far"
        yield labelled("import", (progress_text(found.progress), Tone.WAITING), (more, Tone.DIM))
    for queue in found.queues:
        yield labelled("queue", *_queue(queue, look))
    for one in sorted(found.receivers, key=_last, reverse=True)[:MOST_RECEIVERS]:
        yield labelled("webhooks", *_receiver(one, look))
    others = len(found.receivers) - MOST_RECEIVERS
    if others > 0:
        yield labelled("", (f"and of {words.count(others, 'account')} more: mailtui status", Tone.DIM))
    lines = sum(one.unclear_lines for one in found.sources)
    payloads = sum(one.unclear_payloads for one in found.sources)
    for number, what, key in ((lines, "line", "Q"), (payloads, "payload", "8")):
        if number:
            said = f"{words.count(number, what)} not understood"
            where = f"  kept, and listed: enter on a source, or {key}"
            yield labelled("unclear", (said, Tone.WAITING), (where, Tone.DIM))


def _last(one: ReceiverView) -> int:
    """When something came last, right or wrong."""
    return max(one.last_accepted or 0, one.last_error_at or 0)


def _receiver(one: ReceiverView, look: Look) -> list[tuple[str, Tone]]:
    """How many came, and what was wrong with others."""
    service = "" if one.service == one.name else f" ({one.service})"
    last = "" if one.last_accepted is None else f", the last {words.short_stamp(one.last_accepted, look)}"
    kept = f" ({one.kept:,} kept: repeats once)" if one.kept < one.accepted else ""
    told = [
        (
            f"{one.name}{service}: {one.accepted:,} accepted{kept}{last}",
            Tone.GOOD if one.accepted else Tone.PLAIN,
        )
    ]
    if one.refused or one.failed:
        told.append((f"  {one.refused:,} refused, {one.failed:,} failed", Tone.WAITING))
    if one.is_broken:
        told.append((f"  it {one_line(one.last_error or '')}", Tone.FAILED))
    elif one.last_error and one.last_error_at is not None:
        when = words.short_stamp(one.last_error_at, look)
        told.append((f"  {when}: {one_line(one.last_error)}", Tone.DIM))
    return told


def _queue(queue: QueueView, look: Look) -> list[tuple[str, Tone]]:
    seen = f"  on {queue.server}, seen {words.short_stamp(queue.time, look)}"
    if not queue.messages:
        return [("empty", Tone.GOOD), (seen, Tone.DIM)]
    told = [
        words.count(queue.messages, "message"),
        f"{queue.deferred} deferred",
        f"{queue.frozen} frozen",
        f"about {words.size(queue.size)}",
    ]
    if queue.oldest is not None:
        told.append(f"the oldest {words.duration((look.now() - queue.oldest) / 1e6)}")
    return [
        (", ".join(told), Tone.WAITING if queue.deferred + queue.frozen else Tone.PLAIN),
        (seen, Tone.DIM),
    ]


def _note(row: Row) -> Iterator[Line]:
    if row.source is not None:
        yield labelled(row.source.source, (row.source.path, Tone.PLAIN))
        if row.source.error:
            yield labelled("error", (one_line(row.source.error), Tone.FAILED))
    elif row.job is not None:
        job = row.job
        words_of = ", ".join(f"{name} {value}" for name, value in job.arguments.items() if value)
        yield labelled(f"job {job.id}", (f"{job.kind} {words_of}, asked for by {job.asked_by}", Tone.PLAIN))
        if job.error:
            yield labelled("error", (one_line(job.error), Tone.FAILED))
        elif job.result:
            told = ", ".join(f"{name} {value}" for name, value in job.result.items() if _plain(value))
            yield labelled("result", (told, Tone.PLAIN))


def _plain(value: object) -> bool:
    return isinstance(value, int | float | str) and value != ""
