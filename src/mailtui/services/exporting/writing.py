"""Writes an export: to a pipe as it comes, or into a file that is there when it is whole, or not at all."""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from mailtui.errors import InputError, UsageError
from mailtui.model.stopping import stop_if_asked
from mailtui.model.veil import MASKED, anonymous
from mailtui.model.view import SearchRow
from mailtui.services.exporting.formats import FORMATS

TOLD_EVERY = 500
"""Rows between two tellings how far it is."""

Told = Callable[[int], None]
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Plan:
    """How rows are to be written."""

    form: str = "csv"
    """A name of FORMATS."""
    anonymise: bool = False
    """Something else stands for every local part; the same for the same one, within this export."""
    masked: bool = False
    """A mask stands for every local part."""


def lines_of(rows: Iterable[SearchRow], plan: Plan) -> Iterator[str]:
    """The text of an export in pieces that end a line: the head (it may be ''), then one for each row."""
    form = FORMATS[plan.form]
    veil = anonymous(secrets.token_bytes(32)) if plan.anonymise else MASKED if plan.masked else None
    yield form.head
    for row in rows:
        yield form.row(row if veil is None else veil.value(row))


def export(
    rows: Iterable[SearchRow], plan: Plan, path: Path, *, force: bool = False, told: Told | None = None
) -> int:
    """Write a file of mode 0600 and say how many rows it has; `told` hears how many there are so far.

    UsageError when there is such a file and no `force`; InputError when it cannot be written. When anything
    goes wrong, and when the work is stopped, no file is left and an old one stays as it was.
    """
    return whole_file(path, force, lambda write: _write(lines_of(rows, plan), write, told))


def whole_file(path: Path, force: bool, fill: Callable[[Callable[[str], object]], Result]) -> Result:
    """Have a file of mode 0600 filled that is there when it is whole; what `fill` says of it.

    `fill` is given what writes a piece of text. The errors, and what is left then, are those of `export`.
    """
    if not force and path.exists():
        raise _there_is_one(path)
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent or ".")
    except OSError as error:
        raise _cannot(path, error) from error
    unfinished = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace", newline="") as file:
            written = fill(file.write)
            file.flush()
            os.fsync(file.fileno())
        stop_if_asked()
        _put(unfinished, path, force)
    except OSError as error:
        raise _cannot(path, error) from error
    finally:
        unfinished.unlink(missing_ok=True)
    return written


def _write(lines: Iterator[str], write: Callable[[str], object], told: Told | None) -> int:
    write(next(lines))
    written = 0
    for written, line in enumerate(lines, 1):
        write(line)
        if told is not None and written % TOLD_EVERY == 0:
            told(written)
    return written


def _put(unfinished: Path, path: Path, force: bool) -> None:
    """Under its name at once; without `force` never over a file that came meanwhile."""
    if force:
        unfinished.replace(path)
        return
    try:
        os.link(unfinished, path)
    except FileExistsError as error:
        raise _there_is_one(path) from error
    except OSError:  # a file system without links
        if path.exists():
            raise _there_is_one(path) from None
        unfinished.replace(path)


def _there_is_one(path: Path) -> UsageError:
    return UsageError(f"{path} is there already", "name another file, or say --force to replace it")


def _cannot(path: Path, error: OSError) -> InputError:
    return InputError(f"{path} cannot be written: {error.strerror or error}", "name another file or folder")
