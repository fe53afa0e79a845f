"""Saved searches: queries with names, in a plain text file that can be shared and edited by hand."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from mailtui.errors import ConfigError, NotFoundError, UsageError
from mailtui.query import parse
from mailtui.query.nearest import nearest
from mailtui.query.saved import HEAD, Contents, SavedSearch, contents, with_search, without
from mailtui.services.whole_files import put

Stamp = tuple[int, int, int] | None
"""What tells two versions of a file apart: inode, time of its last change, size."""


class Searches:
    """One file. It is read again whenever it has changed; a file that is not there holds none."""

    def __init__(self, path: Path | None) -> None:
        """None: there is no file, and none can be saved."""
        self.path = path
        self._stamp: Stamp = None
        self._contents = Contents()

    def is_news(self) -> bool:
        """Whether it was changed since it was read; costs a `stat`."""
        return _stamp(self.path) != self._stamp

    def contents(self) -> Contents:
        """What it holds now; ConfigError when it cannot be read."""
        stamp = _stamp(self.path)
        if stamp != self._stamp:
            self._contents = contents(_text(self.path))
            self._stamp = stamp
        return self._contents

    def names(self) -> Mapping[str, str]:
        """Name to query, in the order of the file."""
        return self.contents().names()

    def listed(self) -> tuple[SavedSearch, ...]:
        """Every search, in the order of the file."""
        return self.contents().searches

    def problems(self) -> list[str]:
        """What is wrong in the file, each with file and line."""
        return [f"{self.path}:{bad.line}: {bad.why}" for bad in self.contents().bad]

    def save(self, name: str, query: str) -> bool:
        """Keep a query under a name; whether there was one of that name, which it replaces.

        QueryError when it is none, or would lead back to itself; UsageError when it is empty or the name
        is none; ConfigError when the file cannot be written.
        """
        if not query.strip():
            raise UsageError("the query is empty", "narrow it first; what lists everything needs no name")
        names = self.names()
        text = with_search(_text(self.path) or HEAD, name, query)
        parse(query, {**names, name: query})
        self._write(text)
        return name in names

    def remove(self, name: str) -> None:
        """Forget a search; NotFoundError when there is none of that name."""
        names = self.names()
        if name not in names:
            near = nearest(name, names)
            hint = f"did you mean {near}?" if near else "`mailtui searches` lists them"
            raise NotFoundError(f"there is no saved search {name!r}", hint)
        self._write(without(_text(self.path), name))

    def _write(self, text: str) -> None:
        """All of it or nothing: a new file takes the place of the old one, behind a link too."""
        if self.path is None:
            raise ConfigError("there is no file for saved searches", "name one in the setting searches")
        try:
            put(self.path, text)
        except OSError as error:
            hint = f"look at `ls -ld {self.path.parent}`, or name another file in the setting searches"
            raise ConfigError(f"{self.path} cannot be written: {error.strerror}", hint) from error


def _stamp(path: Path | None) -> Stamp:
    try:
        found = os.stat(path) if path is not None else None
    except OSError:
        return None
    return (found.st_ino, found.st_mtime_ns, found.st_size) if found else None


def _text(path: Path | None) -> str:
    try:
        return path.read_text("utf-8") if path is not None else ""
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}", f"look at `ls -l {path}`") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path} is not UTF-8 text", "save it as UTF-8") from error
