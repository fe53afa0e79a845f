"""The columns of the message list: which there are at a width, and what a row says in each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from mailtui.model.enums import FailureClass, IncidentState, Side, Status
from mailtui.model.status import FAILED, OPEN
from mailtui.ui.remarks import brief
from mailtui.ui.rendering import cut, fit, one_line, width
from mailtui.ui.tones import Run
from mailtui.ui.words import Look, Tone, short_stamp, stamp, status_text, status_tone

if TYPE_CHECKING:
    from mailtui.model.view import SearchRow

Row = TypeVar("Row")
Cell = tuple[str, Tone]
"""Text and its tone."""

STATUS_WIDTH = 12
"""Symbol, space and the longest word; a status is never cut."""
CLASS_WIDTH, SIDE_WIDTH = max(map(len, FailureClass)), len("POLICY")
"""Neither is ever cut."""
UNKNOWN = "?"
NULL_SENDER = "<>"
TROUBLED = FAILED | OPEN | {Status.PARTIAL, Status.COMPLAINED}
"""Where the reply of the other side matters more than who the other side is."""


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """A column of a certain width."""

    title: str
    width: int
    say: Callable[[Row, Look], Cell]
    """What a row says here: text from outside and its tone."""
    right: bool = False
    middle: bool = False
    """Cut in the middle, because both ends matter."""
    lead: Callable[[Row, Look, int], list[Run]] | None = None
    """What stands in front of that, in tones of its own: it may take about so many cells."""
    tail: Callable[[Row, Look], Run] | None = None
    """What stands behind it, always as wide."""

    def cell(self, row: Row, look: Look) -> list[Run]:
        """What the row says here, in exactly `width` cells."""
        before, room = self._before(row, look), self.width
        for place, (text, tone) in enumerate(before):
            before[place] = (cut(text, room), tone)
            room -= width(before[place][0])
        after = [] if self.tail is None else [self.tail(row, look)]
        room -= sum(width(text) for text, _ in after)
        text, tone = self.say(row, look)
        return [*before, (fit(text, room, right=self.right, middle=self.middle), tone), *after]

    def _before(self, row: Row, look: Look) -> list[Run]:
        return [] if self.lead is None else self.lead(row, look, self.width // 2)


def columns(width: int, arrow: int = 2, *, causes: bool = False) -> tuple[Column[SearchRow], ...]:
    """The columns for a list of `width` cells: one cell before each; `arrow` cells stand before TO.

    `causes`: class and side, where there is room; what else a wide list has then needs a wider one.
    """
    explained = causes and width >= 110
    wide = width >= (140 if explained else 110)
    fixed = [Column("TIME", 19 if wide else 11, _full_time if wide else _time)]
    fixed.append(Column("STATUS", STATUS_WIDTH, _status))
    if explained:
        fixed += [Column("CLASS", CLASS_WIDTH, _class), Column("SIDE", SIDE_WIDTH, _side)]
    tail = [Column("TRIES", 5, _tries, right=True)] if wide else []
    if width >= 170:
        tail.append(Column("QUEUE ID", 23, _queue_id))
    rest = width - 1 - sum(column.width + 1 for column in (*fixed, *tail)) - arrow
    sender, recipient = max(6, rest * 27 // 100), max(8, rest * 38 // 100)
    people = [
        Column("FROM", sender, _sender, middle=True),
        Column("TO", recipient, _recipient, middle=True),
    ]
    answer = Column("HOST / REPLY", max(4, rest - sender - recipient - 2), _answer, lead=work_lead)
    return (*fixed, *people, *tail, answer)


STATE_TONES = {
    IncidentState.NEW: Tone.FAILED,
    IncidentState.OPEN: Tone.STRONG,
    IncidentState.WAITING: Tone.WAITING,
    IncidentState.RESOLVED: Tone.GOOD,
    IncidentState.IGNORED: Tone.DIM,
}


def work_lead(row: SearchRow, look: Look, cells: int) -> list[Run]:
    """What people decided about the row, and put on it: `waiting (ann) ✎ vip `; nothing for most rows."""
    runs: list[Run] = []
    if row.state not in (None, IncidentState.NEW):
        runs.append((f"{row.state} ", STATE_TONES[row.state]))
    if row.assignee:
        runs.append((taker_text(row.assignee), Tone.PLAIN))
    if row.remarks:
        runs += brief(row.remarks, look, cells - sum(width(text) for text, _ in runs))
    return runs


def taker_text(name: str) -> str:
    """Who takes it, where no column says so."""
    return f"({cut(name, 8)}) "


def answer_text(row: SearchRow) -> str:
    """The reply where it matters, otherwise the host; what there is when one is missing."""
    reply = one_line(row.reply) if row.reply else ""
    if row.smtp_code and not reply.startswith(str(row.smtp_code)):
        reply = " ".join(str(part) for part in (row.smtp_code, row.enhanced_code, reply) if part)
    host = row.host or row.ip or ""
    if row.status in TROUBLED:
        return reply or host
    return host or reply


def _time(row: SearchRow, look: Look) -> Cell:
    return short_stamp(row.key.time, look), Tone.DIM


def _full_time(row: SearchRow, look: Look) -> Cell:
    return stamp(row.key.time, look), Tone.DIM


def _status(row: SearchRow, look: Look) -> Cell:
    return status_text(row.status, look), status_tone(row.status)


def sender_text(row: SearchRow) -> str:
    """The envelope sender; `<>` for the null sender, `?` when the log does not say."""
    return UNKNOWN if row.sender is None else row.sender or NULL_SENDER


def _sender(row: SearchRow, _: Look) -> Cell:
    return sender_text(row), Tone.DIM if not row.sender else Tone.PLAIN


def _recipient(row: SearchRow, _: Look) -> Cell:
    return row.recipient or UNKNOWN, Tone.PLAIN if row.recipient else Tone.DIM


def side_text(side: Side) -> str:
    """US, THEM, RCPT, NET, POLICY; `?` when nobody can say."""
    return UNKNOWN if side is Side.UNKNOWN else side.upper()


def _class(row: SearchRow, _: Look) -> Cell:
    return row.failure_class or "", Tone.STRONG


def _side(row: SearchRow, _: Look) -> Cell:
    return "" if row.side is None else side_text(row.side), Tone.PLAIN


def _tries(row: SearchRow, _: Look) -> Cell:
    return str(row.attempts) if row.attempts else "", Tone.WAITING if row.attempts > 1 else Tone.DIM


def _queue_id(row: SearchRow, _: Look) -> Cell:
    return row.queue_id or "", Tone.DIM


def _answer(row: SearchRow, _: Look) -> Cell:
    return answer_text(row), Tone.DIM
