"""Notes and tags in words: for a row of a list, the head of a screen, the fact panel. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mailtui.model.enums import SubjectKind
from mailtui.ui import words
from mailtui.ui.rendering import one_line, width
from mailtui.ui.tones import Run
from mailtui.ui.words import Look, Tone

if TYPE_CHECKING:
    from mailtui.model.work import NoteView, Remarks, TagOn

NOTE_MARK, ASCII_NOTE_MARK = "✎", "n"
ELSEWHERE = "@"
"""Before a tag, or after the mark of a note, that is on an address of the row and not on the mail itself."""
_COLOURS = {tone.removeprefix("tag-"): tone for tone in Tone if tone.startswith("tag-")}
_ON = {SubjectKind.ADDRESS: "on the address", SubjectKind.INCIDENT: "on the incident"}


def tag_tone(colour: str) -> Tone:
    """The tone of a tag's colour; that of tags without one for a word that is none."""
    return _COLOURS.get(colour, Tone.TAG)


def tag_text(tag: TagOn) -> str:
    """The name, marked where the tag is on an address only."""
    return f"{ELSEWHERE}{tag.name}" if tag.on is SubjectKind.ADDRESS else tag.name


def brief(remarks: Remarks, look: Look, cells: int) -> list[Run]:
    """What fits into a row of a list: the mark of notes, the first tags, how many more; a space at the end.

    Nothing for a row without any. At least the mark and a count are shown, whatever `cells` says.
    """
    runs = [*_mark(remarks, look)]
    left = cells - sum(width(text) for text, _ in runs)
    for place, tag in enumerate(remarks.tags):
        text, more = f"{tag_text(tag)} ", len(remarks.tags) - place - 1
        if width(text) > left - (len(f"+{more} ") if more else 0):
            runs.append((f"+{more + 1} ", Tone.TAG))
            break
        runs.append((text, tag_tone(tag.colour)))
        left -= width(text)
    return runs


def _mark(remarks: Remarks, look: Look) -> list[Run]:
    if not remarks.noted:
        return []
    mark = ASCII_NOTE_MARK if look.ascii else NOTE_MARK
    elsewhere = all(kind is SubjectKind.ADDRESS for kind in remarks.noted)
    return [(f"{mark}{ELSEWHERE if elsewhere else ''} ", Tone.STRONG)]


def whole(remarks: Remarks, look: Look) -> list[Run]:
    """All tags and the number of notes, for the head of a screen; nothing where there are none."""
    runs: list[Run] = []
    for tag in remarks.tags:
        runs.append((f"{tag_text(tag)} ", tag_tone(tag.colour)))
    if remarks.noted:
        mark = ASCII_NOTE_MARK if look.ascii else NOTE_MARK
        runs.append((f"{mark} {words.count(len(remarks.noted), 'note')}", Tone.STRONG))
    return runs


def tags_sentence(tags: Sequence[TagOn]) -> str:
    """`vip, todo; on the address: known`."""
    groups: dict[str, list[str]] = {}
    for tag in tags:
        groups.setdefault(_ON.get(tag.on, ""), []).append(tag.name)
    return "; ".join(
        f"{where}: {', '.join(names)}" if where else ", ".join(names) for where, names in groups.items()
    )


def note_author(note: NoteView) -> str:
    """`ann`, `you (private)`, `ann on the address`."""
    where = f" {_ON[note.subject.kind]}" if note.subject.kind in _ON else ""
    return f"{'you' if note.own else note.author}{' (private)' if note.private else ''}{where}"


def note_head(note: NoteView, look: Look) -> str:
    """`ann, 2026-11-20 09:14:07, private, on the address, edited 3 h ago`."""
    parts = [
        "you" if note.own else note.author,
        words.stamp(note.created, look),
        "private" if note.private else "",
        _ON.get(note.subject.kind, ""),
        f"edited {words.age(note.edited, look)}" if note.edited is not None else "",
    ]
    return ", ".join(part for part in parts if part)


def note_line(note: NoteView, look: Look) -> str:
    """A note on one line, for a list of notes."""
    return f"{note_head(note, look)}: {one_line(note.text)}"
