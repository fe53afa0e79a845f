"""The diagnosis card: why the recipient under the cursor failed or waits, with proof and advice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mailtui.model.card import card, freeze_card
from mailtui.model.enums import Status
from mailtui.model.visible import shown
from mailtui.ui import words
from mailtui.ui.rendering import content
from mailtui.ui.widgets.facts import Fact, FactPage
from mailtui.ui.words import Look, Tone

if TYPE_CHECKING:
    from mailtui.model.view import Explained, Trace, TraceThread

_INDENT = " " * 2
_BORDER = 1


class DiagnosisPanel(FactPage):
    """Shows the card as high as it is, as far as its sheet lets it."""

    def explain(self, trace: Trace, thread: TraceThread | None, look: Look) -> None:
        """Show the card of this thread, or why there is none."""
        self.border_title = content(f"diagnosis{_of(thread)}")
        self.show(diagnosis_facts(trace, thread, look))

    def rewrap(self, *, top: bool = False) -> None:
        super().rewrap(top=top)
        self.styles.height = len(self._lines) + _BORDER


def _of(thread: TraceThread | None) -> str:
    return f" of {thread.name}" if thread is not None and thread.kind == "recipient" else ""


def diagnosis_facts(trace: Trace, thread: TraceThread | None, look: Look) -> list[Fact]:
    """The card as facts; where there is none, one that says so."""
    if trace.undiagnosed:
        return [Fact("", f"Failures cannot be diagnosed: {trace.undiagnosed}", Tone.FAILED)]
    found = next((found for known, found in trace.diagnosed() if known is thread), None)
    if found is None and trace.freeze is not None and _is_held(thread):
        return list(_joined(freeze_card(trace.freeze, lambda moment: words.stamp(moment, look))))
    if thread is None or thread.kind != "recipient":
        return [Fact("", "Go to a recipient: a diagnosis is of what became of one.", Tone.DIM)]
    if found is None:
        return [
            Fact("", "There is nothing to explain: no failure of this recipient is in the log.", Tone.DIM)
        ]
    return diagnosis_lines(found, look)


def _is_held(thread: TraceThread | None) -> bool:
    """Whether what froze the message is the answer here: the message itself, or who waits for it."""
    return thread is None or thread.kind == "system" or thread.status is Status.FROZEN


def diagnosis_lines(found: Explained, look: Look) -> list[Fact]:
    """The card of one diagnosis."""
    found = shown(found)
    return list(_joined(card(found, lambda moment: words.stamp(moment, look))))


def _joined(lines: Iterator[tuple[str, str]]) -> Iterator[Fact]:
    """Cause and advice stand out; a line without a label keeps the column of the one above."""
    for label, text in lines:
        tone = Tone.STRONG if label in ("CAUSE", "NEXT") else Tone.PLAIN
        yield Fact(label or _INDENT, text, tone)
