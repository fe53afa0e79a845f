"""The list of acts, and what is told of one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from mailtui.ui import words
from mailtui.ui.widgets.columns import Cell, Column
from mailtui.ui.widgets.facts import Fact
from mailtui.ui.widgets.shown_list import ShownList
from mailtui.ui.words import LOCAL, Look, Tone

if TYPE_CHECKING:
    from mailtui.model.act import AuditView, PersonView

WIDE = 110


class AuditList(ShownList["AuditView"]):
    """The newest first, as far as they were read."""

    def __init__(self, look: Look = LOCAL, *, id: str | None = None) -> None:
        super().__init__(_columns, lambda entry: entry.id, look, id=id)

    def item(self, place: int) -> None:
        """An act is nothing that is marked or taken away."""


def entry_facts(entry: AuditView, look: Look = LOCAL) -> list[Fact]:
    """All that is known of an act."""
    facts = (
        Fact("entry", f"{entry.id}, {words.stamp(entry.time, look)} {words.zone_name(entry.time, look)}"),
        Fact("by", _person(entry.by)),
        Fact("act", entry.act),
        Fact("on", ", ".join(filter(None, (entry.on, entry.subjects)))),
        Fact("done", entry.done),
        Fact("why", entry.reason),
        *_values("before", entry.before),
        *_values("after", entry.after),
        Fact("result", entry.result, Tone.FAILED if is_refused(entry) else Tone.PLAIN),
        Fact("hash", entry.hash),
    )
    return [fact for fact in facts if fact.text]


def is_refused(entry: AuditView) -> bool:
    """Whether it was an attempt that was not allowed."""
    return entry.result.startswith("refused")


def _values(label: str, text: str) -> Iterator[Fact]:
    """Values before or after: each of few, or of many how often which."""
    try:
        found = json.loads(text) if text else {}
    except ValueError:
        found = text
    if not isinstance(found, dict):
        yield Fact(label, str(found))
        return
    for name, value in found.items():
        yield Fact(label, f"{_name(name)}: {_value(value)}")


_WORDS = {"true": "yes", "false": "no", "null": "nothing"}
"""Values as they are kept, and as they are said."""


def _name(name: str) -> str:
    """What has the value: `message 414 tagged` for `message:414 tagged:7`; `done` has the name of the tag."""
    subject, blank, what = name.rpartition(" ")
    what = "tagged" if what.startswith("tagged:") else what
    return f"{subject.replace(':', ' ', 1)}{blank}{what}"


def _value(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{_WORDS.get(name, name)}: {_value(each)}" for name, each in value.items())
    if value is None or isinstance(value, bool):
        return _WORDS[json.dumps(value)]
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _person(by: PersonView) -> str:
    hints = [f"sudo by {by.sudo_user}" if by.sudo_user else "", f"ssh {by.ssh}" if by.ssh else ""]
    said = ", ".join(hint for hint in hints if hint)
    return f"{by.name}, uid {by.uid}{f'; the environment says: {said}' if said else ''}"


def _columns(width: int) -> Sequence[Column[AuditView]]:
    wide = width >= WIDE
    head = [
        Column("TIME", 19 if wide else 11, _full_time if wide else _time),
        Column("BY", 16 if wide else 10, _by, middle=True),
        Column("ACT", 14 if wide else 9, _act),
        Column("ON", 30 if wide else 20, _on),
    ]
    rest = width - 1 - sum(column.width + 1 for column in head)
    return (*head, Column("WHY, RESULT", max(4, rest), _why))


def _time(entry: AuditView, look: Look) -> Cell:
    return words.short_stamp(entry.time, look), Tone.DIM


def _full_time(entry: AuditView, look: Look) -> Cell:
    return words.stamp(entry.time, look), Tone.DIM


def _by(entry: AuditView, _: Look) -> Cell:
    sudo = f" ({entry.by.sudo_user})" if entry.by.sudo_user else ""
    return f"{entry.by.name}{sudo}", Tone.STRONG


def _act(entry: AuditView, _: Look) -> Cell:
    return entry.act, Tone.FAILED if is_refused(entry) else Tone.PLAIN


def _on(entry: AuditView, _: Look) -> Cell:
    return entry.on or entry.subjects, Tone.PLAIN


def _why(entry: AuditView, _: Look) -> Cell:
    if is_refused(entry):
        return entry.result, Tone.FAILED
    said = ": ".join(filter(None, (entry.done, entry.reason)))
    return f"{said} ({entry.result})" if said else entry.result, Tone.PLAIN
