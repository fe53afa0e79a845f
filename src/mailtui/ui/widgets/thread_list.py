"""The columns of the lists of conversations: all of them, and the letters of one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mailtui.model.visible import is_shared
from mailtui.ui import words
from mailtui.ui.widgets.columns import Cell, Column
from mailtui.ui.widgets.facts import Fact
from mailtui.ui.words import LOCAL, Look, Tone

if TYPE_CHECKING:
    from mailtui.model.conversations.view import LetterView, ThreadRow

WIDE = 110
NO_SUBJECT = "(no subject)"
STEP = 2
DEEPEST = 8
"""Steps to the right at most: then answers stand below each other."""


# -- conversations -------------------------------------------------------------------------------


def thread_columns(width: int) -> Sequence[Column[ThreadRow]]:
    """When, how many letters, what about, who, tags."""
    wide = width >= WIDE
    head = [
        Column("LAST", 16 if wide else 11, _full_last if wide else _last),
        Column("LETTERS", 7, lambda row, _: (str(row.messages), Tone.PLAIN), right=True),
    ]
    tail = [Column("WHO WROTE", 32 if wide else 22, _people)]
    if wide:
        tail.append(Column("TAGS", 14, _tags))
    rest = width - 1 - sum(column.width + 1 for column in (*head, *tail))
    return (*head, Column("SUBJECT", max(8, rest), _subject), *tail)


def _last(row: ThreadRow, look: Look) -> Cell:
    return words.short_stamp(row.key.last, look), Tone.DIM


def _full_last(row: ThreadRow, look: Look) -> Cell:
    return words.stamp(row.key.last, look)[:16], Tone.DIM


def _subject(row: ThreadRow, _: Look) -> Cell:
    said = row.subject or NO_SUBJECT
    return (f"{said} (deleted)", Tone.DIM) if row.deleted else (said, Tone.STRONG)


def _people(row: ThreadRow, _: Look) -> Cell:
    return ", ".join(row.people), Tone.PLAIN


def _tags(row: ThreadRow, _: Look) -> Cell:
    return " ".join((*row.tags, *(("note",) if row.notes else ()))), Tone.TAG


# -- letters -------------------------------------------------------------------------------------


def letter_columns(width: int) -> Sequence[Column[LetterView]]:
    """When, who (a step to the right under what it answers), to whom, what became of it."""
    wide = width >= WIDE
    sent = Column("SENT", 16 if wide else 11, _full_sent if wide else _sent)
    way = Column("WAY", 30 if wide else 14, _way)
    rest = width - 1 - sent.width - way.width - 4
    sender = Column("FROM", max(10, rest * 3 // 5), _sender)
    return (sent, sender, Column("TO", max(6, rest - rest * 3 // 5), _to), way)


def _sent(one: LetterView, look: Look) -> Cell:
    return words.short_stamp(one.sent, look) or "no date", Tone.DIM


def _full_sent(one: LetterView, look: Look) -> Cell:
    return words.stamp(one.sent, look)[:16] or "no date", Tone.DIM


def _sender(one: LetterView, _: Look) -> Cell:
    step = " " * (STEP * min(one.depth, DEEPEST))
    name = "" if is_shared() else one.from_name
    return f"{step}{name or one.sender or '(nobody)'}", Tone.STRONG


def _to(one: LetterView, _: Look) -> Cell:
    return ", ".join(address for _, address in one.recipients), Tone.PLAIN


def _way(one: LetterView, look: Look) -> Cell:
    if not one.deliveries:
        return "not known", Tone.DIM
    last = one.deliveries[-1]
    return f"{words.status_text(last.status, look)} {last.server}", words.status_tone(last.status)


def letter_facts(one: LetterView, look: Look = LOCAL) -> list[Fact]:
    """All that is known of a letter; its way last."""
    name = f"{one.from_name} " if one.from_name and not is_shared() else ""
    facts = [
        Fact("subject", one.subject, Tone.STRONG),
        Fact("from", f"{name}<{one.sender}>" if one.sender else ""),
        *(Fact(str(role), address) for role, address in one.recipients[:20]),
        Fact("sent", words.stamp(one.sent, look)),
        Fact("inbox", one.inbox),
        Fact("Message-ID", one.rfc_id),
        Fact("answers", f"{one.missing}, which is not here" if one.missing else "", Tone.WAITING),
        *(
            Fact("at", f"{way.server}: {way.queue_id}, {way.status}", words.status_tone(way.status))
            for way in one.deliveries
        ),
    ]
    return [fact for fact in facts if fact.text]
