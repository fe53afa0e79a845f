"""The list of who is not to be mailed, and what is told of one of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mailtui.model.enums import SuppressionState
from mailtui.ui import words
from mailtui.ui.widgets.columns import Cell, Column
from mailtui.ui.widgets.facts import Fact
from mailtui.ui.widgets.shown_list import ShownList
from mailtui.ui.words import LOCAL, Look, Tone

if TYPE_CHECKING:
    from mailtui.model.suppression import SuppressionView

WIDE = 110
TONES = {
    SuppressionState.PROPOSED: Tone.WAITING,
    SuppressionState.ACTIVE: Tone.FAILED,
    SuppressionState.LIFTED: Tone.DIM,
    SuppressionState.DECLINED: Tone.DIM,
}


class SuppressionList(ShownList["SuppressionView"]):
    """Proposals first, then who is on the list."""

    def __init__(self, look: Look = LOCAL, *, id: str | None = None) -> None:
        super().__init__(_columns, lambda one: one.id, look, id=id)

    def item(self, place: int) -> None:
        """Nothing here is marked, or taken away."""

    def _place_now(self, here: SuppressionView, at: int) -> int:
        """Its own; from one that was decided on, and stands elsewhere for it, the next that was like it."""
        alike = [place for place, one in enumerate(self.known) if one.state is here.state]
        same = next((place for place in alike if self.known[place].id == here.id), None)
        if same is not None:
            return same
        return min(at, alike[-1]) if here.state is SuppressionState.PROPOSED and alike else at


def suppression_facts(one: SuppressionView, look: Look = LOCAL) -> list[Fact]:
    """All that is known of one; the cause last, because it may be long."""

    def at(time: int | None, who: str | None) -> str:
        return "" if time is None else f"{words.stamp(time, look)} by {who}"

    facts = (
        Fact("address", one.target),
        Fact("state", f"{one.state}, {one.reason}", TONES[one.state]),
        Fact("failed", words.stamp(one.failed, look) if one.failed is not None else ""),
        Fact("proposed", at(one.proposed, one.proposed_by)),
        Fact("decided", at(one.decided, one.decided_by)),
        Fact("until", words.stamp(one.until, look) if one.until is not None else ""),
        Fact(str(one.state) if one.lifted is not None else "", at(one.lifted, one.lifted_by)),
        Fact("why", one.lift_reason),
        Fact("cause", one.cause),
    )
    return [fact for fact in facts if fact.text]


def _columns(width: int) -> Sequence[Column[SuppressionView]]:
    wide = width >= WIDE
    head = [
        Column("STATE", 8, _state),
        Column("ADDRESS", 36 if wide else 26, _target, middle=True),
        Column("REASON", 11 if wide else 9, _reason),
        Column("SINCE", 11, _since),
    ]
    rest = width - 1 - sum(column.width + 1 for column in head)
    return (*head, Column("CAUSE", max(4, rest), _cause))


def _state(one: SuppressionView, _: Look) -> Cell:
    return str(one.state), TONES[one.state]


def _target(one: SuppressionView, _: Look) -> Cell:
    return one.target, Tone.STRONG


def _reason(one: SuppressionView, _: Look) -> Cell:
    return str(one.reason), Tone.PLAIN


def _since(one: SuppressionView, look: Look) -> Cell:
    return words.short_stamp(one.since, look), Tone.DIM


def _cause(one: SuppressionView, _: Look) -> Cell:
    said = one.lift_reason or one.cause
    return said.splitlines()[0] if said else "", Tone.PLAIN
