"""Texts that are being written, kept in a small file: a crash or a lost connection loses none."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MOST = 20
"""Drafts that are kept; the oldest goes."""
NAME = "drafts.json"


@dataclass(frozen=True, slots=True)
class Draft:
    """A text that was not saved, and what it was for."""

    about: str
    """What it is about: the database, and the subject or the note that is edited."""
    text: str
    private: bool
    version: int | None
    """The version of the note that was read when its edit began; None for a new one."""
    time: int
    """UTC microseconds."""


class Drafts:
    """The drafts of this user. Every call reads or writes one small file, which is for its owner's eyes."""

    def __init__(self, folder: Path | None) -> None:
        """`folder`: where it is kept, made when there is a first draft; None: nowhere."""
        self._path = None if folder is None else folder / NAME

    def find(self, about: str) -> Draft | None:
        """The draft about something."""
        return next((one for one in self._all() if one.about == about), None)

    def keep(self, draft: Draft) -> None:
        """Keep a draft in place of the one about the same. One that cannot be kept is not."""
        others = [one for one in self._all() if one.about != draft.about]
        self._write([draft, *others][:MOST])

    def drop(self, about: str) -> None:
        """It was saved, or is not wanted."""
        known = self._all()
        others = [one for one in known if one.about != about]
        if len(others) < len(known):
            self._write(others)

    def _all(self) -> list[Draft]:
        if self._path is None:
            return []
        try:
            found: list[dict[str, Any]] = json.loads(self._path.read_text(encoding="utf-8"))
            return [Draft(**one) for one in found]
        except (OSError, ValueError, TypeError):  # none yet, or not ours to read
            return []

    def _write(self, drafts: Sequence[Draft]) -> None:
        """All of it or nothing, whenever the program ends."""
        if self._path is None:
            return
        fields = ("about", "text", "private", "version", "time")
        data = json.dumps([{name: getattr(one, name) for name in fields} for one in drafts])
        made = self._path.with_name(f"{NAME}.{os.getpid()}")
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
                file.write(data)
            os.replace(made, self._path)
