"""Where the user was when mailtui was left: a small file in the state folder, for each database its part.

It is a convenience: a file that cannot be read is passed over with a word, and none is ever missed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mailtui.model.view import RowKey

VERSION = 1
MOST = 20
"""Databases that are remembered; the one that was left first is forgotten first."""
LONGEST = 1_000_000
"""Bytes of a file that is worth reading."""

Kept = Mapping[str, object]
"""What a screen wants to know of itself next time: texts, numbers, lists of them."""


@dataclass(frozen=True, slots=True)
class Session:
    """What was on the screens of one database."""

    screen: str = ""
    """The class of the staying screen that was shown last, or was under what was shown."""
    top: tuple[str, int] | None = None
    """What was open on top of it: `trace` or `incident`, and its id."""
    screens: Mapping[str, Kept] = field(default_factory=dict)


class SessionFile:
    """The part of one database."""

    def __init__(self, path: Path, database: Path, *, fresh: bool = False) -> None:
        """`fresh`: what was kept is not wanted; it is written anew when this session ends."""
        self._path = path
        self._database = str(database.absolute())
        self._fresh = fresh
        self._written: str | None = None
        self.word = ""
        """What was wrong with the file when it was read; '' for nothing."""

    def read(self) -> Session:
        """Where the user was; an empty session when nobody knows."""
        if self._fresh:
            return Session()
        part = self._databases().get(self._database)
        return _session(part) if isinstance(part, dict) else Session()

    def write(self, session: Session) -> None:
        """Keep it, if it differs from what was written last. What cannot be written is not worth a word."""
        import json

        from mailtui.services.whole_files import put

        part = _plain(session)
        text = json.dumps(part)
        if text == self._written:
            return
        others = {name: one for name, one in self._databases().items() if name != self._database}
        kept = dict([*others.items(), (self._database, part)][-MOST:])
        try:
            put(self._path, json.dumps({"version": VERSION, "databases": kept}, indent=1))
        except OSError:
            return
        self._written = text

    def _databases(self) -> dict[str, object]:
        if not self._path.exists():
            return {}
        import json  # most first starts have none, and the first paint waits for this

        try:
            with self._path.open("rb") as file:
                whole = json.loads(file.read(LONGEST))
            if whole["version"] != VERSION:
                raise ValueError("it is of another mailtui")
            databases = whole["databases"]
            if not isinstance(databases, dict):
                raise TypeError("no databases in it")
        except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
            self.word = f"where you were is forgotten: {self._path} cannot be read ({type(error).__name__})"
            return {}
        return databases


def text_of(kept: Kept, name: str) -> str:
    """A text that was kept; '' when it was not, or is none."""
    found = kept.get(name)
    return found if isinstance(found, str) else ""


def number_of(kept: Kept, name: str) -> int | None:
    """A whole number that was kept."""
    found = kept.get(name)
    return found if isinstance(found, int) and not isinstance(found, bool) else None


def words_of(kept: Kept, name: str) -> list[str]:
    """A list of texts that was kept."""
    found = kept.get(name)
    return [word for word in found if isinstance(word, str)] if isinstance(found, list) else []


def key_of(kept: Kept, name: str) -> RowKey | None:
    """A row that was kept."""
    found = kept.get(name)
    if isinstance(found, list) and len(found) == 3 and all(type(part) is int for part in found):
        from mailtui.model.view import RowKey

        return RowKey(*found)
    return None


def _session(part: Mapping[str, object]) -> Session:
    screens = part.get("screens")
    known = screens.items() if isinstance(screens, dict) else ()
    top = part.get("top")
    kind, number = top if isinstance(top, list) and len(top) == 2 else ("", None)
    return Session(
        screen=text_of(part, "screen"),
        top=(kind, number) if kind in ("trace", "incident") and type(number) is int else None,
        screens={name: kept for name, kept in known if isinstance(kept, dict)},
    )


def _plain(session: Session) -> dict[str, object]:
    top = list(session.top) if session.top else None
    return {"screen": session.screen, "top": top, "screens": {**session.screens}}
