"""The first line: where one is, how big the database is and how fresh, and the import that runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from textual.strip import Strip
from textual.widget import Widget

from mailtui.model.moment import MINUTE
from mailtui.model.visible import is_shared
from mailtui.ui.progress_words import bytes_speed, progress_text
from mailtui.ui.rendering import cut, width
from mailtui.ui.tones import TONE_CLASSES, TONE_CSS, Run, paint
from mailtui.ui.words import LOCAL, Look, Tone, age, count

if TYPE_CHECKING:
    from mailtui.model.view import StoreState

GAP = "  "
MOST_CRUMBS = 2
"""Screens under this one that are named."""
LEAST = 8
"""Cells in which the beginning of a part still says something."""


class StatusLine(Widget):
    """One line; repaints only when its words change."""

    COMPONENT_CLASSES = TONE_CLASSES
    DEFAULT_CSS = (
        """
    StatusLine {
        height: 1;
        dock: top;
        background: $panel;
    """
        + TONE_CSS
        + "}"
    )

    def __init__(self, title: str, look: Look = LOCAL) -> None:
        super().__init__()
        self._title = title
        self._path: tuple[str, ...] = ()
        self._look = look
        self._parts: list[Run] = [("opening the database", Tone.DIM)]
        self._mode = ""
        self._marks = self._act = ""

    @property
    def title(self) -> str:
        """What the screen is called."""
        return self._title

    def show_path(self, titles: Sequence[str]) -> None:
        """The screens that lie under this one: how one came here, and where `q` goes."""
        if tuple(titles) != self._path:
            self._path = tuple(titles)
            self.refresh()

    def show(self, state: StoreState) -> None:
        """Say how the database is now."""
        parts = list(_parts(state, self._look))
        if parts != self._parts:
            self._parts = parts
            self.refresh()

    def fail(self, title: str) -> None:
        """The database could not be opened."""
        self._parts = [(title, Tone.FAILED)]
        self.refresh()

    def show_mode(self, mode: str) -> None:
        """A word beside the title, such as `following`."""
        if mode != self._mode:
            self._mode = mode
            self.refresh()

    def show_marks(self, marks: str) -> None:
        """How many rows are marked; '' when none is."""
        if marks != self._marks:
            self._marks = marks
            self.refresh()

    def show_act(self, far: str) -> None:
        """How far an act is; '' when none runs."""
        if far != self._act:
            self._act = far
            self.refresh()

    def render_line(self, y: int) -> Strip:  # noqa: ARG002
        left: list[Run] = [(" mailtui", Tone.STRONG), (GAP, Tone.PLAIN)]
        left += [(crumbs(self._path), Tone.DIM)] if self._path else []
        left.append((self._title, Tone.PLAIN))
        if is_shared():
            left.append((f"{GAP}names masked", Tone.WAITING))
        if self._mode:
            left.append((f"{GAP}{self._mode}", Tone.GOOD))
        if self._marks:
            left.append((f"{GAP}{self._marks}", Tone.STRONG))
        if self._act:
            left.append((f"{GAP}{self._act}", Tone.WAITING))
        room = self.size.width - sum(width(text) for text, _ in left) - 1
        right = fitting(self._parts, room - len(GAP))
        left.append((" " * max(0, room - sum(width(text) for text, _ in right)), Tone.PLAIN))
        return paint(self, left + right, self.size.width, self.rich_style)


def crumbs(titles: Sequence[str]) -> str:
    """`Triage > Incident > `; of a long way the last steps."""
    shown = titles if len(titles) <= MOST_CRUMBS else ("..", *titles[-MOST_CRUMBS:])
    return "".join(f"{title} > " for title in shown)


def fitting(parts: list[Run], room: int) -> list[Run]:
    """The first parts that fit into `room` cells, with gaps between; of the very first what fits."""
    shown: list[Run] = []
    for text, tone in parts:
        part = f"{GAP}{text}" if shown else text
        if width(part) > room:
            return shown or ([(cut(text, room), tone)] if room >= LEAST else [])
        shown.append((part, tone))
        room -= width(part)
    return shown


def _parts(state: StoreState, look: Look) -> Iterator[Run]:
    """What there is to say, the most important first."""
    if state.progress is not None:
        yield progress_text(state.progress), Tone.WAITING
    for note in state.notes:
        yield note, Tone.WAITING
    if state.progress is not None and state.progress.bytes_per_second:
        yield bytes_speed(state.progress), Tone.WAITING
    if state.progress is None and state.worker is not None and state.doing:
        yield f"{state.worker.partition(',')[0]} {state.doing}", Tone.DIM
    if state.newest is not None:
        yield f"newest line {_age(state.newest, look)}", Tone.PLAIN
    yield count(state.messages, "message"), Tone.DIM
    if state.lines or not state.messages:
        yield count(state.lines, "line"), Tone.DIM


def _age(newest: int, look: Look) -> str:
    """To the minute: an idle terminal is silent."""
    return "just now" if 0 <= look.now() - newest < MINUTE else age(newest, look)
