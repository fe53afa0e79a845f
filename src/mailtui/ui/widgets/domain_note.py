"""Under the list of domains: what its row has no room for, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailtui.ui import words
from mailtui.ui.domain_words import severity_tone, state_tone, state_word
from mailtui.ui.rendering import one_line, safe
from mailtui.ui.widgets.head_lines import HeadLines, Line, labelled
from mailtui.ui.words import Look, Tone, count

if TYPE_CHECKING:
    from mailtui.model.domain import DomainRow

ROWS = 4
"""Always so many: a list that grows and shrinks under the cursor cannot be read."""


class DomainNote(HeadLines):
    """Shows the domain under the cursor."""

    def show(self, row: DomainRow | None, *, looking: bool = False) -> None:
        """Say what is known of this domain."""
        lines = note_lines(row, self.look, looking=looking) if row is not None else []
        self.put([*lines, *[([], [])] * (ROWS - len(lines))][:ROWS])


def note_lines(row: DomainRow, look: Look, *, looking: bool = False) -> list[Line]:
    """The most important first."""
    return [
        first_line(row, look, looking=looking),
        *([labelled("but", ("; ".join(row.disagreements), Tone.FAILED))] if row.disagreements else []),
        *([_worst(row)] if row.worst is not None else []),
        *([_unsure(row)] if row.unsure else []),
        *([failures_line(row)] if row.caused else []),
    ]


def first_line(row: DomainRow, look: Look, *, looking: bool = False) -> Line:
    """State and since; how old that is, and when it is looked at next."""
    since = (
        f"  since {words.short_stamp(row.since, look)}" if row.tried is not None else "  not looked at yet"
    )
    left = [
        (row.name, Tone.STRONG),
        (f"  {state_word(row.state, row.unsure)}", state_tone(row.state)),
        (since, Tone.PLAIN),
    ]
    return left, [("looking at DNS now", Tone.WAITING) if looking else (_ages(row, look), Tone.DIM)]


def _ages(row: DomainRow, look: Look) -> str:
    known = f"known {words.age(row.checked, look)}" if row.checked is not None else "never known"
    if row.next_check is None or row.tried is None:
        return known
    then = words.age(row.next_check, look) if row.next_check > look.now() else "look is due"
    return f"{known}, next {then}"


def _worst(row: DomainRow) -> Line:
    assert row.worst is not None
    one = row.worst
    return labelled(
        str(one.severity),
        (f"{one.code} {one.name}: ", severity_tone(one.severity)),
        (one_line(one.found), Tone.PLAIN),
    )


def _unsure(row: DomainRow) -> Line:
    return labelled("unsure", (f"? {one_line(row.unsure)}", Tone.WAITING))


def failures_line(row: DomainRow) -> Line:
    """How many failures its set-up may have caused."""
    said = f"{count(row.caused or 0, 'recipient')} failed or wait, maybe because of this"
    return labelled("failures", (said, Tone.FAILED), ("  w lists them", Tone.DIM))


def plain_lines(lines: list[Line]) -> list[str]:
    """The same as safe text, for the plain terminal."""
    return [safe("  ".join("".join(text for text, _ in end) for end in line if end)) for line in lines]
