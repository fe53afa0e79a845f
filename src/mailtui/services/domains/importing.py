"""Domains from a TOML or CSV file: what is wrong with one is told with its line, the others go on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from mailtui.errors import InputError, MailtuiError
from mailtui.services.domains.entries import Entry
from mailtui.services.domains.filing import writes
from mailtui.services.domains.wishes import wished
from mailtui.store.domains import reading, writing
from mailtui.store.engine import Connection

LARGEST = 32 * 1024 * 1024
"""Bytes of a file that is read."""


@dataclass(slots=True)
class Imported:
    """What an import came to."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    problems: list[InputError] = field(default_factory=list)
    """One for each entry that was left out: file, line, next step."""
    notes: list[str] = field(default_factory=list)
    """What of the file is not used, in words."""


def import_file(database: Path, path: Path, now: int) -> Imported:
    """Put the domains of a file on the list in one transaction; InputError when it cannot be read at all."""
    text = _text(path)
    found = Imported()
    entries = list(_entries(path, text, now, found.problems))
    with writes(database) as engine, engine.begin() as connection:
        for entry in entries:
            try:
                _put(connection, entry, str(path), now, found)
            except MailtuiError as error:
                found.problems.append(located(path, entry.line, error))
    return found


def located(path: Path, line: int, error: MailtuiError) -> InputError:
    """The error with the place it is about in front."""
    return InputError(f"{path}:{line}: {error.title}", error.hint)


def _put(connection: Connection, entry: Entry, source: str, now: int, found: Imported) -> None:
    from mailtui.verify.names import canonical

    name = canonical(entry.domain)
    kept = reading.named(connection, name)
    expected = wished(name, entry.wish, None if kept is None else reading.expected(connection, kept))
    domain = writing.put(connection, expected, replace(entry.profile, origin=source), now)
    claims = [replace(claim, source=source) for claim in entry.claims]
    writing.put_claims(connection, domain, source, claims)
    (found.added if kept is None else found.changed).append(name)
    found.notes += [note for note in entry.notes if note not in found.notes]


def _entries(path: Path, text: str, now: int, problems: list[InputError]) -> Iterator[Entry]:
    """The entries of the file, of whichever form it is."""
    from mailtui.services.domains import entries, tables

    items = tables.rows if path.suffix.lower() == ".csv" else tables.tables
    for line, item in items(path, text):
        try:
            yield entries.entry(item, line, now)
        except MailtuiError as error:
            problems.append(located(path, line, error))


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST:
            raise InputError(f"{path} is larger than {LARGEST // 1024**2} MB", "Is it a list of domains?")
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}", f"look at `ls -l {path}`") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not UTF-8 text", "save it as UTF-8") from error
