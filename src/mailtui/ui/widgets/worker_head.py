"""The head of the Worker screen: who works at what, how far, and how the queue was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from mailtui.ui import words
from mailtui.ui.progress_words import progress_short
from mailtui.ui.rendering import one_line, safe, width, wrap
from mailtui.ui.widgets.head_lines import HeadLines, Line, labelled
from mailtui.ui.words import LOCAL, Look, Tone

if TYPE_CHECKING:
    from mailtui.model.queue import QueueView
    from mailtui.model.receiver import ReceiverView
    from mailtui.services.standing import Standings
    from mailtui.ui.widgets.worker_list import Line as Row

MOST_RECEIVERS = 4
"""Accounts that have a line."""
MOST_NOTES = 6
"""Rows under the list."""
NOBODY = "nobody reads logs now: set `logs` in the settings, or run mailtui worker --log FOLDER"


class WorkerHead(HeadLines):
    """Shows who works."""

    def __init__(self, look: Look = LOCAL, *, id: str | None = None) -> None:
        super().__init__(look, id=id)
        self._said: list[Line] = []

    def show(self, found: Standings) -> None:
        """Show this."""
        self._said = list(head_lines(found, self.look))
        self._fill()

    def on_resize(self) -> None:
        """Other lines have room."""
        self._fill()

    def _fill(self) -> None:
        """What is one sentence is wrapped: its end says what to do."""
        cells = max(40, self.size.width - 2)
        self.put(
            [row for line in self._said for row in (_wrapped(line, cells) if len(line[0]) == 2 else [line])]
        )


class WorkerNote(HeadLines):
    """Shows the row under the cursor in full."""

    def __init__(self, look: Look = LOCAL, *, id: str | None = None) -> None:
        super().__init__(look, id=id)
        self._said: list[Line] = []

    def show(self, row: Row | None, receivers: Sequence[ReceiverView] = ()) -> None:
        """What does not fit into the columns: an error in full, and that of the account of a row."""
        self._said = [] if row is None else list(_note(row, receivers, self.look))
        self._fill()

    def on_resize(self) -> None:
        """Other lines have room."""
        self._fill()

    def _fill(self) -> None:
        """Two rows at least, so that the list does not move with every step."""
        lines = [row for line in self._said for row in _wrapped(line, max(40, self.size.width - 2))]
        self.put([*lines[:MOST_NOTES], *[([], [])] * (2 - len(lines))])


def _wrapped(line: Line, cells: int) -> Iterator[Line]:
    """A row after its label in as many rows as it takes."""
    (label, *runs), _ = line
    if sum(width(safe(text)) for text, _ in line[0]) <= cells:
        yield line
        return
    beside = len(label[0])
    for at, row in enumerate(wrap("".join(text for text, _ in runs), cells - beside)):
        yield [(label[0] if not at else " " * beside, Tone.DIM), (row, runs[-1][1])], []


def head_lines(found: Standings, look: Look) -> Iterator[Line]:
    """The most important first."""
    if found.worker is None:
        yield labelled("worker", (safe(found.absent) or NOBODY, Tone.WAITING))
    else:
        doing = found.doing or "starting"
        since = words.short_stamp(found.worker.since, look)
        who = f"  {found.worker.role}, {found.worker}, since {since}"
        yield labelled("worker", (doing, Tone.GOOD), (who, Tone.DIM))
    if found.progress is not None:
        yield labelled("import", (progress_short(found.progress), Tone.WAITING))
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
    return [*_counts(one, look), *((f"  {text}", tone) for text, tone in _trouble(one, look))]


def _counts(one: ReceiverView, look: Look) -> list[tuple[str, Tone]]:
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
    return told


def _trouble(one: ReceiverView, look: Look) -> list[tuple[str, Tone]]:
    if one.is_broken:
        return [(f"it {one_line(one.last_error or '')}", Tone.FAILED)]
    if one.last_error and one.last_error_at is not None:
        when = words.short_stamp(one.last_error_at, look)
        return [(f"{when}: {one_line(one.last_error)}", Tone.DIM)]
    return []


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


def _note(row: Row, receivers: Sequence[ReceiverView], look: Look) -> Iterator[Line]:
    if row.source is not None:
        one = row.source
        yield labelled(one.source, (one.path, Tone.PLAIN))
        if one.error:
            yield labelled("error", (one_line(one.error), Tone.FAILED))
        if one.path.startswith("webhook "):
            place = (one.server, one.source)
            its = [each for each in receivers if (each.account, f"{each.service}_events") == place]
            for each in its:
                counts, trouble = _counts(each, look), _trouble(each, look)
                yield labelled("webhooks", *counts)
                if trouble and not one.error:
                    yield labelled("trouble", *trouble)
    elif row.job is not None:
        job = row.job
        words_of = ", ".join(f"{name} {value}" for name, value in job.arguments.items() if value)
        yield labelled(f"job {job.id}", (f"{job.kind} {words_of}, asked for by {job.asked_by}", Tone.PLAIN))
        if job.trouble:
            yield labelled("error", (one_line(job.trouble), Tone.FAILED))
        elif job.result:
            told = ", ".join(f"{name} {value}" for name, value in job.result.items() if _plain(value))
            yield labelled("result", (told, Tone.PLAIN))


def _plain(value: object) -> bool:
    return isinstance(value, int | float | str) and value != ""
